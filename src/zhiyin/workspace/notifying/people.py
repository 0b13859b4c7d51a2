"""Notices about corrections and about one's own account."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from django.utils.translation import gettext_noop as _

from zhiyin.journal.models import Fact
from zhiyin.people.roles import Role
from zhiyin.workspace.notifying.holders import Holders
from zhiyin.workspace.notifying.sources import App, Sort, Source

ADMIN: Final = "admin"
OWNER: Final = "owner"
BY_OTHERS: Final = "owner, unless they did it themselves"

SORTS: Final = (
    Sort("correction", _("职工请求更正本人信息"), "people:corrections", frozenset({Role.SYSTEM_ADMIN})),
    Sort("roster", _("文件夹里的名册等您看"), "people:roster_runs", frozenset({Role.SYSTEM_ADMIN})),
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
    Source("people.correction.decided", "corrected", OWNER),
    Source("people.slip.issued", "account", BY_OTHERS),
    Source("people.second_factor.set", "account", BY_OTHERS),
    Source("people.contact.bound", "account", OWNER),
)


class People:
    """Whom facts of employees concern: the employee, or the administrators of their unit."""

    def __init__(self, facts: Sequence[Fact], holders: Holders) -> None:
        self._holders = holders

    def told(self, fact: Fact, who: str) -> set[UUID]:
        owner = UUID(fact.subject_id)
        if who == ADMIN:
            path = self._holders.path_of(fact.unit_id)
            return self._holders.covering(Role.SYSTEM_ADMIN, path) - {owner}
        if who == BY_OTHERS and fact.actor == f"employee:{owner.hex}":
            return set()
        return {owner}


APP: Final = App(SORTS, SOURCES, People)
