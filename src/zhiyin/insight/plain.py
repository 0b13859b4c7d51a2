"""Whether an answer is plain: long sentences, stock phrases, no date, no number, nobody who does it. Pure.

Advice only. Each finding carries its place in the text, so that a page can mark the words.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from zhiyin.insight.plain_phrases import PHRASES

LONG: Final = 40
SHORT: Final = 20
AROUND: Final = 10
_SENTENCE: Final = re.compile(r"[^。！？!?；;\n]+[。！？!?；;]?")
_SPACE: Final = re.compile(r"\s")
_CJK: Final = re.compile(r"[\u4e00-\u9fff]")
_HAN: Final = "一二三四五六七八九十"
_DATE: Final = re.compile(
    rf"\d{{1,2}}\s*月|\d{{4}}\s*年|\d{{4}}[-/.]\d|\d{{1,2}}\s*[日号]|[{_HAN}]{{1,2}}月|[{_HAN}]{{1,3}}[日号]"
    r"|今天|明天|昨天|后天|前天|当天|当日|次日|本周|下周|上周|本月|下月|上月|月底|月初|年底|年初|今年|明年|去年"
    rf"|周[{_HAN}日天]|星期[{_HAN}日天]"
)
_NUMBER: Final = re.compile(
    rf"[0-9０-９]|[{_HAN}两百千万半几]+\s*(?:个|次|天|元|人|台|件|项|条|处|名|套|米|度|小时|分钟|倍|成|根|只|辆|张)"
)
_ACTOR: Final = re.compile(
    r"我们|我(?!国)|由[\u4e00-\u9fff]{2,12}|负责"
    r"|[\u4e00-\u9fff]{1,8}(?:部|科|室|车间|班组|工段|分厂|厂|办|处|中心|公司|工会|食堂|医务室|班|组|站|队)"
    r"|[\u4e00-\u9fff]{1,3}(?:师傅|主任|班长|组长|科长|部长|经理|主席|同志|工程师|专员|厂长|电工|钳工)"
)


class Kind(StrEnum):
    LONG = "long"
    STOCK = "stock"
    WHO = "who"
    WHEN = "when"
    PASSIVE = "passive"
    NO_DATE = "no_date"
    NO_NUMBER = "no_number"
    NO_ACTOR = "no_actor"
    SHORT = "short"


class Part(StrEnum):
    """Which element of an answer it is: the facts say when and what, the opinion says who and by when."""

    REQUEST = "request"
    FACTS = "facts"
    BASIS = "basis"
    OPINION = "opinion"


@dataclass(frozen=True)
class Finding:
    """`start:end` are the words; of a text that lacks something they are empty."""

    kind: Kind
    start: int
    end: int
    before: str = ""
    words: str = ""
    after: str = ""


def check(text: str, part: Part) -> list[Finding]:
    """What could be said more plainly, in the order of the text; what is missing comes last."""
    found = [*_phrases(text), *_long(text)]
    return [*sorted(found, key=lambda one: (one.start, one.end)), *_missing(text, part)]


def _phrases(text: str) -> Iterable[Finding]:
    """Every phrase of the list; of two at the same words the longer one."""
    taken = 0
    for match in _ANY.finditer(text):
        if match.start() >= taken:
            taken = match.end()
            yield _at(Kind(PHRASES[match.group()]), text, match.start(), match.end())


_ANY: Final = re.compile("|".join(map(re.escape, sorted(PHRASES, key=len, reverse=True))))


def _long(text: str) -> Iterable[Finding]:
    for match in _SENTENCE.finditer(text):
        sentence = match.group()
        if _CJK.search(sentence) and len(_SPACE.sub("", sentence)) > LONG:
            start = match.start() + len(sentence) - len(sentence.lstrip())
            yield Finding(Kind.LONG, start, match.end(), "", text[start : start + LONG // 2] + "…")


def _missing(text: str, part: Part) -> Iterable[Finding]:
    """Only where something was written at all: empty fields have their own message."""
    if not text.strip() or part in (Part.REQUEST, Part.BASIS):
        return
    if part == Part.FACTS and len(_SPACE.sub("", text)) < SHORT:
        yield Finding(Kind.SHORT, 0, 0)
    if not _DATE.search(text):
        yield Finding(Kind.NO_DATE, 0, 0)
    if part == Part.FACTS and not _NUMBER.search(text):
        yield Finding(Kind.NO_NUMBER, 0, 0)
    if not _ACTOR.search(_without_vague(text)):
        yield Finding(Kind.NO_ACTOR, 0, 0)


def _without_vague(text: str) -> str:
    """有关部门 is nobody."""
    for phrase, kind in PHRASES.items():
        if kind == "who":
            text = text.replace(phrase, "")
    return text


def _at(kind: Kind, text: str, start: int, end: int) -> Finding:
    before = text[max(0, start - AROUND) : start].rpartition("\n")[2]
    after = text[end : end + AROUND].partition("\n")[0]
    return Finding(kind, start, end, before, text[start:end], after)
