"""Coordinates of the small charts. Pure; the template draws them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

LEFT, RIGHT, TOP, BOTTOM = 8.0, 182.0, 20.0, 48.0
SPAN_LEFT, SPAN_WIDTH = 6.0, 228.0


@dataclass(frozen=True)
class Dot:
    x: float
    y: float
    percent: int
    last: bool


@dataclass(frozen=True)
class Line:
    """A trend: `pieces` are unbroken lines, since a period without a figure leaves a gap."""

    dots: Sequence[Dot]
    pieces: Sequence[str]

    @property
    def first(self) -> Dot:
        return self.dots[0]

    @property
    def latest(self) -> Dot:
        return self.dots[-1]


def line(percents: Sequence[int | None]) -> Line | None:
    """None with fewer than two figures. The scale begins at zero unless all lies above 40."""
    known = [value for value in percents if value is not None]
    if len(known) < 2:
        return None
    low = 40 if min(known) >= 40 else 0
    step = (RIGHT - LEFT) / max(1, len(percents) - 1)
    dots: list[Dot] = []
    pieces: list[list[str]] = [[]]
    for place, value in enumerate(percents):
        if value is None:
            pieces.append([])
            continue
        x = round(LEFT + place * step, 1)
        y = round(BOTTOM - (value - low) * (BOTTOM - TOP) / (100 - low), 1)
        dots.append(Dot(x, y, value, place == len(percents) - 1))
        pieces[-1].append(f"{x},{y}")
    return Line(dots, [" ".join(piece) for piece in pieces if len(piece) > 1])


def span(low: int, high: int, own: int) -> dict[str, Any]:
    """The bar of the peers and the mark of one's own."""
    left, right, mark = (_across(value) for value in (low, high, own))
    return {
        "left": left,
        "width": round(max(4.0, right - left), 1),
        "low_at": min(max(left, 14.0), 222.0),
        "high_at": min(right, 222.0),
        "diamond": f"M{mark} 4l6 10-6 10-6-10z",
        "apart": right - left > 34,
        "middle": min(round((left + right) / 2, 1), 214.0),
    }


def _across(percent: int) -> float:
    return round(SPAN_LEFT + SPAN_WIDTH * percent / 100, 1)
