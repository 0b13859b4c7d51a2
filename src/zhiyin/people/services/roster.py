"""Rosters: a preview is made, looked at, and then written as a whole or not at all."""

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from django.utils.translation import gettext as _

from zhiyin.journal import clock
from zhiyin.journal.verbs import verb
from zhiyin.people.acting import Acting
from zhiyin.people.models import RosterPreview, RosterRun, Unit
from zhiyin.people.permissions import require_admin, require_whole
from zhiyin.people.refusals import Refused
from zhiyin.people.roster import apply, check, compare, diff, marked, state, store
from zhiyin.people.roster.read import read

KEPT = timedelta(hours=24)
WRITES = (
    "people.unit.opened", "people.unit.changed", "people.unit.moved", "people.employee.joined",
    "people.employee.moved", "people.employee.changed", "people.employee.left", "people.post.given_up",
)  # fmt: skip


@dataclass(frozen=True)
class Looked:
    """A preview as of now: what was read, and what it would change today."""

    roster: check.Roster
    diff: diff.Diff
    problems: list[check.Problem]
    state: state.State


@verb(silent="nothing is changed until the preview is confirmed")
def make_preview(
    *, acting: Acting, data: bytes, name: str, complete_for: Unit | None = None
) -> RosterPreview:
    """Read and check an upload. Raises Unreadable for a file that is no roster, Refused."""
    if complete_for:
        require_admin(acting, complete_for.path)
    now = state.load()
    roster = check.parse(read(data), now.people)
    drop_expired()
    preview = RosterPreview(
        made_by=acting.employee, made_at=clock.now(), expires_at=clock.now() + KEPT, name=name[:200],
        digest=sha256(data).hexdigest(), complete_for=complete_for,
    )  # fmt: skip
    looked = looked_at(acting, roster, complete_for, now)
    preview.counts = {**looked.diff.counts(), "problems": len(looked.problems), "rows": len(roster.employees)}
    store.save(preview.pk, roster)
    store.save_upload(preview.pk, data)
    preview.save(force_insert=True)
    return preview


@verb(silent="nothing is changed until the preview is confirmed")
def choose_sheet(*, acting: Acting, preview_id: UUID, sheet: str) -> RosterPreview:
    """Read another sheet of the same upload. Raises Refused: written already, expired, no such sheet."""
    preview = RosterPreview.objects.select_for_update(of=("self",)).get(pk=preview_id)
    if preview.applied_at:
        raise Refused(_("这份名册已经写入了。"))
    try:
        sheets = read(store.upload(preview.pk))
    except FileNotFoundError as problem:
        raise Refused(_("这份预览过期了，重新上传。")) from problem
    if sheet not in {one.name for one in sheets}:
        raise Refused(_("文件里没有这张表。"))
    now = state.load()
    roster = check.parse(sheets, now.people, chosen=sheet)
    looked = looked_at(acting, roster, preview.complete_for, now)
    preview.counts = {**looked.diff.counts(), "problems": len(looked.problems), "rows": len(roster.employees)}
    store.save(preview.pk, roster)
    preview.save(update_fields=["counts"])
    return preview


def marked_copy(*, acting: Acting, preview: RosterPreview, only_wrong: bool) -> bytes:
    """The upload with what is wrong written beside each row. Raises Refused when it has expired."""
    looked = look(acting=acting, preview=preview)
    try:
        sheets = read(store.upload(preview.pk))
    except FileNotFoundError as problem:
        raise Refused(_("这份预览过期了，重新上传。")) from problem
    return marked.marked(sheets, looked.problems, only_wrong=only_wrong)


def look(*, acting: Acting, preview: RosterPreview) -> Looked:
    """The preview against the state of this moment. Raises Refused when it has expired."""
    try:
        roster = store.load(preview.pk)
    except FileNotFoundError as problem:
        raise Refused(_("这份预览过期了，重新上传。")) from problem
    return looked_at(acting, roster, preview.complete_for, state.load())


@verb(may=WRITES)
def confirm(*, acting: Acting, preview_id: UUID, digest: str, leavers_seen: bool) -> dict[str, int]:
    """Write what was shown; returns what was done. A second confirmation changes nothing.

    `digest` is that of the shown changes, `leavers_seen` that those who leave were said to be right.
    Raises Refused: problems, expired, the state has changed since, leavers not looked at.
    """
    preview = RosterPreview.objects.select_for_update(of=("self",)).get(pk=preview_id)
    if preview.applied_at:
        return {name: count for name, count in preview.counts.items() if isinstance(count, int)}
    if preview.made_by_id is None:
        require_whole(acting)
    looked = look(acting=acting, preview=preview)
    if looked.problems:
        raise Refused(_("还有要改的地方，改好再上传。"))
    if looked.diff.digest() != digest:
        raise Refused(_("你看完以后名册又变了。再看一遍下面的变动，再确认。"))
    if looked.diff.left and not leavers_seen:
        raise Refused(_("有人要办离开。看清名单，勾上再确认。"))
    apply.write(acting, looked.diff, looked.state)
    preview.applied_at = clock.now()
    preview.counts = {**looked.diff.counts(), "problems": 0, "rows": len(looked.roster.employees)}
    preview.save(update_fields=["applied_at", "counts"])
    RosterRun.objects.filter(preview=preview, state=RosterRun.State.WAITING).update(
        state=RosterRun.State.IMPORTED, counts=preview.counts, decided_by=acting.employee,
        decided_at=preview.applied_at,
    )  # fmt: skip
    store.drop(preview.pk)
    return looked.diff.counts()


def looked_at(
    acting: Acting | None, roster: check.Roster, complete_for: Unit | None, now: state.State
) -> Looked:
    problems = list(roster.problems)
    changes = diff.Diff()
    if compare.comparable(roster):
        problems += compare.compare(roster, now.known(acting))
        problems.sort(key=lambda found: (found.sheet, found.line, len(found.column), found.column))
    if not problems:
        scope: frozenset[str] = frozenset()
        if complete_for:
            inside = complete_for.path
            scope = frozenset(code for code, unit in now.units.items() if unit.path.startswith(inside))
        changes = diff.employees(roster.employees, now.people, complete_for=scope)
        diff.units(changes, roster.units, now.unit_states())
    return Looked(roster, changes, problems, now)


def drop_expired() -> int:
    """Forget previews that nobody confirmed; returns how many."""
    expired = RosterPreview.objects.filter(applied_at=None, expires_at__lte=clock.now())
    keys = list(expired.values_list("pk", flat=True))
    for key in keys:
        store.drop(key)
    expired.delete()
    return len(keys)
