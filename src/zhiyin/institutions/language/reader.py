"""One entry of `rules:` to one typed rule."""

import hashlib
import json
import re
from collections.abc import Mapping as MappingType
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, cast

from zhiyin.institutions.expr.compiler import Compiled, ExprError, RegisterType, literal
from zhiyin.institutions.language.catalogue import Catalogue
from zhiyin.institutions.language.examples import read_examples
from zhiyin.institutions.language.fields import Fields
from zhiyin.institutions.language.ladder import check_ladder
from zhiyin.institutions.language.nodes import Mapping, Node, Sequence, Text
from zhiyin.institutions.language.patterns import Context, read_patterns
from zhiyin.institutions.language.problems import Problems, offer
from zhiyin.institutions.language.rules import (
    FORCES,
    STATUTORY,
    Breach,
    Dial,
    Force,
    Layer,
    Number,
    Remind,
    Rule,
    Shape,
    Source,
)
from zhiyin.institutions.language.shapes import SHAPE_KEYS, read_shape
from zhiyin.institutions.spans import NotASpan, Span

ALWAYS_FROM: Final = date(1949, 10, 1)
BREACHED: Final = "institutions.obligation.breached"
_ID: Final = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*(\.[a-z0-9-]+)*(@[a-z0-9-]+)?")
_REMIND: Final = re.compile(r"(?:(?P<share>\d{1,3})%|(?P<days>\d+) days? (?P<side>before|after))")
COMMON_KEYS: Final = (
    "id",
    "title",
    "text",
    "force",
    "source",
    "from",
    "to",
    "transition",
    "applies",
    "must",
    "judged_by",
    "under",
    "same",
    "unless",
    "cancel",
    "numbers",
    "settable",
    "remind",
    "breach",
    "evidence",
    "by_evidence",
    "ceiling",
    "group",
    "examples",
)
GROUPS: Final = ("listen", "front", "help", "open", "take_part", "learn", "carry_out", "protect")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a rule stands: its pack, layer and what the pack sets for all of its rules."""

    pack: str
    layer: Layer
    group: str = ""
    province: str = ""
    parent: str = ""
    decided_by: str = ""


@dataclass(frozen=True, slots=True)
class World:
    """What rules may refer to."""

    catalogue: Catalogue
    registers: MappingType[str, RegisterType]
    roles: MappingType[str, Any]
    members: MappingType[str, str]


def read_rule(node: Node, origin: Origin, world: World, problems: Problems) -> Rule | None:
    """A rule, or None when its mistakes (now among the problems) leave nothing to build."""
    if not isinstance(node, Mapping):
        problems.add(
            node.place, "规则要写成几项", "a rule must have entries", "写成 - id: …", "write - id: …"
        )
        return None
    before = len(problems)
    raw_id = node.get("id")
    who = raw_id.text if isinstance(raw_id, Text) else "?"
    fields = Fields(node, who, problems)
    fields.only(*COMMON_KEYS, *SHAPE_KEYS)
    rule_id = fields.needed("id")
    if rule_id and not _ID.fullmatch(rule_id):
        fields.mistake(
            "id",
            "编号只用小写字母、数字和短横",
            "an id has lower-case letters, digits and dashes",
            "改编号",
            "rename it",
        )
    numbers = _numbers(fields)
    force = cast(Force, fields.choice("force", FORCES, "HOUSE" if origin.layer == "house" else "ND"))
    context = Context(
        who=who,
        catalogue=world.catalogue,
        problems=problems,
        numbers={name: (number.type, number.value) for name, number in numbers.items()},
        registers=world.registers,
    )
    built = read_shape(fields, context, world.members)
    if built is None:
        return None
    shape, keys, context = built
    rule = _assemble(fields, rule_id, force, shape, keys, numbers, context, origin, world)
    _check(rule, fields, world)
    return None if len(problems) > before else rule


def _assemble(
    fields: Fields,
    rule_id: str,
    force: Force,
    shape: Shape,
    keys: tuple[str, ...],
    numbers: MappingType[str, Number],
    context: Context,
    origin: Origin,
    world: World,
) -> Rule:
    node = fields.node
    return Rule(
        id=rule_id,
        title=fields.label("title"),
        text=fields.label("text", needed=False),
        force=force,
        source=_sources(fields),
        start=fields.day("from") or ALWAYS_FROM,
        end=fields.day("to"),
        must=fields.needed("must"),
        shape=shape,
        keys=keys,
        layer=origin.layer,
        pack=origin.pack,
        place=node.place,
        transition=cast(Any, fields.choice("transition", ("new facts", "open too"), "new facts")),
        applies=_applies(fields, context, origin),
        judged_by=fields.text("judged_by"),
        under=fields.text("under"),
        unless=read_patterns(node.get("unless"), context),
        cancel=read_patterns(node.get("cancel"), context),
        numbers=numbers,
        settable=_settable(fields, numbers),
        remind=_remind(fields),
        breach=_breach(fields),
        evidence=fields.texts("evidence"),
        examples=read_examples(fields),
        by_evidence=fields.yes("by_evidence", False),
        ceiling=fields.yes("ceiling", False),
        group=fields.choice("group", (*GROUPS, ""), origin.group),
        parent=origin.parent,
        decided_by=origin.decided_by,
        digest=digest(node),
    )


def digest(node: Node) -> str:
    """A fingerprint of what a rule does; titles, texts and examples do not count."""
    plain = _plain(node)
    if isinstance(plain, dict):
        for key in ("title", "text", "examples", "evidence", "group"):
            plain.pop(key, None)
    body = json.dumps(plain, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(body.encode()).hexdigest()[:16]


def _plain(node: Node) -> Any:
    match node:
        case Text():
            return node.text
        case Sequence():
            return [_plain(item) for item in node.items]
        case Mapping():
            return {key: _plain(value) for key, value in node.entries.items()}


def _applies(fields: Fields, context: Context, origin: Origin) -> Compiled | None:
    """The rule's own condition and, in a local pack, its province."""
    text = fields.text("applies")
    if origin.province:
        province = f"province = {origin.province}"
        text = f"{province} and ({text})" if text else province
    if not text:
        return None
    place = fields.node.get("applies")
    return context.profile_condition(text, place.place if place else fields.node.place)


