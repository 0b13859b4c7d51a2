"""The words for each state (design: States), translated where they are shown."""

from django.utils.translation import gettext_noop as _

from zhiyin.voice.states import SHOWN_AS_ANSWERED, State, Telling

TELLINGS: dict[State, Telling] = {
    State.SUBMITTED: Telling(_("交上去了"), _("刚收到"), "info", "arrow-right"),
    State.REGISTERED: Telling(_("已登记，等受理"), _("待受理"), "info", "circle-dot"),
    State.ACCEPTED: Telling(_("已受理"), _("已受理，待转办"), "info", "circle-dot"),
    State.REDIRECTED: Telling(_("不归这里管，告诉你找谁"), _("已告知去处"), "mute", "route"),
    State.MERGED: Telling(_("和你上次提的并在一起"), _("并案（同一人重复）"), "mute", "git-merge"),
    State.DISPATCHED: Telling(_("已交给承办单位"), _("已转办"), "info", "arrow-right"),
    State.OBJECTED: Telling(_("正在定由谁来办"), _("承办有异议，待定"), "info", "route"),
    State.IN_HANDLING: Telling(_("正在办理"), _("正在办理"), "info", "progress"),
    State.AWAITING_EMPLOYEE: Telling(_("等你补充"), _("等职工补充"), "you", "message-2"),
    State.ANSWERED: Telling(_("等你说一句"), _("已答复"), "you", "message-2"),
    State.PROMISED: Telling(_("已承诺"), _("已承诺"), "info", "calendar-event"),
    State.RETURN_VISIT: Telling(_("工会来问你"), _("回访中"), "you", "phone"),
    State.RATED: Telling(_("你评价了"), _("已评价"), "kept", "circle-check"),
    State.REWORK: Telling(_("再办一次"), _("要再办"), "soon", "rotate-clockwise"),
    State.REVIEW_REQUESTED: Telling(_("你申请了复查"), _("待复查"), "soon", "gavel"),
    State.UNDER_REVIEW: Telling(_("换人复查中"), _("复查中"), "soon", "gavel"),
    State.REVIEW_DECIDED: Telling(_("复查有结果了"), _("复查已答复"), "you", "message-2"),
    State.SECOND_REVIEW_REQUESTED: Telling(_("你申请了复核"), _("待复核"), "soon", "gavel"),
    State.UNDER_SECOND_REVIEW: Telling(_("复核中"), _("复核中"), "soon", "gavel"),
    State.FINAL: Telling(_("最后结果，理由写给你了"), _("终结"), "mute", "lock"),
    State.UNREACHABLE: Telling(_("联系不上你，码还能用"), _("联系不上"), "mute", "phone"),
    State.CLOSED: Telling(_("已办结"), _("已办结"), "mute", "circle-check"),
    State.LAPSED: Telling(_("等你补充超过时间，可再提"), _("逾期未补，已告知"), "mute", "clock"),
    State.WITHDRAWN: Telling(_("你撤回了"), _("职工撤回"), "mute", "x"),
}


def for_handler(state: str) -> Telling:
    """What a handler reads: after the answer, only that it is answered."""
    shown = State.ANSWERED if State(state) in SHOWN_AS_ANSWERED else State(state)
    telling = TELLINGS[shown]
    return Telling(
        telling.employee, telling.officer, "mute" if shown == State.ANSWERED else telling.chip, telling.icon
    )
