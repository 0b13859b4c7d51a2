"""From lines of text to chapters, articles and paragraphs; what is wrong is said by line. Pure.

Every line that holds something ends up in exactly one place: opening, contents, a heading, an article or
the annex.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from zhiyin.policies.numbering import NUM, Number, value, words

LONGEST_ARTICLE: Final = 20_000
MOST_ARTICLES: Final = 3_000
LONGEST_TEXT: Final = 500_000
BLANK: Final = " \t\r\u3000\xa0\ufeff\u200b"
_ARTICLE = re.compile(rf"第\s*({NUM})\s*条(?:\s*之\s*({NUM}))?")
_PART = re.compile(rf"第\s*({NUM})\s*(分编|编|章|节)")
_ANNEX = re.compile(r"附\s*(件|表|录)\s*[0-9一二三四五六七八九十]*\s*([:：.、 \u3000]|$)")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# After a mere mention of another article the sentence goes on with one of these.
_GOES_ON = (
    "规定", "的", "第", "至", "和", "到", "所", "中", "及", "与", "或", "以", "，", ",", "、第", "款", "项",
    "第一款", "执行", "另有", "明确", "要求", "所列", "所称", "办理", "处理", "；", "。", "”", "》",
)  # fmt: skip
_ENDS_HEADING = (*BLANK, "：", ":", "．", ".", "、", "【", "〔")
_SENTENCE = re.compile("[。；，！？;]")


@dataclass(frozen=True)
class Problem:
    """Something to look at. `stops`: it must be put right before publishing."""

    code: str
    line: int
    params: Mapping[str, str] = field(default_factory=dict)
    stops: bool = True


@dataclass(frozen=True)
class ArticleText:
    """One article: where it stands and its paragraphs (款)."""

    number: Number
    paragraphs: tuple[str, ...]
    chapter: str = ""
    section: str = ""
    line: int = 0

    @property
    def label(self) -> str:
        return self.number.label

    @property
    def text(self) -> str:
        return "\n".join(self.paragraphs)


@dataclass
class Parsed:
    """What was recognised of a text."""

    opening: list[str] = field(default_factory=list)
    contents: list[str] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    articles: list[ArticleText] = field(default_factory=list)
    annex: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def stopping(self, *, excerpt: bool) -> list[Problem]:
        """What must be put right first; an excerpt may leave articles out."""
        return [one for one in self._worth_telling(excerpt) if one.stops]

    def noted(self, *, excerpt: bool) -> list[Problem]:
        """What is worth a look and stops nothing."""
        return [one for one in self._worth_telling(excerpt) if not one.stops]

    def _worth_telling(self, excerpt: bool) -> list[Problem]:
        return [one for one in self.problems if not (excerpt and one.code in ("missing", "chapter_order"))]


@dataclass
class _Open:
    number: Number
    line: int
    chapter: str
    section: str
    paragraphs: list[str] = field(default_factory=list)


def clean(text: str) -> str:
    """A line without what surrounds it: blanks, marks of Markdown, characters nobody sees."""
    plain = _CONTROL.sub("", text).strip(BLANK)
    plain = re.sub(r"^#{1,6}\s+", "", plain)
    plain = re.sub(r"\*\*(.+?)\*\*", r"\1", plain)
    return plain.strip(BLANK)


def parse(text: str, *, title: str = "") -> Parsed:
    """Read a whole text. Never fails: what is wrong stands in `problems`, in the order of lines."""
    found = _Reader(title)
    if len(text) > LONGEST_TEXT:
        found.problem("too_long", 0, most=str(LONGEST_TEXT))
    for number, raw in enumerate(text.split("\n"), start=1):
        if "\ufffd" in raw:
            found.problem("lost_characters", number)
        line = clean(raw)
        if line:
            found.read(number, line)
    return found.finish()


class _Reader:
    def __init__(self, title: str) -> None:
        self.title = _squeezed(title)
        self.parsed = Parsed()
        self.open: _Open | None = None
        self.done: list[_Open] = []
        self.chapter = self.section = ""
        self.chapters: list[tuple[str, int, int]] = []
        self.in_contents = False
        self.entries: set[str] = set()
        self.in_annex = False

    def problem(self, code: str, line: int, *, stops: bool = True, **params: str) -> None:
        self.parsed.problems.append(Problem(code, line, params, stops))

    def read(self, number: int, line: str) -> None:
        if self.in_annex or (self._under_way and _ANNEX.match(line)):
            self.in_annex = True
            self.parsed.annex.append(line)
        elif not self._under_way and _squeezed(line) == "目录":
            self.in_contents = True
            self.parsed.contents.append(line)
        elif (part := self._part(line)) is not None:
            self._heading(number, line, part)
        elif (article := self._article(number, line)) is not None:
            self._begin(number, line, article)
        elif self.open is not None:
            self.open.paragraphs.append(line)
        elif self.chapter:
            # Words between a chapter's heading and its first article belong to no article.
            self.problem("loose_text", number)
            self.parsed.opening.append(line)
        elif self.in_contents:
            self.parsed.contents.append(line)
        elif not (self.title and _squeezed(line) == self.title and not self.parsed.opening):
            self.parsed.opening.append(line)

    @property
    def _under_way(self) -> bool:
        return self.open is not None or bool(self.done)

    def _part(self, line: str) -> tuple[str, int] | None:
        """章 or 节 with its number, when the line is a heading and no sentence about one."""
        match = _PART.match(line)
        number = value(match[1]) if match else None
        if match is None or number is None:
            return None
        rest = line[match.end() :]
        spaced = not rest or rest.startswith(tuple(BLANK))
        if len(line) > 60 or _SENTENCE.search(rest) or (not spaced and rest.startswith(_GOES_ON)):
            return None
        return match[2], number

    def _heading(self, number: int, line: str, part: tuple[str, int]) -> None:
        heading = re.sub(rf"[{BLANK}]+", " ", line)
        if self.in_contents:
            if _entry(line) not in self.entries:
                self.entries.add(_entry(line))
                self.parsed.contents.append(line)
                return
            # The contents name each heading once; the second time it is the heading itself.
            self.in_contents = False
        self._close()
        self.parsed.headings.append(heading)
        if part[0] == "节":
            self.section = heading
            return
        self.chapter, self.section = heading, ""
        if part[0] == "章":
            before = next((one for one in reversed(self.chapters) if one[0] == "章"), None)
            if before and part[1] != before[1] + 1:
                self.problem(
                    "chapter_order", number, stops=False,
                    found=f"第{words(part[1])}章", before=f"第{words(before[1])}章",
                )  # fmt: skip
        self.chapters.append((*part, number))

    def _article(self, number: int, line: str) -> tuple[Number, str] | None:
        match = _ARTICLE.match(line)
        if match is None:
            return None
        main, branch = value(match[1]), value(match[2]) if match[2] else 0
        rest = line[match.end() :]
        if main is None or branch is None:
            if not rest.startswith(_GOES_ON):
                self.problem("odd_number", number, found=match[0])
            return None
        which = Number(main, branch)
        if not rest or (rest.startswith(_ENDS_HEADING) and not rest.startswith("、第")):
            return which, rest.lstrip(BLANK + "：:．.、")
        if rest.startswith(_GOES_ON):
            return None
        if self._is_next(which):
            return which, rest
        self.problem("maybe_article", number, stops=False, found=which.label)
        return None

    def _is_next(self, which: Number) -> bool:
        last = self.open.number if self.open else self.done[-1].number if self.done else Number(0)
        return which in (Number(last.number + 1), Number(last.number, last.branch + 1))

    def _begin(self, number: int, line: str, article: tuple[Number, str]) -> None:
        if self.in_contents:
            self.in_contents = False
        self._close()
        which, rest = article
        self.open = _Open(which, number, self.chapter, self.section, [rest] if rest else [])

    def _close(self) -> None:
        if self.open is not None:
            self.done.append(self.open)
            self.open = None

    def finish(self) -> Parsed:
        self._close()
        self.parsed.articles = [
            ArticleText(one.number, tuple(one.paragraphs), one.chapter, one.section, one.line)
            for one in self.done
        ]
        self.parsed.problems += list(_of_articles(self.parsed.articles))
        self.parsed.problems.sort(key=lambda one: one.line)
        return self.parsed


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _entry(text: str) -> str:
    """A line of the contents without its dots and page."""
    return re.sub(r"[….·]*[0-9]*$", "", _squeezed(text))


def _of_articles(articles: Sequence[ArticleText]) -> Iterable[Problem]:
    """What is wrong with the numbers and lengths."""
    if not articles:
        yield Problem("no_articles", 0)
        return
    if len(articles) > MOST_ARTICLES:
        yield Problem("too_many", 0, {"most": str(MOST_ARTICLES)})
    there = {one.number for one in articles}
    seen: dict[Number, int] = {}
    last = Number(0)
    for one in articles:
        if not one.paragraphs:
            yield Problem("empty", one.line, {"found": one.label})
        if len(one.text) > LONGEST_ARTICLE:
            yield Problem("article_too_long", one.line, {"found": one.label, "most": str(LONGEST_ARTICLE)})
        if one.number in seen:
            yield Problem("doubled", one.line, {"found": one.label, "first": str(seen[one.number])})
            continue
        seen[one.number] = one.line
        if one.number < last:
            yield Problem("backwards", one.line, {"found": one.label, "before": last.label})
            continue
        gone = [number for number in _between(last, one.number) if number not in there]
        if gone:
            said = gone[0].label + (f"……{gone[-1].label}" if len(gone) > 1 else "")
            before = last.label if last.number else ""
            yield Problem("missing", one.line, {"found": one.label, "before": before, "gone": said})
        last = one.number


def _between(last: Number, now: Number) -> list[Number]:
    """Numbers that should stand between two that follow each other."""
    if now.branch:
        first = last.branch + 1 if now.number == last.number else 0
        whole = [Number(now.number, branch) for branch in range(first, now.branch)]
        return [Number(n) for n in range(last.number + 1, now.number)] + whole
    return [Number(n) for n in range(last.number + 1, now.number)]
