"""What authors do: file, complete, invite and answer invitations, step out, ask again, share."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from django.utils.translation import gettext as _

from zhiyin.institutions.services.files import Upload
from zhiyin.journal import clock
from zhiyin.journal.refusal import NotNow
from zhiyin.journal.verbs import verb
from zhiyin.people.acting import Acting
from zhiyin.people.models import Employee, Unit
from zhiyin.people.refusals import Refused
from zhiyin.suggestions import facts, rules
from zhiyin.suggestions.models import Attachment, Author, Suggestion
from zhiyin.suggestions.rules import State
from zhiyin.suggestions.services import drafts
from zhiyin.suggestions.services.files import attach_files
from zhiyin.suggestions.services.steps import advance, allow, authors_of, is_here, locked, noted, tell
from zhiyin.vault.codes import ALPHABET


@dataclass(frozen=True)
class Idea:
    """What the form says. `token` is the form's own: one form, one suggestion."""

    token: bytes
    title: str
    now_text: str
    better_text: str
    effects: Sequence[str]
    unit: Unit
    place: str = ""
    with_whom: Sequence[Employee] = ()
    named: bool = True
    uploads: Sequence[Upload] = ()
    from_demand: UUID | None = None


@verb(may=("voice.suggestion.filed",))
def file_suggestion(*, acting: Acting, idea: Idea) -> Suggestion:
    """File it; a second tap of the same form gives the same suggestion. Raises Refused."""
    Employee.objects.select_for_update(no_key=True).get(pk=acting.employee.pk)
    submission = UUID(bytes=sha256(b"suggestion" + idea.token).digest()[:16])
    before = Suggestion.objects.filter(submission=submission).first()
    if before is not None:
        return before
    invited = _invited(acting, idea.with_whom)
    suggestion = Suggestion.objects.create(
        number=new_number(), title=idea.title.strip(), now_text=idea.now_text.strip(),
        better_text=idea.better_text.strip(), effects=effects_kept(idea.effects),
        place=idea.place.strip(), unit=idea.unit, filed_on=clock.today(), submission=submission,
        from_demand=idea.from_demand,
    )  # fmt: skip
    rows = [
        Author(
            suggestion=suggestion, employee=acting.employee, place=1, state=Author.State.JOINED,
            named=idea.named, seen=1,
        )
    ]  # fmt: skip
    rows += [
        Author(suggestion=suggestion, employee=person, place=place, state=Author.State.INVITED)
        for place, person in enumerate(invited, start=2)
    ]
    Author.objects.bulk_create(rows)
    attach_files(suggestion=suggestion, part=Attachment.Part.IDEA, uploads=idea.uploads)
    digest = noted(suggestion, "file", f"{idea.title}\n{idea.now_text}\n{idea.better_text}")
    tell(suggestion, acting, (facts.FILED, {"authors": len(rows), "text": digest}))
    drafts.BOX.drop(acting.employee)
    return suggestion


def effects_kept(codes: Sequence[str]) -> str:
    """As the row keeps them, in the order of the rules."""
    return "," + "".join(f"{code}," for code in rules.EFFECTS if code in codes)


def _invited(acting: Acting, people: Sequence[Employee]) -> list[Employee]:
    others = [p for p in dict.fromkeys(people) if p.pk != acting.employee.pk]
    if len(others) >= rules.MOST_AUTHORS:
        raise Refused(_("一条建议最多 %(n)d 个人一起提。") % {"n": rules.MOST_AUTHORS})
    if any(not is_here(person) for person in others):
        raise Refused(_("合作者里有人已经离开单位。"))
    return others


def new_number() -> str:
    """JY-7K4Q-2M: random, so that numbers tell no order."""
    while True:
        body = "".join(secrets.choice(ALPHABET) for _place in range(6))
        number = f"JY-{body[:4]}-{body[4:]}"
        if not Suggestion.objects.filter(number=number).exists():
            return number


@verb("voice.suggestion.completed")
def complete_suggestion(
    *, acting: Acting, suggestion_id: UUID, text: str, version: int | None = None
) -> Suggestion:
    """An author adds what the office asked for."""
    suggestion = locked(suggestion_id, version=version)
    allow(acting, suggestion, "complete")
    rules.needs(text)
    advance(suggestion, "complete", acting, text=noted(suggestion, "complete", text))
    return suggestion


@verb("voice.suggestion.author_joined")
def join_suggestion(
    *, acting: Acting, suggestion_id: UUID, named: bool, version: int | None = None
) -> Suggestion:
    """An invited colleague says that it is their idea too."""
    suggestion = locked(suggestion_id, version=version)
    one = allow(acting, suggestion, "join")
    assert one.author
    if suggestion.reviews.filter(reviewer=acting.employee, declined_on=None).exists():
        raise NotNow("reviews_it")
    one.author.state, one.author.named = Author.State.JOINED, named
    one.author.save()
    # A new author changes what an agreed split means.
    suggestion.authors.update(share=None)
    advance(suggestion, "join", acting)
    return suggestion


