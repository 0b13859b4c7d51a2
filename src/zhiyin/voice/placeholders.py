"""Places 【…】 in templates: which are known, which fill themselves, which must be filled by hand. Pure."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

# These fill themselves from the case; the promised day from the form.
BY_ITSELF: Final = (
    "日期", "诉求编号", "事项", "提出日期", "提出单位", "地点", "称呼", "承办单位", "承办岗位", "承诺日期",
    "最晚办结日",
)  # fmt: skip
# These are for the handler to fill in, and never go out as they are.
BY_HAND: Final = ("哪天去看", "谁去看", "看到什么", "数字", "怎么办", "谁来办", "哪天办完", "差什么条件")
KNOWN: Final = frozenset((*BY_ITSELF, *BY_HAND))
PROMISED: Final = "承诺日期"
# 【2024】 in the number of a document is no place to fill in.
_PLACE: Final = re.compile(r"【\s*([^【】\n]{1,20}?)\s*】")
_ONLY_DIGITS: Final = re.compile(r"[\d\s]+")


def found(text: str) -> list[str]:
    """The names of the places in a text, each once, in order."""
    names = (match.group(1) for match in _PLACE.finditer(text))
    return list(dict.fromkeys(name for name in names if not _ONLY_DIGITS.fullmatch(name)))


def written(names: Iterable[str]) -> list[str]:
    """As they stand in a text."""
    return [f"【{name}】" for name in names]


def unknown(*texts: str) -> list[str]:
    """Places that nobody knows how to fill."""
    return [name for text in texts for name in found(text) if name not in KNOWN]


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with every place that has a value filled in."""

    def put(match: re.Match[str]) -> str:
        return values.get(match.group(1), "") or match.group(0)

    return _PLACE.sub(put, text)


def left_in(texts: Iterable[str]) -> list[str]:
    """Places still in an answer: it must not go out like this."""
    return list(dict.fromkeys(name for text in texts for name in found(text)))
