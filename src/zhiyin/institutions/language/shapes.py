"""Reading the six shapes: after, before, every, each, keep, always."""

import re
from collections.abc import Callable
from collections.abc import Mapping as MappingType
from dataclasses import replace
from typing import Final

from zhiyin.institutions.expr.types import Type
from zhiyin.institutions.language.fields import Fields
from zhiyin.institutions.language.nodes import Text
from zhiyin.institutions.language.patterns import Context, read_do, read_patterns
from zhiyin.institutions.language.problems import offer
from zhiyin.institutions.language.rules import (
    After,
    Always,
    Before,
    Each,
    Every,
    Extend,
    Keep,
    Patterns,
    Pause,
    Shape,
)
from zhiyin.institutions.spans import Span

Members = MappingType[str, str]
Read = tuple[Shape, tuple[str, ...], Context]
_KEYS: Final[dict[str, tuple[str, ...]]] = {
    "after": ("within", "counted_from", "roll", "do", "extend", "pause"),
    "before": ("at_least", "counted_from", "do", "for_each"),
    "every": ("per", "by", "after_end", "do"),
    "each": ("check",),
    "always": ("grace", "per"),
    "keep": ("for", "never", "roll"),
}
SHAPE_KEYS: Final = tuple(dict.fromkeys([*_KEYS, *(key for keys in _KEYS.values() for key in keys)]))
_PERIODS: Final = {"year": 12, "half-year": 6, "quarter": 3, "month": 1}
_MONTHS: Final = re.compile(r"(\d{1,2}) months")


def read_shape(fields: Fields, context: Context, members: Members) -> Read | None:
    """The shape, the keys that tie facts together, and the context with the opening's names."""
    found = [name for name in _KEYS if fields.has(name)]
    if len(found) != 1:
        zh = "没有写形状" if not found else f"写了几种形状：{'、'.join(found)}"
        en = "no shape is given" if not found else f"more than one shape: {', '.join(found)}"
        fields.mistake(
            "id",
            zh,
            en,
            f"只写一种：{'、'.join(_KEYS)}",
            f"write exactly one of {', '.join(_KEYS)}",
        )
        return None
    name = found[0]
    for key in SHAPE_KEYS:
        if fields.has(key) and key != name and key not in _KEYS[name]:
            fix_zh, fix_en = offer(key, _KEYS[name])
            fields.mistake(
                key, f"“{key}”用不到 {name} 上", f"'{key}' means nothing for '{name}'", fix_zh, fix_en
            )
    readers: dict[str, Callable[[Fields, Context, Members], Read | None]] = {
        "after": _after,
        "before": _before,
        "every": _every,
        "each": _each,
        "always": _always,
        "keep": _keep,
    }
    return readers[name](fields, context, members)


def _trigger(fields: Fields, name: str, context: Context) -> tuple[Patterns, tuple[str, ...], Context] | None:
    """The opening facts, the keys, and a context in which `opening.x` is known."""
    given = tuple(key.strip() for key in fields.text("same").split(",") if key.strip())
    on = read_patterns(
        fields.node.get(name), context.seeing(None) if not given else _with_keys(context, given)
    )
    if not on:
        return None
    kinds = [context.catalogue.kinds[pattern.kind] for pattern in on]
    keys = given or (kinds[0].subject,)
    opening: dict[str, Type] = {}
    for kind in reversed(kinds):
        opening.update(kind.types())
    return on, keys, _with_keys(context, keys).seeing(opening)


def _with_keys(context: Context, keys: tuple[str, ...]) -> Context:
    return replace(context, keys=keys)


def _after(fields: Fields, context: Context, _: Members) -> Read | None:
    opened = _trigger(fields, "after", context)
    within = fields.span("within")
    if opened is None:
        return None
    on, keys, inside = opened
    do = read_do(fields.node.get("do"), inside)
    if within is None or do is None:
        _need(fields, "within", "do")
        return None
    counted_from = _date_field(fields, on, inside)
    extend, pause = _extend(fields, inside, within), _pause(fields, inside, within)
    return After(on, within, do, counted_from, fields.yes("roll", True), extend, pause), keys, inside


