"""Rosters that another system puts into a folder: looked at, then written, left to a person, or refused.

Every step finds its work by state and may run twice; a file is put away only after its outcome is kept.
"""

import logging
import os
from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Final
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext as _

from zhiyin.journal import clock
from zhiyin.journal.record import record
from zhiyin.journal.verbs import verb
from zhiyin.people import facts
from zhiyin.people.acting import Acting
from zhiyin.people.models import RosterPreview, RosterRun, Unit
from zhiyin.people.permissions import actor_of, require_whole
from zhiyin.people.refusals import Refused
from zhiyin.people.roster import apply, check, differences, marked, state, store
from zhiyin.people.roster.limits import MAX_BYTES, Unreadable
from zhiyin.people.roster.read import Sheet, read
from zhiyin.people.services.roster import WRITES, looked_at

log = logging.getLogger(__name__)
DONE: Final = "done"
REFUSED: Final = "refused"
ENDINGS: Final = (".xlsx", ".xls", ".csv")
# A day, a time and “.marked.xlsx.part” are added to it, and a file system takes 255 bytes.
LONGEST_NAME: Final = 200
WAITS_FOR: Final = timedelta(days=14)
State = RosterRun.State


def look_in_folder() -> int:
    """Take what has arrived whole; returns how many files were dealt with."""
    if not settings.ROSTER_FOLDER:
        return 0
    folder = Path(settings.ROSTER_FOLDER)
    for name in (DONE, REFUSED):
        (folder / name).mkdir(parents=True, exist_ok=True)
    expire_waiting()
    done = put_away_all(folder)
    for path in _arrived(folder):
        run = note_arrival(path=path)
        if run is None:
            continue
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
        take(run_id=run.pk, data=data, folder=folder)
        done += 1
    put_away_all(folder)
    return done


def _arrived(folder: Path) -> Iterator[Path]:
    """Files that may be rosters, the oldest first; never what Excel or a copying program keeps for itself."""
    found = [
        path
        for path in folder.iterdir()
        if path.suffix.lower() in ENDINGS
        and not path.name.startswith((".", "~$"))
        and not path.is_symlink()
        and path.is_file()
        and _nameable(path.name)
    ]
    yield from sorted(found, key=lambda path: (path.stat().st_mtime_ns, path.name))


def _nameable(name: str) -> bool:
    """Whether the name can be kept: long ones and those in another encoding are left where they lie."""
    try:
        fits = len(name.encode()) <= LONGEST_NAME
    except UnicodeEncodeError:
        fits = False
    if not fits:
        log.warning("roster folder: a file with too long a name, or one not in UTF-8, was left alone")
    return fits


@verb(silent="a file was seen; nothing has changed yet")
def note_arrival(*, path: Path) -> RosterRun | None:
    """The run to begin, once the file kept its size and time from one look to the next; else None."""
    stat = path.stat()
    run = RosterRun.objects.select_for_update().filter(name=path.name, put_away=False).first()
    if run and run.state != State.ARRIVING:
        if (run.size, run.changed_ns) == (stat.st_size, stat.st_mtime_ns):
            return None
        _replaced(run)
        run = None
    if run and (run.size, run.changed_ns) == (stat.st_size, stat.st_mtime_ns):
        return run
    if run is None:
        run = RosterRun(name=path.name)
    run.size, run.changed_ns, run.seen_at = stat.st_size, stat.st_mtime_ns, clock.now()
    run.save()
    return None


def _replaced(run: RosterRun) -> None:
    """Another file has the name now: nobody waits for the old one any more."""
    if run.state == State.WAITING:
        run.state, run.why = State.REFUSED, "replaced"
        if run.preview_id:
            store.drop(run.preview_id)
    run.put_away = True
    run.save(update_fields=["state", "why", "put_away"])


@verb(may=(*WRITES, "people.roster.waiting", "people.roster.refused"))
def take(*, run_id: UUID, data: bytes, folder: Path) -> RosterRun:
    """Read, check and compare a file, and write it if the differences are small enough."""
    run = RosterRun.objects.select_for_update(of=("self",)).get(pk=run_id)
    if run.state != State.ARRIVING:
        return run
    complete_for = _complete_for()
    now = state.load()
    try:
        sheets = read(data)
    except Unreadable as unreadable:
        return _refuse(run, unreadable.code, {})
    roster = check.parse(sheets, now.people)
    looked = looked_at(None, roster, complete_for, now)
    counts = {**looked.diff.counts(), "problems": len(looked.problems), "rows": len(roster.employees)}
    if looked.problems:
        _give_back(folder, run, sheets, looked.problems)
        return _refuse(run, "problems", counts)
    why = differences.reasons_to_wait(
        looked.diff, now.people, most_leave=settings.ROSTER_MOST_LEAVE, zeros=len(roster.notes)
    )
    run.counts = counts
    if looked.diff.empty:
        run.state = State.UNCHANGED
    elif why:
        run.state, run.why = State.WAITING, ",".join(why)
        run.preview = _preview(run, data, roster, complete_for, counts)
        record(
            facts.ROSTER_WAITING, run.pk, actor=actor_of(None), unit=_root().pk, people=len(looked.diff.left)
        )
    else:
        apply.write(None, looked.diff, looked.state)
        run.state = State.IMPORTED
    run.save()
    return run


