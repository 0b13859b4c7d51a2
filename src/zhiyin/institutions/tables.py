"""The State Council's yearly tables of days off and make-up working days, read and checked."""

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

SHIPPED: Final = Path(__file__).parent / "holidays"
ROOT: Final = Path(__file__).resolve().parents[3]
FEWEST_DAYS_OFF: Final = 11


class MalformedTable(ValueError):
    """A holiday table that must not be used; the message says what is wrong where."""


@dataclass(frozen=True, slots=True)
class TableDay:
    day: date
    name: str
    off: bool


@dataclass(frozen=True, slots=True)
class HolidayTable:
    """One yearly notice; it may name days of a neighbouring year."""

    year: int
    source: tuple[str, ...]
    days: tuple[TableDay, ...]


def parse_table(text: str, name: str = "table") -> HolidayTable:
    """Read one table in the product's format; raises MalformedTable with the place and the fault."""
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise MalformedTable(f"{name}: not JSON: {error}") from None
    if not isinstance(raw, dict) or raw.get("format") != 1:
        raise MalformedTable(f"{name}: 'format' must be 1")
    year = raw.get("year")
    if not isinstance(year, int) or isinstance(year, bool) or not 1949 <= year <= 2200:
        raise MalformedTable(f"{name}: 'year' must be a year such as 2026")
    source = raw.get("source")
    if not isinstance(source, list) or not source or not all(isinstance(s, str) and s for s in source):
        raise MalformedTable(f"{name}: 'source' must list the notice it was taken from")
    entries = raw.get("days")
    if not isinstance(entries, list):
        raise MalformedTable(f"{name}: 'days' must be a list")
    days = tuple(_day(entry, year, f"{name}: days[{index}]") for index, entry in enumerate(entries))
    _check_days(days, year, name)
    return HolidayTable(year, tuple(source), days)


def _day(entry: Any, year: int, where: str) -> TableDay:
    if not isinstance(entry, dict) or set(entry) != {"day", "name", "off"}:
        raise MalformedTable(f"{where}: needs exactly day, name and off")
    name, off = entry["name"], entry["off"]
    try:
        day = date.fromisoformat(entry["day"])
    except (TypeError, ValueError):
        raise MalformedTable(f"{where}: {entry['day']!r} is not a day such as {year}-10-01") from None
    if not isinstance(name, str) or not name.strip():
        raise MalformedTable(f"{where}: 'name' must name the holiday")
    if not isinstance(off, bool):
        raise MalformedTable(f"{where}: 'off' must be true or false")
    if abs(day.year - year) > 1:
        raise MalformedTable(f"{where}: {day} is not of {year} or a neighbouring year")
    return TableDay(day, name.strip(), off)


def _check_days(days: tuple[TableDay, ...], year: int, name: str) -> None:
    seen: set[date] = set()
    for entry in days:
        if entry.day in seen:
            raise MalformedTable(f"{name}: {entry.day} stands twice")
        seen.add(entry.day)
    off = sum(1 for entry in days if entry.off)
    if off < FEWEST_DAYS_OFF:
        raise MalformedTable(f"{name}: only {off} days off in {year}; a whole year's notice has more")


def own_folder() -> Path:
    """Where an enterprise keeps tables newer than the shipped ones: `holidays` in the data folder."""
    return Path(os.environ.get("ZHIYIN_DATA_DIR") or ROOT / "data") / "holidays"


def from_public(text: str) -> str:
    """A table of the public holiday-cn project in the product's format; other texts come back unchanged."""
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError):
        return text
    if not isinstance(raw, dict) or "papers" not in raw:
        return text
    days = [
        {"day": one.get("date"), "name": one.get("name"), "off": one.get("isOffDay")}
        for one in raw.get("days", [])
        if isinstance(one, dict)
    ]
    table = {"format": 1, "year": raw.get("year"), "source": raw["papers"], "days": days}
    return json.dumps(table, ensure_ascii=False, indent=1) + "\n"


def shipped_and_own() -> list[HolidayTable]:
    """The shipped tables; one's own table of a year goes before the shipped one."""
    tables = {table.year: table for table in read_tables(SHIPPED)}
    own = own_folder()
    if own.is_dir():
        tables.update((table.year, table) for table in read_tables(own))
    return list(tables.values())


def read_tables(folder: Path) -> list[HolidayTable]:
    """Read every `YYYY.json` of a folder, oldest first; a file must be named by its year."""
    tables = []
    for path in sorted(folder.glob("*.json")):
        table = parse_table(path.read_text(encoding="utf-8"), path.name)
        if path.stem != str(table.year):
            raise MalformedTable(f"{path.name}: holds the table of {table.year}")
        tables.append(table)
    return tables


def merge(tables: Iterable[HolidayTable]) -> tuple[dict[date, TableDay], frozenset[int]]:
    """All named days (the later notice wins) and the years that have a table."""
    ordered = sorted(tables, key=lambda table: table.year)
    years = [table.year for table in ordered]
    if len(set(years)) != len(years):
        raise MalformedTable("two tables for one year")
    named: dict[date, TableDay] = {}
    for table in ordered:
        named.update((entry.day, entry) for entry in table.days)
    return named, frozenset(years)
