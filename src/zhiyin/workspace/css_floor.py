"""Does a style sheet stay on the floor of Chromium 87 and Safari 14? A small table, a small scanner."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

Where = Literal["selector", "at-rule", "property", "value"]


@dataclass(frozen=True, slots=True)
class Feature:
    """Something that came later; `since` names the first Chromium and Safari that know it."""

    where: Where
    pattern: re.Pattern[str]
    since: str


@dataclass(frozen=True, slots=True)
class Finding:
    line: int
    text: str
    since: str


def _no(where: Where, pattern: str, since: str) -> Feature:
    return Feature(where, re.compile(pattern, re.IGNORECASE), since)


# Dates from MDN browser-compat-data. What merely degrades (flex gap, forced-colors) is not listed.
LATER: Final = (
    _no("selector", r":has\(", "105 / 15.4"),
    _no("selector", r":(is|where)\(", "88 / 14"),
    _no("selector", r":not\([^()]*,", "88 / 9"),
    _no("selector", r"(?<!:focus:not\():focus-visible", "86 / 15.4; only inside :focus:not(…)"),
    _no("selector", r":nth-(last-)?child\([^)]* of ", "111 / 9"),
    _no("selector", r":(user-valid|user-invalid|modal|popover-open|autofill|dir\(|state\(|open\b)", "later"),
    _no("selector", r"::(backdrop|file-selector-button|highlight|view-transition|details-content)", "later"),
    _no("selector", r"&", "nesting: 112 / 16.5"),
    _no(
        "at-rule", r"@(container|layer|scope|starting-style|view-transition|property|counter-style)", "later"
    ),
    _no("at-rule", r"@supports[^{]*selector\(", "83 / 14.1"),
    _no("at-rule", r"@media[^{]*[<>]", "range syntax: 104 / 16.4"),
    _no("at-rule", r"@media[^{]*\((scripting|prefers-reduced-transparency|inverted-colors)", "later"),
    _no("property", r"inset(-.*)?", "87 / 14.1"),
    _no("property", r"(margin|padding)-(inline|block)|border-(inline|block)", "87 / 14.1"),
    _no("property", r"border-(start|end)-(start|end)-radius", "89 / 15"),
    _no("property", r"accent-color|aspect-ratio|content-visibility|contain-intrinsic-.*", "later"),
    _no("property", r"container(-type|-name)?|animation-timeline|view-transition-name|anchor-name", "later"),
    _no("property", r"translate|rotate|scale|offset-path", "104 / 14.1"),
    _no("property", r"overscroll-behavior.*|scrollbar-(gutter|width|color)|scroll-timeline.*", "later"),
    _no("property", r"text-wrap.*|text-decoration-thickness|field-sizing|interpolate-size", "later"),
    _no("property", r"user-select|backdrop-filter|mask(-.*)?|print-color-adjust|hyphens", "needs a prefix"),
    _no("value", r"\b(oklch|oklab|lab|lch|hwb|color|color-mix|light-dark)\(", "later"),
    _no("value", r"\d(dvh|svh|lvh|dvw|svw|lvw|dvi|dvb|cqw|cqh|cqi|cqb|lh|rlh|ic|cap)\b", "later"),
    _no("value", r"\b(round|mod|rem|sin|cos|tan|pow|sqrt|hypot|abs|sign|linear|anchor|image-set)\(", "later"),
    _no("value", r"\bsubgrid\b|^clip$|^(balance|pretty)$", "later"),
)
COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
STRING: Final = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'")
GROUPING: Final = ("@media", "@supports", "@page", "@keyframes")


@dataclass(frozen=True, slots=True)
class Piece:
    """One prelude or declaration, with its line and the blocks around it."""

    kind: Literal["prelude", "declaration"]
    text: str
    line: int
    around: tuple[str, ...]


def pieces(css: str) -> Iterator[Piece]:
    """The preludes and declarations of a style sheet, comments and strings blanked."""
    css = COMMENT.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), css)
    css = STRING.sub(lambda m: '"' + " " * (len(m[0]) - 2) + '"', css)
    around: list[str] = []
    start = depth = 0
    for at, char in enumerate(css):
        depth += (char == "(") - (char == ")")
        if depth or char not in "{};":
            continue
        text = css[start:at]
        line = css.count("\n", 0, start + len(text) - len(text.lstrip())) + 1
        text = " ".join(text.split())
        if char == "{":
            yield Piece("prelude", text, line, tuple(around))
            around.append(text)
        elif text:
            yield Piece("prelude" if text.startswith("@") else "declaration", text, line, tuple(around))
        if char == "}":
            around.pop()
        start = at + 1


def findings(css: str) -> list[Finding]:
    """Everything in `css` that Chromium 87 or Safari 14 does not know."""
    found = []
    blocks: dict[tuple[str, ...], set[str]] = {}
    for piece in pieces(css):
        for feature in LATER:
            if _uses(piece, feature):
                found.append(Finding(piece.line, piece.text, feature.since))
        if piece.kind == "prelude" and _is_nested(piece):
            found.append(Finding(piece.line, piece.text, "nesting: 112 / 16.5"))
        if piece.kind == "declaration":
            name = piece.text.partition(":")[0].strip()
            before = blocks.setdefault(piece.around, set())
            if name == "appearance" and "-webkit-appearance" not in before:
                found.append(Finding(piece.line, piece.text, "84 / 15.4; -webkit-appearance first"))
            before.add(name)
    return found


def _uses(piece: Piece, feature: Feature) -> bool:
    if piece.kind == "prelude":
        at_rule = piece.text.startswith("@")
        return feature.where == ("at-rule" if at_rule else "selector") and bool(
            feature.pattern.search(piece.text)
        )
    name, _, value = piece.text.partition(":")
    if feature.where == "property":
        return bool(feature.pattern.fullmatch(name.strip()))
    return feature.where == "value" and bool(feature.pattern.search(value.strip()))


def _is_nested(piece: Piece) -> bool:
    return any(not outer.startswith(GROUPING) for outer in piece.around)
