"""Mediations of a case with all that they hold, their dates, and the articles that answers cite."""

from collections.abc import Iterable, Sequence

from django.db.models import QuerySet, prefetch_related_objects

from zhiyin.institutions import clocks
from zhiyin.voice.models import Answer, Demand, Mediation

BEGINS = frozenset({"voice.mediation.opened", "voice.mediation.agreed"})


def mediations_of(demand: Demand) -> QuerySet[Mediation]:
    """Each with its parties, meetings and points. Four queries."""
    return demand.mediations.select_related("opened_by").prefetch_related("parties", "meetings", "items")


def of_mediation(clock: clocks.Clock) -> bool:
    """A first meeting or a follow-up."""
    return bool(clock.outline.begins_with & BEGINS)


def dates_of_mediation(found: Iterable[clocks.Clock]) -> list[clocks.Clock]:
    return [clock for clock in found if of_mediation(clock) and clock.running]


def with_citations(answers: Sequence[Answer]) -> list[Answer]:
    """The answers with the articles they cite; looked for only where there are some."""
    citing = [answer for answer in answers if answer.cites]
    if citing:
        prefetch_related_objects(citing, "citations__article__version__document", "citations__claim")
    return list(answers)
