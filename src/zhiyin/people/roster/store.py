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


def upload_of(key: UUID) -> Path:
    return path_of(key).with_suffix(".upload")


def save(key: UUID, roster: Roster) -> None:
    content = {
        "employees": [[r.line, r.number, r.name, r.unit, r.values] for r in roster.employees],
        "units": [[u.line, u.code, u.name, u.level, u.parent] for u in roster.units],
        "problems": [[p.code, p.sheet, p.line, p.column, dict(p.params)] for p in roster.problems],
        "places": roster.places,
        "unknown": roster.unknown_headings,
        "notes": [[n.code, n.sheet, n.line, n.column, dict(n.params)] for n in roster.notes],
        "choices": roster.choices,
    }
    # dumps, not dump: the whole text at once is many times faster.
    _put(path_of(key), json.dumps(content, ensure_ascii=False, default=str).encode())


def save_upload(key: UUID, data: bytes) -> None:
    """The file as it came, to give it back marked or to read another of its sheets."""
    _put(upload_of(key), data)


def upload(key: UUID) -> bytes:
    """Raises FileNotFoundError when it has expired."""
    return upload_of(key).read_bytes()


def _put(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)


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
        notes=[Problem(*row) for row in content["notes"]],
        choices=tuple(content["choices"]),
        places={which: (place[0], place[1]) for which, place in content["places"].items()},
    )


def _values(values: dict[str, Any]) -> dict[str, Any]:
    if "joined_on" in values:
        values["joined_on"] = date.fromisoformat(values["joined_on"])
    return values


def drop(key: UUID) -> None:
    path_of(key).unlink(missing_ok=True)
    upload_of(key).unlink(missing_ok=True)
