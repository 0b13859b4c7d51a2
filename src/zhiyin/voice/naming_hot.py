"""What hot problems and their milestones are called where rules speak of them: numbers, never words."""

from django.urls import reverse

from zhiyin.institutions.subjects import Called
from zhiyin.people.sent import ids_in
from zhiyin.voice.models import HotProblem, Milestone


def problems_called(refs: list[str]) -> dict[str, Called]:
    """Number and page of each problem. One query."""
    rows = HotProblem.objects.filter(pk__in=ids_in(refs)).values_list("pk", "number")
    return {str(pk): Called(number, reverse("voice:hot_case", args=[pk])) for pk, number in rows}


def milestones_called(refs: list[str]) -> dict[str, Called]:
    """Each milestone by the number and the page of its problem. One query."""
    rows = Milestone.objects.filter(pk__in=ids_in(refs)).values_list("pk", "problem__number", "problem_id")
    return {
        str(pk): Called(number, reverse("voice:hot_case", args=[problem])) for pk, number, problem in rows
    }
