"""What those who keep the library see: drafts first, then every document of their units."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet

from zhiyin.people.acting import Acting, within
from zhiyin.people.models import Unit
from zhiyin.policies.models import Document, Version
from zhiyin.policies.permissions import MAINTAINERS

State = Version.State


@dataclass(frozen=True)
class Draft:
    """A draft and whether this person may publish it: who wrote it last may not."""

    version: Version
    first: bool
    mine: bool


def mine(acting: Acting) -> QuerySet[Document]:
    """Documents of the units whose library this person keeps."""
    return Document.objects.filter(within("unit__path", acting.paths(*MAINTAINERS)))


def drafts(acting: Acting) -> list[Draft]:
    """Every draft, the latest first. One query."""
    rows = Version.objects.filter(
        within("document__unit__path", acting.paths(*MAINTAINERS)), state=State.DRAFT
    )
    published = Count("document__versions", filter=~Q(document__versions__state=State.DRAFT))
    rows = rows.annotate(published=published).select_related("document__unit", "drafted_by").defer("source")
    return [
        Draft(one, not one.published, one.drafted_by_id == acting.employee.pk)
        for one in rows.order_by("-drafted_on", "-id")
    ]


def kept(acting: Acting) -> QuerySet[Document]:
    """Published documents with how many texts they have had. One query."""
    published = Q(versions__state=State.PUBLISHED)
    rows = mine(acting).annotate(texts=Count("versions", filter=published))
    rows = rows.annotate(latest=Max("versions__published_on")).filter(texts__gt=0)
    return rows.select_related("unit").order_by("-latest", "title")


def draft(acting: Acting, version_id: UUID) -> Version | None:
    """A draft of one's own units, or one that was meanwhile published."""
    rows = Version.objects.filter(within("document__unit__path", acting.paths(*MAINTAINERS)))
    return rows.select_related("document__unit", "corrects", "drafted_by").filter(pk=version_id).first()


def units(acting: Acting) -> QuerySet[Unit]:
    """Open units whose library this person keeps, from the top."""
    rows = Unit.objects.filter(within("path", acting.paths(*MAINTAINERS)), closed_on=None)
    return rows.exclude(level__in=["workshop", "team"]).order_by("path")


def text_before(draft: Version) -> Version | None:
    """The published text that a draft corrects, or else follows. One query at most."""
    if draft.corrects:
        return draft.corrects
    rows = Version.objects.filter(
        document=draft.document_id, state=State.PUBLISHED, from_on__lt=draft.from_on
    )
    return rows.order_by("-from_on").first()
