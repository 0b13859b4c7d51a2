"""Rules that count employees count those whom people's own verbs take on, change and let go."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from tests.fixtures.people import make_enterprise

from zhiyin.institutions.engine.batch import Engine
from zhiyin.institutions.engine.day_end import close_day
from zhiyin.institutions.engine.releases import publish
from zhiyin.institutions.models import MemberEvent, ObligationRow
from zhiyin.institutions.programme import load
from zhiyin.institutions.reading import programme
from zhiyin.journal import clock
from zhiyin.journal.kinds import named, published
from zhiyin.journal.record import record
from zhiyin.journal.sequence import number_all
from zhiyin.people.services.employees import NewEmployee, change, join_all, leave

pytestmark = pytest.mark.django_db
CATALOGUE = load()


def day(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}T09:00").replace(tzinfo=ZoneInfo("Asia/Shanghai"))


def test_every_fact_of_people_that_a_register_counts_is_one_that_people_publish():
    registers = CATALOGUE.registers.values()
    kinds = {p.kind for one in registers for p in (*one.enters, *one.changes, *one.leaves)}
    of_employees = {kind for kind in kinds if kind.startswith("people.employee.")}
    assert len(of_employees) == 3
    assert all(kind in published() and not published()[kind].by_evidence for kind in of_employees)


def test_the_catalogue_knows_every_code_that_people_publish():
    for name, written in CATALOGUE.catalogue.kinds.items():
        said = published().get(name)
        if said is None or said.by_evidence or not name.startswith("people."):
            continue
        for field, spec in written.fields.items():
            assert set(said.fields[field].options) == set(spec.type.options), (name, field)


def test_the_three_hundredth_employee_makes_an_employee_director_due():
    with clock.moved_to(day("2026-03-02")):
        unit = make_enterprise().units["YS01"]
        publish(programme())
        engine = Engine(programme())
        number_all()
        engine.catch_up()
        there = MemberEvent.objects.filter(register="employees", slot="enter").count()
        assert there > 0
        with transaction.atomic():
            record(named("people.profile.set"), "enterprise", supervisory_board=False)
        people = [_person(f"8{n:05}", unit) for n in range(299 - there)]
        joined = join_all(acting=None, people=people)
        assert _director(engine) is None
    with clock.moved_to(day("2026-03-03")):
        joined += join_all(acting=None, people=[_person("899999", unit)])
        assert _director(engine) == ("due", date(2026, 5, 6))
    with clock.moved_to(day("2026-03-10")):
        leave(acting=None, employee=joined[0])
        assert _director(engine) == ("kept", date(2026, 5, 6))


def test_a_dispatched_worker_who_gets_a_contract_is_counted_with_the_others():
    with clock.moved_to(day("2026-03-02")):
        publish(programme())
        engine = Engine(programme())
        unit = make_enterprise().units["YS01"]
        people = [_person(f"8{n:05}", unit, form="dispatch") for n in range(9)]
        joined = join_all(acting=None, people=people)
        assert _state("dispatch-aux-posts.share", engine) == ("due", date(2026, 4, 1))
    with clock.moved_to(day("2026-03-04")):
        for one in joined:
            change(acting=None, employee=one, form="open")
        assert _state("dispatch-aux-posts.share", engine) == ("kept", date(2026, 4, 1))


def _person(number: str, unit: object, form: str = "open") -> NewEmployee:
    return NewEmployee(
        number=number, name="职工", unit=unit, category="skill", form=form,  # type: ignore[arg-type]
        joined_on=date(2026, 3, 1), sex="male", rank="l6", union_member=True,
    )  # fmt: skip


def _director(engine: Engine) -> tuple[str, date | None] | None:
    return _state("employee-director-300", engine)


def _state(rule: str, engine: Engine) -> tuple[str, date | None] | None:
    """The state of the enterprise's last spell; none while it simply holds."""
    number_all()
    engine.catch_up()
    close_day(engine)
    row = ObligationRow.objects.filter(rule__rule=rule).order_by("start_on").last()
    return (row.status, row.due_on) if row and row.due_on else None
