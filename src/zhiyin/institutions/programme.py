"""Packs become a programme: for every fact kind, the rules that look at it and what it means to them."""

from collections.abc import Iterable
from collections.abc import Mapping as MappingType
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal, cast

from zhiyin.institutions.expr.compiler import Compiled, RegisterType
from zhiyin.institutions.expr.types import Type
from zhiyin.institutions.language.catalogue import FINDING, PROFILE, Catalogue, read_catalogue
from zhiyin.institutions.language.fields import Fields
from zhiyin.institutions.language.nodes import Mapping, Node, Text
from zhiyin.institutions.language.pack import Loose, PackFile, read_files, read_texts, set_to, tightened
from zhiyin.institutions.language.patterns import Context, read_patterns
from zhiyin.institutions.language.problems import PackError, Problems, offer
from zhiyin.institutions.language.reader import Origin, World, read_rule
from zhiyin.institutions.language.rules import (
    After,
    All_,
    Always,
    Any_,
    Before,
    Do,
    Each,
    Every,
    Keep,
    Pattern,
    Register,
    Rule,
    leaves,
)

SlotName = Literal[
    "open",
    "do",
    "never",
    "unless",
    "cancel",
    "extend",
    "pause",
    "resume",
    "finding",
    "enter",
    "leave",
    "change",
]
PACKS: Final = Path(__file__).resolve().parents[3] / "packs"


@dataclass(frozen=True, slots=True)
class Slot:
    """One reason why a rule looks at a kind: the slot's name, the pattern, its number among the slot's patterns."""

    rule: Rule
    name: SlotName
    pattern: Pattern
    index: int
    keeps: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class RegisterSlot:
    register: Register
    name: Literal["enter", "leave", "change"]
    pattern: Pattern


@dataclass(frozen=True, slots=True)
class Programme:
    """Everything the engine needs: rules by version, slots by kind, registers, the catalogue."""

    rules: tuple[Rule, ...]
    slots: MappingType[str, tuple[Slot, ...]]
    register_slots: MappingType[str, tuple[RegisterSlot, ...]]
    registers: MappingType[str, Register]
    catalogue: Catalogue
    roles: MappingType[str, MappingType[str, str]] = field(default_factory=dict)
    posts: MappingType[str, str] = field(default_factory=dict)
    packs: tuple[PackFile, ...] = ()
    by_uid: MappingType[str, Rule] = field(default_factory=dict)

    def versions(self, rule_id: str) -> tuple[Rule, ...]:
        """All versions of a rule, oldest first."""
        return tuple(rule for rule in self.rules if rule.id == rule_id)

    def version(self, uid: str) -> Rule:
        """The version of that name. Raises KeyError."""
        return self.by_uid[uid]

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(rule.id for rule in self.rules))

    def only(self, rules: Iterable[Rule]) -> "Programme":
        """The same world with other rules."""
        return _compiled(tuple(rules), self.registers, self.catalogue, self.roles, self.posts, self.packs)


def load(
    paths: Iterable[Path] | None = None, root: Path = PACKS, published: Catalogue | None = None
) -> Programme:
    """The programme of all packs under `paths` (files or folders; all shipped packs without it).

    `published` holds the kinds that modules declare; they go before the packs' catalogue. Raises PackError.
    """
    problems = Problems()
    programme = read_programme(pack_files(paths or [root]), root, problems, published)
    if problems:
        raise PackError(problems)
    return programme


def pack_files(paths: Iterable[Path]) -> list[Path]:
    found: list[Path] = []
    for path in paths:
        found.extend(sorted(path.rglob("*.yaml")) if path.is_dir() else [path])
    return list(dict.fromkeys(found))


def read_programme(
    files: Iterable[Path], root: Path, problems: Problems, published: Catalogue | None = None
) -> Programme:
    return build(read_files(files, root, problems), problems, published)


def read_programme_texts(
    texts: Iterable[tuple[str, str]], problems: Problems, published: Catalogue | None = None
) -> Programme:
    return build(read_texts(texts, problems), problems, published)


@lru_cache(maxsize=8)
def shipped(house: str = "demo", province: str | None = None) -> Programme:
    """The shipped programme: national, every (or one) province, and one house's packs."""
    paths = [PACKS / "facts.yaml", PACKS / "roles.yaml", PACKS / "national"]
    paths.append(PACKS / "local" / province if province else PACKS / "local")
    if house:
        paths.append(PACKS / "house" / house)
    return load([path for path in paths if path.exists()])


