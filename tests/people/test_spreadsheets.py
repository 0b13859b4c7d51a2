"""What leaves the house as a file: never a formula, never cut off from its headings, named for its reader."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

from python_calamine import CalamineWorkbook

from zhiyin.people.spreadsheets import LONGEST_CELL, given, spreadsheet

COLUMNS = [("编号", 12), ("原话", 40)]


def rows_of(columns, rows):
    with spreadsheet("表", columns, rows) as file:
        return CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()


def xml_of(rows):
    with spreadsheet("表", COLUMNS, rows) as file, ZipFile(file) as book:
        return book.read("xl/worksheets/sheet1.xml").decode()


def test_texts_days_numbers_and_nothing_come_back_as_they_were():
    row = ["ZY-7K4Q-2M", date(2026, 10, 20), 7, Decimal("1200.50"), None]
    head, found = rows_of([(str(n), 9) for n in range(5)], iter([row]))
    assert head == ["0", "1", "2", "3", "4"]
    assert found == ["ZY-7K4Q-2M", date(2026, 10, 20), 7, 1200.5, ""]


def test_what_somebody_wrote_is_neither_a_formula_nor_a_link():
    sheet = xml_of([["=1+1", "http://example.com"], ["{=A1}", "mailto:a@b.cn"]])
    assert "<f>" not in sheet and "<hyperlink" not in sheet and "=1+1" in sheet


def test_a_text_longer_than_a_cell_is_cut_and_the_rest_of_the_sheet_kept():
    _head, cut, after = rows_of(COLUMNS, [["甲", "长" * 40_000], ["乙", "后"]])
    assert len(cut[1]) == LONGEST_CELL and after == ["乙", "后"]


def test_headings_are_bold_and_stay_in_sight():
    sheet = xml_of([])
    assert 'state="frozen"' in sheet and '<c r="A1" s="1"' in sheet


def test_a_file_is_named_in_the_language_of_its_reader():
    day = date(2026, 10, 20)
    assert (
        "filename*=utf-8''%E8%AF%89%E6%B1%82-2026-10-20.xlsx"
        in given(b"x", "诉求", day)["Content-Disposition"]
    )
    named = given(BytesIO(b"x"), "Hot problems: a/b", day, kind="csv")["Content-Disposition"]
    assert named == 'attachment; filename="Hot_problems_ab-2026-10-20.csv"'
