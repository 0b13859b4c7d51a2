"""The kept fields of evidence as text and back, with dates and exact fractions intact."""

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any


def packed(kept: Mapping[str, Any]) -> str:
    """JSON; a date is ["d", iso], a fraction or amount of money ["f", "1/3"]."""
    return json.dumps(dict(kept), default=_tagged, ensure_ascii=False, separators=(",", ":")) if kept else ""


def _tagged(value: Any) -> list[str]:
    if isinstance(value, date):
        return ["d", value.isoformat()]
    if isinstance(value, Fraction | Decimal):
        return ["f", str(value)]
    raise TypeError(f"evidence cannot keep {type(value).__name__}")


def unpacked(text: str) -> dict[str, Any]:
    """The fields again."""
    if not text:
        return {}
    found: dict[str, Any] = json.loads(text)
    for name, value in found.items():
        if isinstance(value, list):
            tag, plain = value
            found[name] = date.fromisoformat(plain) if tag == "d" else Fraction(plain)
    return found