def _sources(fields: Fields) -> tuple[Source, ...]:
    found = []
    for item in fields.items("source"):
        if isinstance(item, Mapping):
            entry = Fields(item, f"{fields.who} source", fields.problems)
            entry.only("doc", "article", "seen")
            seen = entry.choice("seen", ("text", "memory", "proposal"), "text")
            found.append(Source(entry.needed("doc"), entry.text("article"), cast(Any, seen)))
    if not found:
        fields.mistake(
            "source",
            "没有写依据",
            "no source is given",
            "写成 source: [{doc: 文件名, article: 条款}]",
            "write source: [{doc: document, article: article}]",
        )
    return tuple(found)


def _numbers(fields: Fields) -> dict[str, Number]:
    listed = fields.sub("numbers")
    found: dict[str, Number] = {}
    for name in listed.node.entries if listed else ():
        assert listed is not None
        entry = listed.sub(name)
        if entry is None:
            continue
        entry.only("value", "stricter")
        text = entry.needed("value")
        try:
            type_, value = literal(text)
        except ExprError as error:
            entry.mistake("value", error.zh, error.en, error.fix_zh, error.fix_en)
            continue
        stricter = entry.choice("stricter", ("higher", "lower"), "higher")
        found[name] = Number(type_, value, cast(Any, stricter), text)
    return found


def _settable(fields: Fields, numbers: MappingType[str, Number]) -> dict[str, Dial]:
    listed = fields.sub("settable")
    found: dict[str, Dial] = {}
    dials = ("within", "at_least", "grace", "for", "after_end", *numbers)
    for name in listed.node.entries if listed else ():
        assert listed is not None
        low, mark, high = (part.strip() for part in listed.text(name).partition(".."))
        if name not in dials:
            fix_zh, fix_en = offer(name, dials)
            listed.mistake(name, f"没有“{name}”可设", f"there is no '{name}' to set", fix_zh, fix_en)
        elif not mark or not _is_amount(low) or not _is_amount(high):
            listed.mistake(
                name,
                "可设范围写得不对",
                "the range cannot be read",
                "写成 5 working days .. 25 working days",
                "write it like 5 working days .. 25 working days",
            )
        else:
            found[name] = Dial(name, low, high)
    return found


def _is_amount(text: str) -> bool:
    try:
        Span.parse(text)
    except NotASpan:
        try:
            literal(text)
        except ExprError:
            return False
    return True


def _remind(fields: Fields) -> tuple[Remind, ...]:
    found = []
    for item in fields.items("remind"):
        if not isinstance(item, Mapping):
            continue
        entry = Fields(item, f"{fields.who} remind", fields.problems)
        entry.only("at", "tell")
        at = _REMIND.fullmatch(entry.needed("at"))
        if at is None or (at["share"] and not 0 < int(at["share"]) <= 100):
            entry.mistake(
                "at",
                "提醒时间写得不对",
                "the time of the reminder cannot be read",
                "写成 80%、3 days before 或 1 day after",
                "write 80%, 3 days before or 1 day after",
            )
            continue
        days = int(at["days"] or 0) * (-1 if at["side"] == "before" else 1)
        found.append(Remind(int(at["share"]) if at["share"] else None, days, entry.needed("tell")))
    return tuple(found)


def _breach(fields: Fields) -> Breach:
    entry = fields.sub("breach")
    if entry is None:
        return Breach()
    entry.only("level", "rectify", "by", "ladder")
    level = entry.choice("level", ("grave", "ordinary", "light", "none"), "ordinary")
    return Breach(cast(Any, level), entry.span("rectify"), entry.text("by"), entry.texts("ladder"))


def _check(rule: Rule, fields: Fields, world: World) -> None:
    if rule.end is not None and rule.end < rule.start:
        fields.mistake("to", "止日早于起日", "it ends before it begins", "改 to", "change 'to'")
    roles = [("must", rule.must), ("judged_by", rule.judged_by), ("breach", rule.breach.by)]
    roles += [("remind", remind.tell) for remind in rule.remind]
    roles += [("breach", rung) for rung in rule.breach.ladder]
    for key, role in roles:
        if role and world.roles and role not in world.roles:
            fix_zh, fix_en = offer(role, world.roles)
            fields.mistake(key, f"没有角色“{role}”", f"there is no role '{role}'", fix_zh, fix_en)
    check_ladder(rule, fields)
    if any(pattern.kind == BREACHED for pattern in getattr(rule.shape, "on", ())):
        fields.mistake(
            "id",
            "规则不能由违约触发，否则自己触发自己",
            "a breach cannot open a rule, or a rule would open itself",
            "改用 institutions.violation.confirmed",
            "use institutions.violation.confirmed",
        )
    pause = getattr(rule.shape, "pause", None)
    if pause is not None and rule.force in STATUTORY and not pause.source:
        fields.mistake(
            "pause",
            "法定期限不能暂停",
            "a statutory clock never pauses",
            "去掉 pause；条文允许的，写 source: 条款",
            "remove 'pause', or cite the article that allows it as source",
        )
