"""Messages on their way out: put out with the fact's telling, claimed by an UPDATE, tried, given up."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import F, Q

from zhiyin.journal import clock
from zhiyin.journal.verbs import verb
from zhiyin.people.models import Contact, Employee
from zhiyin.people.services.contacts import address_of, note_reached
from zhiyin.workspace.channels.base import Message, Refused, TryLater
from zhiyin.workspace.channels.registry import channel
from zhiyin.workspace.models import NoticeSettings, Outgoing
from zhiyin.workspace.notifying import links, waiting
from zhiyin.workspace.notifying.wishes import Wishes
from zhiyin.workspace.notifying.wording import DIGEST, TEST, message

# Minutes until the next try; when that fails too after the last, the message is given up.
BACK_OFF: Final = (1, 5, 15, 60, 240)
TRIES: Final = len(BACK_OFF) + 1
LEASE: Final = timedelta(minutes=5)
AT_A_TIME: Final = 20
KEPT_DAYS: Final = 30
W = Outgoing.State.WAITING


@verb(silent="a message follows from facts")
def put_out(*, employee_id: UUID | None, channel: str, what: str, count: int, at: datetime) -> None:
    """Add to a message that still gathers, or begin one."""
    whose = Q(employee_id=employee_id) if employee_id else Q(employee=None)
    gathering = Outgoing.objects.filter(whose, channel=channel, what=what, state=W, tries=0)
    gathering = gathering.order_by("next_at")
    first = gathering.values_list("pk", flat=True).first()
    # Only while nobody has begun to send it: a count that comes later is the next message's.
    if first and Outgoing.objects.filter(pk=first, state=W, tries=0).update(count=F("count") + count):
        return
    Outgoing.objects.create(employee_id=employee_id, channel=channel, what=what, count=count, next_at=at)


def send_waiting() -> int:
    """Try what is due; a channel that fails is left alone until the next turn. Returns how many were sent."""
    due = Outgoing.objects.filter(state=W, next_at__lte=clock.now()).order_by("next_at", "pk")
    sent, shut = 0, set[str]()
    for pk, name in list(due.values_list("pk", "channel")[:AT_A_TIME]):
        if name in shut:
            continue
        row = claim(outgoing_id=pk)
        if row is None:
            continue
        if row.tries > TRIES:
            end(row=row, problem="interrupted")
            continue
        outcome = _try(row)
        sent += outcome is True
        if isinstance(outcome, TryLater) and outcome.channel:
            shut.add(name)
    return sent


@verb(silent="a message in hand is still the same message")
def claim(*, outgoing_id: UUID) -> Outgoing | None:
    """Take a due message; of several workers one wins. Its next try stands unless this one ends it."""
    now = clock.now()
    mine = Outgoing.objects.filter(pk=outgoing_id, state=W, next_at__lte=now)
    if not mine.update(next_at=now + LEASE, tries=F("tries") + 1):
        return None
    return Outgoing.objects.select_related("employee").get(pk=outgoing_id)


def _try(row: Outgoing) -> TryLater | bool:
    """Send one claimed message: whether it left, or what stands against it if it has to be tried again."""
    way = channel(row.channel)
    prepared = _prepared(row) if way else None
    if way is None or prepared is None:
        drop(row=row)
        return False
    try:
        way.send(*prepared)
    except Refused as problem:
        end(row=row, problem=str(problem))
        _note_reach(row, reached=False)
        return False
    except TryLater as problem:
        put_back(row=row, problem=problem)
        return problem
    end(row=row)
    _note_reach(row, reached=True)
    return True


def _note_reach(row: Outgoing, *, reached: bool) -> None:
    """Their owner sees on the settings page which address takes nothing."""
    if row.employee_id:
        note_reached(employee_id=row.employee_id, channel=row.channel, reached=reached)


def _prepared(row: Outgoing) -> tuple[str, Message] | None:
    """The address and the message as of now; None where nobody needs it any more."""
    if row.employee_id is None:
        text = message(row.what, {row.what: row.count}, language="zh-hans", reference=row.pk.hex)
        return "", text
    person = row.employee
    contact = Contact.objects.filter(employee_id=row.employee_id, channel=row.channel).first()
    if contact is None or person is None or person.status == Employee.Status.LEFT:
        return None
    own = NoticeSettings.objects.filter(employee_id=row.employee_id).first() or NoticeSettings()
    counts: dict[str, int] = {}
    if row.what != TEST:
        wishes = Wishes({row.employee_id})
        if row.channel not in wishes.channels_for(row.employee_id, row.what):
            return None
        unread = waiting.unread_counts(row.employee_id)
        if row.what == DIGEST:
            counts = {
                what: n
                for what, n in unread.items()
                if row.channel in wishes.channels_for(row.employee_id, what)
            }
        elif row.what in unread:
            counts = {row.what: min(row.count, unread[row.what])}
        if not counts:
            return None
    off = links.Off(row.employee_id, row.what, row.channel)
    off_url = links.off_url(off)
    text = message(row.what, counts, language=own.language, reference=row.pk.hex, off_url=off_url)
    return address_of(contact), text


@verb(silent="a message that nobody needs any more")
def drop(*, row: Outgoing) -> None:
    Outgoing.objects.filter(pk=row.pk, state=W, tries=row.tries).delete()


@verb(silent="whether a message arrived changes nothing that is owed")
def end(*, row: Outgoing, problem: str = "") -> None:
    """Sent, or given up with its reason; the time goes, the day stays."""
    Outgoing.objects.filter(pk=row.pk, state=W).update(
        state=Outgoing.State.GIVEN_UP if problem else Outgoing.State.SENT,
        problem=problem[:120], next_at=None, ended_on=clock.today(),
    )  # fmt: skip


@verb(silent="whether a message arrived changes nothing that is owed")
def put_back(*, row: Outgoing, problem: TryLater) -> None:
    """Wait longer each time; what a whole channel refuses, waits together."""
    if row.tries >= TRIES:
        end(row=row, problem=str(problem))
        return
    now = clock.now()
    after = max(timedelta(minutes=BACK_OFF[row.tries - 1]), problem.after)
    Outgoing.objects.filter(pk=row.pk, state=W).update(next_at=now + after, problem=str(problem)[:120])
    if problem.channel:
        others = Outgoing.objects.filter(channel=row.channel, state=W, next_at__lt=now + problem.after)
        others.exclude(pk=row.pk).update(next_at=now + problem.after)


@verb(silent="one message a day instead of single ones is what they wished")
def put_out_digests() -> int:
    """The daily messages whose hour has come; each once a day. Returns how many people were served."""
    hour, today = clock.local(clock.now()).hour, clock.today()
    not_yet = Q(digest_on__isnull=True) | Q(digest_on__lt=today)
    due = NoticeSettings.objects.filter(not_yet, digest_hour__lte=hour)
    people = list(due.order_by("pk").values_list("pk", flat=True)[:500])
    wishes = Wishes(people) if people else None
    served = 0
    for person in people:
        if wishes is None or not due.filter(pk=person).update(digest_on=today):
            continue
        served += 1
        for name in wishes.channels_for(person, DIGEST):
            put_out(employee_id=person, channel=name, what=DIGEST, count=1, at=clock.now())
    return served


@verb(silent="forgetting what has left changes nothing")
def forget_sent() -> int:
    """Rows of messages that ended a month ago."""
    since = clock.today() - timedelta(days=KEPT_DAYS)
    return Outgoing.objects.exclude(state=W).filter(ended_on__lt=since).delete()[0]


@verb(silent="trying a message again changes nothing that is owed")
def try_again(*, ids: Iterable[UUID]) -> int:
    """Given-up messages, from the first try on."""
    given_up = Outgoing.objects.filter(pk__in=list(ids), state=Outgoing.State.GIVEN_UP)
    return given_up.update(state=W, tries=0, next_at=clock.now(), ended_on=None, problem="")


@verb(silent="forgetting a message that could not be sent")
def forget_given_up(*, ids: Iterable[UUID]) -> int:
    return Outgoing.objects.filter(pk__in=list(ids), state=Outgoing.State.GIVEN_UP).delete()[0]
