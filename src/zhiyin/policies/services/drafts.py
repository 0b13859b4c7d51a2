"""Drafts: nobody's rule yet. Whatever was typed or uploaded is kept, however wrong its numbers are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from zhiyin.journal import clock, leaf
from zhiyin.journal.record import SYSTEM, record
from zhiyin.journal.verbs import verb
from zhiyin.people.acting import Acting
from zhiyin.people.models import Unit
from zhiyin.policies import search
from zhiyin.policies.facts import DESCRIBED, DISCARDED, DRAFTED
from zhiyin.policies.models import Article, Document, DocumentTopic, Version
from zhiyin.policies.permissions import may_maintain
from zhiyin.policies.rules import NotNow, needs, unchanged

State = Version.State


@dataclass(frozen=True)
class Described:
    """A document's particulars."""

    title: str
    number: str
    issuer: str
    level: str
    kind: str
    open: bool
    unit: Unit
    topics: Sequence[str] = ()


@dataclass(frozen=True)
class Text:
    """A text and when it takes effect."""

    source: str
    from_on: date
    excerpt: bool = False
    note: str = ""
    source_name: str = ""


def actor_of(acting: Acting | None) -> str:
    return acting.actor if acting else SYSTEM


@verb(DRAFTED.name)
def draft_document(*, acting: Acting | None, described: Described, text: Text) -> Version:
    """A new document with its first text, unpublished. Raises NotNow, PermissionDenied."""
    if not may_maintain(acting, described.unit.path):
        raise PermissionDenied("draft")
    document = Document(drafted_on=clock.today())
    _describe(document, described)
    try:
        with transaction.atomic():
            document.save(force_insert=True)
    except IntegrityError as problem:
        raise NotNow("same_name") from problem
    _set_topics(document, described.topics)
    return _draft(acting, document, text, first=True)


@verb(DRAFTED.name)
def draft_version(*, acting: Acting | None, document_id: UUID, text: Text) -> Version:
    """A later text of a document, unpublished. Raises NotNow, PermissionDenied."""
    return _draft(acting, locked_document(acting, document_id), text)


@verb(DRAFTED.name)
def draft_correction(*, acting: Acting | None, version_id: UUID, reason: str) -> Version:
    """The text of a published version once more, to take a misprint out of it. Raises NotNow."""
    wrong = Version.objects.get(pk=version_id)
    document = locked_document(acting, wrong.document_id)
    wrong.refresh_from_db()
    needs(reason, "reason_needed")
    if wrong.state != State.PUBLISHED:
        raise NotNow("nothing_in_force")
    text = Text(wrong.source, wrong.from_on, wrong.excerpt, reason.strip(), wrong.source_name)
    return _draft(acting, document, text, corrects=wrong)


def locked_document(acting: Acting | None, document_id: UUID) -> Document:
    """The document, locked, for who may keep it. Raises PermissionDenied."""
    rows = Document.objects.select_for_update(of=("self",)).select_related("unit")
    document = rows.filter(pk=document_id).first()
    if document is None:
        raise NotNow("not_a_draft")
    if not may_maintain(acting, document.unit.path):
        raise PermissionDenied("maintain")
    return document


def _draft(
    acting: Acting | None,
    document: Document,
    text: Text,
    *,
    first: bool = False,
    corrects: Version | None = None,
) -> Version:
    if not first and document.versions.filter(state=State.DRAFT).exists():
        raise NotNow("has_a_draft")
    draft = Version(
        document=document, corrects=corrects, salt=leaf.salt(), drafted_on=clock.today(),
        drafted_by=acting.employee if acting else None, source_name=text.source_name[-120:],
    )  # fmt: skip
    _write(draft, text)
    draft.save(force_insert=True)
    record(
        DRAFTED, document.pk, actor=actor_of(acting), unit=document.unit_id, version=draft.pk,
        from_on=draft.from_on, first=first,
    )  # fmt: skip
    return draft


def _write(draft: Version, text: Text) -> None:
    draft.source, draft.note, draft.excerpt = text.source, text.note.strip(), text.excerpt
    # A correction takes effect when the wrong text did.
    draft.from_on = draft.corrects.from_on if draft.corrects else text.from_on


def locked_draft(acting: Acting | None, version_id: UUID, revision: int) -> Version:
    """The draft as the page showed it, locked. Raises NotNow, PermissionDenied."""
    document_id = Version.objects.filter(pk=version_id).values_list("document_id", flat=True).first()
    if document_id is None:
        raise NotNow("not_a_draft")
    locked_document(acting, document_id)
    rows = Version.objects.select_for_update(of=("self",)).select_related("document__unit", "corrects")
    draft = rows.filter(pk=version_id).first()
    if draft is None or draft.state != State.DRAFT:
        raise NotNow("not_a_draft")
    unchanged(revision, draft.revision)
    return draft


@verb(silent="an unpublished draft is nobody's rule; what is published is told with its digest")
def edit_draft(*, acting: Acting | None, version_id: UUID, revision: int, text: Text) -> Version:
    """Another text for the draft; who edits last does not publish. Raises NotNow, PermissionDenied."""
    draft = locked_draft(acting, version_id, revision)
    _write(draft, text)
    if text.source_name:
        draft.source_name = text.source_name[-120:]
    draft.drafted_by = acting.employee if acting else None
    draft.drafted_on = clock.today()
    draft.revision += 1
    draft.save()
    return draft


@verb(DISCARDED.name)
def discard_draft(*, acting: Acting, version_id: UUID, revision: int) -> None:
    """Take a draft away; a document that was never published goes with it. Raises NotNow."""
    draft = locked_draft(acting, version_id, revision)
    document = draft.document
    record(DISCARDED, document.pk, actor=acting.actor, unit=document.unit_id, version=draft.pk)
    draft.delete()
    if not document.versions.exists():
        document.delete()


@verb(DESCRIBED.name)
def describe(*, acting: Acting, document_id: UUID, described: Described) -> Document:
    """Change a document's particulars, and whether it is public. Raises NotNow, PermissionDenied."""
    document = locked_document(acting, document_id)
    if not may_maintain(acting, described.unit.path):
        raise PermissionDenied("describe")
    before = document.title
    _describe(document, described)
    try:
        with transaction.atomic():
            document.save()
    except IntegrityError as problem:
        raise NotNow("same_name") from problem
    _set_topics(document, described.topics)
    if document.title != before:
        search.index_again(
            Article.objects.filter(version__document=document, version__state=State.PUBLISHED), document.title
        )
    record(
        DESCRIBED, document.pk, actor=acting.actor, unit=document.unit_id,
        public=document.open, level=document.level,
    )  # fmt: skip
    return document


def _describe(document: Document, described: Described) -> None:
    document.title = bare_title(described.title)
    document.number, document.issuer = described.number.strip(), described.issuer.strip()
    document.level, document.kind, document.open = described.level, described.kind, described.open
    document.unit = described.unit


def bare_title(text: str) -> str:
    """《信访工作条例》 without its book marks."""
    return text.strip().strip("《》").strip()


def _set_topics(document: Document, topics: Sequence[str]) -> None:
    document.topics.exclude(topic__in=topics).delete()
    known = set(document.topics.values_list("topic", flat=True))
    DocumentTopic.objects.bulk_create(
        [DocumentTopic(document=document, topic=topic) for topic in topics if topic not in known]
    )
