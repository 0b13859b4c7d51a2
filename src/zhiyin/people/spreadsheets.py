"""Rows as a spreadsheet, written as they come, and files given to a reader."""

import tempfile
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import IO, Any, Final, cast

import xlsxwriter
from django.http import FileResponse
from django.utils.text import get_valid_filename

Cell = str | date | int | float | Decimal | None
Column = tuple[str, int]  # title, and width in characters
Content = IO[bytes] | bytes

LONGEST_CELL: Final = 32_767  # characters, the most that Excel opens
KINDS: Final = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "pdf": "application/pdf",
}


def spreadsheet(title: str, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> IO[bytes]:
    """One sheet under bold headings that stay in sight, in constant memory; the file rewound.

    A text stays a text: nothing that somebody wrote becomes a formula or a link.
    """
    file = cast(IO[bytes], tempfile.TemporaryFile())  # noqa: SIM115 (the response closes it)
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet(title)
        sheet.freeze_panes(1, 0)
        for column, (heading, width) in enumerate(columns):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, heading, bold)
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                _write(sheet, number, column, value, day)
    file.seek(0)
    return file


def _write(sheet: Any, row: int, column: int, value: Cell, day: object) -> None:
    if isinstance(value, date):
        sheet.write_datetime(row, column, value, day)
    elif isinstance(value, int | float | Decimal):
        sheet.write_number(row, column, value)
    elif value:
        sheet.write_string(row, column, value[:LONGEST_CELL])


def given(content: Content, *about: object, kind: str = "xlsx") -> FileResponse:
    """A file to keep. `about` makes its name, in any language: what it is, then of what or of which day."""
    name = "-".join(str(part) for part in about)
    return FileResponse(
        BytesIO(content) if isinstance(content, bytes) else content,
        as_attachment=True,
        # Without what a disk would not take.
        filename=get_valid_filename(f"{name}.{kind}"),
        content_type=KINDS[kind],
    )
