"""Employee numbers that lost their leading zeros because a table took them for numbers. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Zeros:
    """What numbers looked like before: those known by what is left of them, and their common width."""

    by_rest: dict[str, list[str]] = field(default_factory=dict)
    width: int = 0

    def candidates(self, number: str) -> list[str]:
        """Known numbers that this one may have been."""
        return self.by_rest.get(number, [])

    def restored(self, number: str, *, typed_as_text: bool) -> str:
        """The number with its zeros; itself where nothing tells.

        A number nobody has yet gets the width that all others have, unless somebody typed it as a text.
        """
        found = self.candidates(number)
        if len(found) == 1:
            return found[0]
        if found or typed_as_text or not self.width or not number.isdigit():
            return number
        return number.zfill(self.width)


def zeros_of(known: Iterable[str]) -> Zeros:
    """From the numbers that exist."""
    by_rest: dict[str, list[str]] = {}
    widths: set[int] = set()
    for number in known:
        if number.isdigit():
            widths.add(len(number))
            if number.startswith("0"):
                by_rest.setdefault(number.lstrip("0"), []).append(number)
    return Zeros(by_rest, widths.pop() if len(widths) == 1 and by_rest else 0)
