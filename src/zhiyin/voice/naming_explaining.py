"""What sub-tasks and templates are called where rules speak of them: numbers and titles of units."""

from django.urls import reverse

from zhiyin.institutions.subjects import Called
from zhiyin.people.sent import ids_in
from zhiyin.voice.models import AnswerTemplate, Demand, Task


def tasks_called(refs: list[str]) -> dict[str, Called]:
    """Each by its demand's number and its own; those of accusations are not called at all. One query."""
    rows = Task.objects.filter(pk__in=ids_in(refs), demand__track=Demand.Track.ORDINARY)
    return {
        str(pk): Called(f"{number}-{place}", reverse("voice:task", args=[pk]))
        for pk, number, place in rows.values_list("pk", "demand__number", "place")
    }


def templates_called(refs: list[str]) -> dict[str, Called]:
    """Each by its title. One query."""
    rows = AnswerTemplate.objects.filter(pk__in=ids_in(refs)).values_list("pk", "title")
    return {str(pk): Called(title, reverse("voice:answer_template", args=[pk])) for pk, title in rows}
