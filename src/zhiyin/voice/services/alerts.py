"""Urgent alerts: told at once, naming no demand and no one."""

from uuid import UUID

from zhiyin.journal import clock
from zhiyin.journal.record import record
from zhiyin.journal.verbs import verb
from zhiyin.people.acting import Acting
from zhiyin.people.models import Unit
from zhiyin.voice import facts
from zhiyin.voice.models import Alert


@verb("voice.alert.raised")
def raise_alert(*, unit: Unit | None, place: str) -> Alert:
    """Tell those on duty at once that a life is in danger somewhere."""
    alert = Alert.objects.create(unit=unit, place=place, raised_at=clock.now())
    record(facts.ALERT_RAISED, alert.pk, unit=unit.pk if unit else None)
    return alert


@verb(may=("voice.alert.seen",))
def take_up_alert(*, acting: Acting, alert_id: UUID, action: str) -> Alert:
    """Say what is being done about an alert; the first to say it stands."""
    alert = Alert.objects.select_for_update().get(pk=alert_id)
    if alert.seen_at is None:
        alert.seen_by, alert.seen_at, alert.action = acting.employee, clock.now(), action
        alert.save()
        record(facts.ALERT_SEEN, alert.pk, actor=acting.actor, unit=alert.unit_id, by=acting.actor)
    return alert
