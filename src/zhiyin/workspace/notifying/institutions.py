"""Notices about duties that fall due and about 督办单."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from django.utils.translation import gettext_noop as _

from zhiyin.institutions.models import ObligationRow, Violation
from zhiyin.institutions.permissions import SUPERVISED_BY
from zhiyin.institutions.rules import Side
from zhiyin.journal import clock
from zhiyin.journal.models import Fact
from zhiyin.people.acting import held_on
from zhiyin.people.models import Employee, Grant, Holding
from zhiyin.people.roles import OFFICERS, Role
from zhiyin.people.sent import ids_in
from zhiyin.workspace.notifying.holders import Holders
from zhiyin.workspace.notifying.secrecy import Secrecy
from zhiyin.workspace.notifying.sources import App, Sort, Source

NAMED: Final = "role named by the rule"
DESK: Final = "desk"
SUPERVISOR: Final = "supervisor"
DECIDER: Final = "decider"
TAKER: Final = "whoever took the post"
CONFIDED: Final = "discipline, of what is about an accusation"
AT_SHEETS: Final = frozenset({Role.LEADER, Role.UNION_OFFICER})
WATCHING: Final = frozenset({Role.UNION_OFFICER, Role.DISCIPLINE_OFFICER})
DECIDING: Final = frozenset({Role.LEADER, Role.DISCIPLINE_OFFICER})
SHEETS: Final = "institutions:supervision"
HANDLING: Final = ("handler", "handling_unit")

SORTS: Final = (
    Sort("duty_due", _("快到期或已到期的职责"), "institutions:duties", frozenset(OFFICERS)),
    Sort("sheet_opened", _("收到督办单"), SHEETS, AT_SHEETS),
    Sort("sheet_to_sign", _("督办单等您签字"), SHEETS, AT_SHEETS),
    Sort("sheet_climbed", _("督办单升到您这里"), SHEETS, AT_SHEETS),
    Sort("sheet_contested", _("督办单有异议，等您定"), SHEETS, WATCHING),
    Sort("rectified", _("整改等您验收"), SHEETS, WATCHING),
    Sort("sheet_returned", _("整改退回再改"), SHEETS, AT_SHEETS),
    Sort("sheet_outcome", _("督办单等您定处理结果"), SHEETS, DECIDING),
    Sort("confided", _("检举控告的督办和期限"), SHEETS, frozenset({Role.DISCIPLINE_OFFICER}), leaves=False),
    Sort("handover", _("您接的岗位有移交清单"), "institutions:duties", frozenset(OFFICERS)),
)

SOURCES: Final = (
    Source("institutions.obligation.reminded", "duty_due", NAMED),
    Source("institutions.violation.opened", "sheet_opened", DESK),
    Source("institutions.violation.confirmed", "sheet_to_sign", DESK),
    Source("institutions.violation.climbed", "sheet_climbed", DESK),
    Source("institutions.violation.contested", "sheet_contested", SUPERVISOR),
    Source("institutions.rectification.reported", "rectified", SUPERVISOR),
    Source("institutions.rectification.accepted", "sheet_returned", DESK, {"recheck": "failed"}),
    Source("institutions.rectification.accepted", "sheet_outcome", DECIDER, {"recheck": "passed"}),
    Source("people.post.taken", "handover", TAKER),
    Source("institutions.obligation.reminded", "confided", CONFIDED),
    Source("institutions.violation.opened", "confided", CONFIDED),
    Source("institutions.violation.confirmed", "confided", CONFIDED),
    Source("institutions.violation.climbed", "confided", CONFIDED),
    Source("institutions.violation.contested", "confided", CONFIDED),
    Source("institutions.rectification.reported", "confided", CONFIDED),
    Source("institutions.rectification.accepted", "confided", CONFIDED),
)


class People:
    """Whom reminders and sheets concern."""

    def __init__(self, facts: Sequence[Fact], holders: Holders) -> None:
        self._holders = holders
        sheets = [UUID(f.subject_id) for f in facts if f.subject_kind == "violation"]
        rows = [UUID(f.subject_id) for f in facts if f.subject_kind == "obligation"]
        self._sheets = Violation.objects.select_related("unit").in_bulk(sheets) if sheets else {}
        keys = ObligationRow.objects.filter(pk__in=rows).values_list("pk", "key") if rows else ()
        self._keys = dict(keys) | {pk: sheet.key for pk, sheet in self._sheets.items()}
        self._secrecy = Secrecy((found for key in self._keys.values() for found in _ids(key)), holders)
        self._units: dict[UUID, str] | None = None
        posts = {UUID(f.subject_id) for f in facts if f.subject_kind == "post"}
        self._left = _left(posts) if posts else {}

    def told(self, fact: Fact, who: str) -> set[UUID]:
        subject = UUID(fact.subject_id)
        if who == TAKER:
            taker = UUID(str(fact.payload["employee"]).removeprefix("employee:"))
            return {taker} if self._left.get(subject, set()) - {taker} else set()
        if self._confided(subject) != (who == CONFIDED):
            return set()
        if who == CONFIDED:
            people = self._holders.covering(Role.DISCIPLINE_OFFICER, self._holders.path_of(fact.unit_id))
        elif who == NAMED:
            people = self._named(fact, subject)
        else:
            sheet = self._sheets.get(subject)
            people = self._at_sheet(sheet, who) if sheet else set()
        for demand in _ids(self._keys.get(subject, "")):
            people = self._secrecy.may_know(demand, people)
        return people

    def _confided(self, subject: UUID) -> bool:
        """Whether it is about an accusation: even its sort and its count stay in the house."""
        sheet = self._sheets.get(subject)
        about = _ids(self._keys.get(subject, ""))
        return bool(sheet and sheet.confided) or any(self._secrecy.is_accusation(pk) for pk in about)

    def _named(self, fact: Fact, subject: UUID) -> set[UUID]:
        """Whoever carries the role, or for a demand the very post that handles it."""
        role, path = str(fact.payload.get("tell", "")), self._holders.path_of(fact.unit_id)
        demands = [d for pk in _ids(self._keys.get(subject, "")) if (d := self._secrecy.demands.get(pk))]
        if demands and role in HANDLING and demands[0].handling_post_id:
            return self._holders.of_post(demands[0].handling_post_id, author=demands[0].author_id)
        return self._holders.named(role, path)

    def _at_sheet(self, sheet: Violation, who: str) -> set[UUID]:
        holders, path = self._holders, sheet.unit.path
        if who == DESK:
            return holders.exactly(sheet.desk_role, sheet.desk_path)
        if who == DECIDER:
            leaders = holders.covering(Role.LEADER, path, nearest=True, besides=sheet.owner_path)
            return leaders or holders.covering(Role.DISCIPLINE_OFFICER, path)
        top = sheet.unit.parent_id is None
        for role in SUPERVISED_BY[Side(sheet.side)]:
            above = holders.covering(role, path, nearest=True, besides="" if top else path)
            if found := above if top else self._from_outside(above, path):
                return found
        return set()

    def _from_outside(self, people: set[UUID], path: str) -> set[UUID]:
        """Nobody accepts what their own unit has put right."""
        if self._units is None:
            self._units = {}
        unknown = people - self._units.keys()
        if unknown:
            found = Employee.objects.filter(pk__in=unknown).values_list("pk", "unit__path")
            self._units.update(found)
        return {person for person in people if not self._units[person].startswith(path)}


def _left(posts: set[UUID]) -> dict[UUID, set[UUID]]:
    """Of posts with powers, who held them before."""
    powers = Grant.objects.filter(held_on(clock.today()), post_id__in=posts, role__in=OFFICERS)
    before = Holding.objects.filter(until_on__isnull=False, post_id__in=powers.values("post_id"))
    found: dict[UUID, set[UUID]] = {}
    for post_id, employee_id in before.values_list("post_id", "employee_id"):
        found.setdefault(post_id, set()).add(employee_id)
    return found


def _ids(key: str) -> list[UUID]:
    """The parts of an obligation's key that may name a demand."""
    return ids_in(key.split("|"))


APP: Final = App(SORTS, SOURCES, People)
