"""One row of an old record, cleaned: what was asked and when, what was answered; never by whom."""

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from zhiyin.journal.clock import zone
from zhiyin.voice.importing.columns import Columns
from zhiyin.voice.importing.reading import Table

KEY_LENGTH = 80
MOMENT = re.compile(
    r"^\s*(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?"
    r"(?:[T\s]+(\d{1,2})[:：时](\d{1,2})(?:[:：分](\d{1,2})(?:\.\d+)?)?\s*秒?)?\s*(?:Z|[+-]\d\d:?\d\d)?\s*$"
)
TAG = re.compile(r"<(?:br|/p|/div)\s*/?>", re.I)
ANY_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
BLANKS = re.compile(r"[ \t\u00a0\u3000\u200b\ufeff]+")
EXCEL_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 (the zone is added below)
SHORTEST_NAME = 3


@dataclass(frozen=True)
class OldRecord:
    """`line` is its line in the file, from 1."""

    line: int
    key: str
    title: str
    text: str
    at: datetime | None
    answer: str
    answered_at: datetime | None


@dataclass(frozen=True)
class Rejected:
    """A row that cannot be taken, and why (a code)."""

    row: int
    reason: str


def records(table: Table, columns: Columns) -> Iterator[OldRecord | Rejected]:
    """The rows below the heading."""
    for line, row in table.rows:
        yield _record(line, row, columns)


def _record(line: int, row: Sequence[str], columns: Columns) -> OldRecord | Rejected:
    def cell(field: str) -> str:
        place = columns.get(field)
        return row[place] if place is not None and place < len(row) else ""

    user = cell("user").strip()
    text, title = cleaned(cell("text"), user), cleaned(cell("title"), user).replace("\n", " ")
    if not text:
        return Rejected(line, "no_text")
    answer = cleaned(cell("answer"), user)
    try:
        at, answered_at = moment(cell("time")), moment(cell("answered"))
    except ValueError:
        return Rejected(line, "bad_time")
    if answer and not (at or answered_at):
        return Rejected(line, "no_time")
    number = cell("number").strip()
    if len(number) > KEY_LENGTH:
        return Rejected(line, "number_too_long")
    return OldRecord(line, number or _key(text, cell("time")), title, text, at, answer, answered_at)


def _key(text: str, time: str) -> str:
    """Without a number, the same words at the same time are the same record."""
    return "t:" + sha256(f"{time.strip()}\x1f{text}".encode()).hexdigest()[:48]


def cleaned(raw: str, user: str = "") -> str:
    """Entities and tags resolved, blanks put right, and the one who wrote it taken out."""
    text = html.unescape(html.unescape(raw))
    text = ANY_TAG.sub("", TAG.sub("\n", text)).replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    lines = (BLANKS.sub(" ", line).strip() for line in text.split("\n"))
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    return text.replace(user, "＊＊") if len(user) >= SHORTEST_NAME else text


def moment(raw: str) -> datetime | None:
    """2019/2/28 11:25:05, 2019-02-28, 2019年2月28日 11:25, or an Excel serial number; None when empty.

    Raises ValueError.
    """
    text = raw.strip()
    if not text:
        return None
    if re.fullmatch(r"\d{5}(?:\.\d+)?", text):
        return (EXCEL_EPOCH + timedelta(days=float(text))).replace(microsecond=0, tzinfo=zone())
    found = MOMENT.match(text)
    if not found:
        raise ValueError(text)
    parts = [int(part) if part else 0 for part in found.groups()]
    year, month, day, hour, minute, second = parts
    return datetime(year, month, day, hour, minute, second, tzinfo=zone())
