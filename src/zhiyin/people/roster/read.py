"""From an uploaded file to rows of cells. The content tells what the file is, never its name."""

import csv
import io
import zipfile
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

Cell = str | float | int | bool | date | datetime | time | timedelta
MAX_BYTES = 40 * 1024 * 1024
MAX_UNPACKED = 800 * 1024 * 1024
MAX_ROWS = 300_000
XLS = b"\xd0\xcf\x11\xe0"
ZIP = b"PK\x03\x04"
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


class Unreadable(ValueError):
    """Not a roster at all; `code` is one of words.FILE_PROBLEMS."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Sheet:
    """Rows of one sheet; row 0 is the first line of the file, so that addresses are those of Excel."""

    name: str
    rows: list[list[Any]]


def read(data: bytes) -> list[Sheet]:
    """The sheets of an .xlsx, .xls or .csv file. Raises Unreadable."""
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise Unreadable("empty_file")
    if len(data) > MAX_BYTES:
        raise Unreadable("too_big")
    if data.startswith(ZIP):
        _require_workbook(data)
        return _spreadsheet(data)
    if data.startswith(XLS):
        return _spreadsheet(data)
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
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            break
        return text
    raise Unreadable("wrong_type")


def _require_workbook(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except zipfile.BadZipFile as problem:
        raise Unreadable("damaged") from problem
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise Unreadable("too_big")
    if not any(e.filename.startswith("xl/") or e.filename == "content.xml" for e in entries):
        raise Unreadable("wrong_type")


def _spreadsheet(data: bytes) -> list[Sheet]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [
            Sheet(name, book.get_sheet_by_name(name).to_python(skip_empty_area=False))
            for name in book.sheet_names
        ]
    except CalamineError as problem:
        # A workbook with a password is a container that calamine cannot open either.
        raise Unreadable("locked_or_damaged") from problem
    sheets = [sheet for sheet in sheets if any(any(c != "" for c in row) for row in sheet.rows)]
    if not sheets:
        raise Unreadable("empty_file")
    if sum(len(sheet.rows) for sheet in sheets) > MAX_ROWS:
        raise Unreadable("too_big")
    return sheets


def _csv(text: str) -> Sheet:
    first = text.split("\n", 1)[0]
    delimiter = max(",\t;，", key=first.count)
    if first.count(delimiter) == 0:
        raise Unreadable("wrong_type")
    try:
        rows: list[list[Any]] = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as problem:
        raise Unreadable("damaged") from problem
    if len(rows) > MAX_ROWS:
        raise Unreadable("too_big")
    return Sheet("", rows)
