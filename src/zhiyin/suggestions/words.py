"""What states, effects and refusals are called on pages."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhiyin.people.models import Unit
from zhiyin.suggestions.models import Suggestion
from zhiyin.suggestions.rules import State

CHIPS = {
    State.FILED: ("info", "circle-dot"),
    State.RETURNED: ("you", "message-2"),
    State.IN_REVIEW: ("info", "progress"),
    State.REVIEWED: ("info", "users"),
    State.RECONSIDERING: ("soon", "rotate-clockwise"),
    State.NOT_ADOPTED: ("mute", "minus"),
    State.ADOPTED: ("kept", "circle-check"),
    State.TRIAL: ("info", "progress"),
    State.IMPLEMENTING: ("info", "progress"),
    State.DONE: ("kept", "circle-check"),
    State.EFFECT_STATED: ("soon", "chart-line"),
    State.EFFECT_CONFIRMED: ("kept", "chart-line"),
    State.GRADED: ("soon", "certificate"),
    State.PAID: ("kept", "certificate"),
    State.WITHDRAWN: ("mute", "x"),
}
EFFECT_WORDS = {
    "safety": gettext_lazy("更安全"),
    "quality": gettext_lazy("质量更好"),
    "cost": gettext_lazy("省钱省料"),
    "time": gettext_lazy("省时省力"),
    "environment": gettext_lazy("更环保"),
}
KEPT_OUT = {
    "left": gettext_lazy("已经离开单位"),
    "not_member": gettext_lazy("不是评审委员"),
    "finance": gettext_lazy("财务委员核效果，不评审"),
    "author": gettext_lazy("是提出人"),
    "same_unit": gettext_lazy("和提出人同一个单位"),
    "assigning": gettext_lazy("是派单的人自己"),
    "already": gettext_lazy("这一轮已经派过"),
}
TOLD = {
    "moved_on": gettext_lazy("这一步已经办过，或者情况变了。下面是现在的样子。"),
    "say_why": gettext_lazy("请写上说明。"),
    "reason_too_short": gettext_lazy("请写具体些，至少 15 个字，让人看得懂为什么。"),
    "no_outcome": gettext_lazy("请选一个结论。"),
    "no_reason": gettext_lazy("不采纳要选一个原因。"),
    "no_quorum": gettext_lazy("到会的委员没有过半数，这次会不能作结论。"),
    "no_union": gettext_lazy("工会一方没有委员到会，这次会不能作结论。"),
    "value_not_positive": gettext_lazy("年价值要大于零；没有钱数的效果，空着，用文字写。"),
    "year_not_over": gettext_lazy("实施还没有满 12 个月，现在只能写不用钱算的效果。"),
    "say_effect": gettext_lazy("没有钱数的，请用文字写清效果，至少 15 个字。"),
    "grade_above_effect": gettext_lazy("确认的效果够不上这个等级。"),
    "amount_outside": gettext_lazy("奖励数额不在这个等级的范围里。"),
    "shares_not_100": gettext_lazy("每个人都要有份，加起来正好 100%。"),
    "not_first_author": gettext_lazy("怎样分由排在最前的提出人来定。"),
    "reviews_it": gettext_lazy("你正在评审这条建议，不能又做提出人。"),
    "credit_same": gettext_lazy("署名已经是这样了。"),
    "reconsidered_before": gettext_lazy("复议只能请求一次。情况变了，可以重新提出。"),
    "two_reviewers": gettext_lazy("要选两个不同的评审人，不多不少。"),
    "nobody_to_replace": gettext_lazy("两位评审人都还在办，先选要换下哪一位。"),
    "evaluated_before": gettext_lazy("你的评审意见已经交了。"),
    "day_is_past": gettext_lazy("这一天已经过去了。"),
    "empty_agenda": gettext_lazy("至少选一条建议上会。"),
    "meeting_over": gettext_lazy("这次会已经开过了。"),
    "meeting_to_come": gettext_lazy("还没到开会那天。"),
    "not_on_agenda": gettext_lazy("还没有列入开过的评审会，不能作结论。"),
    "was_not_there": gettext_lazy("你没有参加这次会，结论由到会的委员记。"),
    "another_decides": gettext_lazy("复议要换一位委员来记结论。"),
    "second_person": gettext_lazy("效果要由另一个人确认，你自己核的不行。"),
    "paid_day_wrong": gettext_lazy("发放日期在评定等级以后、今天以前。"),
    "question_open": gettext_lazy("上一次质询还没有答复。"),
}
CONFLICT = gettext_lazy(
    "这条建议刚刚变了：可能你点了两下，也可能别人刚办过。你写的还在下面，请看过现在的样子再交。"
)


def told(reason: str) -> str:
    """A refusal in words."""
    if reason.startswith("kept_out_"):
        return _("要回避：%(why)s。") % {"why": KEPT_OUT[reason.removeprefix("kept_out_")]}
    return str(TOLD[reason])


@dataclass(frozen=True)
class Chip:
    chip: str
    icon: str
    label: str | Promise


def chip_of(suggestion: Suggestion) -> Chip:
    """State in one word, its ink and its icon."""
    ink, icon = CHIPS[State(suggestion.state)]
    label: str | Promise = suggestion.get_state_display()
    if suggestion.state == State.ADOPTED and suggestion.outcome == Suggestion.Outcome.PART:
        label = _("部分采纳，等实施")
    return Chip(ink, icon, label)


def unit_said(unit: Unit | None) -> str:
    """A unit as people say it: an office or a team of a plant goes by the plant's name too."""
    if unit is None:
        return ""
    if unit.level in (Unit.Level.OFFICE, Unit.Level.TEAM) and unit.parent and unit.parent.parent_id:
        return f"{unit.parent.name}{unit.name}"
    return unit.name


def effects_said(codes: Iterable[str]) -> str:
    return _("、").join(str(EFFECT_WORDS[code]) for code in codes if code in EFFECT_WORDS)


def yuan(value: Decimal | None) -> str:
    """12,000 元; without fen where there are none."""
    if value is None:
        return ""
    text = f"{value:,.2f}".removesuffix(".00")
    return _("%(amount)s 元") % {"amount": text}
