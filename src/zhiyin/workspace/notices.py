"""Notices to officers, read off the journal: batched by sort, quiet at night, naming no demand."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext_noop as _

from zhiyin.journal import clock
from zhiyin.journal.models import Fact
from zhiyin.journal.sequence import read_after, set_watermark, take_watermark
from zhiyin.journal.verbs import verb
from zhiyin.people.acting import Acting
from zhiyin.people.models import Grant, Holding, Unit
from zhiyin.people.roles import Role
from zhiyin.voice.models import Demand, Exclusion
from zhiyin.workspace.models import OfficerNotice

READER: Final = "officer-notices"
QUIET_FROM, QUIET_UNTIL = time(21, 0), time(7, 0)

# What an officer reads, by sort; {n} matters of it.
WORDS: Final = {
    "new": _("收到新诉求"),
    "dispatched": _("转来要办的诉求"),
    "spoke": _("职工补充或留言"),
    "to_decide": _("等您批准的申请"),
    "decided": _("申请有了结果"),
    "objected": _("承办单位提出异议"),
    "kind": _("职工对类型有异议"),
    "rework": _("要再办一次"),
    "review": _("要复查或复核"),
    "visit": _("要回访"),
    "escalated": _("报上来的诉求"),
    "alert": _("安全加急告警"),
}

# Where the matters of a sort are found, below /app/.
PAGE: Final = {what: "alerts" if what == "alert" else "inbox" for what in WORDS}

ALERT: Final = "voice.alert.raised"
OFFICE: Final = "office"
POST: Final = "post"
HEAD: Final = "head"
UNION: Final = "union"
REVIEWER: Final = "reviewer"

# Fact kind → (sort, who is told).
TELL: Final = {
    "voice.demand.received": ("new", OFFICE),
    "voice.demand.reopened": ("new", OFFICE),
    "voice.demand.dispatched": ("dispatched", POST),
    "voice.objection.upheld": ("dispatched", POST),
    "voice.objection.dismissed": ("dispatched", POST),
    "voice.info.received": ("spoke", POST),
    "voice.demand.resumed": ("spoke", POST),
    "voice.extension.requested": ("to_decide", HEAD),
    "voice.redate.requested": ("to_decide", HEAD),
    "voice.demand.extended": ("decided", POST),
    "voice.extension.refused": ("decided", POST),
    "voice.promise.redated": ("decided", POST),
    "voice.redate.refused": ("decided", POST),
    "voice.demand.objected": ("objected", OFFICE),
    "voice.kind.contested": ("kind", OFFICE),
    "voice.demand.rework": ("rework", POST),
    "voice.promise.denied": ("rework", POST),
    "voice.review.requested": ("review", OFFICE),
    "voice.second_review.requested": ("review", OFFICE),
    "voice.review.taken": ("review", REVIEWER),
    "voice.second_review.taken": ("review", REVIEWER),
    "voice.visit.opened": ("visit", UNION),
    "voice.demand.escalated": ("escalated", HEAD),
}


def tell_officers(limit: int = 1000) -> int:
    """Read new facts and tell whom they concern; returns how many facts were read."""
    with transaction.atomic():
        seq = take_watermark(READER)
        facts = read_after(seq, limit)
        if not facts:
            return 0
        told = Counter(_recipients(facts))
        for (employee_id, what), count in sorted(told.items(), key=str):
            _tell(employee_id, what, count)
        set_watermark(READER, facts[-1].seq or seq)
        return len(facts)


def _recipients(facts: Iterable[Fact]) -> Iterable[tuple[UUID, str]]:
    facts = list(facts)
    known = [fact for fact in facts if fact.kind in TELL]
    ids = {UUID(fact.subject_id) for fact in known}
    demands = {d.pk: d for d in Demand.objects.filter(pk__in=ids).select_related("unit", "handling_unit")}
    kept_out = set(Exclusion.objects.filter(demand_id__in=ids).values_list("demand_id", "employee_id"))
    find = _Finder()
    for fact in facts:
        if fact.kind == ALERT:
            path = find.path_of(fact.unit_id)
            yield from ((person, "alert") for person in find.covering(Role.DEMAND_OFFICER, path))
            yield from ((person, "alert") for person in find.covering(Role.LEADER, path))
    for fact in known:
        demand = demands.get(UUID(fact.subject_id))
        # An accusation gives no hint outside the discipline track.
        if demand is None or demand.track != Demand.Track.ORDINARY:
            continue
        what, who = TELL[fact.kind]
        for employee_id in find.told(who, demand):
            if (demand.pk, employee_id) not in kept_out:
                yield employee_id, what


class _Finder:
    """Who holds which post and role today; looked up once per batch."""

    def __init__(self) -> None:
        today = clock.today()
        in_force = Q(from_on__lte=today) & (Q(until_on__isnull=True) | Q(until_on__gt=today))
        self.holders: dict[UUID, set[UUID]] = {}
        for post_id, employee_id in Holding.objects.filter(in_force).values_list("post_id", "employee_id"):
            self.holders.setdefault(post_id, set()).add(employee_id)
        self.grants: dict[str, list[tuple[str, UUID]]] = {}
        rows = Grant.objects.filter(in_force, role__in=(Role.DEMAND_OFFICER, Role.LEADER, Role.UNION_OFFICER))
        for role, path, post_id in rows.values_list("role", "unit__path", "post_id"):
            self.grants.setdefault(role, []).append((path, post_id))

    @staticmethod
    def path_of(unit_id: UUID | None) -> str:
        if unit_id is None:
            return "/"
        return Unit.objects.filter(pk=unit_id).values_list("path", flat=True).first() or "/"

    def told(self, who: str, demand: Demand) -> set[UUID]:
        """The people whom a fact of this demand concerns."""
        if who == POST:
            return self.holders.get(demand.handling_post_id, set()) if demand.handling_post_id else set()
        if who == REVIEWER:
            reviewers = demand.reviews.filter(decided_on__isnull=True).values_list("reviewer_id", flat=True)
            return {person for person in reviewers if person}
        if who == HEAD:
            path = demand.handling_unit.path if demand.handling_unit else "/"
            return self.covering(Role.LEADER, path, nearest=True)
        path = demand.unit.path if demand.unit else "/"
        return self.covering(Role.DEMAND_OFFICER if who == OFFICE else Role.UNION_OFFICER, path)

    def covering(self, role: str, path: str, *, nearest: bool = False) -> set[UUID]:
        """Holders of `role` over the unit at `path`; with `nearest` only those closest to it."""
        covering = [(p, post) for p, post in self.grants.get(role, []) if path.startswith(p) or path == "/"]
        if nearest and covering:
            closest = max(len(p) for p, _ in covering)
            covering = [(p, post) for p, post in covering if len(p) == closest]
        return {person for _, post in covering for person in self.holders.get(post, ())}


def _tell(employee_id: UUID, what: str, count: int) -> None:
    waiting = OfficerNotice.objects.filter(employee_id=employee_id, what=what, read_on__isnull=True)
    if not waiting.update(count=F("count") + count):
        OfficerNotice.objects.create(
            employee_id=employee_id,
            what=what,
            count=count,
            since_on=clock.today(),
            show_from=shown_from(clock.now(), urgent=what == "alert"),
        )


def shown_from(moment: datetime, *, urgent: bool = False) -> datetime:
    """At once by day; at seven in the morning for what comes at night, unless a life is in danger."""
    here = clock.local(moment)
    if urgent or QUIET_UNTIL <= here.time() < QUIET_FROM:
        return moment
    morning = here.replace(hour=QUIET_UNTIL.hour, minute=0, second=0, microsecond=0)
    return morning if here.time() < QUIET_UNTIL else morning + timedelta(days=1)


def unread(employee_id: UUID) -> list[OfficerNotice]:
    """What this officer has not read and may see by now."""
    return list(
        OfficerNotice.objects.filter(
            employee_id=employee_id, read_on__isnull=True, show_from__lte=clock.now()
        ).order_by("show_from")
    )


@verb(silent="having read a notice changes nothing that is owed")
def mark_read(*, acting: Acting) -> int:
    """The officer has read what is shown now; what comes at night stays for the morning."""
    shown = OfficerNotice.objects.filter(
        employee=acting.employee, read_on__isnull=True, show_from__lte=clock.now()
    )
    return shown.update(read_on=clock.today())


def unread_count(employee_id: UUID) -> int:
    """How many sorts of notices wait, for the number in the rail: one query."""
    waiting = OfficerNotice.objects.filter(employee_id=employee_id, read_on__isnull=True)
    return waiting.filter(show_from__lte=clock.now()).count()
