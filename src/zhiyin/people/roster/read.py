"""From an uploaded file to rows of cells. The content tells what the file is, never its name."""

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from zhiyin.people.roster import workbook
from zhiyin.people.roster.limits import MAX_BYTES, MAX_CELLS, MAX_ROWS, Unreadable

Cell = str | float | int | bool | date | datetime | time | timedelta
XLS = b"\xd0\xcf\x11\xe0"
ZIP = b"PK\x03\x04"
# A workbook with a password is a container whose one stream has this name.
LOCKED = "EncryptedPackage".encode("utf-16-le")
BINARY = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
    b"MZ",
    b"\x7fELF",
)
TITLE_LINES = 15
__all__ = ["Sheet", "Unreadable", "decoded", "read"]
# What Excel is told so that it keeps a number's zeros: ="007001"
AS_TEXT = re.compile(r'="([^"]*)"')


@dataclass(frozen=True)
class Sheet:
    """Rows of one sheet; row 0 is the first line of the file, so that addresses are those of Excel."""

    name: str
    rows: list[list[Any]]
    # (row, column) → "not_calculated" or "formula_wrong": it looks empty and is not
    broken: Mapping[tuple[int, int], str] = field(default_factory=dict)


def read(data: bytes) -> list[Sheet]:
    """The sheets of an .xlsx, .xls or .csv file. Raises Unreadable."""
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise Unreadable("empty_file")
    if len(data) > MAX_BYTES:
        raise Unreadable("too_big")
    if data.startswith(ZIP):
        return _spreadsheet(data, workbook.survey(io.BytesIO(data)))
    if data.startswith(XLS):
        if LOCKED in data:
            raise Unreadable("locked")
        return _spreadsheet(data, {})
    if data.startswith(BINARY):
        raise Unreadable("wrong_type")
    if (
        data.lstrip(b"\xef\xbb\xbf \t\r\n")[:64]
        .lower()
        .startswith((b"<html", b"<!doctype", b"<table", b"<?xml"))
    ):
        raise Unreadable("web_page")
    return [_csv(decoded(data))]


def decoded(data: bytes) -> str:
    """Text in UTF-8, UTF-16 with a mark, or GB 18030 (GBK is a part of it). Raises Unreadable."""
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    encodings = ["utf-16"] if marked else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError as problem:
            if problem.start >= len(data) - 4 and problem.start > 0:
                raise Unreadable("damaged") from problem
            continue
        if "\x00" in text:
            break
        return text
    raise Unreadable("wrong_type")


def _spreadsheet(data: bytes, broken: Mapping[str, Mapping[tuple[int, int], str]]) -> list[Sheet]:
    sheets, cells, lines = [], 0, 0
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            cells, lines = cells + sheet.total_height * sheet.total_width, lines + sheet.total_height
            if lines > MAX_ROWS:
                raise Unreadable("too_many_rows")
            if cells > MAX_CELLS:
                raise Unreadable("too_wide")
            rows = [_trimmed(row) for row in sheet.to_python(skip_empty_area=False)]
            sheets.append(Sheet(name, rows, broken.get(name, {})))
    except PasswordError as problem:
        raise Unreadable("locked") from problem
    except CalamineError as problem:
        raise Unreadable("locked_or_damaged") from problem
    except Unreadable:
        raise
    except BaseException as problem:
        # A damaged file can make the reader itself stumble; its exception derives from nothing usual.
        if type(problem).__name__ != "PanicException" and not isinstance(problem, Exception):
            raise
        raise Unreadable("damaged") from problem
    sheets = [sheet for sheet in sheets if any(sheet.rows) or sheet.broken]
    if not sheets:
        raise Unreadable("empty_file")
    return sheets


def _trimmed(row: list[Any]) -> list[Any]:
    """Without the empty cells at its end."""
    end = len(row)
    while end and row[end - 1] == "":
        end -= 1
    return row[:end]


def _csv(text: str) -> Sheet:
    lines = text.splitlines()[:TITLE_LINES]
    # The line with the most of one sign is the heading row, wherever titles stand above it.
    found = max(((line.count(sign), sign) for sign in ",\t;，" for line in lines), default=(0, ","))
    if found[0] == 0:
        raise Unreadable("wrong_type")
    try:
        rows: list[list[Any]] = []
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=found[1]):
            rows.append([_said(cell) for cell in row])
            if len(rows) > MAX_ROWS:
                raise Unreadable("too_many_rows")
    except csv.Error as problem:
        raise Unreadable("damaged") from problem
    return Sheet("", rows)


def _said(cell: str) -> str:
    meant = AS_TEXT.fullmatch(cell) if cell.startswith("=") else None
    return meant[1] if meant else cell
