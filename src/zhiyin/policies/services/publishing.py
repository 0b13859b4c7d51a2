"""Publishing, correcting and repealing: what was published stays readable for ever."""

from datetime import date
from uuid import UUID

from zhiyin.journal import clock, leaf
from zhiyin.journal.record import record
from zhiyin.journal.verbs import verb
from zhiyin.people.acting import Acting
from zhiyin.policies import search
from zhiyin.policies.facts import CORRECTED, PUBLISHED, REPEALED
from zhiyin.policies.models import Article, Document, Version
from zhiyin.policies.parsing import Parsed, parse
from zhiyin.policies.rules import NotNow, Span, needs, repealing, second_person, taking_effect
from zhiyin.policies.services.drafts import actor_of, locked_document, locked_draft

State = Version.State


@verb(may=(PUBLISHED.name, CORRECTED.name))
def publish(*, acting: Acting | None, version_id: UUID, revision: int) -> Version:
    """A second person publishes what the page showed; its articles enter the library and the search.

    Raises NotNow, PermissionDenied.
    """
    draft = locked_draft(acting, version_id, revision)
    second_person(draft.drafted_by_id, acting.employee.pk if acting else None)
    parsed = parse(draft.source, title=draft.document.title)
    if parsed.stopping(excerpt=draft.excerpt):
        raise NotNow("not_ready")
    if draft.corrects_id:
        _replace(draft, draft.corrects_id)
    else:
        _take_place(draft)
    draft.state = State.PUBLISHED
    draft.published_by, draft.published_on = (acting.employee if acting else None), clock.today()
    _keep(draft, parsed)
    _tell(draft, actor_of(acting))
    return draft


def _take_place(draft: Version) -> None:
    """Where the version stands in time; the one before ends when it begins."""
    others = list(Version.objects.filter(document=draft.document, state=State.PUBLISHED))
    span, cut = taking_effect([Span(one.from_on, one.until_on) for one in others], draft.from_on)
    draft.until_on = span.end
    if cut is not None:
        before = others[cut]
        draft.repealed_by_id, draft.repeal_note = before.repealed_by_id, before.repeal_note
        before.until_on, before.repealed_by, before.repeal_note = draft.from_on, None, ""
        before.save(update_fields=["until_on", "repealed_by", "repeal_note"])


def _replace(draft: Version, wrong_id: UUID) -> None:
    """The corrected text stands exactly where the wrong one stood."""
    wrong = Version.objects.select_for_update(of=("self",)).get(pk=wrong_id)
    if wrong.state != State.PUBLISHED:
        raise NotNow("changed_meanwhile")
    draft.from_on, draft.until_on = wrong.from_on, wrong.until_on
    draft.repealed_by_id, draft.repeal_note = wrong.repealed_by_id, wrong.repeal_note
    wrong.state = State.CORRECTED
    wrong.save(update_fields=["state"])
    search.purge(wrong.articles.values_list("pk", flat=True))


def _keep(draft: Version, parsed: Parsed) -> None:
    draft.opening, draft.annex = "\n".join(parsed.opening), "\n".join(parsed.annex)
    draft.count = len(parsed.articles)
    draft.save()
    articles = Article.objects.bulk_create(
        Article(
            version=draft, place=place, number=one.number.number, branch=one.number.branch,
            chapter=one.chapter[:120], section=one.section[:120], text=one.text,
        )
        for place, one in enumerate(parsed.articles)
    )  # fmt: skip
    search.index(articles, draft.document.title)


def _tell(version: Version, actor: str) -> None:
    document = version.document
    digest = leaf.text_digest(version.salt, version.source)
    if version.corrects_id:
        record(
            CORRECTED, document.pk, actor=actor, unit=document.unit_id, version=version.pk,
            wrong=version.corrects_id, articles=version.count, text=digest,
        )  # fmt: skip
    else:
        record(
            PUBLISHED, document.pk, actor=actor, unit=document.unit_id, version=version.pk,
            from_on=version.from_on, articles=version.count, public=document.open, text=digest,
            excerpt=version.excerpt,
        )  # fmt: skip


@verb(REPEALED.name)
def repeal(*, acting: Acting, document_id: UUID, on: date, reason: str, by: UUID | None = None) -> Version:
    """From `on` the document is no longer in force; `by` names what replaces it. Raises NotNow."""
    document = locked_document(acting, document_id)
    needs(reason, "reason_needed")
    published = Version.objects.filter(document=document, state=State.PUBLISHED)
    last = published.select_for_update(of=("self",)).order_by("-from_on").first()
    if last is None:
        raise NotNow("nothing_in_force")
    last.until_on = repealing(Span(last.from_on, last.until_on), on).end
    last.repealed_by = Document.objects.filter(pk=by).first() if by else None
    last.repeal_note = reason.strip()
    last.save(update_fields=["until_on", "repealed_by", "repeal_note"])
    record(
        REPEALED, document.pk, actor=acting.actor, unit=document.unit_id, version=last.pk, until_on=on,
        text=leaf.text_digest(last.salt, last.repeal_note), by=by if last.repealed_by else None,
    )  # fmt: skip
    return last
