"""Patterns of facts: `kind where condition`, lists in any/all, and `{fact, where, enough}`."""

import re
from collections.abc import Mapping as MappingType
from dataclasses import dataclass, replace
from typing import Final

from zhiyin.institutions.expr.compiler import (
    Compiled,
    ExprError,
    RegisterType,
    Scope,
    compile_condition,
    compile_profile_condition,
)
from zhiyin.institutions.expr.types import Type, Value
from zhiyin.institutions.language.catalogue import Catalogue, KindSpec
from zhiyin.institutions.language.fields import QUOTE
from zhiyin.institutions.language.nodes import Mapping, Node, Sequence, Text
from zhiyin.institutions.language.problems import Place, Problems, offer
from zhiyin.institutions.language.rules import All_, Any_, Do, Pattern

_PATTERN: Final = re.compile(r"\s*(?P<kind>\S+)(?:\s+where\s+(?P<where>.+))?\s*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Context:
    """What the patterns of one rule may see."""

    who: str
    catalogue: Catalogue
    problems: Problems
    numbers: MappingType[str, tuple[Type, Value]]
    registers: MappingType[str, RegisterType]
    opening: MappingType[str, Type] | None = None
    due: bool = False
    keys: tuple[str, ...] = ()

    def seeing(self, opening: MappingType[str, Type] | None, due: bool = False) -> "Context":
        return replace(self, opening=opening, due=due)

    def scope(self, fields: MappingType[str, Type], group: bool = False) -> Scope:
        return Scope(
            fields=fields,
            opening=self.opening,
            due=self.due,
            profile=self.catalogue.profile,
            numbers=self.numbers,
            registers=self.registers,
            group=group,
        )

    def condition(
        self, text: str, place: Place, fields: MappingType[str, Type], group: bool = False
    ) -> Compiled | None:
        """A checked condition; a fault goes to the problems with its column."""
        try:
            return compile_condition(text, self.scope(fields, group))
        except ExprError as error:
            self._fault(error, text, place)
            return None

    def profile_condition(self, text: str, place: Place) -> Compiled | None:
        """A condition over the enterprise's profile."""
        try:
            return compile_profile_condition(text, self.catalogue.profile)
        except ExprError as error:
            self._fault(error, text, place)
            return None

    def _fault(self, error: ExprError, text: str, place: Place) -> None:
        spot = Place(place.file, place.line, place.column + error.at)
        zh, en = f"{self.who}：{error.zh}（{text}）", f"{self.who}: {error.en} ({text})"
        self.problems.add(spot, zh, en, error.fix_zh, error.fix_en)

    def kind(self, name: str, place: Place) -> KindSpec | None:
        found = self.catalogue.kinds.get(name)
        if found is None:
            fix_zh, fix_en = offer(name, self.catalogue.kinds)
            self.problems.add(
                place,
                f"{self.who}：没有事实“{name}”",
                f"{self.who}: there is no fact '{name}'",
                fix_zh,
                fix_en,
            )
        return found


def read_do(node: Node | None, context: Context) -> Do | None:
    """A tree of patterns: one, `{any: […]}`, `{all: […]}`, a list (any), or `{fact, where, enough}`."""
    match node:
        case Text():
            return _simple(node, context)
        case Sequence():
            return _group(node.items, Any_, context)
        case Mapping() if "fact" in node.entries:
            return _with_enough(node, context)
        case Mapping() if len(node.entries) == 1 and next(iter(node.entries)) in ("any", "all"):
            name, inner = next(iter(node.entries.items()))
            if isinstance(inner, Sequence):
                return _group(inner.items, Any_ if name == "any" else All_, context)
        case None:
            return None
    context.problems.add(
        node.place,
        f"{context.who}：这里要写事实",
        f"{context.who}: expected a fact here",
        "写成 kind where …，或 {any: […]}、{all: […]}",
        "write kind where …, or {any: […]} or {all: […]}",
    )
    return None


def read_patterns(node: Node | None, context: Context) -> tuple[Pattern, ...]:
    """Facts any of which counts; no `all` and no `enough` here."""
    do = read_do(node, context)
    if do is None:
        return ()
    if isinstance(do, Pattern) and do.enough is None:
        return (do,)
    if isinstance(do, Any_) and all(isinstance(part, Pattern) and part.enough is None for part in do.parts):
        return tuple(part for part in do.parts if isinstance(part, Pattern))
    assert node is not None
    context.problems.add(
        node.place,
        f"{context.who}：这里只能写一个或任一事实",
        f"{context.who}: only one fact or any of several may stand here",
        "去掉 all 和 enough",
        "remove all and enough",
    )
    return ()


def _group(items: tuple[Node, ...], make: type[Any_] | type[All_], context: Context) -> Do | None:
    parts = [part for part in (read_do(item, context) for item in items) if part is not None]
    return make(tuple(parts)) if parts else None


def _simple(node: Text, context: Context) -> Pattern | None:
    found = _PATTERN.fullmatch(node.text)
    if found is None:
        context.problems.add(
            node.place,
            f"{context.who}：这里要写事实",
            f"{context.who}: expected a fact here",
            "写成 kind 或 kind where …",
            "write kind or kind where …",
        )
        return None
    place = node.place
    if node.text.count("(") != node.text.count(")"):
        context.problems.add(
            place,
            f"{context.who}：括号不成对（{node.text}）",
            f"{context.who}: unpaired ( ) in '{node.text}'",
            *QUOTE,
        )
        return None
    where = found["where"]
    at = Place(place.file, place.line, place.column + (found.start("where") if where else 0))
    return _pattern(found["kind"], place, where, at, context, node.text)


def _with_enough(node: Mapping, context: Context) -> Pattern | None:
    for key in node.entries:
        if key not in ("fact", "where", "enough"):
            fix_zh, fix_en = offer(key, ("fact", "where", "enough"))
            context.problems.add(
                node.keys[key],
                f"{context.who}：没有“{key}”这一项",
                f"{context.who}: there is no '{key}' here",
                fix_zh,
                fix_en,
            )
    kind, where, enough = node.get("fact"), node.get("where"), node.get("enough")
    if not isinstance(kind, Text):
        return None
    where_text = where.text if isinstance(where, Text) else None
    pattern = _pattern(
        kind.text.strip(), kind.place, where_text, where.place if where else kind.place, context, kind.text
    )
    spec = context.catalogue.kinds.get(kind.text.strip())
    if pattern is None or spec is None or not isinstance(enough, Text):
        return pattern
    condition = context.condition(enough.text, enough.place, spec.types(), group=True)
    return replace(pattern, enough=condition)


def _pattern(
    name: str, place: Place, where: str | None, where_place: Place, context: Context, text: str
) -> Pattern | None:
    spec = context.kind(name, place)
    if spec is None:
        return None
    for key in context.keys:
        if not spec.reference(key):
            names = [spec.subject, *(n for n, f in spec.fields.items() if f.type.kind == "ref")]
            fix_zh, fix_en = offer(key, names)
            context.problems.add(
                place,
                f"{context.who}：“{name}”里没有 same 用的“{key}”",
                f"{context.who}: '{name}' has no '{key}', which 'same' needs",
                fix_zh,
                fix_en,
            )
    if where is None:
        return Pattern(name, text=text.strip())
    condition = context.condition(where, where_place, spec.types())
    if condition is None:
        return Pattern(name, text=text.strip())
    if condition.is_late:
        return Pattern(name, late=condition, text=text.strip())
    return Pattern(name, early=condition, text=text.strip())
