"""The steps one may take on a suggestion now: the table of transitions met with the parts one has."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhiyin.journal import clock
from zhiyin.people.acting import Acting
from zhiyin.suggestions import rules
from zhiyin.suggestions.forms import steps as forms
from zhiyin.suggestions.rules import Party, State
from zhiyin.suggestions.selectors.one import Page
from zhiyin.suggestions.services import (
    carrying_out,
    committee,
    filing,
    questions,
    reviewing,
    worth,
)

Extra = Callable[[Page], bool]


def _always(_page: Page) -> bool:
    return True


@dataclass(frozen=True)
class Action:
    """One step: form, verb of the table, and the service that does it. `main`: may be the filled button."""

    name: str
    label: str | Promise
    form: type[forms.StepForm]
    deed: Callable[..., object]
    main: bool = False
    note: str | Promise = ""
    also: Extra = _always

    def offered(self, page: Page) -> bool:
        if self.name == "answer":
            return _answers(page)
        step = rules.STEPS[self.name]
        fits = page.mine & step.by and State(page.suggestion.state) in step.sources
        return bool(fits) and self.also(page)


def _answers(page: Page) -> bool:
    wanted = Party.DEPARTMENT if page.suggestion.handling_unit_id else Party.OFFICE
    return wanted in page.mine and any(question.answered_on is None for question, _dates in page.questions)


def _first(page: Page) -> bool:
    first = page.first_author
    several = sum(author.state == "joined" for author in page.authors) > 1
    return several and first is not None and page.one.author is not None and first.pk == page.one.author.pk


def _at_open_meeting(page: Page) -> bool:
    return page.suggestion.meeting is not None and page.suggestion.meeting.opened


def _free_for_a_meeting(page: Page) -> bool:
    """Not before a meeting of today that has begun; what an earlier one left undecided is free again."""
    meeting = page.suggestion.meeting
    return meeting is None or not meeting.opened or meeting.held_on < clock.today()


def _not_reconsidered(page: Page) -> bool:
    return not page.suggestion.reconsidered


def _by_another(page: Page) -> bool:
    last = page.suggestion.effects_stated.filter(confirmed=None).last()
    return last is not None and last.stated_by_id != page.one.acting.employee.pk


def _no_open_question(page: Page) -> bool:
    return all(question.answered_on for question, _dates in page.questions)


ACTIONS = (
    Action(
        "join", _("是我们一起提的"), forms.JoinForm, filing.join_suggestion, main=True,
        note=_("确认以后，奖励有你的一份；署不署名，以后都能改。"),
    ),
    Action("decline", _("和我无关，谢绝"), forms.SureForm, filing.decline_suggestion),
    Action("complete", _("补充好了，再交"), forms.TextForm, filing.complete_suggestion, main=True),
    Action(
        "reconsider", _("请求复议一次"), forms.ReasonForm, filing.ask_to_reconsider, main=True,
        note=_("只能请求一次，由另一位委员记结论。"), also=_not_reconsidered,
    ),
    Action(
        "reopen", _("情况变了，重新提出"), forms.ReasonForm, filing.reopen_suggestion,
        note=_("写清现在和那时有什么不同；重新评审，重新计期。"),
    ),
    Action("share", _("定奖励怎样分"), forms.ShareForm, filing.share_reward,
           note=_("加起来 100%；每个人都看得到。没有定的，平分。"), also=_first),
    Action("credit", _("改署名"), forms.CreditForm, filing.change_credit),
    Action(
        "leave", _("退出这条建议"), forms.SureForm, filing.leave_suggestion,
        note=_("还有别的提出人的，建议继续；只有你一个人的，就是撤回。"),
    ),
    Action(
        "evaluate", _("交评审意见"), forms.EvaluateForm, reviewing.evaluate_suggestion, main=True,
        note=_("另一位评审人看不到你的意见，你也看不到他的。"),
    ),
    Action("step_back", _("我要回避"), forms.TextForm, reviewing.step_back),
    Action(
        "check", _("审查通过，派评审"), forms.CheckForm, reviewing.check_suggestion, main=True,
        note=_("只看写清楚了没有，不在这一步说好不好。"),
    ),
    Action("send_back", _("请提出人补充"), forms.TextForm, reviewing.send_back,
           note=_("期限照走，不因为补充停下来。")),
    Action("replace", _("换评审人"), forms.ReplaceForm, reviewing.replace_reviewer),
    Action(
        "decide", _("记下会上的结论"), forms.DecideForm, committee.decide_suggestion, main=True,
        note=_("采纳不采纳都要写理由，提出人看得到。"), also=_at_open_meeting,
    ),
    Action("schedule", _("列入评审会"), forms.ScheduleForm, committee.put_on_agenda, main=True,
           also=_free_for_a_meeting),
    Action("plan", _("定怎样实施"), forms.PlanForm, carrying_out.plan_suggestion, main=True),
    Action("start_trial", _("先试一试"), forms.StartTrialForm, carrying_out.start_trial),
    Action(
        "end_trial", _("写试用结果"), forms.EndTrialForm, carrying_out.end_trial, main=True,
        note=_("不行的，回到评审会再定。"),
    ),
    Action("implement", _("已经做好"), forms.ImplementForm, carrying_out.implement_suggestion, main=True),
    Action(
        "state_effect", _("写核算的效果"), forms.EffectForm, worth.state_effect, main=True,
        note=_("还要另一个人确认。"),
    ),
    Action("confirm_effect", _("核过，数对"), forms.SureForm, worth.confirm_effect, main=True,
           also=_by_another),
    Action("dispute_effect", _("对不上，退回重核"), forms.ReasonForm, worth.dispute_effect,
           also=_by_another),
    Action("grade", _("评等级、定奖励"), forms.GradeForm, worth.grade_suggestion, main=True),
    Action(
        "pay", _("奖励发了"), forms.PayForm, worth.pay_reward, main=True,
        note=_("钱真的发到了再记。"),
    ),
    Action("answer", _("答复工会的质询"), forms.ReasonForm, questions.answer_question, main=True),
    Action("ask", _("工会质询"), forms.ReasonForm, questions.ask_about,
           note=_("问办得怎样；主管部门要按期答复。"), also=_no_open_question),
)  # fmt: skip
BY_NAME: dict[str, Action] = {action.name: action for action in ACTIONS}


def offered(page: Page) -> list[Action]:
    return [action for action in ACTIONS if action.offered(page)]


def take(action: Action, acting: Acting, page: Page, version: int | None, data: dict[str, Any]) -> None:
    """Raises NotNow, Refused, Conflict, PermissionDenied."""
    action.deed(acting=acting, suggestion_id=page.suggestion.pk, version=version, **data)
