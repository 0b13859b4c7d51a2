"""A trace (how a due date came about) as sentences in Chinese and English.

A trace is a list of steps `{op, day, …}` with ops from, first, count, roll, back, fixed, pause, extend,
refused, provisional. It is recomputed from an obligation's facts, never stored.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, Literal

Lang = Literal["zh", "en"]
Label = Mapping[str, str]
Step = Mapping[str, Any]

HOLIDAYS_EN: Final = {
    "元旦": "New Year",
    "春节": "Spring Festival",
    "清明节": "Tomb-Sweeping Day",
    "劳动节": "Labour Day",
    "端午节": "Dragon Boat Festival",
    "中秋节": "Mid-Autumn Festival",
    "国庆节": "National Day",
    "周末": "a weekend",
    "调休上班": "make-up working day",
}
_UNIT_ZH: Final = {"day": "日", "working_day": "个工作日", "month": "个月", "year": "年", "hour": "小时"}
_UNIT_EN: Final = {
    "day": "calendar day",
    "working_day": "working day",
    "month": "month",
    "year": "year",
    "hour": "hour",
}
_REFUSED: Final[dict[str, tuple[str, str]]] = {
    "times": ("已延长过{times}次，不能再延", "no more than {times} may be given"),
    "late": ("到期后才提出", "it came after the due date"),
    "too_long": ("超过上限{at_most}", "it is longer than {at_most_en}"),
    "length": ("没有写明延长多久", "it does not say for how long"),
    "invalid": ("不符合延期条件", "the conditions for it are not met"),
    "unknown": ("延期条件未能证明", "its conditions are not proven"),
    "pause_cap": ("暂停已用满上限{cap}个工作日", "the {cap} working days of waiting were used up"),
}


def holiday_en(names: str) -> str:
    """Holiday names joined by 、 in English."""
    return ", ".join(HOLIDAYS_EN.get(name, name) for name in names.split("、"))


def render(steps: Sequence[Step], lang: Lang, labels: Mapping[str, Label] | None = None) -> str:
    """One sentence for a whole trace; `labels` gives fact kinds their names."""
    phrases = phrases_of(steps, lang, labels)
    if not phrases:
        return ""
    return "；".join(phrases) + "。" if lang == "zh" else "; ".join(phrases) + "."


def phrases_of(steps: Sequence[Step], lang: Lang, labels: Mapping[str, Label] | None = None) -> list[str]:
    """One phrase for each step."""
    writers = _ZH if lang == "zh" else _EN
    names = labels or {}
    return [writers[step["op"]](step, names) for step in steps]


def _name(step: Step, labels: Mapping[str, Label], lang: Lang) -> str:
    fact = str(step.get("fact", ""))
    dated = f"{fact}#{step['field']}" if step.get("field") else ""
    if dated in labels:
        return labels[dated].get(lang, fact)
    return labels.get(fact, {}).get(lang, fact)


def _moment(step: Step) -> str:
    return str(step["at"])[:16].replace("T", " ") if step.get("at") else str(step["day"])


def _plural(n: object, word: str) -> str:
    return f"{n} {word}" if n == 1 else f"{n} {word}s"


def _from_zh(step: Step, labels: Mapping[str, Label]) -> str:
    return f"{_moment(step)} {_name(step, labels, 'zh') or '起'}"


def _from_en(step: Step, labels: Mapping[str, Label]) -> str:
    name = _name(step, labels, "en")
    if not name:
        return f"from {_moment(step)}"
    return f"{name.removesuffix(' on')} on {_moment(step)}"


def _first_zh(step: Step, _: Mapping[str, Label]) -> str:
    if step.get("unit") == "working_day":
        return f"当天不算，第1日从下一个工作日 {step['day']} 起算"
    return f"次日 {step['day']} 起算第1日"


def _first_en(step: Step, _: Mapping[str, Label]) -> str:
    if step.get("unit") == "working_day":
        return f"that day is not counted, day 1 is {step['day']}, the next working day"
    return f"day 1 is {step['day']}, the day after"


def _count_zh(step: Step, _: Mapping[str, Label]) -> str:
    n, unit = step["n"], step["unit"]
    if unit in ("day", "working_day"):
        return f"第{n}{_UNIT_ZH[unit]}为 {step['day']}{_skipped(step, 'zh')}"
    if unit == "hour":
        return f"{n}小时后为 {_moment(step)}"
    return f"满{n}{_UNIT_ZH[unit]}为 {step['day']}"


def _count_en(step: Step, _: Mapping[str, Label]) -> str:
    n, unit = step["n"], step["unit"]
    verb = "ends" if n == 1 else "end"
    return f"{_plural(n, _UNIT_EN[unit])} {verb} on {_moment(step)}{_skipped(step, 'en')}"


def _skipped(step: Step, lang: Lang) -> str:
    skipped = step.get("skipped") or {}
    zh, en = [], []
    if skipped.get("weekend"):
        zh.append(f"周末{skipped['weekend']}天")
        en.append(f"{_plural(skipped['weekend'], 'weekend day')}")
    for name, days in skipped.get("holidays", {}).items():
        zh.append(f"{name}{days}天")
        en.append(f"{_plural(days, 'day')} of {holiday_en(name)}")
    made = skipped.get("make_up", [])
    zh_parts = ["跳过" + "、".join(zh)] if zh else []
    en_parts = ["skipping " + " and ".join(en)] if en else []
    if made:
        zh_parts.append("调休上班的 " + "、".join(made) + " 计入")
        en_parts.append("counting make-up " + " and ".join(made))
    if lang == "zh":
        return f"（{'，'.join(zh_parts)}）" if zh_parts else ""
    return f" ({', '.join(en_parts)})" if en_parts else ""


def _roll_zh(step: Step, _: Mapping[str, Label]) -> str:
    return f"遇{step['because']}，顺延至 {step['day']}"


def _roll_en(step: Step, _: Mapping[str, Label]) -> str:
    return f"{step['from']} is {holiday_en(step['because'])}, moved to {step['day']}"


def _back_zh(step: Step, _: Mapping[str, Label]) -> str:
    if not step.get("n"):
        return f"须在此之前，不晚于 {step['day']}"
    return f"提前{step['n']}{_UNIT_ZH[step['unit']]}，即不晚于 {step['day']}（倒推不顺延）"


def _back_en(step: Step, _: Mapping[str, Label]) -> str:
    if not step.get("n"):
        return f"to be done before it, not later than {step['day']}"
    amount = _plural(step["n"], _UNIT_EN[step["unit"]])
    return f"{amount} before, that is not later than {step['day']} (counted backward, never moved)"


def _fixed_zh(step: Step, labels: Mapping[str, Label]) -> str:
    if step.get("because") == "version":
        return f"新规定从 {step['day']} 起施行，期限不早于这一天"
    if step.get("period"):
        return f"{step['period']} 的期限为 {step['day']}"
    return f"{_name(step, labels, 'zh')}当日 {step['day']}"


def _fixed_en(step: Step, labels: Mapping[str, Label]) -> str:
    if step.get("because") == "version":
        return f"the new version is in force from {step['day']}, so it is not due before"
    if step.get("period"):
        return f"the period {step['period']} is due on {step['day']}"
    return f"{_name(step, labels, 'en')} on {step['day']}"


def _pause_zh(step: Step, _: Mapping[str, Label]) -> str:
    if step.get("to") is None:
        return f"{step['from']} 起暂停，至多停{step['cap']}个工作日，最迟 {step['day']}"
    amount = f"{step['n']}{_UNIT_ZH[step['unit']]}"
    cap = f"（上限{step['cap']}个工作日）"
    return f"{step['from']} 至 {step['to']} 暂停{amount}{cap}，改至 {step['day']}"


def _pause_en(step: Step, _: Mapping[str, Label]) -> str:
    if step.get("to") is None:
        cap = _plural(step["cap"], "working day")
        return f"waiting since {step['from']}, for {cap} at most, {step['day']} at the latest"
    amount = _plural(step["n"], _UNIT_EN[step["unit"]])
    return (
        f"{amount} of waiting from {step['from']} to {step['to']} (at most {step['cap']}), now {step['day']}"
    )


def _extend_zh(step: Step, _: Mapping[str, Label]) -> str:
    return f"{step['on']} 批准延长{step['n']}{_UNIT_ZH[step['unit']]}，至 {step['day']}"


def _extend_en(step: Step, _: Mapping[str, Label]) -> str:
    amount = _plural(step["n"], _UNIT_EN[step["unit"]])
    return f"extension of {amount} approved on {step['on']}, until {step['day']}"


def _refused_zh(step: Step, _: Mapping[str, Label]) -> str:
    what = "暂停" if step["because"] == "pause_cap" else "延期"
    return f"{step['on']} 的{what}不算：{_REFUSED[step['because']][0].format(**step)}"


def _refused_en(step: Step, _: Mapping[str, Label]) -> str:
    what = "waiting" if step["because"] == "pause_cap" else "extension"
    return f"the {what} of {step['on']} has no effect: {_REFUSED[step['because']][1].format(**step)}"


def _provisional_zh(step: Step, _: Mapping[str, Label]) -> str:
    return f"{step['year']}年放假安排尚未公布，{step['day']} 为暂定"


def _provisional_en(step: Step, _: Mapping[str, Label]) -> str:
    return f"the holidays of {step['year']} are not announced yet, so {step['day']} is provisional"


_Writer = Callable[[Step, Mapping[str, Label]], str]
_ZH: Final[dict[str, _Writer]] = {
    "from": _from_zh,
    "first": _first_zh,
    "count": _count_zh,
    "roll": _roll_zh,
    "back": _back_zh,
    "fixed": _fixed_zh,
    "pause": _pause_zh,
    "extend": _extend_zh,
    "refused": _refused_zh,
    "provisional": _provisional_zh,
}
_EN: Final[dict[str, _Writer]] = {
    "from": _from_en,
    "first": _first_en,
    "count": _count_en,
    "roll": _roll_en,
    "back": _back_en,
    "fixed": _fixed_en,
    "pause": _pause_en,
    "extend": _extend_en,
    "refused": _refused_en,
    "provisional": _provisional_en,
}
