import io
from datetime import date, datetime

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from zhiyin.journal.models import Fact
from zhiyin.people.models import Employee, RosterPreview, Stay, Unit
from zhiyin.people.refusals import Refused
from zhiyin.people.roster import words
from zhiyin.people.roster.read import Unreadable, read
from zhiyin.people.roster.values import as_code, as_date, letter
from zhiyin.people.services import employees, roster

HEAD = ["工号", "姓名", "单位编码", "性别", "岗位类别", "一线", "用工形式", "入职日期"]
NEW = ["300001", "新来的", "YS0101", "女", "技能操作", "是", "固定期限", "2026-03-02"]


def xlsx(rows, units=None):
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    for name, lines in (("职工", rows), ("单位", units or [])):
        sheet = book.add_worksheet(name)
        for y, line in enumerate(lines):
            for x, cell in enumerate(line):
                sheet.write(y, x, cell)
    book.close()
    return buffer.getvalue()


def csv_of(rows, encoding="utf-8-sig"):
    return "\r\n".join(",".join(row) for row in rows).encode(encoding)


@pytest.fixture
def files(settings, tmp_path):
    settings.FILES_DIR = tmp_path


@pytest.fixture
def preview(enterprise, acting, files):
    """`preview(data)`: the upload looked at by the system administrator."""

    def make(data, **options):
        made = roster.make_preview(acting=acting("system_admin"), data=data, name="名册.xlsx", **options)
        return made, roster.look(acting=acting("system_admin"), preview=made)

    return make


@pytest.fixture
def confirm(acting):
    def write(made, looked):
        return roster.confirm(
            acting=acting("system_admin"), preview_id=made.pk,
            digest=looked.diff.digest(), leavers_seen=True,
        )  # fmt: skip

    return write


def sentences(looked):
    return [words.say(problem) for problem in looked.problems]


GOOD = ("300001", "甲", "YS0101", "女", "管理", "否", "固定期限", "2026-03-02")


@pytest.mark.parametrize(
    ("column", "cell", "where", "what"),
    [
        (2, "YS99", "第 3 行 C3", "单位编码 YS99 不存在"),
        (0, "300000", "第 3 行 A3", "和第 2 行重复"),
        (7, "三月初", "第 3 行 H3", "看不出日期：三月初"),
        (4, "管里", "第 3 行 E3", "可以填：管理、"),
        (1, "", "第 3 行 B3", "没有姓名"),
        (6, "", "第 3 行 G3", "新职工要填“用工形式”"),
        (0, "", "第 3 行 A3", "没有工号"),
        (0, "30/01", "第 3 行 A3", "写法不对"),
    ],
)
def test_a_wrong_cell_is_named_with_its_address_and_how_to_mend_it(preview, column, cell, where, what):
    row = [*GOOD[:column], cell, *GOOD[column + 1 :]]
    first = ["300000", "乙", "YS0101", "男", "管理", "否", "固定期限", "2026-03-02"]
    made, looked = preview(xlsx([HEAD, first, row]))
    assert len(looked.problems) == 1
    assert where in sentences(looked)[0]
    assert what in sentences(looked)[0]
    assert made.counts["problems"] == 1


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b"\xef\xbb\xbf\r\n", "empty_file"),
        (b"%PDF-1.7 whatever", "wrong_type"),
        (b"<html><table><tr><td>x</td></tr></table>", "web_page"),
        (b"PK\x03\x04 cut off", "damaged"),
        (b"\xd0\xcf\x11\xe0 cut off", "locked_or_damaged"),
    ],
)
def test_a_file_that_is_no_roster_is_told_apart_by_its_content(data, code):
    with pytest.raises(Unreadable) as caught:
        read(data)
    assert caught.value.code == code
    assert str(words.FILE_PROBLEMS[code])


def test_a_cycle_of_units_is_shown_with_its_codes(preview):
    units = [["单位编码", "名称", "层级", "上级单位编码"], ["YS01", "热处理厂", "二级单位", "YS0101"]]
    _made, looked = preview(xlsx([HEAD, NEW], units))
    assert [p.code for p in looked.problems] == ["cycle"]
    assert "YS0101" in sentences(looked)[0]
    assert "D2" in sentences(looked)[0]


def test_a_lost_leading_zero_is_restored_and_said(preview, confirm):
    confirm(*preview(csv_of([HEAD, ["007001", *NEW[1:]]])))
    _made, looked = preview(xlsx([HEAD, [7001, *NEW[1:]]]))
    assert looked.problems == []
    assert looked.diff.unchanged == 1
    assert [words.say(note) for note in looked.roster.notes] == [
        "“职工”表 第 2 行 A2：工号 7001 丢了开头的 0，按 007001 认。"
    ]


