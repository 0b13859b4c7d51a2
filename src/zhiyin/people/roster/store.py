"""The rows of a previewed roster, kept as a file only the server reads, until written or expired."""

import json
import os
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from zhiyin.people.roster.check import EmployeeRow, Problem, Roster, UnitRow


def path_of(key: UUID) -> Path:
    return Path(settings.FILES_DIR) / "rosters" / f"{key.hex}.json"


def save(key: UUID, roster: Roster) -> None:
    content = {
        "employees": [[r.line, r.number, r.name, r.unit, r.values] for r in roster.employees],
        "units": [[u.line, u.code, u.name, u.level, u.parent] for u in roster.units],
        "problems": [[p.code, p.sheet, p.line, p.column, dict(p.params)] for p in roster.problems],
        "places": roster.places,
        "unknown": roster.unknown_headings,
    }
    path = path_of(key)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        # dumps, not dump: the whole text at once is many times faster.
        file.write(json.dumps(content, ensure_ascii=False, default=str))


def load(key: UUID) -> Roster:
    """Raises FileNotFoundError when it has expired."""
    content = json.loads(path_of(key).read_text("utf-8"))
    return Roster(
        employees=[
            EmployeeRow(line, number, name, unit, _values(values))
            for line, number, name, unit, values in content["employees"]
        ],
        units=[UnitRow(*row) for row in content["units"]],
        problems=[Problem(*row) for row in content["problems"]],
        unknown_headings=tuple(content["unknown"]),
        places={which: (place[0], place[1]) for which, place in content["places"].items()},
    )


def _values(values: dict[str, Any]) -> dict[str, Any]:
    if "joined_on" in values:
        values["joined_on"] = date.fromisoformat(values["joined_on"])
    return values


def drop(key: UUID) -> None:
    path_of(key).unlink(missing_ok=True)
