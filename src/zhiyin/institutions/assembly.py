"""From pack files to a programme: registers, whole rules with what a child lays over them, versions."""

from collections.abc import Iterable
from collections.abc import Mapping as MappingType
from dataclasses import replace
from datetime import timedelta
from typing import Literal, cast

from zhiyin.institutions.compiled import Programme, compiled
from zhiyin.institutions.expr.compiler import RegisterType
from zhiyin.institutions.expr.types import Type
from zhiyin.institutions.language.catalogue import Catalogue, read_catalogue
from zhiyin.institutions.language.fields import Fields
from zhiyin.institutions.language.nodes import Mapping, Node, Text
from zhiyin.institutions.language.pack import Loose, PackFile, set_to, tightened
from zhiyin.institutions.language.patterns import Context, read_patterns
from zhiyin.institutions.language.problems import Problems, offer
from zhiyin.institutions.language.reader import Origin, World, read_rule
from zhiyin.institutions.language.rules import After, Register, Rule
from zhiyin.institutions.slots import slots_of


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
    holders = {role: node.text for role, node in loose.holders.items() if isinstance(node, Text)}
    for pack in loose.packs:
        holders.update({role: node.text for role, node in pack.roles.items() if isinstance(node, Text)})
    return compiled(tuple(rules), registers, catalogue, roles, holders, loose.packs)


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
    groups: dict[str, str] = {}
    rules: list[Rule] = []
    # Numbers are laid over whole rules, whatever the name of the pack that they stand in.
    entries = sorted(
        ((pack, node) for pack in packs for node in pack.rules), key=lambda entry: "set" in entry[1].entries
    )
    for pack, node in entries:
        origin = Origin(pack.name, pack.layer, pack.group, pack.province)
        made = _expand(node, pack, origin, nodes, problems)
        if made is None:
            continue
        whole, where = made
        # A number belongs to the group of its rule, whatever the pack that sets it.
        where = replace(where, group=groups.get(where.parent, "")) if where.decided_by else where
        rule = read_rule(whole, where, world, problems)
        raw_id = whole.get("id")
        if isinstance(raw_id, Text) and "set" not in node.entries:
            nodes[raw_id.text] = whole
            groups[raw_id.text] = where.group
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


def _same_facts(earlier: Rule, later: Rule, problems: Problems) -> Rule:
    """Open obligations can only move to a version that looks at the same facts."""
    mine = [(slot.name, slot.index, slot.pattern.text) for slot in slots_of(later, {})]
    theirs = [(slot.name, slot.index, slot.pattern.text) for slot in slots_of(earlier, {})]
    if mine != theirs:
        problems.add(
            later.place,
            f"{later.id}：open too 的版本只能改数，不能改看哪些事实",
            f"{later.id}: a version with 'open too' may change numbers only, not the facts it looks at",
            "改用 transition: new facts",
            "use transition: new facts",
        )
    return earlier


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
                if following.transition == "open too" and isinstance(rule.shape, After):
                    rule = replace(rule, replaced_on=following.start)
            if index and rule.transition == "open too" and isinstance(rule.shape, After):
                rule = replace(rule, replaces=_same_facts(versions[index - 1], rule, problems))
            dated.append(rule)
    return dated
