"""The house's table of rewards, read from data."""

from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Final

import yaml
from django.conf import settings
from django.utils.translation import get_language

from zhiyin.suggestions.rules import Grade

SHIPPED: Final = Path(__file__).with_name("grades.yaml")
OWN: Final = "suggestion_grades.yaml"


class BadTable(ValueError):
    """The table cannot be read; the message names the row."""


def table() -> tuple[Grade, ...]:
    """Grades from the lowest to the highest. Raises BadTable."""
    own = Path(settings.DATA_DIR) / OWN
    path = own if own.exists() else SHIPPED
    kept = path.stat()
    return _read(path, (kept.st_mtime_ns, kept.st_size))


@lru_cache(maxsize=4)
def _read(path: Path, _as_of: tuple[int, int]) -> tuple[Grade, ...]:
    """As of one state of the file: a table that was changed counts at once."""
    try:
        rows = list(yaml.safe_load(path.read_text("utf-8"))["grades"])
    except (TypeError, KeyError) as wrong:
        raise BadTable(f"{path.name}: no list named grades") from wrong
    except yaml.YAMLError as wrong:
        raise BadTable(f"{path.name}: {wrong}") from wrong
    grades = []
    for row in rows:
        try:
            low, high = (Decimal(str(amount)) for amount in row["pays"])
            value = Decimal(str(row["value_from"]))
            grade = Grade(row["code"], row["zh"], row["en"], value, low, high, bool(row["in_words"]))
        except (TypeError, KeyError, ValueError, ArithmeticError) as wrong:
            raise BadTable(f"{path.name}: {row}: {wrong}") from wrong
        if not 0 <= grade.low <= grade.high:
            raise BadTable(f"{path.name}: {grade.code}: pays {grade.low} to {grade.high}")
        grades.append(grade)
    return tuple(sorted(grades, key=lambda grade: grade.value_from))


def grade_of(code: str) -> Grade | None:
    return next((grade for grade in table() if grade.code == code), None)


def name_of(code: str) -> str:
    """What a grade is called; its code if the table no longer has it."""
    grade = grade_of(code)
    if grade is None:
        return code
    return grade.en if (get_language() or "").startswith("en") else grade.zh
