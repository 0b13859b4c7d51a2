"""Files as they really arrive: merged headings, formulas, several sheets, half uploads, passwords, bombs."""

import io
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from tests.people.test_roster import HEAD, NEW, csv_of, files, preview, xlsx

from zhiyin.people.roster import words
from zhiyin.people.roster.check import parse
from zhiyin.people.roster.columns import EMPLOYEES, find_header
from zhiyin.people.roster.limits import MAX_BYTES
from zhiyin.people.roster.marked import marked
from zhiyin.people.roster.read import Unreadable, read
from zhiyin.people.roster.zeros import zeros_of
from zhiyin.people.services import roster

__all__ = ["files", "preview"]
FILES = Path(__file__).parent / "files"
GOOD = xlsx([HEAD, NEW])


def said(looked):
    return [words.say(problem) for problem in looked.problems]


def book(write):
    buffer = io.BytesIO()
    made = xlsxwriter.Workbook(buffer, {"in_memory": True})
    write(made)
    made.close()
    return buffer.getvalue()


def refusal(data):
    with pytest.raises(Unreadable) as caught:
        read(data)
    return str(words.FILE_PROBLEMS[caught.value.code])


def test_two_heading_rows_with_merged_cells_under_titles_are_one_heading(preview):
    def write(made):
        page = made.add_worksheet("职工")
        page.merge_range(0, 0, 0, 7, "远山装备集团 2026 年职工名册")
        page.write_string(1, 0, "填表人：许洋")
        for column, title in ((0, "工号"), (1, "姓名"), (2, "单位编码"), (3, "性别")):
            page.merge_range(2, column, 3, column, title)
        page.merge_range(2, 4, 2, 7, "用工情况")
        page.write_row(3, 4, ["岗位类别", "一线", "用工形式", "入职日期"])
        page.write_row(4, 0, NEW)

    _made, looked = preview(book(write))
    assert looked.problems == []
    assert looked.diff.new[0].values["category"] == "skill"
    assert looked.diff.new[0].line == 5


def test_a_heading_that_stands_over_both_rows_is_found_from_the_row_below():
    rows = [["工号", "基本信息", ""], ["", "姓名", "单位编码"], ["206318", "王强", "YS0101"]]
    header = find_header(rows, EMPLOYEES)
    assert header.row == 1
    assert header.at == {"number": 0, "name": 1, "unit": 2}


def test_the_first_person_is_never_taken_for_a_second_heading_row():
    header = find_header([["工号", "姓名", "单位编码"], ["206318", "名字", "班制"]], EMPLOYEES)
    assert header.row == 0


def test_a_formula_gives_its_value_and_one_never_calculated_is_named_with_its_cell(preview):
    def write(made):
        page = made.add_worksheet("职工")
        page.write_row(0, 0, HEAD[:3])
        page.write_row(1, 0, ["206318", "王强"])
        page.write_formula(1, 2, '=CONCATENATE("YS","0101")', None, "YS0101")
        page.write_row(2, 0, ["206319", "李敏"])
        page.write_formula(2, 2, "=1/0", None, "#DIV/0!")

    _made, looked = preview(book(write))
    assert said(looked) == ["“职工”表 第 3 行 C3：“单位编码”这一格的公式出错，没有结果。改填成值。"]
    _made, looked = preview((FILES / "never_calculated.xlsx").read_bytes())
    assert [(p.code, p.address) for p in looked.problems] == [("not_calculated", "C2")]


def test_an_old_workbook_is_read(preview):
    _made, looked = preview((FILES / "old.xls").read_bytes())
    assert looked.problems == []
    assert looked.diff.new[0].number == "300001"


def test_a_workbook_with_a_password_says_so():
    assert "设了密码" in refusal((FILES / "locked.xlsx").read_bytes())


def test_a_file_above_the_limit_names_the_limit():
    assert "50 MB" in refusal(b"x" * (MAX_BYTES + 1))


