"""Posters of the units one answers for, and the one that a code belongs to."""

from typing import Final

from django.http import HttpRequest

from zhiyin.people.acting import Acting, within
from zhiyin.people.models import Unit
from zhiyin.voice.models import Poster
from zhiyin.voice.selectors.mine import own_units
from zhiyin.voice.services.intake import TAKERS

MOST: Final = 500


def posters_of(acting: Acting) -> list[Poster]:
    """Those that hang, newest first. One query."""
    posters = Poster.objects.filter(within("unit__path", acting.paths(*TAKERS)), ended_on__isnull=True)
    return list(posters.select_related("unit")[:MOST])


def poster_of(code: str) -> Poster | None:
    """The poster that hangs under this code, whoever reads it. One query."""
    posters = Poster.objects.select_related("unit").filter(ended_on__isnull=True)
    return posters.filter(code=code.strip().upper()).first()


def poster_in(request: HttpRequest) -> Poster | None:
    """The poster whose code this form came from, if it still hangs."""
    code = request.POST.get("poster") or request.GET.get("poster") or ""
    return poster_of(code) if code else None


def second_level(unit: Unit) -> Unit | None:
    """The unit of the second level above a place: all that the anonymous form asks for. One query."""
    return next((one for one in own_units(unit) if one.level == Unit.Level.SECOND), None)
