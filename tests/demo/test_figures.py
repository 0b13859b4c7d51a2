"""The made-up enterprise has figures, and those of past periods are fixed in their time."""

import pytest

from zhiyin.evaluation.models import DemandRecord, FrozenPeriod, Tally
from zhiyin.evaluation.periods import read_period
from zhiyin.evaluation.services.freezing import freeze_due, intact
from zhiyin.evaluation.services.reader import read_facts
from zhiyin.journal import clock
from zhiyin.voice.models import Demand

pytestmark = pytest.mark.django_db


def test_everything_told_by_today_is_counted():
    assert read_facts() == 0
    known = set(DemandRecord.objects.values_list("pk", flat=True))
    # Old records that were taken in are in no figure: nobody here promised them a date.
    ours = Demand.objects.exclude(channel=Demand.Channel.IMPORT)
    open_today = {demand.pk for demand in ours.filter(submitted_on=clock.today())}
    assert set(ours.values_list("pk", flat=True)) - known <= open_today
    assert Tally.objects.filter(measure="answer.in_time").exists()


def test_past_periods_are_fixed_and_fit_their_digests():
    assert freeze_due() == 0
    frozen = list(FrozenPeriod.objects.all())
    assert {"2026-Q2", "2026-08"} <= {one.code for one in frozen}
    for one in frozen:
        assert intact(one)
        assert read_period(one.code).freezes_on < one.frozen_on <= clock.today()
