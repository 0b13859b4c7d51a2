"""What suggestions and questions are called where rules speak of them: by number, never by an author."""

from django.urls import reverse

from zhiyin.institutions.subjects import Called
from zhiyin.people.sent import ids_in
from zhiyin.suggestions.models import Question, Suggestion


def suggestions_called(refs: list[str]) -> dict[str, Called]:
    """Number and page of each suggestion; ids that name none are left out. One query."""
    rows = Suggestion.objects.filter(pk__in=ids_in(refs)).values_list("pk", "number")
    return {str(pk): Called(number, reverse("suggestions:show", args=[pk])) for pk, number in rows}


def questions_called(refs: list[str]) -> dict[str, Called]:
    """A question is called by the suggestion it is about. One query."""
    rows = Question.objects.filter(pk__in=ids_in(refs)).values_list(
        "pk", "suggestion_id", "suggestion__number"
    )
    return {
        str(pk): Called(number, reverse("suggestions:show", args=[suggestion]))
        for pk, suggestion, number in rows
    }
