"""Taking down what somebody says on the phone, at the desk or on paper, and posters that lead to the form."""

import secrets
from dataclasses import replace
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from zhiyin.journal import clock
from zhiyin.journal.verbs import verb
from zhiyin.people.acting import Acting
from zhiyin.people.models import Employee, Unit
from zhiyin.people.roles import Role
from zhiyin.vault.codes import ALPHABET
from zhiyin.voice import rules
from zhiyin.voice.models import Demand, Poster
from zhiyin.voice.services import photos
from zhiyin.voice.services.submit import Said, Submitted, submit
from zhiyin.voice.states import Way

TAKERS: Final = (Role.DEMAND_OFFICER, Role.UNION_OFFICER)
# A letter may lie over a holiday; what is older belongs into the import of old records.
OLDEST: Final = timedelta(days=60)
CODE_LENGTH: Final = 6


def take_down(*, acting: Acting, said: Said) -> Submitted:
    """Raise a demand for the one who called, came or wrote; the same form sent twice is one demand.

    Raises PermissionDenied, NotNow, CannotSeal.
    """
    if not acting.has(*TAKERS):
        raise PermissionDenied("take_down")
    if said.way != Way.ANONYMOUS and said.speaker is None:
        raise rules.NotNow("nobody_spoke")
    day = said.received_on or clock.today()
    if not clock.today() - OLDEST <= day <= clock.today():
        raise rules.NotNow("not_received_then")
    if said.channel == Demand.Channel.APP:
        raise rules.NotNow("channel_needed")
    with transaction.atomic():
        speaker = None if said.way == Way.ANONYMOUS else said.speaker
        submitted = submit(acting=acting, said=replace(said, speaker=speaker))
        if not submitted.again:
            photos.attach_pending(token=said.token, demand=submitted.demand)
    return submitted


def employee_named(number: str) -> Employee | None:
    """The employee of a number, as long as they are with the enterprise."""
    people = Employee.objects.select_related("unit").filter(left_on__isnull=True)
    return people.filter(number=number.strip()).first()


@verb(silent="a poster is an address on paper; what is raised through it records its own facts")
def make_poster(*, acting: Acting, place: str, unit: Unit, topic: str) -> Poster:
    """A poster for one place. Raises PermissionDenied, NotNow."""
    if unit.closed_on is not None or not acting.over(unit.path, *TAKERS):
        raise PermissionDenied("make_poster")
    if not place.strip():
        raise rules.NotNow("poster_needs_place")
    return Poster.objects.create(
        code="".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH)),
        place=" ".join(place.split()),
        unit=unit,
        topic=topic,
        made_by=acting.employee,
        made_on=clock.today(),
    )


@verb(silent="a poster is an address on paper; what is raised through it records its own facts")
def end_poster(*, acting: Acting, poster_id: UUID) -> Poster:
    """The poster has been taken down: its code leads to the plain form. Raises PermissionDenied."""
    poster = Poster.objects.select_for_update(of=("self",)).select_related("unit").get(pk=poster_id)
    if not acting.over(poster.unit.path, *TAKERS):
        raise PermissionDenied("end_poster")
    if poster.ended_on is None:
        poster.ended_on = clock.today()
        poster.save(update_fields=["ended_on"])
    return poster
