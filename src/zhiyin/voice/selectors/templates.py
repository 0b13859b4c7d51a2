"""Templates of answers: those offered for a case, and those that somebody keeps."""

from django.db.models import QuerySet

from zhiyin.people.acting import Acting, within
from zhiyin.people.models import Unit
from zhiyin.people.roles import Role
from zhiyin.voice.models import AnswerTemplate, Demand


def offered_for(demand: Demand) -> list[AnswerTemplate]:
    """Of the handling unit and those above it; of the same topic first. One query."""
    if demand.handling_unit is None:
        return []
    parts = demand.handling_unit.path.strip("/").split("/")
    above = ["/" + "/".join(parts[:n]) + "/" for n in range(1, len(parts) + 1)]
    rows = AnswerTemplate.objects.filter(ended_on__isnull=True, unit__path__in=above).select_related("unit")
    return sorted(rows, key=lambda one: (one.topic != demand.topic, bool(one.topic), one.title))


def kept_by(acting: Acting) -> QuerySet[AnswerTemplate]:
    """Those of the units that this person handles for; ended ones last."""
    rows = AnswerTemplate.objects.filter(within("unit__path", acting.paths(Role.HANDLER)))
    return rows.select_related("unit", "made_by").order_by("ended_on", "unit__path", "title")


def units_of(acting: Acting) -> list[Unit]:
    """Units for which they may write one: those that their grants name."""
    ids = {grant.unit_id for grant in acting.grants if grant.role == Role.HANDLER}
    return list(Unit.objects.filter(pk__in=ids).order_by("path"))