def test_a_small_file_that_claims_the_last_cell_of_the_sheet_does_not_take_all_memory():
    def far(made):
        page = made.add_worksheet("职工")
        page.write_row(0, 0, HEAD)
        page.write_string(200_000, 16_000, "x")

    assert "表太宽" in refusal(book(far))

    def deep(made):
        page = made.add_worksheet("职工")
        page.write_row(0, 0, HEAD)
        page.write_string(1_000_000, 0, "x")

    assert "300,000 行" in refusal(book(deep))


def test_empty_cells_that_only_carry_a_colour_cost_nothing(preview):
    def write(made):
        page = made.add_worksheet("职工")
        page.write_row(0, 0, HEAD)
        page.write_row(1, 0, NEW)
        page.write_blank(1_048_575, 16_383, None, made.add_format({"bg_color": "red"}))

    _made, looked = preview(book(write))
    assert looked.problems == []


def test_half_an_upload_is_told_as_such():
    assert "没传完整" in refusal(GOOD[: len(GOOD) // 2])
    text = csv_of([HEAD, NEW], "utf-8")
    assert "没传完整" in refusal(text[: len(text) - len(b"-03-02,") - 1 - 3 * 4 - 1])


def test_csv_under_a_title_with_numbers_kept_as_text_by_excels_own_trick():
    sheet = read('职工名册\n\n工号,姓名,单位编码\n="007001",王强,YS0101\n'.encode("gbk"))[0]
    assert sheet.rows[3][0] == "007001"


def test_of_several_sheets_the_one_with_the_names_is_read(preview):
    def write(made):
        made.add_worksheet("封面").write_string(0, 0, "名册")
        made.add_worksheet("电话").write_row(0, 0, ["工号", "姓名", "电话"])
        page = made.add_worksheet("在册")
        page.write_row(0, 0, HEAD)
        page.write_row(1, 0, NEW)

    _made, looked = preview(book(write))
    assert looked.problems == []
    assert looked.diff.new[0].number == "300001"


def two_factories(made):
    for name, number in (("一厂", "300001"), ("二厂", "300002")):
        page = made.add_worksheet(name)
        page.write_row(0, 0, HEAD)
        page.write_row(1, 0, [number, *NEW[1:]])


def test_where_two_sheets_could_be_meant_it_asks_and_takes_the_answer(preview, acting):
    made, looked = preview(book(two_factories))
    assert said(looked) == ["有几张表都像名册：一厂、二厂。选出要导入的那一张。"]
    roster.choose_sheet(acting=acting("system_admin"), preview_id=made.pk, sheet="二厂")
    looked = roster.look(acting=acting("system_admin"), preview=made)
    assert [row.number for row in looked.diff.new] == ["300002"]


def test_the_page_asks_which_sheet_and_shows_what_it_changes(client_as, files):
    client = client_as("system_admin")
    upload = io.BytesIO(book(two_factories))
    upload.name = "两厂.xlsx"
    page = client.post("/app/admin/roster", {"file": upload}, follow=True)
    assert "二厂" in page.content.decode()
    answer = client.post(page.request["PATH_INFO"] + "/sheet", {"sheet": "二厂"}, follow=True)
    assert "300002" in answer.content.decode()


def test_zeros_are_restored_by_the_known_width_unless_typed_as_text_or_unclear():
    zeros = zeros_of(["007001", "206318"])
    assert zeros.restored("7001", typed_as_text=True) == "007001"
    assert zeros.restored("42", typed_as_text=False) == "000042"
    assert zeros.restored("42", typed_as_text=True) == "42"
    several = zeros_of(["07", "007"])
    assert several.restored("7", typed_as_text=False) == "7"
    assert zeros_of(["206318"]).restored("42", typed_as_text=False) == "42"


def test_a_marked_copy_tells_each_row_in_words_and_comes_back_mended(preview, acting):
    wrong = ["300002", "甲", "YS99", "女", "管里", "是", "固定期限", "2026-03-02"]
    made, _looked = preview(xlsx([["二〇二六年名册"], HEAD, NEW, wrong]))
    copy = roster.marked_copy(acting=acting("system_admin"), preview=made, only_wrong=False)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(copy)).get_sheet_by_index(0).to_python()
    assert rows[1][0] == "要改什么"
    assert rows[2][:2] == ["", "300001"]
    assert "单位编码 YS99 不存在" in rows[3][0]
    assert "可以填：管理、" in rows[3][0]
    assert b"F7C9BF" in zipfile.ZipFile(io.BytesIO(copy)).read("xl/styles.xml")

    only = roster.marked_copy(acting=acting("system_admin"), preview=made, only_wrong=True)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(only)).get_sheet_by_index(0).to_python()
    assert [row[1] for row in rows] == ["二〇二六年名册", "工号", "300002"]

    rows[2][3], rows[2][5] = "YS0101", "管理"
    _made, mended = preview(xlsx(rows))
    assert mended.problems == []
    assert mended.roster.unknown_headings == ()


