"""Rules, roles, forces and reasons in the reader's language."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext_lazy as _

from zhiyin.institutions.language.rules import Rule
from zhiyin.institutions.models import Violation
from zhiyin.institutions.reading import programme
from zhiyin.institutions.sentences import FORCE
from zhiyin.institutions.trace import Lang

# Not a group of the packs: the board puts the leaders' own duties before everyone else's.
LEADERS: Final = "leaders"
REASONS: Final[dict[str, str | Promise]] = {
    "not_in_this_state": _("这张单子已经走到下一步，这个操作现在做不了。请看最新情况。"),
    "at_the_top": _("已经在最高一级。"),
    "contested_before": _("只能提一次异议，已经提过了。"),
    "contest_window_over": _("可以提异议的五个工作日已经过了。"),
    "contest_needs_reason": _("请写明为什么不该算违反。"),
    "decision_needs_reason": _("请写明理由。"),
    "decided_by_the_same_person": _("签过字、填报过或提过异议的人，不能自己定这一步。"),
    "signing_needs_reason": _("请写明原因。"),
    "new_date_in_the_past": _("新的日期要在今天或以后。"),
    "new_date_too_late": _("新的日期晚于整改期限。"),
    "rectification_incomplete": _("原因、措施、责任人和证据都要写。"),
    "acceptance_needs_opinion": _("请写明看了什么、问了谁。"),
    "accepted_by_the_same_person": _("整改的人不能给自己验收。"),
    "no_such_outcome": _("请选一个处理结果。"),
    "outcome_needs_reason": _("请写明理由；不追究的也要写。"),
    "not_waiting": _("这一条已经有人处理过了。"),
    "confirmed_by_the_same_person": _("登记的人不能自己确认，请换一个人。"),
    "reason_needed": _("请写明理由。"),
    "not_the_judge": _("这一条要由规定的人认定。"),
    "no_such_number": _("没有这个工号。"),
    "number_not_settable": _("这个数由上级规定，本企业不能改。"),
    "number_missing": _("请填一个数。"),
    "number_unchanged": _("和现在的数一样，没有改。"),
    "number_too_early": _("最早从明天起。已经过去的日子不能改。"),
    "number_too_late": _("最晚在两年以内。"),
    "number_before_latest": _("这条规定在那天以后已经有一个新版本，请选更晚的日期。"),
    "number_mid_period": _("这条按期算，要从一期的第一天起。"),
    "number_came_too_late": _("生效的日期已经到了，不能再批准。请退回，换个日期重新提出。"),
    "number_decided": _("这个提议已经有人处理过了。下面是最新情况。"),
    "number_of_ones_own": _("自己提出的，要由另一个人批准。"),
    "happened_later": _("发生的日期不能晚于今天。"),
    "profile_unchanged": _("和现在登记的一样，没有要登记的变化。"),
    "profile_needs_day_and_ground": _("请写明从哪天起、依据什么文件。"),
    "taken_over_before": _("这份移交清单已经签收过了。"),
    "list_has_changed": _("你打开清单之后，内容有变化。请看下面最新的清单，再签收。"),
    "unit_still_there": _("这个单位还在，不用别的单位接它的事。"),
    "no_such_successor": _("请选一个现有的单位来接。"),
}
GROUP_WORDS: Final = {
    LEADERS: gettext_noop("领导自己的事"),
    "listen": gettext_noop("听诉求"),
    "front": gettext_noop("到一线"),
    "help": gettext_noop("帮困难"),
    "open": gettext_noop("公开"),
    "take_part": gettext_noop("参与监督"),
    "learn": gettext_noop("学制度"),
    "carry_out": gettext_noop("抓执行"),
    "protect": gettext_noop("护信息"),
}
CONFLICT: Final = _("在你打开之后，有人已经处理过这张单子。下面是最新情况，你写的内容还在。")


def told(reason: str) -> str:
    """The sentence for a reason code."""
    return str(REASONS[reason])


def lang() -> Lang:
    return "en" if get_language() == "en" else "zh"


def title_of(sheet: Violation) -> str:
    return sheet.title_en if lang() == "en" else sheet.title_zh


def role_word(role: str) -> str:
    """A role of the packs, as people call it."""
    return programme().roles.get(role, {}).get(lang(), role)


def force_word(force: str) -> str:
    return FORCE[force][1 if lang() == "en" else 0]


def source_of(rule: Rule | None) -> str:
    """《办法》第四条, the first source of the rule."""
    if rule is None or not rule.source:
        return ""
    first = rule.source[0]
    return f"《{first.doc}》{first.article}" if lang() == "zh" else f"{first.doc} {first.article}".strip()
