"""One step in many cases at once: each case is looked at by itself, none holds up the others."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Count
from django.utils.translation import gettext as _

from zhiyin.institutions import clocks
from zhiyin.journal import clock
from zhiyin.journal.models import Fact
from zhiyin.journal.record import Entry, record_all
from zhiyin.journal.refusal import NotNow
from zhiyin.journal.verbs import verb
from zhiyin.people.acting import Acting, held_on
from zhiyin.people.models import Holding
from zhiyin.voice import rules
from zhiyin.voice.models import BulkItem, BulkRun, Demand, Exclusion, Notice
from zhiyin.voice.permissions import parties
from zhiyin.voice.selectors.visible import visible
from zhiyin.voice.services.posts import handling_post
from zhiyin.voice.services.steps import SUBJECT, entry, said_as_deputy
from zhiyin.voice.states import Kind, State

MOST: Final = 200
UNDO_FOR: Final = timedelta(minutes=10)
DISPATCH, ACCEPT, SIGN_IN, REMIND = "dispatch", "accept", "sign-in", "remind"
STEP_OF: Final = {DISPATCH: "dispatch", ACCEPT: "accept", SIGN_IN: "sign_in", REMIND: "remind_handler"}
UNDONE_BY: Final = {DISPATCH: "undo_dispatch", REMIND: "undo_reminder"}
CHANGED_BY_STEP: Final = (
    "state", "kind", "kind_contested", "handling_post", "handling_unit", "handler", "version",
)  # fmt: skip


@dataclass(frozen=True)
class Wanted:
    """What to do with which cases; `versions` as they were when the officer looked."""

    deed: str
    versions: Mapping[UUID, int | None]
    post_id: UUID | None = None
    kind: str = ""


@dataclass(frozen=True)
class Known:
    """What decides about every case of a run, read once for all."""

    kept_out: frozenset[UUID]
    held_by_excluded: frozenset[UUID]
    holders: frozenset[UUID]
    reminded: frozenset[UUID]


NOBODY: Final = UUID(int=0)
Change = Callable[[Demand], Sequence[Entry]]


def known_of(acting: Acting, deed: str, ids: Iterable[UUID], post_id: UUID | None = None) -> Known:
    """At most three queries, however many cases."""
    ids = list(ids)
    kept_out = _excluded(ids, [acting.employee.pk])
    holders: list[UUID] = []
    if deed == DISPATCH and post_id:
        current = Holding.objects.filter(held_on(clock.today()), post_id=post_id)
        holders = list(current.values_list("employee_id", flat=True))
    reminded = reminded_today(ids) if deed == REMIND else frozenset()
    held = _excluded(ids, holders) if holders else frozenset()
    return Known(kept_out, held, frozenset(holders), reminded)


def _excluded(ids: list[UUID], employees: list[UUID]) -> frozenset[UUID]:
    rows = Exclusion.objects.filter(demand_id__in=ids, employee_id__in=employees)
    return frozenset(rows.values_list("demand_id", flat=True))


def reminded_today(ids: Iterable[UUID]) -> frozenset[UUID]:
    """Cases whose handler was reminded today, and not taken back."""
    kinds = ("voice.handler.reminded", "voice.reminder.undone")
    rows = Fact.objects.filter(
        subject_kind=SUBJECT,
        subject_id__in=[str(pk) for pk in ids],
        kind__in=kinds,
        occurred_on=clock.today(),
    ).order_by("place")
    last = dict(rows.values_list("subject_id", "kind"))
    return frozenset(UUID(subject) for subject, kind in last.items() if kind == kinds[0])


def why_not(acting: Acting, demand: Demand, wanted: Wanted, known: Known) -> str:
    """The reason why this case stays as it is, or nothing. The same for the preview and for the deed."""
    step = rules.STEPS[STEP_OF[wanted.deed]]
    if not parties(acting, demand) & step.by or demand.pk in known.kept_out:
        return "not_your_part"
    arriving = wanted.deed == ACCEPT and demand.state == State.SUBMITTED
    if State(demand.state) not in step.sources and not arriving:
        return "not_in_this_state"
    if demand.pk in known.held_by_excluded:
        return "post_held_by_excluded"
    if demand.author_id and demand.author_id in known.holders:
        return "post_held_by_speaker"
    if wanted.deed == ACCEPT and _is_report(demand, wanted.kind):
        return "report_goes_to_discipline"
    if wanted.deed == REMIND:
        if demand.handling_post_id is None:
            return "nobody_to_remind"
        if demand.pk in known.reminded:
            return "reminded_today"
    return ""


def _is_report(demand: Demand, kind: str) -> bool:
    return demand.track != Demand.Track.DISCIPLINE and Kind.REPORT in (kind, demand.wish)


def _locked(acting: Acting, ids: Iterable[UUID]) -> list[Demand]:
    """Those that this person may see, locked in one order, so that two runs never wait for each other."""
    may_see = list(visible(acting).filter(pk__in=list(ids)).values_list("pk", flat=True))
    rows = Demand.objects.select_for_update(of=("self",)).filter(pk__in=may_see)
    return list(rows.select_related("unit", "handling_unit", "handling_post").order_by("pk"))


def _run(acting: Acting, wanted: Wanted, change: Change) -> BulkRun:
    """Every case that can go goes, in one transaction; the others are noted with their reason."""
    ids = list(wanted.versions)[:MOST]
    demands = _locked(acting, ids)
    known = known_of(acting, wanted.deed, ids, wanted.post_id)
    run = BulkRun.objects.create(by=acting.employee, deed=wanted.deed, at=clock.now())
    done: list[Demand] = []
    entries: list[Entry] = []
    items = []
    for demand in demands:
        seen_at = wanted.versions[demand.pk]
        why = "changed_since" if seen_at not in (None, demand.version) else ""
        why = why or why_not(acting, demand, wanted, known)
        if not why:
            entries += change(demand)
            demand.version += 1
            done.append(demand)
        items.append(BulkItem(run=run, demand=demand, version=None if why else demand.version, why=why))
    _settle(done, entries)
    BulkItem.objects.bulk_create(items)
    return run


def _settle(done: Sequence[Demand], entries: Sequence[Entry]) -> None:
    if done:
        Demand.objects.bulk_update(done, CHANGED_BY_STEP, batch_size=100)
        record_all(entries)
        clocks.refresh(SUBJECT, [demand.pk for demand in done])


def _told(acting: Acting, demand: Demand, step: str, **payload: Any) -> Entry:
    found = rules.step(step, demand.state)
    payload |= said_as_deputy(acting, demand, found)
    demand.state = rules.state_after(found, demand.state, demand.resumes_to)
    return entry(demand, found.fact, acting.actor, payload)


def _to(demand: Demand) -> dict[str, str | None]:
    unit, post = demand.handling_unit_id, demand.handling_post_id
    return {"to_unit": unit.hex if unit else None, "to_post": post.hex if post else None}


@verb(may=("voice.demand.dispatched", "voice.handler.assigned"))
def dispatch_all(*, acting: Acting, wanted: Wanted) -> BulkRun:
    """Hand over to one post, as one by one: nobody there may have an interest in a case. Raises NotNow."""
    post = handling_post(wanted.post_id or NOBODY)

    def change(demand: Demand) -> Sequence[Entry]:
        demand.handling_post, demand.handling_unit, demand.handler = post, post.unit, None
        lead = post.unit_id.hex
        unrelated = {"conflict": "none", "lead": lead, "bounces": demand.objections}
        return [
            _told(acting, demand, "dispatch", **_to(demand)),
            _told(acting, demand, "assign", **unrelated),
        ]

    return _run(acting, wanted, change)


@verb(may=("voice.demand.accepted", "voice.demand.noticed", "voice.demand.registered"))
def accept_all(*, acting: Acting, wanted: Wanted) -> BulkRun:
    """Accept with one kind, and tell each speaker in writing; registers first where need be."""
    notices: list[Notice] = []
    given = Notice.objects.filter(demand_id__in=list(wanted.versions))
    places = dict(given.values_list("demand_id").annotate(Count("pk")))

    def change(demand: Demand) -> Sequence[Entry]:
        told = [_told(acting, demand, "register")] if demand.state == State.SUBMITTED else []
        demand.kind, demand.kind_contested = wanted.kind, False
        told.append(_told(acting, demand, "accept", type=wanted.kind))
        told.append(_told(acting, demand, "notify", written=True))
        text = _("您的诉求已经受理，接下来交承办单位办理。")
        place = places.get(demand.pk, 0) + 1
        notices.append(
            Notice(demand=demand, place=place, about="accepted", text=text, given_on=clock.today())
        )
        return told

    run = _run(acting, wanted, change)
    Notice.objects.bulk_create(notices)
    return run


@verb(may=("voice.demand.signed_in",))
def sign_in_all(*, acting: Acting, wanted: Wanted) -> BulkRun:
    """The handler takes the cases: from here the handling unit answers for them."""

    def change(demand: Demand) -> Sequence[Entry]:
        demand.handler = acting.employee
        return [_told(acting, demand, "sign_in", handler=acting.actor)]

    return _run(acting, wanted, change)


@verb(may=("voice.handler.reminded",))
def remind_all(*, acting: Acting, wanted: Wanted) -> BulkRun:
    """Ask the handling posts to go on; once a day for each case."""
    return _run(acting, wanted, lambda demand: [_told(acting, demand, "remind_handler", **_to(demand))])


DEEDS: Final[Mapping[str, Callable[..., BulkRun]]] = {
    DISPATCH: dispatch_all,
    ACCEPT: accept_all,
    SIGN_IN: sign_in_all,
    REMIND: remind_all,
}


def undo_until(run: BulkRun) -> Any:
    """The last moment at which a run may be taken back; None where the rules do not allow it."""
    return run.at + UNDO_FOR if run.deed in UNDONE_BY and run.undone_at is None else None


@verb(may=("voice.dispatch.undone", "voice.reminder.undone"))
def undo(*, acting: Acting, run_id: UUID) -> BulkRun:
    """Take back one's own run within ten minutes, case by case: not where somebody has gone on since.

    Raises NotNow for the run as a whole, BulkRun.DoesNotExist.
    """
    run = BulkRun.objects.select_for_update().get(pk=run_id, by=acting.employee)
    if run.deed not in UNDONE_BY:
        raise NotNow("cannot_be_undone")
    if run.undone_at is not None:
        raise NotNow("undone_already")
    if clock.now() > run.at + UNDO_FOR:
        raise NotNow("undo_too_late")
    items = {item.demand_id: item for item in run.items.filter(version__isnull=False)}
    done, entries = [], []
    step = rules.STEPS[UNDONE_BY[run.deed]]
    for demand in _locked(acting, items):
        item = items[demand.pk]
        item.why_kept = _why_kept(acting, demand, item, step)
        item.undone = not item.why_kept
        if item.undone:
            entries.append(_taken_back(acting, demand, step))
            demand.version += 1
            done.append(demand)
    for item in items.values():
        item.why_kept = item.why_kept or ("" if item.undone else "case_gone")
    _settle(done, entries)
    BulkItem.objects.bulk_update(items.values(), ["undone", "why_kept"])
    run.undone_at = clock.now()
    run.save(update_fields=["undone_at"])
    return run


def _why_kept(acting: Acting, demand: Demand, item: BulkItem, step: rules.Step) -> str:
    if demand.version != item.version or State(demand.state) not in step.sources:
        return "somebody_went_on"
    return "" if parties(acting, demand) & step.by else "not_your_part"


def _taken_back(acting: Acting, demand: Demand, step: rules.Step) -> Entry:
    if step.verb == "undo_reminder":
        return _told(acting, demand, step.verb)
    post = demand.handling_post_id
    told = _told(acting, demand, step.verb, from_post=post.hex if post else None)
    demand.handling_post = demand.handling_unit = demand.handler = None
    return told