def build(loose: Loose, problems: Problems, published: Catalogue | None = None) -> Programme:
    """Understand every rule; every mistake goes to `problems`."""
    catalogue = Catalogue()
    for node in loose.catalogue:
        catalogue = catalogue.merged(read_catalogue(node, problems))
    if published is not None:
        catalogue = catalogue.merged(published)
    roles = {name: _label(node) for name, node in loose.roles.items()}
    registers = _registers(loose.packs, catalogue, problems)
    types = {name: _register_type(register, catalogue) for name, register in registers.items()}
    members = {name: register.member for name, register in registers.items()}
    world = World(catalogue, types, roles, members)
    rules = _rules(loose.packs, world, problems)
    posts = {
        role: node.text for pack in loose.packs for role, node in pack.roles.items() if isinstance(node, Text)
    }
    return _compiled(tuple(rules), registers, catalogue, roles, posts, loose.packs)


def _label(node: Node) -> dict[str, str]:
    text = node.text if isinstance(node, Text) else ""
    zh, _, en = text.partition(" / ")
    return {"zh": zh.strip(), "en": (en or zh).strip()}


def _registers(packs: Iterable[PackFile], catalogue: Catalogue, problems: Problems) -> dict[str, Register]:
    found: dict[str, Register] = {}
    for pack in packs:
        for name, node in pack.registers.items():
            if not isinstance(node, Mapping):
                continue
            fields = Fields(node, name, problems)
            fields.only("title", "member", "enters", "leaves", "changes", "keeps", "counts", "within")
            if name in found:
                fields.mistake(
                    "member", "名册重名", f"the register '{name}' stands twice", "改名", "rename one of them"
                )
                continue
            member = fields.needed("member")
            context = Context(name, catalogue, problems, {}, {}, keys=(member,))
            found[name] = Register(
                name=name,
                title=fields.label("title"),
                member=member,
                unit=cast(Literal["people", "items"], fields.choice("counts", ("people", "items"), "people")),
                enters=read_patterns(node.get("enters"), context),
                leaves=read_patterns(node.get("leaves"), context),
                changes=read_patterns(node.get("changes"), context),
                keeps=fields.texts("keeps"),
                within=fields.text("within") or None,
            )
    return found


def _register_type(register: Register, catalogue: Catalogue) -> RegisterType:
    types: dict[str, Type] = {}
    for pattern in (*register.changes, *register.enters):
        types.update(catalogue.kinds[pattern.kind].types())
    kept = {name: types[name] for name in register.keeps if name in types}
    return RegisterType(register.unit, kept)


def _rules(packs: Iterable[PackFile], world: World, problems: Problems) -> list[Rule]:
    nodes: dict[str, Mapping] = {}
    rules: list[Rule] = []
    for pack in packs:
        origin = Origin(pack.name, pack.layer, pack.group, pack.province)
        for node in pack.rules:
            made = _expand(node, pack, origin, nodes, problems)
            if made is None:
                continue
            whole, where = made
            rule = read_rule(whole, where, world, problems)
            raw_id = whole.get("id")
            if isinstance(raw_id, Text) and "set" not in node.entries:
                nodes[raw_id.text] = whole
            if rule is not None:
                rules.append(rule)
    return _dated(rules, problems)


def _expand(
    node: Mapping, pack: PackFile, origin: Origin, nodes: MappingType[str, Mapping], problems: Problems
) -> tuple[Mapping, Origin] | None:
    """`tighten` and `set` become whole rules."""
    for word in ("tighten", "set"):
        if word not in node.entries:
            continue
        fields = Fields(node, f"{word} {cast(Text, node.entries[word]).text}", problems)
        parent_id = fields.text(word)
        parent = nodes.get(parent_id)
        if parent is None:
            fix_zh, fix_en = offer(parent_id, nodes)
            fields.mistake(
                word, f"没有上级规则“{parent_id}”", f"there is no higher rule '{parent_id}'", fix_zh, fix_en
            )
            return None
        if word == "set":
            whole = set_to(node, parent, fields)
            return whole, replace(origin, parent=parent_id, decided_by=fields.text("by_whom"))
        return tightened(node, parent, pack.layer, fields), replace(origin, parent=parent_id)
    return node, origin


def _dated(rules: list[Rule], problems: Problems) -> list[Rule]:
    """A later version closes an open-ended earlier one; explicit overlaps are mistakes."""
    by_id: dict[str, list[Rule]] = {}
    for rule in rules:
        by_id.setdefault(rule.id, []).append(rule)
    dated: list[Rule] = []
    for versions in by_id.values():
        versions.sort(key=lambda rule: rule.start)
        for index, rule in enumerate(versions):
            following = versions[index + 1] if index + 1 < len(versions) else None
            if following is not None:
                if following.start == rule.start or (rule.end is not None and rule.end >= following.start):
                    problems.add(
                        following.place,
                        f"{rule.id}：两个版本的日期重叠",
                        f"{rule.id}: two versions overlap",
                        "改 from 或 to",
                        "change 'from' or 'to'",
                    )
                if rule.end is None:
                    rule = replace(rule, end=following.start - timedelta(days=1))
            dated.append(rule)
    return dated


