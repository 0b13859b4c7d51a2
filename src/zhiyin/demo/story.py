"""From the first word to the written answer, step by step through the verbs that people use."""

from dataclasses import replace
from datetime import date, timedelta

from zhiyin.demo import aftermath, explaining
from zhiyin.demo.case import Case, Halted, Story
from zhiyin.demo.days import awake, in_office, office_on
from zhiyin.demo.plan import limit_of
from zhiyin.demo.told_apart import findings, tell_apart
from zhiyin.demo.tree import handlers, name_of
from zhiyin.institutions import clocks
from zhiyin.institutions.calendar import Calendar
from zhiyin.journal import clock
from zhiyin.voice.models import Alert
from zhiyin.voice.services.alerts import take_up_alert
from zhiyin.voice.services.answers import answer_demand
from zhiyin.voice.services.extensions import grant_extension, refuse_extension, request_extension
from zhiyin.voice.services.handling import ask_speaker, contact_speaker, object_to_dispatch, sign_in_demand
from zhiyin.voice.services.office import (
    accept_demand,
    change_kind,
    dismiss_objection,
    dispatch_demand,
    escalate_demand,
    lapse_demand,
    merge_demand,
    move_to_discipline,
    redirect_demand,
    register_demand,
    uphold_objection,
)
from zhiyin.voice.services.speaking import (
    contest_kind,
    show_name,
    withdraw_demand,
    write_as_officer,
    write_as_speaker,
)
from zhiyin.voice.states import State, Way

FOUND_OUT = "有人跟我说，先调走的那几个都给工段长送过东西。他给我看了转账的截图，我这里存着。"


def played(case: Case) -> Story:
    """The whole story of one demand."""
    try:
        yield from _played(case)
    except Halted:
        return


def _played(case: Case) -> Story:
    plan = case.plan
    case.submit()
    if plan.scenario.urgent:
        yield from _alarmed(case)
    if plan.fate == "report":
        yield from _accused(case)
        return
    if plan.fate == "redirect":
        yield from _redirected(case)
        return
    if plan.fate == "found_out":
        yield from _found_out(case)
        return
    yield from handled(case)
    if plan.fate in ("withdraw", "lapse"):
        return
    yield from aftermath.after_answer(case)
    if plan.reopens and case.demand.state == State.CLOSED:
        yield awake(case.rng, case.rng.randint(8, 20))
        case.did(aftermath.reopened(case))
        plan.reopens = plan.contests = False
        plan.ask = plan.extension = ""
        yield from handled(case)
        yield from aftermath.after_answer(case)


def _alarmed(case: Case) -> Story:
    """The alert runs its own hours and names no demand."""
    alert = Alert.objects.filter(raised_at=clock.now(), unit=case.unit).first()
    assert alert
    yield clock.now() + timedelta(minutes=case.rng.uniform(6, 95))
    if case.plan.halt != State.SUBMITTED:
        take_up_alert(acting=case.on_duty, alert_id=alert.pk, action=case.teller.one("alert"))


def _accused(case: Case) -> Story:
    """An accusation: received, handled and answered by the named discipline officers alone."""
    rng, officer = case.rng, case.cast.officer(case.rng.choice(("discipline1", "discipline2")))
    yield in_office(rng, rng.choice((0, 1)))
    case.did(accept_demand(acting=officer, demand_id=case.id, kind="report"))
    yield in_office(rng, 1)
    post = case.cast.posts["discipline1" if officer == case.cast.officer("discipline1") else "discipline2"]
    case.did(dispatch_demand(acting=officer, demand_id=case.id, post_id=post.pk))
    case.did(sign_in_demand(acting=officer, demand_id=case.id))
    yield in_office(rng, rng.randint(2, 6))
    case.did(contact_speaker(acting=officer, demand_id=case.id, channel="chat"))
    yield in_office(rng, case.plan.answer_after)
    case.did(aftermath.answered_accusation(case, officer))
    yield from aftermath.accuser_judged(case, officer)


