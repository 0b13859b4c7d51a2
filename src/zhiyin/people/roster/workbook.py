"""What an .xlsx tells before it is unpacked into memory: its extent, and cells that hold no value.

A file of a few kilobytes may claim a cell in the last row of the last column; reading it whole would take
all memory. And a formula that no program has calculated reads as an empty cell, which it is not.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from html import unescape
from pathlib import PurePosixPath
from typing import IO, Final

from zhiyin.people.roster.limits import MAX_CELLS, MAX_ROWS, MAX_UNPACKED, Unreadable

CHUNK: Final = 1 << 20
OVERLAP: Final = 8192
MOST_BROKEN: Final = 2000
ENCRYPTED: Final = 1
# Columns past Z and rows past 99,999, in cells that hold something: rosters have few of the first.
FAR = re.compile(rb' r="([A-Z]{2,3}\d{1,7}|[A-Z]\d{6,7})"[^>/]*>')
NOT_CALCULATED = re.compile(
    rb'<c [^>]*?r="([A-Z]{1,3}\d{1,7})"[^>]*>\s*<f(?:\s[^>]*)?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>'
)
WRONG = re.compile(rb'<c (?=[^>]*?t="e")[^>]*?r="([A-Z]{1,3}\d{1,7})"[^>]*>')
SHEET = re.compile(rb"<(?:\w+:)?sheet\s[^>]*>")
RELATION = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
ATTRIBUTE = re.compile(rb'([\w:]+)="([^"]*)"')
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, KeyError)

Cells = dict[tuple[int, int], str]


def survey(file: IO[bytes]) -> dict[str, Cells]:
    """Sheet name → (row, column) → why the cell holds no value. Raises Unreadable."""
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            if any(entry.flag_bits & ENCRYPTED for entry in entries):
                raise Unreadable("locked")
            if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
                raise Unreadable("too_big_inside")
            inside = {entry.filename for entry in entries}
            if not any(name.startswith("xl/") or name == "content.xml" for name in inside):
                raise Unreadable("wrong_type")
            return {
                name: _cells(archive, part)
                for name, part in _parts(archive, inside).items()
                if part in inside
            }
    except Unreadable:
        raise
    except DAMAGED as problem:
        raise Unreadable("damaged") from problem


def _parts(archive: zipfile.ZipFile, inside: set[str]) -> dict[str, str]:
    """Sheet name → the part of the package that holds it."""
    book, relations = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
    if book not in inside or relations not in inside:
        return {}
    targets = {}
    for tag in RELATION.findall(archive.read(relations)):
        named = _attributes(tag)
        target = named.get("Target", "")
        path = target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)
        targets[named.get("Id", "")] = path
    found = {}
    for tag in SHEET.findall(archive.read(book)):
        named = _attributes(tag)
        key = next((value for name, value in named.items() if name.endswith(":id")), "")
        found[named.get("name", "")] = targets.get(key, "")
    return found


def _attributes(tag: bytes) -> dict[str, str]:
    return {
        name.decode("utf-8", "replace"): unescape(value.decode("utf-8", "replace"))
        for name, value in ATTRIBUTE.findall(tag)
    }


def _cells(archive: zipfile.ZipFile, part: str) -> Cells:
    """Cells without a value; refuses a sheet whose far corner would not fit into memory."""
    broken: Cells = {}
    rows = columns = 0
    for text in _windows(archive, part):
        for match in FAR.finditer(text):
            row, column = position(match[1].decode())
            rows, columns = max(rows, row + 1), max(columns, column + 1)
        if rows > MAX_ROWS:
            raise Unreadable("too_many_rows")
        if max(rows, 1000) * max(columns, 1) > MAX_CELLS:
            raise Unreadable("too_wide")
        if len(broken) < MOST_BROKEN and b"<f" in text:
            for match in NOT_CALCULATED.finditer(text):
                # A formula that gives an empty text is calculated: it says that its value is a text.
                if b't="str"' not in match[0]:
                    broken[position(match[1].decode())] = "not_calculated"
        if len(broken) < MOST_BROKEN and b't="e"' in text:
            for match in WRONG.finditer(text):
                broken[position(match[1].decode())] = "formula_wrong"
    return broken


def _windows(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """A part in pieces that overlap, so that no cell falls between two."""
    before = b""
    with archive.open(part) as file:
        while piece := file.read(CHUNK):
            yield before + piece
            before = piece[-OVERLAP:]


def position(address: str) -> tuple[int, int]:
    """“C3” → row 2, column 2."""
    letters = address.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(address[len(letters) :]) - 1, column - 1
