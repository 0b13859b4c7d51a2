"""A timeline in words: what happened, with the part of the payload that a reader asks for."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from zhiyin.people.marks import bracketed
from zhiyin.voice.desk_words import (
    CHANNELS,
    KINDS,
    LEGAL_CHANNELS,
    OLD_RECORD,
    SATISFIED,
    SOLVED,
    WAYS,
    WHY_ESCALATED,
)
from zhiyin.voice.models import Answer
from zhiyin.voice.selectors.case_at_desk import Event

RESULTS: Mapping[str, object] = {result.value: result.label for result in Answer.Result}
# A kind whose name says that it happened for the first time, from the second time on.
AGAIN: Mapping[str, Promise] = {"voice.demand.contacted": gettext_lazy("又联系了职工")}
Payload = Mapping[str, object]


@dataclass(frozen=True)
class Said:
    """One line of the timeline."""

    what: str
    more: str
    on: date
    who: str
    day: date | None = None


def tell(events: Iterable[Event], posts: Mapping[str, str]) -> list[Said]:
    """`posts`: unit and title by the post's id."""
    lines, told = [], set()
    for event in events:
        again = AGAIN.get(event.kind.name) if event.kind.name in told else None
        told.add(event.kind.name)
        lines.append(
            Said(
                what=str(again) if again else _what(event),
                more=_more(event, posts),
                on=event.on,
                who=_who(event, posts),
                day=_day(event.payload),
            )
        )
    return lines


def _what(event: Event) -> str:
    english = (get_language() or "").startswith("en")
    return event.kind.en.capitalize() if english else event.kind.zh


def _who(event: Event, posts: Mapping[str, str]) -> str:
    if event.by_speaker:
        return _("诉求人")
    post = event.payload.get("deputising")
    return bracketed(event.who, _("代 %(post)s") % {"post": posts[str(post)]}) if post else event.who


def _more(event: Event, posts: Mapping[str, str]) -> str:
    payload = event.payload
    if payload.get("to_post"):
        return posts.get(str(payload["to_post"]), "")
    teller = MORE.get(event.kind.name)
    return teller(payload) if teller else ""


def _day(payload: Payload) -> date | None:
    text = payload.get("promised_on") or payload.get("original_on")
    return date.fromisoformat(str(text)) if text else None


def _word(words: Mapping[str, object], code: object) -> str:
    return str(words.get(str(code), ""))


MORE: dict[str, Callable[[Payload], str]] = {
    "voice.demand.received": lambda p: (
        str(OLD_RECORD) if p.get("channel") == "import" else _word(WAYS, p.get("way"))
    ),
    "voice.demand.accepted": lambda p: _word(KINDS, p.get("type")),
    "voice.kind.changed": lambda p: _word(KINDS, p.get("type")),
    "voice.demand.redirected": lambda p: str(LEGAL_CHANNELS[str(p["channel"])][0]),
    "voice.demand.contacted": lambda p: _word(CHANNELS, p.get("channel")),
    "voice.visit.tried": lambda p: _word(CHANNELS, p.get("channel")),
    "voice.visit.reached": lambda p: _word(CHANNELS, p.get("channel")),
    "voice.demand.answered": lambda p: _("最终答复") if p.get("final") else _("承诺办好的日期"),
    "voice.claims.set": lambda p: _("%(n)s 项") % {"n": p.get("count")},
    "voice.claim.determined": lambda p: _word(RESULTS, p.get("result")),
    "voice.demand.looked_again": lambda p: _("现在有条件了") if p.get("possible") else _("还没有条件"),
    "voice.demand.escalated": lambda p: _word(WHY_ESCALATED, p.get("why")),
    "voice.extension.requested": lambda p: _("%(days)s 天") % {"days": p.get("days")},
    "voice.demand.extended": lambda p: _("%(days)s 天") % {"days": p.get("days")},
    "voice.demand.rated": lambda p: (
        f"{_word(SOLVED, p.get('solved'))} · {_word(SATISFIED, p.get('satisfied'))}"
    ),
    "voice.review.decided": lambda p: _("改变原答复") if p.get("changed") else _("维持原答复"),
    "voice.second_review.decided": lambda p: _("改变原答复") if p.get("changed") else _("维持原答复"),
}
