"""Cells as people really write them: text, numbers, dates, codes. Pure."""

import re
from datetime import date, datetime, timedelta
from typing import Any

# Full-width digits, letters and signs, and the ideographic space.
HALF = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xA0: 0x20}
EXCEL_EPOCH = date(1899, 12, 30)
SERIALS = range(10_000, 80_000)
EARLIEST, LATEST = date(1940, 1, 1), date(2100, 1, 1)
_WRITTEN = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?"
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")


def as_text(cell: Any) -> str:
    """Trimmed, half width, whole numbers without a decimal point, inner spaces single."""
    if isinstance(cell, str):
        return " ".join((cell if cell.isascii() else cell.translate(HALF)).split())
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)


def as_code(cell: Any) -> str:
    """An employee number or unit code: capitals, no spaces."""
    return as_text(cell).replace(" ", "").upper()


def as_date(cell: Any) -> date | None:
    """A date from a date cell, an Excel serial number, or text such as 2020-1-5, 2020年1月5日, 20200105."""
    found = _date(cell)
    return found if found and EARLIEST <= found < LATEST else None


def _date(cell: Any) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = as_text(cell)
    match = _WRITTEN.fullmatch(text) or _COMPACT.fullmatch(text)
    if match:
        try:
            return date(*map(int, match.groups()))
        except ValueError:
            return None
    try:
        number = float(text)
    except ValueError:
        return None
    if number == number and int(min(max(number, 0), 99_999)) in SERIALS:
        return EXCEL_EPOCH + timedelta(days=int(number))
    return None


def letter(column: int) -> str:
    """The letter of a column, 0 → A, 26 → AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name
