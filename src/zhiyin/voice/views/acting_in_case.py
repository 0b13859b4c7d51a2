"""What a speaker does inside a case, through either door: one form, one verb."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.forms import Form
from django.http import HttpRequest

from zhiyin.journal import clock
from zhiyin.voice import rules
from zhiyin.voice.forms.speaker import AgreeForm, NameForm, RateForm, ReasonForm, WordsForm
from zhiyin.voice.models import Demand, Message
from zhiyin.voice.reasons import told
from zhiyin.voice.selectors.case_of_speaker import Case
from zhiyin.voice.selectors.words import kind_note, kind_word
from zhiyin.voice.services import mediation, photos, reviews, speaking, verdicts
from zhiyin.voice.speakers import Speaker
from zhiyin.voice.states import State
from zhiyin.voice.views.speaking import TOKEN_BYTES, photos_in_hand, token_of

FORMS: Mapping[str, type[Form]] = {
    "rate": RateForm,
    "deny": ReasonForm,
    "agree": AgreeForm,
    "decline": WordsForm,
    "write": WordsForm,
    "review": WordsForm,
    "reopen": WordsForm,
    "show_name": NameForm,
    "contest": Form,
    "withdraw": Form,
}


SHOWN_FOR: Mapping[str, frozenset[str]] = {
    "rate": frozenset({"rate"}),
    "deny": frozenset({"deny_promise"}),
    "agree": frozenset({"agree"}),
    "decline": frozenset({"decline"}),
    "write": frozenset({"write", "supply", "resume"}),
    "review": frozenset({"review"}),
    "reopen": frozenset({"reopen"}),
    "show_name": frozenset({"show_name"}),
    "contest": frozenset({"contest_kind"}),
    "withdraw": frozenset({"withdraw"}),
}


@dataclass
class Deed:
    """What came of a post: `done` names the verb; otherwise its form carries the reason."""

    done: str = ""
    asked: str = ""
    forms: dict[str, Form] = field(default_factory=dict)
    token: bytes = field(default_factory=lambda: secrets.token_bytes(TOKEN_BYTES))
    refused_photos: list[str] = field(default_factory=list)


def blank_forms() -> dict[str, Form]:
    """The forms of a case, empty."""
    return {name: form(auto_id=f"{name}-%s") for name, form in FORMS.items()}


def context_of(case: Case, deed: Deed, done: str) -> dict[str, Any]:
    """What the page of a case shows, through either door."""
    kind = case.demand.kind
    refused = deed.forms[deed.asked] if deed.asked in deed.forms and not deed.done else None
    return {
        # A form that the case no longer shows still says why it was refused, with what was typed.
        "refused": refused if refused is not None and not case.can & SHOWN_FOR[deed.asked] else None,
        "case": case,
        "demand": case.demand,
        "forms": deed.forms,
        "asked": deed.asked,
        "token": deed.token.hex(),
        "held": photos.pending(deed.token),
        "refused_photos": deed.refused_photos,
        "done": done if done in FORMS else "",
        "kind_word": kind_word(kind) if kind else "",
        "kind_note": kind_note(kind) if kind else "",
    }


def act(request: HttpRequest, speaker: Speaker, demand: Demand) -> Deed:
    """Do what the post asks for; whatever was typed stays in its form."""
    do = request.POST.get("do", "")
    deed = Deed(forms=blank_forms())
    if do not in FORMS:
        return deed
    deed.asked = do
    form = deed.forms[do] = FORMS[do](request.POST, auto_id=f"{do}-%s")
    if do == "withdraw" and request.POST.get("sure") != "1":
        return deed
    valid = form.is_valid()
    if valid and _came_before(request, do, demand, form.cleaned_data):
        deed.done = do
        return deed
    if not _photos_in_hand(request, deed) or not valid:
        return deed
    try:
        VERBS[do](speaker, form.cleaned_data, deed.token)
    except rules.NotNow as refusal:
        form.add_error(None, told(refusal.reason))
    else:
        deed.done = do
    return deed


def _photos_in_hand(request: HttpRequest, deed: Deed) -> bool:
    """Hold the photos of a message until it is sent; false when one was refused or is taken away."""
    if deed.asked != "write":
        return True
    deed.token = token_of(request)
    deed.refused_photos, dropped = photos_in_hand(request, deed.token)
    return not (deed.refused_photos or dropped)


def _came_before(request: HttpRequest, do: str, demand: Demand, data: dict[str, Any]) -> bool:
    """A second tap of the same form: the case has moved on since the page, and holds just this already."""
    if request.POST.get("seen") == str(demand.version):
        return False
    today = clock.today()
    match do:
        case "rate":
            last = demand.verdicts.last()
            same = last and (last.solved, last.satisfied) == (data["solved"], data["satisfied"])
            return bool(same and last and last.given_on == today and not last.by_union)
        case "write" | "reopen":
            said = demand.messages.last()
            return bool(said and said.side == Message.Side.SPEAKER and said.text == data["text"])
        case "review":
            return demand.reviews.filter(requested_on=today, grounds=data["text"]).exists()
        case "deny":
            return demand.answers.filter(denied_on=today).exists()
        case "withdraw":
            return demand.state == State.WITHDRAWN
        case "agree":
            return demand.mediations.filter(agreed_on=today).exists()
        case "decline":
            return demand.mediations.filter(declined_on=today, declined_why=data["text"]).exists()
        case "contest":
            return demand.kind_contested
        case _:
            return bool(demand.shown_name) and demand.shown_name == data["name"].strip()


def _rate(speaker: Speaker, data: dict[str, Any], _token: bytes) -> None:
    verdicts.rate_demand(
        speaker=speaker,
        demand_id=speaker.demand_id,
        solved=data["solved"],
        satisfied=data["satisfied"],
        why=data["why"],
    )


def _write(speaker: Speaker, data: dict[str, Any], token: bytes) -> None:
    with transaction.atomic():
        demand = speaking.write_as_speaker(speaker=speaker, demand_id=speaker.demand_id, text=data["text"])
        said = demand.messages.filter(side=Message.Side.SPEAKER).last()
        photos.attach_pending(token=token, demand=demand, message=said)


def _deny(speaker: Speaker, data: dict[str, Any], _token: bytes) -> None:
    verdicts.deny_promise(speaker=speaker, demand_id=speaker.demand_id, text=data["text"])


def _review(speaker: Speaker, data: dict[str, Any], _token: bytes) -> None:
    reviews.request_review(speaker=speaker, demand_id=speaker.demand_id, grounds=data["text"])


def _reopen(speaker: Speaker, data: dict[str, Any], _token: bytes) -> None:
    speaking.reopen_demand(acting=speaker, demand_id=speaker.demand_id, text=data["text"])


def _show_name(speaker: Speaker, data: dict[str, Any], _token: bytes) -> None:
    speaking.show_name(speaker=speaker, demand_id=speaker.demand_id, name=data["name"])


def _contest(speaker: Speaker, _data: dict[str, Any], _token: bytes) -> None:
    speaking.contest_kind(speaker=speaker, demand_id=speaker.demand_id)


def _withdraw(speaker: Speaker, _data: dict[str, Any], _token: bytes) -> None:
    speaking.withdraw_demand(speaker=speaker, demand_id=speaker.demand_id)


def _agree(speaker: Speaker, data: dict[str, Any], _token: bytes) -> None:
    mediation.agree(speaker=speaker, demand_id=speaker.demand_id, proposed_on=data["proposed_on"])


def _decline(speaker: Speaker, data: dict[str, Any], _token: bytes) -> None:
    mediation.decline(speaker=speaker, demand_id=speaker.demand_id, text=data["text"])


VERBS: Mapping[str, Callable[[Speaker, dict[str, Any], bytes], None]] = {
    "rate": _rate,
    "agree": _agree,
    "decline": _decline,
    "write": _write,
    "deny": _deny,
    "review": _review,
    "reopen": _reopen,
    "show_name": _show_name,
    "contest": _contest,
    "withdraw": _withdraw,
}
