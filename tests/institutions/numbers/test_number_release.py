"""A changed number reaches the engine: only its rule is derived anew, and a rebuild finds the same rows."""

from datetime import date, timedelta

import pytest
from tests.institutions.numbers.conftest import RULE
from tests.institutions.test_engine import BEGIN, END, Life, as_stored, noon

from zhiyin.institutions import jobs
from zhiyin.institutions.engine.batch import Engine
from zhiyin.institutions.engine.day_end import close_day
from zhiyin.institutions.engine.rebuild import rebuild
from zhiyin.institutions.engine.sweep import sweep
from zhiyin.institutions.models import HousePack, RuleVersion
from zhiyin.institutions.reading import programme
from zhiyin.institutions.services import numbers as services
from zhiyin.journal import clock
from zhiyin.journal.sequence import number_all

pytestmark = pytest.mark.django_db


def changes():
    """A limit, a promise, a rule of periods and a lasting state, each with its other bound."""
    found = {RULE: {"within": "1 working day"}, "house-answer-help": {"within": "10 working days"}}
    for shape, dial in (("every", "after_end"), ("always", "grace")):
        rule = next(
            one for one in programme().rules
            if one.shape_name == shape and dial in one.settable and one.end is None and one.applies is None
        )  # fmt: skip
        now, bounds = services.dials_of(rule), rule.settable[dial]
        found[rule.id] = {**now, dial: bounds.low if bounds.low != now[dial] else bounds.high}
    return found


def change_all(enterprise, day):
    """Proposed, approved and released on that day."""
    for rule_id, values in changes().items():
        rule = services.latest(rule_id)
        number = services.propose_numbers(
            acting=enterprise.acting("union_officer"), rule_id=rule_id, values=values,
            effect_on=services.earliest(rule), reason="试行一年后调整",
        )  # fmt: skip
        services.approve_numbers(acting=enterprise.acting("leader"), number_id=number.pk)


@pytest.mark.parametrize("seed", [5])
def test_after_a_change_the_rows_made_day_by_day_are_those_of_a_rebuild(enterprise, seed):
    """Whatever happened before and after, in whatever batches, with late and voided facts."""
    with clock.moved_to(noon(BEGIN)):
        engine = jobs.renewed()
    life, days = Life(seed), (END - BEGIN).days
    # Only what the changed rules look at, so that a hundred facts meet each other.
    life.kinds = sorted(programme().only(rule for rule in programme().rules if rule.id in changes()).slots)
    for n in range(110):
        day = BEGIN + timedelta(days=n * days // 110)
        with clock.moved_to(noon(day)):
            if n == 55:
                change_all(enterprise, day)
                engine = jobs.renewed()
        life.happen(day)
        if life.random.random() < 0.1:
            with clock.moved_to(noon(day)):
                follow(engine)
    with clock.moved_to(noon(END)):
        follow(engine)
        before = as_stored()
        both = {uid for uid, _key, _seq in before}
        assert sum(uid.startswith(f"{RULE}@") for uid in both) == 2
        rebuild(programme())
        assert as_stored() == before


def follow(engine: Engine):
    number_all()
    engine.catch_up()
    close_day(engine)
    sweep()


def test_only_the_changed_rule_is_derived_anew(propose, approve, monkeypatch):
    engine = jobs.renewed()
    number_all()
    engine.catch_up()
    approve(propose("2 working days"))
    anew = []
    monkeypatch.setattr(Engine, "rederive", lambda _engine, rule: anew.append(rule.uid))
    jobs.renewed()
    assert anew == [f"{RULE}@2024-03-01", f"{RULE}@2026-04-01"]
    row = RuleVersion.objects.get(uid=f"{RULE}@2024-03-01")
    assert row.until_on == date(2026, 3, 31)


def test_a_release_that_breaks_off_is_taken_up_again(propose, approve, monkeypatch):
    engine = jobs.renewed()
    number_all()
    engine.catch_up()
    approve(propose("2 working days"))

    def killed(_engine, rule):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken, pytest.raises(KeyboardInterrupt):
        broken.setattr(Engine, "rederive", killed)
        jobs.renewed()
    anew = []
    monkeypatch.setattr(Engine, "rederive", lambda _engine, rule: anew.append(rule.uid))
    jobs.renewed()
    assert f"{RULE}@2026-04-01" in anew
    jobs.renewed()
    assert len(anew) == 2


def test_the_workers_engine_hears_of_an_approved_number(propose, approve):
    first = jobs.engine()
    assert jobs.engine() is first
    approve(propose("2 working days"))
    assert jobs.engine() is not first
    assert HousePack.objects.get().state == "approved"
    assert len(jobs.engine().programme.versions(RULE)) == 2
