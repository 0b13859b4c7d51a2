"""Steps of mediation and of joint handling."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from zhiyin.people.acting import Acting
from zhiyin.voice import rules
from zhiyin.voice.forms import desk as forms
from zhiyin.voice.rules_joint import LEAD_STATES, TaskState
from zhiyin.voice.rules_mediation import Stage
from zhiyin.voice.selectors.case_at_desk import CaseAtDesk
from zhiyin.voice.views.desk import deeds
from zhiyin.voice.views.desk.action import Action, When
from zhiyin.voice.views.desk.guards import ordinary


def leads(_acting: Acting, case: CaseAtDesk) -> bool:
    return ordinary(case) and rules.Party.HANDLER in case.parts and case.demand.state in LEAD_STATES


def may_give_again(acting: Acting, case: CaseAtDesk) -> bool:
    return leads(acting, case) and any(task.state == TaskState.RETURNED for task in case.tasks)


def may_take_back(acting: Acting, case: CaseAtDesk) -> bool:
    return leads(acting, case) and bool(case.open_tasks)


def may_hand_on(_acting: Acting, case: CaseAtDesk) -> bool:
    return ordinary(case) and case.others_in_unit


def no_mediation(_acting: Acting, case: CaseAtDesk) -> bool:
    return ordinary(case) and case.mediation is None


def _at(*stages: Stage) -> When:
    def when(_acting: Acting, case: CaseAtDesk) -> bool:
        return case.mediation is not None and case.mediation.stage in stages

    return when


EXPLAINING: Final[tuple[Action, ...]] = (
    Action(
        "give-task",
        "",
        _("请别的单位协办"),
        deeds.give_task,
        forms.GiveTaskForm,
        "users",
        when=leads,
        note=_("你还是牵头的人：由你答复，协办的答给你。"),
    ),
    Action(
        "give-again",
        "",
        _("退回的协办再交出去"),
        deeds.give_again,
        forms.GiveAgainForm,
        "refresh",
        when=may_give_again,
    ),
    Action("take-back", "", _("收回协办"), deeds.take_back, forms.TakeBackForm, "x", when=may_take_back),
    Action(
        "hand-on",
        "hand_on",
        _("转给本单位另一岗位"),
        deeds.hand_on,
        forms.HandOnForm,
        "route",
        when=may_hand_on,
        leaves=True,
    ),
    Action(
        "open-mediation",
        "open_mediation",
        _("开始协调"),
        deeds.open_mediation,
        forms.OpenMediationForm,
        "heart-handshake",
        when=no_mediation,
        note=_("开始以后10个工作日内要见一次面。诉求自己的期限照常走。"),
    ),
    Action(
        "meet",
        "meet",
        _("记下一次见面"),
        deeds.note_meeting,
        forms.MeetForm,
        "notebook",
        when=_at(Stage.OPEN, Stage.PROPOSED),
    ),
    Action(
        "propose-agreement",
        "propose_agreement",
        _("写协议，请本人认可"),
        deeds.propose_agreement,
        forms.AgreementForm,
        "writing",
        when=lambda acting, case: _met(case) and _at(Stage.OPEN, Stage.PROPOSED)(acting, case),
    ),
    Action(
        "fail-mediation",
        "fail_mediation",
        _("协调不成"),
        deeds.fail_mediation,
        forms.FailMediationForm,
        "x",
        when=_at(Stage.OPEN, Stage.PROPOSED),
    ),
    Action(
        "follow-up",
        "follow_up",
        _("回头看做到没有"),
        deeds.follow_up,
        forms.FollowUpForm,
        "check",
        when=_at(Stage.AGREED),
    ),
)


def _met(case: CaseAtDesk) -> bool:
    return case.mediation is not None and bool(case.mediation.meetings.all())
