"""What a step of the desk needs beyond the table: the answers to “is it due, and is it mine?”"""

from zhiyin.institutions.calendar import Calendar
from zhiyin.journal import clock
from zhiyin.people.acting import Acting
from zhiyin.voice import rules
from zhiyin.voice.models import Demand
from zhiyin.voice.selectors.case_at_desk import CaseAtDesk
from zhiyin.voice.selectors.hands import others_of_same_person
from zhiyin.voice.services.office import LAPSE_AFTER_REMINDERS, LAPSE_AFTER_WORKING_DAYS
from zhiyin.voice.states import Solved, State


def has_others(acting: Acting, case: CaseAtDesk) -> bool:
    return bool(others_of_same_person(acting, case.demand))


def asked_long_ago(_acting: Acting, case: CaseAtDesk) -> bool:
    ask = next((ask for ask in reversed(case.asks) if ask.supplied_on is None), None)
    if ask is None or ask.reminded < LAPSE_AFTER_REMINDERS:
        return False
    waited = Calendar.shipped().working_days_between(ask.asked_on, clock.today())
    return waited >= LAPSE_AFTER_WORKING_DAYS


def ordinary(case: CaseAtDesk) -> bool:
    return bool(case.demand.track == Demand.Track.ORDINARY)


def is_accusation(_acting: Acting, case: CaseAtDesk) -> bool:
    return not ordinary(case)


def may_object(_acting: Acting, case: CaseAtDesk) -> bool:
    return ordinary(case) and case.demand.objections < rules.MAX_OBJECTIONS


def may_ask_for_time(_acting: Acting, case: CaseAtDesk) -> bool:
    return ordinary(case) and not any(asked.granted in (None, True) for asked in case.extensions)


def waits_for_me(acting: Acting, case: CaseAtDesk) -> bool:
    return any(a.granted is None and a.handler_id != acting.employee.pk for a in case.extensions)


def may_redate(_acting: Acting, case: CaseAtDesk) -> bool:
    return not any(asked.granted in (None, True) for asked in case.redates)


def redate_waits_for_me(acting: Acting, case: CaseAtDesk) -> bool:
    return any(a.granted is None and a.handler_id != acting.employee.pk for a in case.redates)


def not_the_handler(acting: Acting, case: CaseAtDesk) -> bool:
    demand = case.demand
    return demand.handler_id != acting.employee.pk and demand.handling_post_id not in acting.posts


def not_reworked(_acting: Acting, case: CaseAtDesk) -> bool:
    return case.demand.reworks == 0


def can_close(_acting: Acting, case: CaseAtDesk) -> bool:
    if case.demand.state == State.RETURN_VISIT and not any(call.reached for call in case.calls):
        return False
    return bool(case.answers)


def may_give_up(acting: Acting, case: CaseAtDesk) -> bool:
    try:
        rules.check_giving_up([(call.made_on, call.channel) for call in case.calls if not call.reached])
    except rules.NotNow:
        return False
    return not_the_handler(acting, case)


def second(_acting: Acting, case: CaseAtDesk) -> bool:
    return bool(case.demand.state == State.SECOND_REVIEW_REQUESTED)


def my_review(acting: Acting, case: CaseAtDesk) -> bool:
    return any(r.reviewer_id == acting.employee.pk and r.decided_on is None for r in case.reviews)


def sees_unhappy(_acting: Acting, case: CaseAtDesk) -> bool:
    return case.knows_verdict and case.demand.solved == Solved.NO


def may_set_claims(_acting: Acting, case: CaseAtDesk) -> bool:
    split = any(claim.split_into_id for claim in case.claims)
    return not split and not case.answers


def may_split(_acting: Acting, case: CaseAtDesk) -> bool:
    here = [claim for claim in case.claims if claim.split_into_id is None]
    whole = case.demand.split_from_id is None and ordinary(case)
    return whole and not case.answers and len(here) > 1


def not_legacy(_acting: Acting, case: CaseAtDesk) -> bool:
    return not case.demand.legacy


def is_legacy(_acting: Acting, case: CaseAtDesk) -> bool:
    return bool(case.demand.legacy)


def lacked_conditions(_acting: Acting, case: CaseAtDesk) -> bool:
    return bool(case.answers) and case.answers[-1].lacks_conditions