def test_nothing_is_written_before_it_is_confirmed(preview, confirm):
    before = Employee.objects.count()
    made, looked = preview(xlsx([HEAD, NEW]))
    assert Employee.objects.count() == before
    assert confirm(made, looked)["new"] == 1
    assert Employee.objects.get(number="300001").account.login == "300001"


def test_a_roster_confirmed_twice_and_uploaded_again_changes_nothing(preview, confirm):
    made, looked = preview(xlsx([HEAD, NEW]))
    confirm(made, looked)
    facts = Fact.objects.count()
    confirm(made, looked)
    again, looked_again = preview(xlsx([HEAD, NEW]))
    assert looked_again.diff.empty
    assert looked_again.diff.unchanged == 1
    confirm(again, looked_again)
    assert Fact.objects.count() == facts


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_csv_in_any_usual_encoding_is_read(preview, confirm, encoding):
    made, looked = preview(csv_of([HEAD, NEW], encoding))
    assert looked.problems == []
    confirm(made, looked)
    assert Employee.objects.get(number="300001").name == "新来的"


def test_headings_may_stand_in_any_order_under_a_title_and_go_by_other_names(preview):
    rows = [
        ["2026年3月职工名册"],
        ["入职时间", "员工姓名", "部门编码", "人员编号*", "用工性质（必填）", "岗位序列", "备注"],
        ["2026年3月2日", "新来的", "ys0101", "３００００１", "派遣", "技能", "x"],
    ]
    _made, looked = preview(xlsx(rows))
    assert looked.problems == []
    assert looked.diff.new[0].number == "300001"
    assert looked.diff.new[0].values["form"] == "dispatch"
    assert looked.roster.unknown_headings == ("备注",)


def test_a_move_keeps_the_stay_and_a_change_names_its_fields(preview, confirm, enterprise):
    rows = [["工号", "姓名", "单位编码", "班制"], ["206318", "王强", "YS0201", "三班"]]
    made, looked = preview(xlsx(rows))
    assert [(m.old, m.new) for m in looked.diff.moved] == [("YS0101", "YS0201")]
    assert looked.diff.changed[0].fields == {"shift": ("day", "three")}
    confirm(made, looked)
    who = enterprise.people["employee"]
    assert [s.unit.code for s in Stay.objects.filter(employee=who).order_by("pk")] == ["YS0101", "YS0201"]
    kinds = list(Fact.objects.filter(subject_id=str(who.pk)).order_by("place").values_list("kind", flat=True))
    assert kinds[-2:] == ["people.employee.moved", "people.employee.changed"]


def test_leavers_are_asked_about_as_they_are_now_and_not_as_they_were_at_the_upload(
    preview, enterprise, acting, client_as
):
    here = list(Employee.objects.filter(unit=enterprise.units["YS0101"]).order_by("number"))
    made, looked = preview(xlsx([HEAD, NEW]), complete_for=enterprise.units["YS0101"])
    address, admin = f"/app/admin/roster/{made.pk}", client_as("system_admin")
    assert [person.number for person in looked.diff.left] == [person.number for person in here]

    def confirmed():
        digest = roster.look(acting=acting("system_admin"), preview=made).diff.digest()
        return admin.post(f"{address}/confirm", {"digest": digest}, follow=True).content.decode()

    assert "勾上再确认" in confirmed() and not Employee.objects.filter(number="300001").exists()
    for person in here:
        employees.leave(acting=None, employee=person)
    assert "left_ok" not in admin.get(address).content.decode()
    assert "名册已写入" in confirmed() and Employee.objects.filter(number="300001").exists()


def test_only_a_complete_roster_of_a_unit_lets_the_absent_leave(preview, confirm, enterprise):
    rows = [HEAD[:3], ["206319", "李敏", "YS0101"]]
    _made, partial = preview(xlsx(rows))
    assert partial.diff.left == []
    made, complete = preview(xlsx(rows), complete_for=enterprise.units["YS0101"])
    assert [p.number for p in complete.diff.left] == ["206318", "206320"]
    confirm(made, complete)
    assert Employee.objects.get(number="206318").status == "left"
    assert Employee.objects.get(number="207001").status == "active"


def test_who_comes_back_under_the_old_number_may_sign_in_again(preview, confirm, enterprise):
    confirm(*preview(xlsx([[*HEAD[:3], "在岗状态"], ["206318", "王强", "YS0101", "离职"]])))
    assert not Employee.objects.get(number="206318").account.is_active
    confirm(*preview(xlsx([[*HEAD[:3], "在岗状态"], ["206318", "王强", "YS0201", "在岗"]])))
    back = Employee.objects.get(number="206318")
    assert back.account.is_active
    assert back.unit.code == "YS0201"
    assert back.left_on is None