def _before(fields: Fields, context: Context, members: Members) -> Read | None:
    opened = _trigger(fields, "before", context)
    if opened is None:
        return None
    on, keys, inside = opened
    do = read_do(fields.node.get("do"), inside)
    if do is None:
        _need(fields, "do")
        return None
    at_least = fields.span("at_least")
    if at_least is not None and at_least.unit == "hour":
        fields.mistake("at_least", "倒推不用小时", "hours do not count backward", "写成天", "write days")
    for_each = fields.texts("for_each")
    for register in for_each:
        if register not in members:
            fix_zh, fix_en = offer(register, members)
            fields.mistake(
                "for_each", f"没有名册“{register}”", f"there is no register '{register}'", fix_zh, fix_en
            )
    return Before(on, do, at_least, _date_field(fields, on, inside), for_each), keys, inside


def _every(fields: Fields, context: Context, members: Members) -> Read | None:
    months = _period(fields)
    per, known = _per(fields, members)
    if not known:
        return None
    keys = (members[per],) if per else ()
    inside = _with_keys(context, keys).seeing({})
    do = read_do(fields.node.get("do"), inside)
    if do is None or months is None:
        _need(fields, "do")
        return None
    after_end = fields.span("after_end")
    by = _month_day(fields)
    if by and after_end:
        fields.mistake(
            "by", "by 和 after_end 只能写一个", "only one of 'by' and 'after_end'", "去掉一个", "remove one"
        )
    if by and months != 12:
        fields.mistake(
            "by", "by 只用于每年", "'by' is for 'every: year' only", "用 after_end", "use after_end"
        )
    return Every(months, do, per, by, after_end), keys, inside


def _each(fields: Fields, context: Context, _: Members) -> Read | None:
    opened = _trigger(fields, "each", context)
    if opened is None:
        return None
    on, keys, inside = opened
    node = fields.node.get("check")
    if not isinstance(node, Text):
        _need(fields, "check")
        return None
    types: dict[str, Type] = {}
    for pattern in on:
        types.update(context.catalogue.kinds[pattern.kind].types())
    check = inside.seeing(None).condition(node.text, node.place, types)
    return None if check is None else (Each(on, check), keys, inside)


def _per(fields: Fields, members: Members) -> tuple[str | None, bool]:
    """The register whose members each owe, and whether there is one of that name."""
    per = fields.text("per") or None
    if per is None or per in members:
        return per, True
    fix_zh, fix_en = offer(per, members)
    fields.mistake("per", f"没有名册“{per}”", f"there is no register '{per}'", fix_zh, fix_en)
    return per, False


def _always(fields: Fields, context: Context, members: Members) -> Read | None:
    node = fields.node.get("always")
    if not isinstance(node, Text):
        _need(fields, "always")
        return None
    per, known = _per(fields, members)
    if not known:
        return None
    member = members[per] if per else ""
    inside = context.seeing({member: Type("ref", to=member)}) if per else context
    check = inside.condition(node.text, node.place, {})
    keys = (member,) if per else ()
    return None if check is None else (Always(check, fields.span("grace"), per), keys, context)


def _keep(fields: Fields, context: Context, _: Members) -> Read | None:
    opened = _trigger(fields, "keep", context)
    span = fields.span("for")
    if opened is None:
        return None
    on, keys, inside = opened
    never = read_patterns(fields.node.get("never"), inside)
    if span is None or not never:
        _need(fields, "for", "never")
        return None
    return Keep(on, span, never, fields.yes("roll", False)), keys, inside


