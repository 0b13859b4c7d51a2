"""Mediation (协调、化解): what follows what, and when an agreement counts. Pure."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Final

from zhiyin.journal.refusal import NotNow

MOST_PARTIES: Final = 12
MOST_ITEMS: Final = 12
LONGEST: Final = 200


class Stage(StrEnum):
    """Where a mediation stands. Only the speaker's own word makes it AGREED."""

    OPEN = "open"
    PROPOSED = "proposed"
    AGREED = "agreed"
    FAILED = "failed"
    FOLLOWED_UP = "followed_up"


class WhyFailed(StrEnum):
    NO_AGREEMENT = "no_agreement"
    NOT_WILLING = "not_willing"
    ABSENT = "absent"
    OTHER = "other"


AFTER: Final = {
    "open_mediation": (frozenset[Stage](), Stage.OPEN),
    "meet": (frozenset({Stage.OPEN, Stage.PROPOSED}), Stage.OPEN),
    "propose_agreement": (frozenset({Stage.OPEN, Stage.PROPOSED}), Stage.PROPOSED),
    "agree": (frozenset({Stage.PROPOSED}), Stage.AGREED),
    "decline": (frozenset({Stage.PROPOSED}), Stage.OPEN),
    "fail_mediation": (frozenset({Stage.OPEN, Stage.PROPOSED}), Stage.FAILED),
    "follow_up": (frozenset({Stage.AGREED}), Stage.FOLLOWED_UP),
}
RUNNING: Final = frozenset({Stage.OPEN, Stage.PROPOSED, Stage.AGREED})


def after(verb: str, stage: str) -> Stage:
    """The stage that follows. Raises NotNow."""
    sources, to = AFTER[verb]
    if Stage(stage) not in sources:
        raise NotNow("mediation_not_at_this_point")
    return to


def lines_of(text: str) -> list[str]:
    """One point or party on each line."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def check_parties(parties: Sequence[str]) -> None:
    """At least two sides, in words. Raises NotNow."""
    if not 2 <= len(parties) <= MOST_PARTIES or any(len(one) > LONGEST for one in parties):
        raise NotNow("mediation_needs_parties")


def check_meeting(*, met_on: date, opened_on: date, today: date) -> None:
    """A meeting is written down after it was held, and not before the mediation began."""
    if not opened_on <= met_on <= today:
        raise NotNow("meeting_day_wrong")


def check_agreement(*, items: Sequence[str], follow_up_on: date, today: date, met: int) -> None:
    """At least one point, met once, and a day ahead on which somebody looks whether it was kept."""
    if not met:
        raise NotNow("agreement_without_meeting")
    if not 1 <= len(items) <= MOST_ITEMS or any(len(one) > LONGEST for one in items):
        raise NotNow("agreement_needs_points")
    if follow_up_on <= today:
        raise NotNow("follow_up_not_ahead")


def check_follow_up(*, agreed_on: date, today: date) -> None:
    """What was agreed today has had no time to be kept."""
    if today <= agreed_on:
        raise NotNow("follow_up_too_early")