@verb("voice.suggestion.author_declined")
def decline_suggestion(*, acting: Acting, suggestion_id: UUID, version: int | None = None) -> Suggestion:
    """An invited colleague says no; nobody is named against their will."""
    suggestion = locked(suggestion_id, version=version)
    one = allow(acting, suggestion, "decline")
    assert one.author
    one.author.state = Author.State.DECLINED
    one.author.save()
    advance(suggestion, "decline", acting)
    return suggestion


@verb("voice.suggestion.author_left", may=("voice.suggestion.withdrawn",))
def leave_suggestion(*, acting: Acting, suggestion_id: UUID, version: int | None = None) -> Suggestion:
    """An author steps out before the decision; when the last one does, the suggestion is withdrawn."""
    suggestion = locked(suggestion_id, version=version)
    one = allow(acting, suggestion, "leave")
    assert one.author
    one.author.state = Author.State.LEFT
    one.author.save()
    suggestion.authors.update(share=None)
    if authors_of(suggestion):
        advance(suggestion, "leave", acting)
    else:
        suggestion.authors.filter(state=Author.State.INVITED).update(state=Author.State.DECLINED)
        suggestion.meeting = None
        advance(suggestion, "leave", acting, to=State.WITHDRAWN, also=[(facts.WITHDRAWN, {})])
    return suggestion


@verb("voice.suggestion.credit_changed")
def change_credit(
    *, acting: Acting, suggestion_id: UUID, named: bool, version: int | None = None
) -> Suggestion:
    """An author changes whether their name may be shown; at any time, for all pages at once."""
    suggestion = locked(suggestion_id, version=version)
    one = allow(acting, suggestion, "credit")
    assert one.author
    if one.author.named == named:
        raise NotNow("credit_same")
    one.author.named = named
    one.author.save()
    advance(suggestion, "credit", acting, named=named)
    return suggestion


@verb("voice.suggestion.reconsider_asked")
def ask_to_reconsider(
    *, acting: Acting, suggestion_id: UUID, text: str, version: int | None = None
) -> Suggestion:
    """An author does not accept the refusal; once."""
    suggestion = locked(suggestion_id, version=version)
    allow(acting, suggestion, "reconsider")
    if suggestion.reconsidered:
        raise NotNow("reconsidered_before")
    rules.needs(text, "reason_too_short", rules.SHORTEST_REASON)
    suggestion.reconsidered, suggestion.meeting = True, None
    advance(suggestion, "reconsider", acting, text=noted(suggestion, "reconsider", text))
    return suggestion


@verb("voice.suggestion.reopened")
def reopen_suggestion(
    *, acting: Acting, suggestion_id: UUID, text: str, version: int | None = None
) -> Suggestion:
    """Something has changed since the refusal: filed again, with new reviewers and a new date."""
    suggestion = locked(suggestion_id, version=version)
    allow(acting, suggestion, "reopen")
    rules.needs(text, "reason_too_short", rules.SHORTEST_REASON)
    digest = noted(suggestion, "reopen", text)
    suggestion.outcome, suggestion.reconsidered, suggestion.meeting = "", False, None
    suggestion.handling_unit = None
    advance(suggestion, "reopen", acting, text=digest)
    return suggestion


@verb("voice.suggestion.shared")
def share_reward(
    *, acting: Acting, suggestion_id: UUID, shares: Mapping[UUID, int], version: int | None = None
) -> Suggestion:
    """The first author says how the reward is split; everyone who joined has a part, together 100."""
    suggestion = locked(suggestion_id, version=version)
    one = allow(acting, suggestion, "share")
    authors = authors_of(suggestion)
    first = next((author for author in authors if is_here(author.employee)), None)
    if first is None or one.author is None or first.pk != one.author.pk:
        raise NotNow("not_first_author")
    if set(shares) != {author.pk for author in authors}:
        raise NotNow("shares_not_100")
    rules.check_shares(list(shares.values()))
    for author in authors:
        author.share = shares[author.pk]
    Author.objects.bulk_update(authors, ["share"])
    advance(suggestion, "share", acting, authors=len(authors))
    return suggestion


@verb(silent="having read one's own page changes nothing that is owed")
def mark_seen(*, author: Author, version: int) -> None:
    """An author has seen the suggestion as it stands."""
    Author.objects.filter(pk=author.pk, seen__lt=version).update(seen=version)
