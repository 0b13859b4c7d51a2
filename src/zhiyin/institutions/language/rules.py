"""Rules as typed values: what is due, after or before what, by when, and how one sees that it was done."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from zhiyin.institutions.expr.compiler import Compiled
from zhiyin.institutions.expr.types import Type, Value
from zhiyin.institutions.language.problems import Place
from zhiyin.institutions.spans import Span

Label = Mapping[str, str]
Force = Literal["LAW", "AR", "DR", "ND", "PARTY", "LOCAL", "HOUSE", "PRACTICE"]
FORCES: tuple[Force, ...] = ("LAW", "AR", "DR", "ND", "PARTY", "LOCAL", "HOUSE", "PRACTICE")
STATUTORY: frozenset[str] = frozenset({"LAW", "AR", "DR", "ND", "PARTY", "LOCAL"})
Layer = Literal["national", "local", "house"]
LAYERS: tuple[Layer, ...] = ("national", "local", "house")
Level = Literal["grave", "ordinary", "light", "none"]


@dataclass(frozen=True, slots=True)
class Source:
    doc: str
    article: str = ""
    seen: Literal["text", "memory", "proposal"] = "text"


@dataclass(frozen=True, slots=True)
class Pattern:
    """A fact kind and a condition. `early` is judged on the fact alone, `late` together with the opening."""

    kind: str
    early: Compiled | None = None
    late: Compiled | None = None
    enough: Compiled | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Any_:
    parts: "tuple[Do, ...]"


@dataclass(frozen=True, slots=True)
class All_:
    parts: "tuple[Do, ...]"


Do = Pattern | Any_ | All_
Patterns = tuple[Pattern, ...]


def leaves(do: Do) -> Iterator[Pattern]:
    """The patterns of a tree, from left to right; their position is their slot's number."""
    if isinstance(do, Pattern):
        yield do
        return
    for part in do.parts:
        yield from leaves(part)


def is_plain(do: Do) -> bool:
    """Is one fact of the tree enough, without a look at the opening or at other facts?"""
    match do:
        case Pattern(late=late, enough=enough):
            return late is None and enough is None
        case Any_(parts=parts):
            return all(map(is_plain, parts))
        case All_(parts=parts):
            return len(parts) == 1 and is_plain(parts[0])


@dataclass(frozen=True, slots=True)
class Extend:
    by: Patterns
    days: str
    at_most: Span
    times: int
    valid: Compiled | None


@dataclass(frozen=True, slots=True)
class Pause:
    start: Patterns
    end: Patterns
    at_most: int
    source: str


@dataclass(frozen=True, slots=True)
class After:
    on: Patterns
    within: Span
    do: Do
    counted_from: str | None = None
    roll: bool = True
    extend: Extend | None = None
    pause: Pause | None = None
    # Any one of the facts fulfils it, whatever its fields: asked for with every opening, so settled once.
    plain: bool = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "plain", is_plain(self.do))


@dataclass(frozen=True, slots=True)
class Before:
    on: Patterns
    do: Do
    at_least: Span | None = None
    counted_from: str | None = None
    for_each: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Every:
    """`months` is the length of a period."""

    months: int
    do: Do
    per: str | None = None
    by: tuple[int, int] | None = None
    after_end: Span | None = None


@dataclass(frozen=True, slots=True)
class Each:
    on: Patterns
    check: Compiled


@dataclass(frozen=True, slots=True)
class Always:
    """With `per` the condition holds for each member of a register by itself: `opening` is that member."""

    check: Compiled
    grace: Span | None = None
    per: str | None = None


@dataclass(frozen=True, slots=True)
class Keep:
    on: Patterns
    span: Span
    never: Patterns
    roll: bool = False


Shape = After | Before | Every | Each | Always | Keep
SHAPES: Mapping[type, str] = {
    After: "after",
    Before: "before",
    Every: "every",
    Each: "each",
    Always: "always",
    Keep: "keep",
}


@dataclass(frozen=True, slots=True)
class Number:
    type: Type
    value: Value
    stricter: Literal["higher", "lower"]
    text: str


@dataclass(frozen=True, slots=True)
class Remind:
    """When to remind whom: a share of the time, or so many days before or after the due date."""

    share: int | None
    days: int
    tell: str


@dataclass(frozen=True, slots=True)
class Breach:
    level: Level = "ordinary"
    rectify: Span | None = None
    by: str = ""
    ladder: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    name: Label
    facts: tuple[str, ...]
    on: date
    expect: tuple[str, ...]
    profile: Mapping[str, str]
    since: date | None
    place: Place
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Dial:
    """A number that the law leaves open: house packs may set it between low and high."""

    name: str
    low: str
    high: str


@dataclass(frozen=True, slots=True)
class Register:
    name: str
    title: Label
    member: str
    unit: Literal["people", "items"]
    enters: Patterns
    leaves: Patterns
    changes: Patterns
    keeps: tuple[str, ...]
    within: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One version of one duty, checked and ready to be evaluated."""

    id: str
    title: Label
    text: Label
    force: Force
    source: tuple[Source, ...]
    start: date
    end: date | None
    must: str
    shape: Shape
    keys: tuple[str, ...]
    layer: Layer
    pack: str
    place: Place
    transition: Literal["new facts", "open too"] = "new facts"
    applies: Compiled | None = None
    judged_by: str = ""
    under: str = ""
    unless: Patterns = ()
    cancel: Patterns = ()
    numbers: Mapping[str, Number] = field(default_factory=dict)
    settable: Mapping[str, Dial] = field(default_factory=dict)
    remind: tuple[Remind, ...] = ()
    breach: Breach = field(default_factory=Breach)
    evidence: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()
    by_evidence: bool = False
    ceiling: bool = False
    group: str = ""
    parent: str = ""
    decided_by: str = ""
    digest: str = ""
    # The name of this version; asked for with every fact, so made once.
    uid: str = field(init=False, compare=False)
    replaces: "Rule | None" = None
    replaced_on: date | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "uid", f"{self.id}@{self.start.isoformat()}")

    @property
    def institution(self) -> str:
        """The institution this rule is part of: `wc-term` for `wc-term.shortest` and for `wc-term@house`."""
        return self.id.split("@")[0].split(".")[0]

    @property
    def shape_name(self) -> str:
        return SHAPES[type(self.shape)]

    def in_force(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day <= self.end)
