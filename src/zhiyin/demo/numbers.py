"""Numbers of the house changed by form: one in the past, in force since; one waits for the second person."""

from datetime import date, timedelta
from typing import Final

from zhiyin.demo.cast import Cast
from zhiyin.demo.days import at, working_days_before
from zhiyin.institutions.models import HousePack
from zhiyin.institutions.services.numbers import approve_numbers, propose_numbers
from zhiyin.journal import clock

# Visits were all made within seven working days, so nothing that was kept comes out late.
CHANGED: Final = "house-hardship-visit"
PROPOSED_BACK, APPROVED_BACK, EFFECT_BACK, WAITING_BACK = 190, 186, 160, 2
WAITING: Final = "house-accept-3wd"


def play_day(cast: Cast, day: date, today: date) -> None:
    """Called once for every day of the year."""
    if day == working_days_before(today - timedelta(days=PROPOSED_BACK), 0):
        with clock.moved_to(at(day, 10 * 60)):
            propose_numbers(
                acting=cast.officer("union1"), rule_id=CHANGED, values={"within": "8 working days"},
                effect_on=today - timedelta(days=EFFECT_BACK), basis="工会委员会会议",
                reason="去年的困难申请都在7个工作日内走访到了，10个工作日可以缩短。",
            )  # fmt: skip
    if day == working_days_before(today - timedelta(days=APPROVED_BACK), 0):
        with clock.moved_to(at(day, 15 * 60)):
            (number,) = HousePack.objects.filter(state=HousePack.State.PROPOSED)
            approve_numbers(acting=cast.officer("head"), number_id=number.pk)
    if day == working_days_before(today, WAITING_BACK):
        with clock.moved_to(at(day, 11 * 60)):
            propose_numbers(
                acting=cast.officer("union1"), rule_id=WAITING, values={"within": "2 working days"},
                effect_on=today + timedelta(days=30), basis="职代会团长联席会议",
                reason="职工说三天等得太久；去年大多数诉求两天内就受理了。",
            )  # fmt: skip