def test_units_come_with_the_roster_in_any_order(preview, confirm):
    units = [
        ["单位编码", "名称", "层级", "上级单位编码"],
        ["YS0301", "铸造一班", "班组", "YS03"],
        ["YS03", "铸造厂", "二级单位", "YS"],
        ["YS0201", "总装一车间", "车间", "YS03"],
    ]
    made, looked = preview(xlsx([HEAD, [*NEW[:2], "YS0301", *NEW[3:]]], units))
    assert looked.problems == []
    confirm(made, looked)
    assert Unit.objects.get(code="YS0301").path == "/YS/YS03/YS0301/"
    assert Unit.objects.get(code="YS0201").path == "/YS/YS03/YS0201/"
    assert Employee.objects.get(number="300001").unit.code == "YS0301"


def test_what_changed_since_the_preview_is_shown_before_it_is_written(preview, confirm):
    made, looked = preview(xlsx([HEAD, NEW]))
    Employee.objects.filter(number="206318").update(name="王小强")
    other, other_looked = preview(xlsx([HEAD, NEW]))
    confirm(other, other_looked)
    with pytest.raises(Refused):
        confirm(made, looked)


def test_an_administrator_of_one_factory_reaches_no_other(enterprise, acting, files):
    from zhiyin.people.services import grants, posts

    unit = enterprise.units["YS01"]
    post = posts.open_post(acting=None, unit=unit, title="厂管理员")
    grants.give_grant(acting=None, role="system_admin", unit=unit, post=post)
    posts.take_post(acting=None, post=post, employee=enterprise.people["colleague"])
    admin = acting("colleague")
    made = roster.make_preview(
        acting=admin,
        data=xlsx([HEAD[:3], ["207001", "赵刚", "YS0101"], ["206318", "王强", "YS0201"]]),
        name="x.xlsx",
    )
    problems = roster.look(acting=admin, preview=made).problems
    assert [p.code for p in problems] == ["person_beyond_reach", "beyond_reach"]


def test_an_expired_preview_is_forgotten_with_its_file(preview, acting, tmp_path):
    made, _looked = preview(xlsx([HEAD, NEW]))
    RosterPreview.objects.filter(pk=made.pk).update(expires_at=made.made_at)
    assert roster.drop_expired() == 1
    assert list(tmp_path.glob("rosters/*")) == []
    with pytest.raises(Refused):
        roster.look(acting=acting("system_admin"), preview=made)


@pytest.mark.parametrize(
    "written",
    ["2020-1-5", "2020/01/05", "2020年1月5日", "20200105", "２０２０－０１－０５", " 2020.1.5 ",
     "43835", 43835.0, 20200105, 20200105.0,
     datetime(2020, 1, 5, 8), date(2020, 1, 5), "2020-01-05 00:00:00"],
)  # fmt: skip
def test_one_date_in_the_ways_people_write_it(written):
    assert as_date(written) == date(2020, 1, 5)


@given(st.dates(date(1940, 1, 1), date(2099, 12, 31)))
def test_every_date_survives_every_way_of_writing(day):
    for text in (f"{day:%Y-%m-%d}", f"{day:%Y%m%d}", f"{day.year}年{day.month}月{day.day}日"):
        assert as_date(text) == day
    assert as_date((day - date(1899, 12, 30)).days) == day


@given(st.text())
def test_any_text_is_a_date_or_none_and_never_an_exception(text):
    found = as_date(text)
    assert found is None or date(1940, 1, 1) <= found < date(2100, 1, 1)


@given(st.integers(0, 20_000))
def test_column_letters_count_like_excel(column):
    name, value = letter(column), 0
    for character in name:
        value = value * 26 + ord(character) - 64
    assert value == column + 1


def test_numbers_typed_as_numbers_stay_whole():
    assert as_code(206318.0) == "206318"
    assert as_code(" ys-01 ") == "YS-01"


def test_wrong_cells_and_unknown_units_are_told_at_once_in_the_order_of_lines(preview):
    rows = [HEAD, ["300001", "甲", "YS99", *GOOD[3:]], ["300002", "乙", "YS0101", "女", "管里", *GOOD[5:]]]
    _made, looked = preview(xlsx(rows))
    assert [(p.code, p.address) for p in looked.problems] == [("unknown_unit", "C2"), ("bad_word", "E3")]


def test_a_wrong_unit_sheet_does_not_blame_the_people_in_those_units(preview):
    units = [["单位编码", "名称", "层级", "上级单位编码"], ["YS03", "", "二级单位", "YS"]]
    _made, looked = preview(xlsx([HEAD, [*GOOD[:2], "YS03", *GOOD[3:]]], units))
    assert [p.code for p in looked.problems] == ["no_unit_name"]