def _preview(
    run: RosterRun, data: bytes, roster: check.Roster, complete_for: Unit | None, counts: dict[str, int]
) -> RosterPreview:
    preview = RosterPreview.objects.create(
        made_at=clock.now(), expires_at=clock.now() + WAITS_FOR, name=run.name,
        digest=sha256(data).hexdigest(), complete_for=complete_for, counts=counts,
    )  # fmt: skip
    store.save(preview.pk, roster)
    store.save_upload(preview.pk, data)
    return preview


def _refuse(run: RosterRun, why: str, counts: dict[str, int]) -> RosterRun:
    run.state, run.why, run.counts = State.REFUSED, why, counts
    run.save()
    record(facts.ROSTER_REFUSED, run.pk, actor=actor_of(None), unit=_root().pk)
    return run


def _give_back(folder: Path, run: RosterRun, sheets: list[Sheet], problems: list[check.Problem]) -> None:
    """The marked copy beside the refused file, whole or not at all."""
    target = folder / REFUSED / f"{_kept_name(run)}.marked.xlsx"
    half = target.with_suffix(".part")
    half.write_bytes(marked.marked(sheets, problems))
    os.replace(half, target)


@verb("people.roster.refused")
def dismiss(*, acting: Acting, run_id: UUID) -> RosterRun:
    """The administrator does not want a waiting roster written. Raises Refused."""
    run = RosterRun.objects.select_for_update(of=("self",)).get(pk=run_id)
    require_whole(acting)
    if run.state != State.WAITING:
        raise Refused(_("这份名册已经不等确认了。"))
    if run.preview_id:
        store.drop(run.preview_id)
    run.state, run.why = State.REFUSED, "dismissed"
    run.decided_by, run.decided_at = acting.employee, clock.now()
    run.save(update_fields=["state", "why", "decided_by", "decided_at"])
    record(facts.ROSTER_REFUSED, run.pk, actor=acting.actor, unit=_root().pk)
    return run


@verb(may=("people.roster.refused",))
def expire_waiting() -> int:
    """Rosters for which nobody decided in time are refused; returns how many."""
    rows = RosterRun.objects.select_for_update(of=("self",)).filter(state=State.WAITING)
    rows = rows.filter(preview__isnull=True)
    for run in rows:
        _refuse(run, "expired", run.counts)
    return len(rows)


@verb(silent="a file goes into the folder of its outcome; the outcome is kept already")
def put_away_all(folder: Path) -> int:
    """Move files whose outcome is kept into done/ or refused/; returns how many."""
    moved = 0
    rows = RosterRun.objects.select_for_update().filter(put_away=False)
    for run in rows.exclude(state__in=(State.ARRIVING, State.WAITING)):
        source = folder / run.name
        target = folder / (REFUSED if run.state == State.REFUSED else DONE) / _kept_name(run)
        if source.is_file() and _same(source, run):
            os.replace(source, target)
            moved += 1
        run.put_away = True
        run.save(update_fields=["put_away"])
    for run in RosterRun.objects.filter(state=State.ARRIVING):
        if not (folder / run.name).exists():
            run.delete()
    return moved


def _same(path: Path, run: RosterRun) -> bool:
    stat = path.stat()
    return (stat.st_size, stat.st_mtime_ns) == (run.size, run.changed_ns)


def _kept_name(run: RosterRun) -> str:
    return f"{run.seen_at:%Y%m%d-%H%M%S}-{run.name}"


def _root() -> Unit:
    return Unit.objects.get(parent=None)


def _complete_for() -> Unit | None:
    code = settings.ROSTER_COMPLETE_FOR
    if not code:
        return None
    unit = Unit.objects.filter(code=code, closed_on=None).first()
    if unit is None:
        raise ImproperlyConfigured(f"ZHIYIN_ROSTER_COMPLETE_FOR: no open unit {code}")
    return unit
