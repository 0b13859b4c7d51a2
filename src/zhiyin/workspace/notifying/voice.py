"""Notices about demands and alerts."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from django.utils.translation import gettext_noop as _

from zhiyin.journal.models import Fact
from zhiyin.people.roles import Role
from zhiyin.voice.models import Demand, Review
from zhiyin.voice.states import Way
from zhiyin.workspace.notifying.holders import Holders
from zhiyin.workspace.notifying.secrecy import Secrecy
from zhiyin.workspace.notifying.sources import App, Sort, Source

OFFICE: Final = "office"
POST: Final = "post"
HEAD: Final = "head"
UNION: Final = "union"
REVIEWER: Final = "reviewer"
ON_DUTY: Final = "on duty"
DISCIPLINE: Final = "discipline"
AUTHOR: Final = "author"
ALERT: Final = "alert"

BY_OFFICE, BY_HANDLER = frozenset({Role.DEMAND_OFFICER}), frozenset({Role.HANDLER})
BY_LEADER, INBOX = frozenset({Role.LEADER}), "voice:inbox"

SORTS: Final = (
    Sort(
        ALERT, _("安全加急告警"), "voice:alerts", BY_OFFICE | BY_LEADER, urgent=True, fixed=True,
        why_fixed=_("可能有人有危险，值班的人必须收到，夜里也发。"),
    ),
    Sort("new", _("收到新诉求"), INBOX, BY_OFFICE),
    Sort("dispatched", _("转来要办的诉求"), INBOX, BY_HANDLER),
    Sort("reminded", _("催您办的诉求"), INBOX, BY_HANDLER),
    Sort("spoke", _("职工补充或留言"), INBOX, BY_HANDLER),
    Sort("to_decide", _("等您批准的申请"), INBOX, BY_LEADER),
    Sort("decided", _("申请有了结果"), INBOX, BY_HANDLER),
    Sort("objected", _("承办单位提出异议"), INBOX, BY_OFFICE),
    Sort("kind", _("职工对类型有异议"), INBOX, BY_OFFICE),
    Sort("rework", _("要再办一次"), INBOX, BY_HANDLER),
    Sort("review", _("要复查或复核"), INBOX, BY_OFFICE | {Role.REVIEWER}),
    Sort("visit", _("要回访"), INBOX, frozenset({Role.UNION_OFFICER})),
    Sort("escalated", _("报上来的诉求"), INBOX, BY_LEADER),
    Sort(
        "accusation", _("检举控告有动静"), "voice:discipline", frozenset({Role.DISCIPLINE_OFFICER}),
        leaves=False,
    ),
    Sort("my_demand", _("您的诉求有新进展"), "voice:mine", wished=True, in_app=False),
)  # fmt: skip

SOURCES: Final = (
    Source("voice.alert.raised", ALERT, ON_DUTY),
    Source("voice.demand.received", "new", OFFICE),
    Source("voice.demand.reopened", "new", OFFICE),
    Source("voice.demand.dispatched", "dispatched", POST),
    Source("voice.objection.upheld", "dispatched", POST),
    Source("voice.objection.dismissed", "dispatched", POST),
    Source("voice.handler.reminded", "reminded", POST),
    Source("voice.info.received", "spoke", POST),
    Source("voice.demand.resumed", "spoke", POST),
    Source("voice.message.sent", "spoke", POST, {"side": "speaker"}),
    Source("voice.extension.requested", "to_decide", HEAD),
    Source("voice.redate.requested", "to_decide", HEAD),
    Source("voice.demand.extended", "decided", POST),
    Source("voice.extension.refused", "decided", POST),
    Source("voice.promise.redated", "decided", POST),
    Source("voice.redate.refused", "decided", POST),
    Source("voice.demand.objected", "objected", OFFICE),
    Source("voice.kind.contested", "kind", OFFICE),
    Source("voice.demand.rework", "rework", POST),
    Source("voice.promise.denied", "rework", POST),
    Source("voice.review.requested", "review", OFFICE),
    Source("voice.second_review.requested", "review", OFFICE),
    Source("voice.review.taken", "review", REVIEWER),
    Source("voice.second_review.taken", "review", REVIEWER),
    Source("voice.visit.opened", "visit", UNION),
    Source("voice.demand.escalated", "escalated", HEAD),
    Source("voice.demand.moved_to_discipline", "accusation", DISCIPLINE),
    Source("voice.demand.handed_on", "dispatched", POST),
    Source("voice.mediation.agreed", "spoke", POST),
    Source("voice.mediation.declined", "spoke", POST),
    Source("voice.info.received", "accusation", DISCIPLINE),
    Source("voice.demand.resumed", "accusation", DISCIPLINE),
    Source("voice.message.sent", "accusation", DISCIPLINE, {"side": "speaker"}),
    Source("voice.demand.accepted", "my_demand", AUTHOR),
    Source("voice.demand.redirected", "my_demand", AUTHOR),
    Source("voice.info.requested", "my_demand", AUTHOR),
    Source("voice.demand.extended", "my_demand", AUTHOR),
    Source("voice.demand.answered", "my_demand", AUTHOR),
    Source("voice.promise.redated", "my_demand", AUTHOR),
    Source("voice.promise.done", "my_demand", AUTHOR),
    Source("voice.review.decided", "my_demand", AUTHOR),
    Source("voice.second_review.decided", "my_demand", AUTHOR),
    Source("voice.mediation.opened", "my_demand", AUTHOR),
    Source("voice.mediation.proposed", "my_demand", AUTHOR),
    Source("voice.mediation.followed_up", "my_demand", AUTHOR),
    Source("voice.demand.lapsed", "my_demand", AUTHOR),
    Source("voice.demand.finalised", "my_demand", AUTHOR),
    Source("voice.message.sent", "my_demand", AUTHOR, {"side": "office"}),
    Source("voice.message.sent", "my_demand", AUTHOR, {"side": "handler"}),
    Source("voice.message.sent", "my_demand", AUTHOR, {"side": "union"}),
    Source("voice.message.sent", "my_demand", AUTHOR, {"side": "reviewer"}),
)


class People:
    """Whom facts of demands and alerts concern."""

    def __init__(self, facts: Sequence[Fact], holders: Holders) -> None:
        self._holders = holders
        ids = {UUID(fact.subject_id) for fact in facts if fact.subject_kind == "demand"}
        self._secrecy = Secrecy(ids, holders)
        self._reviewers: dict[UUID, set[UUID]] = {}
        open_reviews = Review.objects.filter(demand_id__in=ids, decided_on__isnull=True)
        for demand_id, person in open_reviews.values_list("demand_id", "reviewer_id") if ids else ():
            self._reviewers.setdefault(demand_id, set()).add(person)

    def told(self, fact: Fact, who: str) -> set[UUID]:
        if who == ON_DUTY:
            path = self._holders.path_of(fact.unit_id)
            return self._holders.covering(Role.DEMAND_OFFICER, path) | self._holders.covering(
                Role.LEADER, path
            )
        demand = self._secrecy.demands.get(UUID(fact.subject_id))
        if demand is None or (who == DISCIPLINE) != self._secrecy.is_accusation(demand.pk):
            return set()
        return self._secrecy.may_know(demand.pk, self._concerned(demand, who))

    def _concerned(self, demand: Demand, who: str) -> set[UUID]:
        holders, path = self._holders, demand.unit.path if demand.unit else "/"
        handling = demand.handling_unit.path if demand.handling_unit else "/"
        match who:
            case "post":
                return holders.of_post(demand.handling_post_id, author=demand.author_id)
            case "reviewer":
                return self._reviewers.get(demand.pk, set())
            case "head":
                return holders.covering(Role.LEADER, handling, nearest=True)
            case "union":
                return holders.covering(Role.UNION_OFFICER, path)
            case "discipline":
                return holders.covering(Role.DISCIPLINE_OFFICER, path)
            case "author":
                # Nobody but who spoke under their name is ever told by a notice.
                return {demand.author_id} if demand.way == Way.NAMED and demand.author_id else set()
            case _:
                return holders.covering(Role.DEMAND_OFFICER, path)


APP: Final = App(SORTS, SOURCES, People)
