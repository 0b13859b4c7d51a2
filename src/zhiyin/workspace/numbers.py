"""Numbers as people read them, and rates that never stand without their numbers."""

from dataclasses import dataclass

SMALLEST = 10


def grouped(value: int | float | None) -> str:
    """1,234; an absent number is a dash."""
    return "—" if value is None else f"{value:,}"


@dataclass(frozen=True, slots=True)
class Rate:
    """`part` of `whole`. Under ten there is no bar and no percentage."""

    part: int
    whole: int

    @property
    def enough(self) -> bool:
        return self.whole >= SMALLEST

    @property
    def percent(self) -> int:
        """Rounded, but never to 0 or 100 unless it is none or all."""
        if self.part in (0, self.whole):
            return 100 * self.part // self.whole
        return min(99, max(1, round(100 * self.part / self.whole)))
