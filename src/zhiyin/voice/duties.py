"""What a clock of a demand owes, told from the facts that begin and end its rule, never from its name."""

from enum import StrEnum

from zhiyin.institutions import clocks
from zhiyin.institutions.clocks import Outline


class Duty(StrEnum):
    """What a date owes to the speaker."""

    ACCEPT = "accept"
    ANSWER = "answer"
    ANSWER_AGAIN = "answer_again"
    PROMISE = "promise"
    FINISH = "finish"
    REVIEW = "review"
    SECOND_REVIEW = "second_review"


ANSWERS = frozenset({"voice.demand.answered", "voice.promise.done"})
SENT_BACK = frozenset({"voice.demand.rework", "voice.promise.denied"})


def duty_of(rule: Outline) -> Duty | None:
    """None for steps between desks and for the speaker's own windows."""
    ends = rule.ends_with
    if "voice.review.decided" in ends:
        return Duty.REVIEW
    if "voice.second_review.decided" in ends:
        return Duty.SECOND_REVIEW
    if "voice.demand.accepted" in ends:
        return Duty.ACCEPT
    if not ends or not ends <= ANSWERS:
        return None
    if rule.ceiling:
        return Duty.FINISH
    if ends == {"voice.promise.done"}:
        return Duty.PROMISE
    return Duty.ANSWER_AGAIN if rule.begins_with & SENT_BACK else Duty.ANSWER


def house_answers(*duties: Duty) -> frozenset[str]:
    """Rules by which the house itself promises an answer: the first one, or of the kinds given."""
    wanted = duties or (Duty.ANSWER,)
    return frozenset(o.rule for o in clocks.outlines() if o.force == "HOUSE" and duty_of(o) in wanted)
