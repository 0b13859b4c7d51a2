"""Reading the register: what waits for my confirmation first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from zhiyin.institutions.language.catalogue import FINDING
from zhiyin.institutions.models import EvidenceEntry, EvidenceSubject
from zhiyin.institutions.register import CONFIRMERS, JUDGES, RECORDERS, judged
from zhiyin.institutions.subjects import PERSONS, called
from zhiyin.journal.kinds import FactKind
from zhiyin.people.acting import Acting, within
from zhiyin.people.models import Employee, Unit
from zhiyin.people.paging import Page, day_page
from zhiyin.people.tabs import View

PAGE: Final = 50
SUGGESTED: Final = 200
VIEWS: Final = (
    View("mine", _("等我确认")),
    View("own", _("我登记的"), counted=False),
    View("waiting", _("等确认")),
    View("confirmed", _("已确认"), counted=False),
    View("rejected", _("退回和作废"), counted=False),
    View("all", _("全部"), counted=False),
)
VIEW_NAMES: Final = tuple(view.name for view in VIEWS)


@dataclass(frozen=True)
class Filter:
    """What the address says."""

    view: str = "mine"
    group: str = ""
    unit: str = ""
    since: date | None = None
    until: date | None = None

    @property
    def narrowed(self) -> bool:
        return any((self.group, self.unit, self.since, self.until))


def entries(acting: Acting) -> QuerySet[EvidenceEntry]:
    """Lines of the units in one's reach, and one's own."""
    reach = within("unit__path", acting.paths(*RECORDERS))
    return EvidenceEntry.objects.filter(reach | Q(recorded_by=acting.employee))


def entry_for(acting: Acting, pk: UUID) -> EvidenceEntry | None:
    rows = entries(acting).select_related("unit", "recorded_by", "decided_by", "corrects")
    return rows.prefetch_related("files", "corrected_by").filter(pk=pk).first()


def to_confirm(acting: Acting) -> Q:
    """Waiting lines that this person may confirm: of others, and of duties that are not their side's."""
    found = Q(pk__in=[])
    for side, roles in CONFIRMERS.items():
        found |= Q(side=side) & ~Q(kind=FINDING) & within("unit__path", acting.paths(*roles))
    for rule in judged():
        paths = acting.paths(*JUDGES.get(rule.judged_by, ()), "discipline_officer")
        found |= Q(kind=FINDING, fields__rule=rule.id) & within("unit__path", paths)
    return Q(state=EvidenceEntry.State.WAITING) & found & ~Q(recorded_by=acting.employee)


def conditions(acting: Acting) -> dict[str, Q]:
    return {
        "mine": to_confirm(acting),
        "own": Q(recorded_by=acting.employee),
        "waiting": Q(state="waiting"),
        "confirmed": Q(state="confirmed"),
        "rejected": Q(state__in=("rejected", "withdrawn")),
        "all": Q(),
    }


def counts(acting: Acting, views: Mapping[str, Q]) -> dict[str, int]:
    """What waits, for me and at all: one query."""
    wanted = {view.name: Count("pk", filter=views[view.name]) for view in VIEWS if view.counted}
    return dict(entries(acting).filter(state="waiting").aggregate(**wanted))


def chosen(acting: Acting, wanted: Filter) -> QuerySet[EvidenceEntry]:
    rows = entries(acting).filter(conditions(acting)[wanted.view])
    if wanted.group:
        rows = rows.filter(group=wanted.group)
    if wanted.unit:
        path = Unit.objects.filter(code=wanted.unit).values_list("path", flat=True).first()
        rows = rows.filter(unit__path__startswith=path) if path else rows.none()
    if wanted.since:
        rows = rows.filter(occurred_on__gte=wanted.since)
    if wanted.until:
        rows = rows.filter(occurred_on__lte=wanted.until)
    return rows.select_related("unit", "recorded_by", "decided_by").order_by("-recorded_on", "-pk")


def page(rows: QuerySet[EvidenceEntry], *, after: str, before: str) -> Page[EvidenceEntry]:
    """Fifty lines beyond a key, the newest first."""
    return day_page(rows, after=after, before=before, size=PAGE)


def units_for(acting: Acting) -> list[Unit]:
    """Units one may record for: their own first."""
    own = acting.employee.unit
    rows = Unit.objects.filter(within("path", acting.paths(*RECORDERS)), closed_on=None).exclude(level="team")
    return sorted(rows.order_by("path")[:500], key=lambda unit: unit.pk != own.pk)


def known_names(kinds: Iterable[str]) -> dict[str, list[str]]:
    """Names of things already spoken of, the latest first."""
    wanted = set(kinds)
    found: dict[str, list[str]] = {kind: [] for kind in wanted}
    rows = EvidenceSubject.objects.filter(kind__in=wanted).order_by("-since", "-pk")
    for kind, name in rows.values_list("kind", "name")[: SUGGESTED * max(1, len(wanted))]:
        if len(found[kind]) < SUGGESTED:
            found[kind].append(name)
    if "unit" in wanted:
        found["unit"] = list(Unit.objects.filter(closed_on=None).values_list("name", flat=True)[:SUGGESTED])
    return found


def names_in(kind: FactKind, refs: Mapping[str, str]) -> dict[str, str]:
    """What refs of a line (by field, the subject under "") are called."""
    found = {}
    for name, ref in refs.items():
        about = kind.subject if name == "" else kind.fields[name].ref
        found[name] = _called(about, ref)
    return found


def _called(kind: str, ref: str) -> str:
    if kind in ("employee", "person", "unit"):
        model = Unit if kind == "unit" else Employee
        try:
            name = model.objects.filter(pk=UUID(ref)).values_list("name", flat=True).first()
        except ValueError:
            name = None
        return name or ref
    named = called(kind, [ref]).get(ref)
    return named.name if named else ref


def subject_names(rows: Iterable[EvidenceEntry], kinds: Mapping[str, FactKind]) -> dict[UUID, str]:
    """What each line is about: one query, and one for each kind of person among them."""
    rows = list(rows)
    refs = {row.subject for row in rows}
    known = {
        (kind, ref): name
        for kind, ref, name in EvidenceSubject.objects.filter(ref__in=refs).values_list("kind", "ref", "name")
    }
    for person in PERSONS & {kinds[row.kind].subject for row in rows}:
        known |= {(person, ref): one.name for ref, one in called(person, refs).items()}
    return {row.pk: known.get((kinds[row.kind].subject, row.subject), "") for row in rows}


def may_see_file(acting: Acting, file_id: UUID) -> Q:
    seen = entries(acting).filter(pk=OuterRef("evidence_id"))
    return Q(pk=file_id) & Q(Exists(seen))
