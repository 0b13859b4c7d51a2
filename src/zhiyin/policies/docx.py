"""The paragraphs of a .docx, numbered by Word where Word numbers them. Pure: bytes in, text out.

A .docx is a zip of XML (ISO/IEC 29500). Only three parts are read, each up to a limit while unpacking, and
no part may declare entities, so neither a zip bomb nor an XML bomb comes far.
"""

import io
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from typing import Final
from xml.etree import ElementTree

from zhiyin.policies.numbering import words

LARGEST_PART: Final = 12 * 1024 * 1024
MOST_ENTRIES: Final = 3_000
DOCUMENT, STYLES, NUMBERS = "word/document.xml", "word/styles.xml", "word/numbering.xml"
# Deleted text, the copy for old programs, and properties hold nothing that is read.
_SKIPPED: Final = frozenset({"del", "moveFrom", "Fallback", "pPr", "rPr", "instrText"})
_CHINESE: Final = frozenset(
    {"chineseCounting", "chineseCountingThousand", "japaneseCounting", "ideographTraditional",
     "taiwaneseCounting", "taiwaneseCountingThousand", "chineseLegalSimplified", "ideographDigital"}
)  # fmt: skip


class Unreadable(ValueError):
    """No document that can be read; `code` is one of words.FILE_PROBLEMS."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class _NoEntities(ElementTree.TreeBuilder):
    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        raise Unreadable("damaged")


def read_docx(data: bytes) -> list[str]:
    """One text for each paragraph, in order; those in tables too. Raises Unreadable."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if len(names) > MOST_ENTRIES:
                raise Unreadable("unpacks_too_big")
            if DOCUMENT not in names:
                raise Unreadable(_other_kind(names))
            body = _part(archive, DOCUMENT)
            styles = _part(archive, STYLES) if STYLES in names else None
            numbers = _part(archive, NUMBERS) if NUMBERS in names else None
    except (zipfile.BadZipFile, EOFError, ElementTree.ParseError, NotImplementedError, OSError) as problem:
        raise Unreadable("damaged") from problem
    except RuntimeError as problem:
        # zipfile says so of an entry with a password.
        raise Unreadable("locked") from problem
    numbering = _Numbering(numbers, styles)
    return [numbering.prefix(p) + _text(p) for p in _paragraphs(body)]


def _other_kind(names: set[str]) -> str:
    if any(name.startswith("xl/") for name in names):
        return "workbook"
    return "slides" if any(name.startswith("ppt/") for name in names) else "not_docx"


def _part(archive: zipfile.ZipFile, name: str) -> ElementTree.Element:
    with archive.open(name) as file:
        # What the archive says of its size may be a lie: reading stops at the limit.
        content = file.read(LARGEST_PART + 1)
    if len(content) > LARGEST_PART:
        raise Unreadable("unpacks_too_big")
    parser = ElementTree.XMLParser(target=_NoEntities())  # noqa: S314
    parser.feed(content)
    root: ElementTree.Element = parser.close()
    return root


def _local(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _attribute(element: ElementTree.Element | None, name: str) -> str:
    if element is None:
        return ""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def _child(element: ElementTree.Element | None, *path: str) -> ElementTree.Element | None:
    for name in path:
        element = next((one for one in element if _local(one) == name), None) if element is not None else None
    return element


def _paragraphs(element: ElementTree.Element) -> Iterator[ElementTree.Element]:
    for child in element:
        if _local(child) in _SKIPPED:
            continue
        if _local(child) == "p":
            yield child
        yield from _paragraphs(child)


def _text(paragraph: ElementTree.Element) -> str:
    said: list[str] = []
    waiting = list(reversed(list(paragraph)))
    while waiting:
        one = waiting.pop()
        name = _local(one)
        if name == "t":
            said.append(one.text or "")
        elif name == "tab":
            said.append("\t")
        elif name in ("br", "cr"):
            said.append("\n")
        elif name not in _SKIPPED and name != "p":
            waiting += reversed(list(one))
    return "".join(said)


class _Numbering:
    """Automatic numbers: Word shows 第七条, and the paragraph itself holds no such characters."""

    def __init__(self, numbers: ElementTree.Element | None, styles: ElementTree.Element | None) -> None:
        self.levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self.of_style: dict[str, tuple[str, int]] = {}
        self.counts: dict[str, dict[int, int]] = defaultdict(dict)
        self.abstract: dict[str, str] = {}
        for one in numbers if numbers is not None else ():
            if _local(one) == "abstractNum":
                self.levels[_attribute(one, "abstractNumId")] = dict(_levels(one))
            elif _local(one) == "num":
                self.abstract[_attribute(one, "numId")] = _attribute(_child(one, "abstractNumId"), "val")
        for one in styles if styles is not None else ():
            found = _numbered(_child(one, "pPr"))
            if _local(one) == "style" and found:
                self.of_style[_attribute(one, "styleId")] = found

    def prefix(self, paragraph: ElementTree.Element) -> str:
        """The number of this paragraph as Word would show it, where it holds Chinese words."""
        properties = _child(paragraph, "pPr")
        style = _attribute(_child(properties, "pStyle"), "val")
        found = _numbered(properties) or self.of_style.get(style)
        if found is None:
            return ""
        abstract = self.abstract.get(found[0], "")
        levels, counts = self.levels.get(abstract, {}), self.counts[abstract]
        level = found[1]
        if level not in levels:
            return ""
        counts[level] = counts.get(level, levels[level][2] - 1) + 1
        for lower in [one for one in counts if one > level and not _runs_on(levels, one)]:
            del counts[lower]
        shown = levels[level][1]
        for one, (form, _shown, start) in levels.items():
            number = counts.get(one, start)
            shown = shown.replace(f"%{one + 1}", words(number) if form in _CHINESE else str(number))
        return f"{shown} " if shown.strip() else ""


def _runs_on(levels: dict[int, tuple[str, str, int]], level: int) -> bool:
    """Articles are counted through all chapters, whatever Word's lists would do."""
    return "条" in levels.get(level, ("", "", 1))[1]


def _levels(abstract: ElementTree.Element) -> Iterator[tuple[int, tuple[str, str, int]]]:
    for one in abstract:
        if _local(one) == "lvl":
            start = _attribute(_child(one, "start"), "val")
            yield (
                int(_attribute(one, "ilvl") or 0),
                (
                    _attribute(_child(one, "numFmt"), "val"),
                    _attribute(_child(one, "lvlText"), "val"),
                    int(start) if start.isdigit() else 1,
                ),
            )


def _numbered(properties: ElementTree.Element | None) -> tuple[str, int] | None:
    number = _child(properties, "numPr")
    key = _attribute(_child(number, "numId"), "val")
    if not key or key == "0":
        return None
    level = _attribute(_child(number, "ilvl"), "val")
    return key, int(level) if level.isdigit() else 0
