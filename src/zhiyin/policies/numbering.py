"""Numbers of articles as laws write them: 第一百零三条, 第133条之一. Pure."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

DIGITS: Final = "零一二三四五六七八九"
UNITS: Final = {"十": 10, "百": 100, "千": 1000}
NUM: Final = r"[零〇一二三四五六七八九十百千两0-9０-９]+"
HIGHEST: Final = 9999
_REFERENCE = re.compile(rf"\s*(?:第\s*)?({NUM})\s*条?(?:\s*之\s*({NUM}))?")


@dataclass(frozen=True, order=True)
class Number:
    """The number of an article: 34, or 133 之 1."""

    number: int
    branch: int = 0

    @property
    def label(self) -> str:
        """第三十四条."""
        return f"第{words(self.number)}条" + (f"之{words(self.branch)}" if self.branch else "")

    @property
    def key(self) -> str:
        """As an address carries it: 34, 133-1."""
        return f"{self.number}-{self.branch}" if self.branch else str(self.number)


def value(text: str) -> int | None:
    """十二, 一百零三, 一〇三, 12, １２ as a number from 1 to 9999; None for anything else."""
    plain = unicodedata.normalize("NFKC", text).replace("〇", "零").replace("两", "二")
    if plain.isascii() and plain.isdigit():
        found = int(plain) if len(plain) <= 4 else 0
    elif plain and all(one in DIGITS for one in plain):
        found = int("".join(str(DIGITS.index(one)) for one in plain)) if len(plain) <= 4 else 0
    else:
        found = _spoken(plain)
    return found if 0 < found <= HIGHEST else None


def _spoken(text: str) -> int:
    """A number said with 十, 百 and 千; 0 when it is not said as people say it."""
    total, digit, last = 0, None, 10_000
    for one in text:
        if one in UNITS:
            unit = UNITS[one]
            if unit >= last or (digit is None and (unit != 10 or total % 100)) or digit == 0:
                return 0
            total, digit, last = total + (1 if digit is None else digit) * unit, None, unit
        elif one in DIGITS and digit in (None, 0):
            digit = DIGITS.index(one)
        else:
            return 0
    return total + (digit or 0)


def words(number: int) -> str:
    """34 as 三十四."""
    if number > HIGHEST or number < 1:
        return str(number)
    said, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            said += ("零" if gap and said else "") + DIGITS[digit] + name
        gap = not digit
    return said[1:] if said.startswith("一十") else said


def reference(text: str) -> Number | None:
    """The article that a source names: 第三十四条, 34, 23(3), 第九条第二款; the first of several."""
    match = _REFERENCE.match(text)
    if match is None:
        return None
    number, branch = value(match[1]), value(match[2]) if match[2] else 0
    return None if number is None or branch is None else Number(number, branch)


def from_key(key: str) -> Number | None:
    """The number that an address carries; None for anything else."""
    number, _dash, branch = key.partition("-")
    if not (number.isascii() and number.isdigit() and len(number) <= 4):
        return None
    if branch and not (branch.isascii() and branch.isdigit() and len(branch) <= 2):
        return None
    return Number(int(number), int(branch or 0))
