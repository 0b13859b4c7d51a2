"""What demands are called where rules speak of them: by their number, never by what they say."""

from django.urls import reverse

from zhiyin.institutions.subjects import Called
from zhiyin.people.sent import ids_in
from zhiyin.voice.models import Demand


def demands_called(refs: list[str]) -> dict[str, Called]:
    """Number and page of each demand; ids that name none are left out. One query."""
    rows = Demand.objects.filter(pk__in=ids_in(refs)).values_list("pk", "number")
    return {str(pk): Called(number, reverse("voice:desk_case", args=[pk])) for pk, number in rows}
