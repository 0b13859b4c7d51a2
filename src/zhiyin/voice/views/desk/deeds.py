"""What each step of the desk does with its form: one call of a verb, or two that belong together."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from zhiyin.people.acting import Acting
from zhiyin.voice.models import Demand
from zhiyin.voice.services import (
    answers,
    claims,
    extensions,
    handling,
    joint,
    legacy,
    mediation,
    office,
    reviews,
    speaking,
    verdicts,
)
from zhiyin.voice.states import State


@dataclass(frozen=True)
class Doing:
    """Who does it to which demand, seen at which version, with what was filled in."""

    acting: Acting
    demand: Demand
    version: int | None
    data: dict[str, Any]
    form: Any = None

    @property
    def known(self) -> dict[str, Any]:
        return {"acting": self.acting, "demand_id": self.demand.pk, "version": self.version}

    @property
    def plain(self) -> dict[str, Any]:
        """For verbs that look at the state alone."""
        return {"acting": self.acting, "demand_id": self.demand.pk}


Deed = Callable[[Doing], object]


def simple(verb: Callable[..., object], *names: str, versioned: bool = True) -> Deed:
    """Call `verb` with the fields of these names."""

    def deed(doing: Doing) -> object:
        known = doing.known if versioned else doing.plain
        return verb(**known, **{name: doing.data[name] for name in names})

    return deed


@transaction.atomic
def accept_and_dispatch(doing: Doing) -> object:
    office.accept_demand(**doing.known, kind=doing.data["kind"])
    return office.dispatch_demand(**doing.plain, post_id=doing.data["post"])


@transaction.atomic
def merge(doing: Doing) -> object:
    known = doing.known
    if doing.demand.state == State.SUBMITTED:
        office.register_demand(**known)
        known["version"] = None
    return office.merge_demand(**known, into_id=doing.data["into"])


def dispatch(doing: Doing) -> object:
    return office.dispatch_demand(**doing.known, post_id=doing.data["post"])


def uphold(doing: Doing) -> object:
    return office.uphold_objection(**doing.known, post_id=doing.data["post"], ruling=doing.data["ruling"])


def assign_review(doing: Doing) -> object:
    unit_id, reviewer_id = doing.data["reviewer"]
    return reviews.assign_review(**doing.known, unit_id=unit_id, reviewer_id=reviewer_id)


def answer(doing: Doing) -> object:
    data = doing.data
    written = answers.Written(
        # With several claims it follows from theirs.
        result=data.get("result", ""),
        request=data["request"],
        facts=data["facts"],
        basis=doing.form.whole_basis(),
        opinion=data["opinion"],
        promised_on=doing.form.promised(),
        findings=doing.form.found(),
        cites=doing.form.cites(),
        without_tasks=data.get("without_tasks", ""),
    )
    return answers.answer_demand(**doing.known, written=written)


def split_off(doing: Doing) -> object:
    return claims.split_off(**doing.known, claim_id=doing.data["claim"], topic=doing.data["topic"])


def give_task(doing: Doing) -> object:
    data = doing.data
    return joint.give_task(**doing.known, post_id=data["post"], what=data["what"], due_on=data["due_on"])


def give_again(doing: Doing) -> object:
    data = doing.data
    return joint.give_again(
        acting=doing.acting,
        task_id=data["task"],
        version=doing.version,
        post_id=data["post"],
        what=data["what"],
        due_on=data["due_on"],
    )


def take_back(doing: Doing) -> object:
    return joint.take_back(
        acting=doing.acting, task_id=doing.data["task"], version=doing.version, why=doing.data["why"]
    )


def hand_on(doing: Doing) -> object:
    return joint.hand_on(**doing.known, post_id=doing.data["post"], reason=doing.data["reason"])


open_mediation = simple(mediation.open_mediation, "matter", "parties")
note_meeting = simple(mediation.note_meeting, "met_on", "where", "attended", "said")
propose_agreement = simple(mediation.propose_agreement, "items", "follow_up_on")
fail_mediation = simple(mediation.fail_mediation, "because", "why")
follow_up = simple(mediation.follow_up, "kept", "text")
set_claims = simple(claims.set_claims, "texts")
mark_legacy = simple(legacy.mark_legacy)
add_legacy_paper = simple(legacy.add_legacy_paper, "title", "number", "dated", "says")
look_again = simple(legacy.look_again, "possible", "text")
register = simple(office.register_demand)
accept = simple(office.accept_demand, "kind")
redirect = simple(office.redirect_demand, "channel", "explanation", "limit")
change_kind = simple(office.change_kind, "kind")
dismiss = simple(office.dismiss_objection, "ruling")
lapse = simple(office.lapse_demand)
close = simple(office.close_demand)
to_discipline = simple(office.move_to_discipline)
escalate = simple(office.escalate_demand, "why")
sign_in = simple(handling.sign_in_demand)
object_to = simple(handling.object_to_dispatch, "reason")
contact = simple(handling.contact_speaker, "channel")
recuse = simple(handling.recuse_handler, "conflict")
ask = simple(handling.ask_speaker, "reason", "text")
request_extension = simple(extensions.request_extension, "days", "reason", "explanation")
grant_extension = simple(extensions.grant_extension)
refuse_extension = simple(extensions.refuse_extension)
request_redate = simple(extensions.request_redate, "promised_on", "reason")
grant_redate = simple(extensions.grant_redate)
refuse_redate = simple(extensions.refuse_redate)
keep_promise = simple(answers.keep_promise, "evidence")
decide_review = simple(reviews.decide_review, "changed", "opinion")
open_visit = simple(verdicts.open_visit, versioned=False)
try_visit = simple(verdicts.try_visit, "channel", "note", versioned=False)
reach = simple(verdicts.reach_speaker, "channel", "solved", "satisfied", "why", versioned=False)
give_up = simple(verdicts.give_up_visit, versioned=False)
rework = simple(verdicts.send_to_rework, versioned=False)
reopen = simple(speaking.reopen_demand, "text", versioned=False)
write = simple(speaking.write_as_officer, "text", versioned=False)