def _found_out(case: Case) -> Story:
    """An everyday matter, worked on and left lying, until its speaker says what it is about."""
    rng = case.rng
    yield from _handed_over(case)
    yield in_office(rng, 1)
    case.did(contact_speaker(acting=case.handler, demand_id=case.id, channel="chat"))
    yield in_office(rng, case.plan.answer_after)
    case.did(write_as_speaker(speaker=case.speaker, demand_id=case.id, text=FOUND_OUT))
    yield in_office(rng, 1)
    case.did(move_to_discipline(acting=case.office, demand_id=case.id))
    yield in_office(rng, 1)
    officer = case.cast.officer("discipline1")
    case.did(contact_speaker(acting=officer, demand_id=case.id, channel="chat"))


def _redirected(case: Case) -> Story:
    yield in_office(case.rng, case.rng.choice((0, 1, 1, 2)))
    case.did(
        redirect_demand(
            acting=case.office, demand_id=case.id, channel=case.plan.scenario.id,
            explanation=case.teller.own("tell"), limit=case.teller.own("limit"),
        )
    )  # fmt: skip


def handled(case: Case) -> Story:
    """Accepted, handed over, worked on, answered."""
    yield from _handed_over(case)
    yield from _worked_on(case)


def _handed_over(case: Case) -> Story:
    yield from _accepted(case)
    yield in_office(case.rng, case.rng.choice((0, 0, 0, 1)))
    case.did(dispatch_demand(acting=case.office, demand_id=case.id, post_id=case.handling_post.pk))
    yield from _taken(case)


def _accepted(case: Case) -> Story:
    plan, rng = case.plan, case.rng
    if plan.register_first and case.demand.state == State.SUBMITTED:
        yield in_office(rng)
        if case.refresh().state == State.SUBMITTED:
            case.did(register_demand(acting=case.office, demand_id=case.id))
    yield in_office(rng, plan.accept_after)
    case.did(accept_demand(acting=case.office, demand_id=case.id, kind=plan.scenario.kind))
    case.accepted_on = clock.today()
    if plan.contests:
        yield awake(rng, 1)
        case.did(contest_kind(speaker=case.speaker, demand_id=case.id))
        case.did(write_as_speaker(speaker=case.speaker, demand_id=case.id, text=case.teller.one("contest")))
        yield in_office(rng, 1)
        case.did(change_kind(acting=case.office, demand_id=case.id, kind="appeal"))


def _taken(case: Case) -> Story:
    """Signed in by the unit, perhaps after it said that this is not its business."""
    plan, rng = case.plan, case.rng
    yield in_office(rng, rng.choice((0, 1, 1)))
    if plan.objection:
        other = rng.choice([code for code in sorted(handlers().values()) if code != plan.unit])
        reason = case.teller.one("object", other=name_of(other))
        case.did(object_to_dispatch(acting=case.handler, demand_id=case.id, reason=reason))
        yield in_office(rng, rng.randint(1, 2))
        if plan.objection == "down":
            ruling = case.teller.one("ruling", "down", other=name_of(other))
            case.did(dismiss_objection(acting=case.office, demand_id=case.id, ruling=ruling))
            return
        plan.unit, plan.objection = other, ""
        ruling = case.teller.one("ruling", "up", other=name_of(other))
        case.did(
            uphold_objection(
                acting=case.office, demand_id=case.id, post_id=case.handling_post.pk, ruling=ruling
            )
        )
        yield in_office(rng, rng.choice((0, 1)))
    case.did(sign_in_demand(acting=case.handler, demand_id=case.id))


def _worked_on(case: Case) -> Story:
    plan, rng = case.plan, case.rng
    days = plan.answer_after
    if rng.random() < 0.85:
        yield in_office(rng, 0 if rng.random() < 0.7 else 1)
        named = case.demand.way == Way.NAMED
        channel = rng.choice(("phone", "phone", "in_person")) if named else "chat"
        case.did(contact_speaker(acting=case.handler, demand_id=case.id, channel=channel))
    if plan.shows_name:
        yield awake(rng, 1)
        case.did(show_name(speaker=case.speaker, demand_id=case.id, name=case.employee.name))
    if plan.fate == "withdraw":
        yield awake(rng, rng.randint(1, 3))
        case.did(withdraw_demand(speaker=case.speaker, demand_id=case.id))
        return
    if plan.fate == "merge":
        yield from _merged(case)
    if plan.ask:
        asked_on = clock.today()
        yield from _asked(case)
        if plan.fate == "lapse":
            return
        days += Calendar.shipped().working_days_between(asked_on, clock.today())
    if plan.crosses:
        yield in_office(rng, 1)
        case.did(escalate_demand(acting=case.handler, demand_id=case.id, why="cross_unit"))
    due = Calendar.shipped().add_working_days(case.accepted_on, days)
    tell_apart(case)
    yield from explaining.on_the_way(case)
    yield from _talked(case, due)
    if plan.extension:
        yield from _extended(case)
    yield office_on(rng, due)
    _answer(case)