def _compiled(
    rules: tuple[Rule, ...],
    registers: MappingType[str, Register],
    catalogue: Catalogue,
    roles: MappingType[str, MappingType[str, str]],
    posts: MappingType[str, str],
    packs: tuple[PackFile, ...],
) -> Programme:
    slots: dict[str, list[Slot]] = {}
    for rule in rules:
        for slot in slots_of(rule, registers):
            slots.setdefault(slot.pattern.kind, []).append(slot)
    register_slots: dict[str, list[RegisterSlot]] = {}
    for register in registers.values():
        for name, patterns in (
            ("enter", register.enters),
            ("leave", register.leaves),
            ("change", register.changes),
        ):
            for pattern in patterns:
                slot = RegisterSlot(register, cast(Literal["enter", "leave", "change"], name), pattern)
                register_slots.setdefault(pattern.kind, []).append(slot)
    return Programme(
        rules,
        {kind: tuple(found) for kind, found in slots.items()},
        {kind: tuple(found) for kind, found in register_slots.items()},
        registers,
        catalogue,
        roles,
        posts,
        packs,
        {rule.uid: rule for rule in rules},
    )


def slots_of(rule: Rule, registers: MappingType[str, Register]) -> list[Slot]:
    """What a rule looks at, and which fields of each fact it must remember."""
    found: list[Slot] = []
    opening = _opening_fields(rule, registers)
    members = _member_fields(rule, registers)

    def add(name: SlotName, patterns: Iterable[Pattern], keeps: frozenset[str] = frozenset()) -> None:
        for index, pattern in enumerate(patterns):
            found.append(Slot(rule, name, pattern, index, keeps | _own_fields(pattern)))

    match rule.shape:
        case After(on=on, do=do, extend=extend, pause=pause):
            add("open", on, opening)
            add("do", leaves(do))
            if extend is not None:
                add("extend", extend.by, frozenset({extend.days}) | _fields(extend.valid))
            if pause is not None:
                add("pause", pause.start)
                add("resume", pause.end)
        case Before(on=on, do=do):
            add("open", on, opening)
            add("do", leaves(do), members)
        case Every(do=do):
            add("do", leaves(do))
        case Each(on=on):
            add("open", on, opening)
        case Keep(on=on, never=never):
            add("open", on, opening)
            add("never", never)
        case Always():
            pass
    add("unless", rule.unless)
    add("cancel", rule.cancel)
    if rule.judged_by:
        add("finding", (Pattern(FINDING),), frozenset({"finding"}))
    return found


def _fields(condition: Compiled | None) -> frozenset[str]:
    return condition.fields if condition else frozenset()


def _own_fields(pattern: Pattern) -> frozenset[str]:
    return _fields(pattern.late) | _fields(pattern.enough)


def _opening_fields(rule: Rule, registers: MappingType[str, Register]) -> frozenset[str]:
    """Fields of the opening that any condition of the rule reads, its date field, and what joins registers."""
    shape = rule.shape
    conditions: list[Compiled | None] = []
    extra: set[str] = set()
    if isinstance(shape, After | Before):
        conditions += [pattern.late for pattern in leaves(shape.do)]
        conditions += [pattern.enough for pattern in leaves(shape.do)]
        extra |= {shape.counted_from} if shape.counted_from else set()
    if isinstance(shape, After) and shape.extend:
        conditions.append(shape.extend.valid)
    if isinstance(shape, After) and shape.pause:
        conditions += [pattern.late for pattern in (*shape.pause.start, *shape.pause.end)]
    if isinstance(shape, Keep):
        conditions += [pattern.late for pattern in shape.never]
    if isinstance(shape, Each):
        extra |= shape.check.fields
    if isinstance(shape, Before):
        extra |= {within for name in shape.for_each if (within := registers[name].within)}
    conditions += [pattern.late for pattern in (*rule.unless, *rule.cancel)]
    found = frozenset(extra)
    for condition in conditions:
        found |= condition.opening if condition else frozenset()
    return found


def _member_fields(rule: Rule, registers: MappingType[str, Register]) -> frozenset[str]:
    shape = rule.shape
    if not isinstance(shape, Before):
        return frozenset()
    return frozenset(registers[name].member for name in shape.for_each)


__all__ = [
    "FINDING",
    "PROFILE",
    "All_",
    "Any_",
    "Do",
    "Programme",
    "Slot",
    "load",
    "read_programme",
    "shipped",
]
