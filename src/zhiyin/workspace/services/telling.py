"""Reading new facts and telling whom they concern, in the app and on the channels they wish."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import F

from zhiyin.journal import clock
from zhiyin.journal.sequence import read_after, set_watermark, take_watermark
from zhiyin.journal.verbs import verb
from zhiyin.people.acting import Acting
from zhiyin.workspace.channels.registry import open_robots
from zhiyin.workspace.models import Notice
from zhiyin.workspace.notifying.hours import shown_from
from zhiyin.workspace.notifying.table import SORTS, concerned
from zhiyin.workspace.notifying.voice import ALERT
from zhiyin.workspace.notifying.wishes import Wishes
from zhiyin.workspace.services.outbox import put_out

READER: Final = "officer-notices"
BATCHES: Final = 20
# A few minutes, so that what happens together goes out as one message.
GATHER: Final = timedelta(minutes=3)


def tell() -> int:
    """Tell of everything new, up to twenty thousand facts at a time; returns how many were read."""
    total = 0
    for _ in range(BATCHES):
        read = tell_batch()
        total += read
        if not read:
            break
    return total


@verb(silent="notices follow from facts")
def tell_batch(limit: int = 1000) -> int:
    """Tell of the next facts; returns how many were read."""
    seq = take_watermark(READER)
    facts = read_after(seq, limit)
    if not facts:
        return 0
    told = Counter(concerned(facts))
    if told:
        wishes = Wishes({employee_id for employee_id, _what in told})
        for (employee_id, what), count in sorted(told.items(), key=str):
            _tell(employee_id, what, count, wishes)
    alerts = sum(fact.kind == "voice.alert.raised" for fact in facts)
    for robot in open_robots() if alerts else ():
        put_out(employee_id=None, channel=robot, what=ALERT, count=alerts, at=clock.now())
    set_watermark(READER, facts[-1].seq or seq)
    return len(facts)


def _tell(employee_id: UUID, what: str, count: int, wishes: Wishes) -> None:
    sort, own = SORTS[what], wishes.of(employee_id)
    show_from = shown_from(clock.now(), own.quiet_from, own.quiet_until, urgent=sort.urgent)
    if sort.in_app:
        _note(employee_id, what, count, show_from)
    if own.digest_hour is not None and not sort.fixed:
        return
    send_at = show_from if sort.urgent else show_from + GATHER
    for channel in wishes.channels_for(employee_id, what):
        put_out(employee_id=employee_id, channel=channel, what=what, count=count, at=send_at)


def _note(employee_id: UUID, what: str, count: int, show_from: datetime) -> None:
    waiting = Notice.objects.filter(employee_id=employee_id, what=what, read_on__isnull=True)
    if not waiting.update(count=F("count") + count):
        Notice.objects.create(
            employee_id=employee_id, what=what, count=count, since_on=clock.today(), show_from=show_from
        )


@verb(silent="having read a notice changes nothing that is owed")
def mark_read(*, acting: Acting) -> int:
    """They have read what is shown now; what comes in quiet hours stays for the morning."""
    shown = Notice.objects.filter(employee=acting.employee, read_on__isnull=True, show_from__lte=clock.now())
    return shown.update(read_on=clock.today())