def _talked(case: Case, due: date) -> Story:
    """Messages on the way, as long as there is time before the answer."""
    sides = ("handler", "speaker", "office")
    for number in range(case.plan.chats):
        moment = in_office(case.rng, case.rng.randint(1, 3))
        if clock.day_of(moment) >= due:
            return
        yield moment
        side = sides[number % 3]
        text = case.teller.one("note", side)
        if side == "speaker":
            case.did(write_as_speaker(speaker=case.speaker, demand_id=case.id, text=text))
        else:
            acting = case.handler if side == "handler" else case.office
            case.did(write_as_officer(acting=acting, demand_id=case.id, text=text))


def _merged(case: Case) -> Story:
    """Somebody waits, gets no word, and raises the same matter again."""
    yield awake(case.rng, case.rng.randint(2, 6))
    second = case.submit_again()
    yield in_office(case.rng, 1)
    agreed = None if case.plan.way == Way.NAMED else case.speaker
    merged = merge_demand(acting=case.office, demand_id=second.pk, into_id=case.id, speaker=agreed)
    if case.plan.halt == merged.state:
        raise Halted


def _asked(case: Case) -> Story:
    rng, teller = case.rng, case.teller
    yield in_office(rng, 1)
    reason = rng.choice(("facts", "facts", "papers", "absence"))
    text = teller.one("ask", reason)
    case.did(ask_speaker(acting=case.handler, demand_id=case.id, reason=reason, text=text))
    if case.plan.ask == "reply":
        drawn = rng.randint(0, 5)
        yield awake(rng, drawn if case.plan.reply_after < 0 else case.plan.reply_after)
        case.did(write_as_speaker(speaker=case.speaker, demand_id=case.id, text=teller.one("reply")))
        return
    # Two reminders by the calendar, ten working days; then a named person says that it lapses.
    yield in_office(rng, 12)
    case.did(lapse_demand(acting=case.office, demand_id=case.id))
    if rng.random() < 0.4:
        yield awake(rng, rng.randint(3, 30))
        case.did(write_as_speaker(speaker=case.speaker, demand_id=case.id, text=teller.one("reply")))
        yield in_office(rng, rng.randint(2, 6))
        _answer(case)
        yield from aftermath.after_answer(case)


def _extended(case: Case) -> Story:
    """Asked for before the promised day; the head of the unit says yes or no the next day."""
    rng = case.rng
    limit = Calendar.shipped().add_working_days(
        case.accepted_on, limit_of(case.plan.scenario.kind, case.accepted_on)
    )
    yield office_on(rng, limit - timedelta(days=rng.randint(1, 4)))
    reason = rng.choice(("complex", "evidence", "other"))
    other = name_of(rng.choice(sorted(handlers().values())))
    case.did(
        request_extension(
            acting=case.handler, demand_id=case.id, days=rng.choice((10, 15, 20, 30)), reason=reason,
            explanation=case.teller.one("extend", reason, other=other),
        )
    )  # fmt: skip
    if case.plan.extension == "asked":
        raise Halted
    yield in_office(rng, rng.choice((0, 1)))
    if not case.plan.keeps_out:
        decide = grant_extension if case.plan.extension == "granted" else refuse_extension
        case.did(decide(acting=case.head, demand_id=case.id))


def _answer(case: Case) -> None:
    plan = case.plan
    promised_on = None
    if plan.promise:
        promised_on = clock.today() + timedelta(days=plan.promise)
        ceiling = clocks.ceiling_on("demand", case.id)
        promised_on = min(promised_on, ceiling) if ceiling else promised_on
        if promised_on <= clock.today():
            promised_on = None
    written = case.teller.answer(plan.manner, promised_on=promised_on)
    if plan.parts:
        written = replace(written, findings=findings(case))
    written = explaining.with_articles(case, written)
    case.did(answer_demand(acting=case.handler, demand_id=case.id, written=written))
