"""The steps of a hot problem as buttons and forms, each with the verb that it calls."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhiyin.people.acting import Acting
from zhiyin.voice import rules_hot
from zhiyin.voice.forms import hot as forms
from zhiyin.voice.selectors.hot import HotCase
from zhiyin.voice.services import hot_broadcast, hot_gathering, hot_work
from zhiyin.voice.services.answers import Written
from zhiyin.voice.states_hot import HotState

Deed = Callable[[Acting, HotCase, int | None, dict[str, Any]], Any]


def _always(_case: HotCase) -> bool:
    return True


@dataclass(frozen=True)
class HotAction:
    """`main`: may be the one open form; the first offered is."""

    name: str
    verb: str
    label: str | Promise
    deed: Deed
    form: type[forms.HotForm] = forms.HotForm
    icon: str = "arrow-right"
    main: bool = False
    when: Callable[[HotCase], bool] = _always
    note: str | Promise = ""

    def offered(self, case: HotCase) -> bool:
        step = rules_hot.HOT_STEPS[self.verb]
        state = HotState(case.problem.state)
        return bool(case.parts & step.by) and state in step.sources and self.when(case)


def _has_open(case: HotCase) -> bool:
    return any(row.open for row in case.milestones)


def _nothing_open(case: HotCase) -> bool:
    return not _has_open(case)


def _prepared(case: HotCase) -> bool:
    return case.prepared is not None


def _not_prepared(case: HotCase) -> bool:
    return case.prepared is None


def _told(case: HotCase) -> bool:
    return case.problem.broadcast_on is not None


def _plan(acting: Acting, case: HotCase, version: int | None, data: dict[str, Any]) -> None:
    hot_work.plan_problem(
        acting=acting, problem_id=case.problem.pk, version=version, plan=data["plan"], end_on=data["end_on"]
    )


def _milestone(acting: Acting, case: HotCase, version: int | None, data: dict[str, Any]) -> None:
    hot_work.set_milestone(
        acting=acting, problem_id=case.problem.pk, version=version,
        title=data["title"], planned_on=data["planned_on"],
    )  # fmt: skip


def _finish(acting: Acting, case: HotCase, version: int | None, data: dict[str, Any]) -> None:
    hot_work.finish_milestone(
        acting=acting, problem_id=case.problem.pk, version=version,
        milestone_id=data["milestone"], evidence=data["text"],
    )  # fmt: skip


def _drop(acting: Acting, case: HotCase, version: int | None, data: dict[str, Any]) -> None:
    hot_work.drop_milestone(
        acting=acting, problem_id=case.problem.pk, version=version,
        milestone_id=data["milestone"], reason=data["text"],
    )  # fmt: skip


def _publish(acting: Acting, case: HotCase, version: int | None, data: dict[str, Any]) -> None:
    hot_work.publish_news(acting=acting, problem_id=case.problem.pk, version=version, text=data["text"])


def _resolve(acting: Acting, case: HotCase, version: int | None, data: dict[str, Any]) -> None:
    hot_work.resolve_problem(acting=acting, problem_id=case.problem.pk, version=version, result=data["text"])


def _prepare(acting: Acting, case: HotCase, version: int | None, data: dict[str, Any]) -> None:
    hot_broadcast.prepare_answer(
        acting=acting, problem_id=case.problem.pk, version=version, written=Written(**data)
    )


def _broadcast(acting: Acting, case: HotCase, _version: int | None, _data: dict[str, Any]) -> Any:
    return hot_broadcast.broadcast_result(acting=acting, problem_id=case.problem.pk)


def _owner(acting: Acting, case: HotCase, version: int | None, data: dict[str, Any]) -> None:
    hot_gathering.change_owner(
        acting=acting, problem_id=case.problem.pk, version=version, post_id=data["post"], reason=data["text"]
    )


def _detach(acting: Acting, case: HotCase, _version: int | None, data: dict[str, Any]) -> None:
    hot_gathering.detach_demand(
        acting=acting, problem_id=case.problem.pk, demand_id=data["demand"], why=data["why"]
    )


def _close(acting: Acting, case: HotCase, version: int | None, _data: dict[str, Any]) -> None:
    hot_gathering.close_problem(acting=acting, problem_id=case.problem.pk, version=version)


def _reopen(acting: Acting, case: HotCase, version: int | None, data: dict[str, Any]) -> None:
    hot_gathering.reopen_problem(
        acting=acting, problem_id=case.problem.pk, version=version, why=data["why"], reason=data["text"]
    )


ACTIONS: tuple[HotAction, ...] = (
    HotAction("plan", "plan", _("定下办法"), _plan, forms.PlanForm, "writing", main=True),
    HotAction(
        "finish", "finish_milestone", _("节点办好了"), _finish, forms.FinishForm, "check", main=True,
        when=_has_open,
    ),
    HotAction("milestone", "set_milestone", _("加一个节点"), _milestone, forms.MilestoneForm, "plus"),
    HotAction("drop", "drop_milestone", _("取消一个节点"), _drop, forms.DropForm, "x", when=_has_open),
    HotAction(
        "resolve", "resolve", _("写结果"), _resolve, forms.ResolveForm, "circle-check", main=True,
        when=_nothing_open,
    ),
    HotAction(
        "prepare-first", "prepare_answer", _("写统一的答复"), _prepare, forms.PrepareForm, "writing",
        main=True, when=lambda case: _not_prepared(case) and case.problem.state == HotState.RESOLVED,
        note=_("写一次，放进每一件诉求的答复里。每件还是各有各的答复、各自评价。"),
    ),
    HotAction(
        "broadcast", "broadcast", _("把结果答复给每个人"), _broadcast, icon="speakerphone", main=True,
        when=_prepared,
        note=_("归你答复的，现在一件一件答复；归别人的，答复已经放进他的表里。答复过的不动。"),
    ),
    HotAction(
        "prepare", "prepare_answer", _("改统一的答复"), _prepare, forms.PrepareForm, "writing", when=_prepared
    ),
    HotAction(
        "close", "close", _("办结"), _close, icon="circle-check", when=_told,
        note=_("每件诉求都答复了，提的人也评价了、或者评价的时间过了，才能办结。"),
    ),
    HotAction("publish", "publish", _("发进展，公开给大家"), _publish, forms.NewsForm, "speakerphone"),
    HotAction("owner", "change_owner", _("换人负责"), _owner, forms.OwnerForm, "user"),
    HotAction(
        "detach", "detach", _("移出一件诉求"), _detach, forms.DetachForm, "arrows-split",
        when=lambda case: bool(case.demands),
    ),
    HotAction("reopen", "reopen", _("重新办理"), _reopen, forms.ReopenForm, "rotate-clockwise"),
)  # fmt: skip
BY_NAME = {action.name: action for action in ACTIONS}


def offered(case: HotCase) -> Sequence[HotAction]:
    """What this person may do now, in the order of the page."""
    return [action for action in ACTIONS if action.offered(case)]
