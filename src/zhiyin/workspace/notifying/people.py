"""Notices about corrections, rosters, one's own account, and what leavers and dissolved units leave."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from django.utils.translation import gettext_noop as _

from zhiyin.journal.models import Fact
from zhiyin.people.roles import OFFICERS, Role
from zhiyin.workspace.handover.left import people_with_work, vacant_posts
from zhiyin.workspace.notifying.holders import Holders
from zhiyin.workspace.notifying.sources import App, Sort, Source

ADMIN: Final = "admin"
OWNER: Final = "owner"
LINE: Final = "administrators and the nearest leaders, if work was left behind"
DEPUTY: Final = "whoever deputises"
BY_OTHERS: Final = "owner, unless they did it themselves"

GIVEN_UP: Final = "people.post.given_up"
LEFT: Final = "people.employee.left"

SORTS: Final = (
    Sort("correction", _("职工请求更正本人信息"), "people:corrections", frozenset({Role.SYSTEM_ADMIN})),
    Sort("roster", _("文件夹里的名册等您看"), "people:roster_runs", frozenset({Role.SYSTEM_ADMIN})),
    Sort(
        "left_behind", _("有人离开或单位撤销，留下的事等交接"), "workspace:handover",
        frozenset({Role.SYSTEM_ADMIN, Role.LEADER}),
    ),
    Sort("deputising", _("请您代一个岗位"), "workspace:absence", frozenset(OFFICERS)),
    Sort("corrected", _("您请求的更正有了结果"), "people:me"),
    Sort(
        "account", _("您的账户有变动"), "people:sessions", fixed=True,
        why_fixed=_("别人动了您的账户，您应当知道。"),
    ),
)  # fmt: skip

SOURCES: Final = (
    Source("people.correction.asked", "correction", ADMIN),
    Source("people.roster.waiting", "roster", ADMIN),
    Source("people.roster.refused", "roster", ADMIN),
    Source("people.post.given_up", "left_behind", LINE),
    Source("people.employee.left", "left_behind", LINE),
    Source("people.unit.closed", "left_behind", LINE),
    Source("people.absence.marked", "deputising", DEPUTY),
    Source("people.correction.decided", "corrected", OWNER),
    Source("people.slip.issued", "account", BY_OTHERS),
    Source("people.second_factor.set", "account", BY_OTHERS),
    Source("people.contact.bound", "account", OWNER),
)


class People:
    """Whom facts of employees concern: the employee, or the administrators of their unit."""

    def __init__(self, facts: Sequence[Fact], holders: Holders) -> None:
        self._holders = holders
        kinds = {fact.kind for fact in facts}
        self._vacant = set(vacant_posts().values_list("pk", flat=True)) if GIVEN_UP in kinds else set()
        self._with_work = people_with_work() if LEFT in kinds else set()

    def told(self, fact: Fact, who: str) -> set[UUID]:
        owner = UUID(fact.subject_id)
        if who == DEPUTY:
            return {UUID(str(fact.payload["deputy"]).removeprefix("employee:"))}
        if who == LINE:
            return self._line(fact) if self._left_work(fact, owner) else set()
        if who == ADMIN:
            path = self._holders.path_of(fact.unit_id)
            return self._holders.covering(Role.SYSTEM_ADMIN, path) - {owner}
        if who == BY_OTHERS and fact.actor == f"employee:{owner.hex}":
            return set()
        return {owner}

    def _left_work(self, fact: Fact, subject: UUID) -> bool:
        if fact.kind == GIVEN_UP:
            return subject in self._vacant
        return fact.kind != LEFT or subject in self._with_work

    def _line(self, fact: Fact) -> set[UUID]:
        path = self._holders.path_of(fact.unit_id)
        leaders = self._holders.covering(Role.LEADER, path, nearest=True)
        return leaders | self._holders.covering(Role.SYSTEM_ADMIN, path)


APP: Final = App(SORTS, SOURCES, People)