def test_a_cell_of_the_upload_never_becomes_a_formula_in_the_marked_copy():
    sheets = read(csv_of([HEAD, ["300002", "=cmd()", *NEW[2:]], ["", *NEW[1:]]]))
    copy = zipfile.ZipFile(io.BytesIO(marked(sheets, parse(sheets, {}).problems)))
    assert b"<f>" not in copy.read("xl/worksheets/sheet1.xml")


def test_the_marked_copy_is_gone_with_its_preview(preview, client_as):
    made, _looked = preview(xlsx([HEAD, [*NEW[:2], "YS99", *NEW[3:]]]))
    client = client_as("system_admin")
    address = f"/app/admin/roster/{made.pk}"
    assert "下载标好错的表" in client.get(address).content.decode()
    answer = client.get(f"{address}/marked.xlsx?only")
    assert answer.getvalue()[:2] == b"PK"
    roster.store.drop(made.pk)
    assert client.get(f"{address}/marked.xlsx").status_code == 404
    assert client_as("employee").get(f"{address}/marked.xlsx").status_code == 403


def report_or_sentence(data):
    """What a person would see of any file at all; an exception fails the test."""
    try:
        sheets = read(data)
    except Unreadable as unreadable:
        assert str(words.FILE_PROBLEMS[unreadable.code])
        return
    found = parse(sheets, {"007001": None})
    assert all(words.say(problem) for problem in found.problems + found.notes)
    assert marked(sheets, found.problems)[:2] == b"PK"


ODD = st.sampled_from([GOOD, (FILES / "old.xls").read_bytes(), (FILES / "never_calculated.xlsx").read_bytes(),
                       csv_of([HEAD, NEW], "gbk"), csv_of([HEAD, NEW], "utf-16")])  # fmt: skip
QUIET = settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))


@QUIET
@given(st.binary(max_size=400))
def test_any_bytes_give_a_report_or_one_sentence(data):
    report_or_sentence(data)


@QUIET
@given(ODD, st.data())
def test_a_file_with_bytes_spoilt_or_cut_off_gives_a_report_or_one_sentence(whole, data):
    spoilt = bytearray(whole)
    for _ in range(data.draw(st.integers(0, 6))):
        spoilt[data.draw(st.integers(0, len(spoilt) - 1))] = data.draw(st.integers(0, 255))
    report_or_sentence(bytes(spoilt[: data.draw(st.integers(1, len(spoilt)))]))


@QUIET
@given(st.lists(st.lists(st.one_of(st.sampled_from([*HEAD, "007001", ""]), st.text(max_size=6)), max_size=9)))
def test_any_table_gives_a_report_or_one_sentence(rows):
    report_or_sentence(xlsx(rows))