def _extend(fields: Fields, context: Context, within: Span) -> Extend | None:
    entry = fields.sub("extend")
    if entry is None:
        return None
    entry.only("by", "days", "at_most", "times", "valid")
    by = read_patterns(entry.node.get("by"), context)
    at_most = entry.span("at_most")
    days = entry.needed("days")
    if not by or at_most is None:
        _need(entry, "by", "at_most")
        return None
    if (within.unit == "hour") != (at_most.unit == "hour"):
        entry.mistake("at_most", "单位和期限不合", "its unit does not fit the limit", "用天", "use days")
    times = entry.text("times", "1")
    if not times.isdigit() or not 1 <= int(times) <= 99:
        entry.mistake(
            "times", "次数应是 1 到 99", "'times' is 1 to 99", '写成 times: "1"', 'write times: "1"'
        )
        return None
    types = context.catalogue.kinds[by[0].kind].types()
    if days not in types or types[days].kind not in ("days", "number", "items"):
        fix_zh, fix_en = offer(days, types)
        entry.mistake("days", f"“{days}”不是天数字段", f"'{days}' is no field of days", fix_zh, fix_en)
    node = entry.node.get("valid")
    valid = None
    if isinstance(node, Text):
        valid = context.seeing(context.opening, due=True).condition(node.text, node.place, types)
    return Extend(by, days, at_most, int(times), valid)


def _pause(fields: Fields, context: Context, within: Span) -> Pause | None:
    entry = fields.sub("pause")
    if entry is None:
        return None
    entry.only("start", "end", "at_most", "source")
    start, end = (
        read_patterns(entry.node.get("start"), context),
        read_patterns(entry.node.get("end"), context),
    )
    at_most = entry.span("at_most")
    if not start or not end or at_most is None:
        _need(entry, "start", "end", "at_most")
        return None
    if at_most.unit != "working_day":
        entry.mistake(
            "at_most", "暂停上限按工作日算", "the cap of a pause is in working days", "写成 10 working days",
            "write it like 10 working days",
        )  # fmt: skip
    if within.unit == "hour":
        entry.mistake(
            "start", "按小时的期限不暂停", "a clock of hours does not pause", "去掉 pause", "remove it"
        )
    return Pause(start, end, at_most.whole, entry.text("source"))


def _date_field(fields: Fields, on: Patterns, context: Context) -> str | None:
    name = fields.text("counted_from")
    if not name:
        return None
    for pattern in on:
        types = context.catalogue.kinds[pattern.kind].types()
        if name not in types or types[name].kind != "date":
            dates = [field for field, type_ in types.items() if type_.kind == "date"]
            fix_zh, fix_en = offer(name, dates)
            fields.mistake(
                "counted_from", f"“{name}”不是日期字段", f"'{name}' is no field with a date", fix_zh, fix_en
            )
    return name


def _period(fields: Fields) -> int | None:
    text = fields.text("every")
    found = _MONTHS.fullmatch(text)
    months = _PERIODS.get(text) or (int(found[1]) if found else 0)
    if months not in (1, 2, 3, 4, 6, 12):
        fix_zh, fix_en = offer(text, (*_PERIODS, "2 months"))
        fields.mistake("every", f"“{text}”不是周期", f"'{text}' is no period", fix_zh, fix_en)
        return None
    return months


def _month_day(fields: Fields) -> tuple[int, int] | None:
    text = fields.text("by")
    if not text:
        return None
    found = re.fullmatch(r"(\d{2})-(\d{2})", text)
    if found is None or not (1 <= int(found[1]) <= 12 and 1 <= int(found[2]) <= 28):
        fields.mistake(
            "by", f"“{text}”不是月日", f"'{text}' is no month and day", "写成 12-10，日不超过 28",
            "write it like 12-10, with a day up to 28",
        )  # fmt: skip
        return None
    return int(found[1]), int(found[2])


def _need(fields: Fields, *keys: str) -> None:
    for key in keys:
        if not fields.has(key):
            fields.mistake(key, f"缺“{key}”", f"'{key}' is missing", f"加上 {key}: …", f"add {key}: …")
