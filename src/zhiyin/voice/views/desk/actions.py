"""The steps an officer may take in a case now: the table of transitions, met with the parts they take."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhiyin.people.acting import Acting
from zhiyin.voice import rules
from zhiyin.voice.forms import desk as forms
from zhiyin.voice.selectors.case_at_desk import CaseAtDesk
from zhiyin.voice.states import State
from zhiyin.voice.views.desk import deeds, guards

When = Callable[[Acting, CaseAtDesk], bool]


def _always(_acting: Acting, _case: CaseAtDesk) -> bool:
    return True


@dataclass(frozen=True)
class Action:
    """One step as a button or form.

    `main`: may be the one filled button; the first offered is. `inline`: its form is short enough to be
    open at once. `leaves`: afterwards the case is out of this person's sight.
    """

    name: str
    verb: str
    label: str | Promise
    deed: deeds.Deed
    form: type[forms.DeskForm] | None = None
    icon: str = "arrow-right"
    key: str = ""
    main: bool = False
    also_from: tuple[State, ...] = ()
    when: When = _always
    note: str | Promise = ""
    leaves: bool = False
    inline: bool = False

    @property
    def asks(self) -> bool:
        """Whether it opens a form or a word of warning before it is done."""
        return self.form is not None or bool(self.note)

    def offered(self, acting: Acting, case: CaseAtDesk) -> bool:
        step = rules.STEPS[self.verb]
        state = State(case.demand.state)
        return (
            bool(case.parts & step.by)
            and (state in step.sources or state in self.also_from)
            and self.when(acting, case)
        )


ACTIONS: tuple[Action, ...] = (
    Action(
        "accept-and-dispatch",
        "accept",
        _("受理并转办"),
        deeds.accept_and_dispatch,
        forms.AcceptAndDispatchForm,
        "route",
        "a",
        main=True,
        inline=True,
        also_from=(State.SUBMITTED,),
        note=_(
            "受理后，提的人马上看到：谁在办、哪天前答复、最晚哪天办结。转办就是说明：承办岗位的人和这件事没有利害关系。"
        ),
    ),
    Action(
        "accept", "accept", _("只受理"), deeds.accept, forms.AcceptForm, "check", also_from=(State.SUBMITTED,)
    ),
    Action("register", "register", _("只登记"), deeds.register, icon="notebook"),
    Action(
        "dispatch",
        "dispatch",
        _("转办"),
        deeds.dispatch,
        forms.DispatchForm,
        "route",
        "t",
        main=True,
        inline=True,
        note=_("转办就是说明：承办岗位的人和这件事没有利害关系。"),
    ),
    Action(
        "redirect",
        "redirect",
        _("不归这里管，告诉他去处"),
        deeds.redirect,
        forms.RedirectForm,
        "arrow-right",
        also_from=(State.SUBMITTED,),
    ),
    Action(
        "merge",
        "merge",
        _("并入他的另一件"),
        deeds.merge,
        forms.MergeForm,
        "git-merge",
        also_from=(State.SUBMITTED,),
        when=guards.has_others,
        note=_("并案只用于同一个人的重复诉求。不同的人说同一件事，各有期限、各有答复。"),
    ),
    Action(
        "uphold",
        "uphold_objection",
        _("异议成立，改派"),
        deeds.uphold,
        forms.UpholdForm,
        "route",
        "a",
        main=True,
    ),
    Action("dismiss", "dismiss_objection", _("仍由它牵头"), deeds.dismiss, forms.DismissForm, "check"),
    Action(
        "lapse",
        "lapse",
        _("逾期未补，暂时放下"),
        deeds.lapse,
        icon="clock",
        main=True,
        when=guards.asked_long_ago,
    ),
    Action("sign-in", "sign_in", _("签收，开始办"), deeds.sign_in, icon="check", key="a", main=True),
    Action(
        "object",
        "object",
        _("不归我们办"),
        deeds.object_to,
        forms.ObjectForm,
        "ban",
        when=guards.may_object,
    ),
    Action(
        "recuse",
        "recuse",
        _("我要回避"),
        deeds.recuse,
        forms.RecuseForm,
        "ban",
        leaves=True,
        note=_("回避以后，这件回到诉求办另外转办，你不能再打开。"),
    ),
    Action(
        "grant-extension",
        "extend",
        _("同意延期"),
        deeds.grant_extension,
        icon="check",
        key="a",
        main=True,
        when=guards.waits_for_me,
    ),
    Action(
        "refuse-extension",
        "refuse_extension",
        _("不同意延期"),
        deeds.refuse_extension,
        icon="x",
        when=guards.waits_for_me,
    ),
    Action(
        "grant-redate",
        "redate",
        _("同意改期"),
        deeds.grant_redate,
        icon="check",
        key="a",
        main=True,
        when=guards.redate_waits_for_me,
    ),
    Action(
        "refuse-redate",
        "refuse_redate",
        _("不同意改期"),
        deeds.refuse_redate,
        icon="x",
        when=guards.redate_waits_for_me,
    ),
    Action("answer", "answer", _("写答复"), deeds.answer, forms.AnswerForm, "writing", "r", main=True),
    Action("contact", "contact", _("已联系上他"), deeds.contact, forms.ContactForm, "phone"),
    Action("ask", "ask", _("请他补充"), deeds.ask, forms.AskForm, "message-2"),
    Action(
        "request-extension",
        "request_extension",
        _("申请延期"),
        deeds.request_extension,
        forms.ExtensionForm,
        "calendar-event",
        when=guards.may_ask_for_time,
    ),
    Action(
        "keep-promise",
        "keep_promise",
        _("办好了"),
        deeds.keep_promise,
        forms.KeepPromiseForm,
        "check",
        "r",
        main=True,
    ),
    Action(
        "request-redate",
        "request_redate",
        _("申请改承诺日期"),
        deeds.request_redate,
        forms.RedateForm,
        "calendar-event",
        when=guards.may_redate,
    ),
    Action(
        "reach",
        "reach",
        _("接通了，记下他的话"),
        deeds.reach,
        forms.ReachForm,
        "phone",
        "r",
        main=True,
        when=guards.call_them,
    ),
    Action(
        "try",
        "try_visit",
        _("没接通"),
        deeds.try_visit,
        forms.TryForm,
        "phone",
        when=guards.call_them,
    ),
    Action(
        "give-up",
        "give_up_visit",
        _("多次联系不上"),
        deeds.give_up,
        icon="minus",
        when=guards.may_give_up,
    ),
    Action(
        "rework",
        "rework",
        _("退回再办"),
        deeds.rework,
        icon="rotate-clockwise",
        when=guards.not_reworked,
    ),
    Action(
        "visit",
        "begin_visit",
        _("开始回访"),
        deeds.open_visit,
        icon="phone",
        main=True,
        when=guards.sees_unhappy,
    ),
    Action(
        "close",
        "close",
        _("办结"),
        deeds.close,
        icon="circle-check",
        key="a",
        main=True,
        when=guards.can_close,
    ),
    Action(
        "close-accusation",
        "close_accusation",
        _("办结"),
        deeds.close,
        icon="circle-check",
        key="a",
        main=True,
        when=guards.is_accusation,
    ),
    Action(
        "open-visit",
        "begin_visit",
        _("现在就回访"),
        deeds.open_visit,
        icon="phone",
        when=lambda acting, case: not guards.sees_unhappy(acting, case),
    ),
    Action(
        "assign-review",
        "take_review",
        _("交给复查人"),
        deeds.assign_review,
        forms.AssignReviewForm,
        "gavel",
        "t",
        main=True,
    ),
    Action(
        "assign-second-review",
        "take_second_review",
        _("交给复核人"),
        deeds.assign_review,
        forms.AssignReviewForm,
        "gavel",
        "t",
        main=True,
        when=guards.second,
    ),
    Action(
        "decide-review",
        "decide_review",
        _("写复查意见"),
        deeds.decide_review,
        forms.DecideReviewForm,
        "gavel",
        "r",
        main=True,
        when=guards.my_review,
    ),
    Action(
        "decide-second-review",
        "decide_second_review",
        _("写复核意见"),
        deeds.decide_review,
        forms.DecideReviewForm,
        "gavel",
        "r",
        main=True,
        when=guards.my_review,
    ),
    Action(
        "claims",
        "set_claims",
        _("分成几项"),
        deeds.set_claims,
        forms.ClaimsForm,
        "arrows-split",
        when=guards.may_set_claims,
    ),
    Action(
        "split-off",
        "split_off",
        _("分出一项单独办"),
        deeds.split_off,
        forms.SplitForm,
        "arrows-split",
        when=guards.may_split,
        note=_("分出去的一项成为单独一件：还是他提的，保护不变，日期从最初那天算。接着要另外转办。"),
    ),
    Action(
        "mark-legacy",
        "mark_legacy",
        _("定为历史遗留"),
        deeds.mark_legacy,
        icon="history",
        when=guards.not_legacy,
        note=_("历史遗留问题要把当年的文件一份一份补进来，以后谁接手都看得到来龙去脉。"),
    ),
    Action(
        "legacy-paper",
        "add_legacy_paper",
        _("补当年的文件"),
        deeds.add_legacy_paper,
        forms.LegacyPaperForm,
        "file-text",
        when=guards.is_legacy,
    ),
    Action(
        "look-again",
        "look_again",
        _("再看一次有没有条件"),
        deeds.look_again,
        forms.LookAgainForm,
        "refresh",
        when=guards.lacked_conditions,
    ),
    Action("change-kind", "change_kind", _("改类型"), deeds.change_kind, forms.KindForm, "table"),
    Action("escalate", "escalate", _("报上一级"), deeds.escalate, forms.EscalateForm, "trending-up"),
    Action(
        "to-discipline",
        "move_to_discipline",
        _("转纪检"),
        deeds.to_discipline,
        icon="shield-lock",
        leaves=True,
        when=lambda acting, case: not guards.is_accusation(acting, case),
        note=_("检举控告只有纪检看得到。转过去以后，你和承办人都不能再打开这件。"),
    ),
    Action("reopen", "reopen", _("有新情况，重新受理"), deeds.reopen, forms.ReopenForm, "rotate-clockwise"),
    Action("write", "write", _("写一句"), deeds.write, forms.WriteForm, "message-2"),
)
BY_NAME = {action.name: action for action in ACTIONS}


def offered(acting: Acting, case: CaseAtDesk) -> Sequence[Action]:
    """What this person may do now, in the order of the page."""
    return [action for action in ACTIONS if action.offered(acting, case)]
