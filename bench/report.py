"""Figures of a benchmark: beside their rival, against their goal, as a table or one JSON object."""

import json
import os
import platform
import sqlite3
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Figure:
    """One measured figure. `goal` reads `ratio >= 0.5` or `value <= 150`; empty where none is stated."""

    id: str
    value: float
    unit: str
    rival: str = ""
    rival_value: float | None = None
    goal: str = ""

    @property
    def ratio(self) -> float | None:
        """Value divided by the rival's."""
        return self.value / self.rival_value if self.rival_value else None

    @property
    def met(self) -> bool | None:
        """Whether the goal is met; None where none is stated. Raises ValueError for a goal it cannot read."""
        if not self.goal:
            return None
        what, relation, wanted = self.goal.split()
        measured = {"ratio": self.ratio, "value": self.value}[what]
        if measured is None:
            return False
        if relation not in (">=", "<="):
            raise ValueError(f"cannot read the goal {self.goal!r} of {self.id}")
        return measured >= float(wanted) if relation == ">=" else measured <= float(wanted)

    def plain(self) -> dict[str, Any]:
        ratio = self.ratio
        return {
            "id": self.id,
            "value": round(self.value, 3),
            "unit": self.unit,
            "rival": self.rival or None,
            "rival_value": None if self.rival_value is None else round(self.rival_value, 3),
            "ratio": None if ratio is None else round(ratio, 3),
            "goal": self.goal or None,
            "met": self.met,
        }


def machine() -> dict[str, Any]:
    """What the figures depend on; never a name of the machine."""
    return {
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "memory_gb": _memory_gb(),
        "system": platform.system(),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "load_before": round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None,
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.machine()
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), "")


def _memory_gb() -> float | None:
    try:
        return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9, 1)
    except (ValueError, OSError):
        return None


def show(bench: str, figures: Sequence[Figure], *, as_json: bool, before: dict[str, Any]) -> int:
    """Print the figures; exit status 1 when a stated goal is missed."""
    if as_json:
        whole = {"bench": bench, "machine": before, "figures": [f.plain() for f in figures]}
        sys.stdout.write(json.dumps(whole, ensure_ascii=False) + "\n")
    else:
        sys.stdout.write(f"{bench}: " + ", ".join(f"{k} {v}" for k, v in before.items() if v) + "\n")
        sys.stdout.write(table(figures))
    return 1 if any(f.met is False for f in figures) else 0


def table(figures: Sequence[Figure]) -> str:
    """Columns padded by what stands in them."""
    rows = [("figure", "value", "unit", "beside", "its value", "ratio", "goal", "met")]
    rows += [
        (
            f.id,
            _number(f.value),
            f.unit,
            f.rival,
            _number(f.rival_value),
            _number(f.ratio),
            f.goal,
            {True: "yes", False: "NO", None: ""}[f.met],
        )
        for f in figures
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
