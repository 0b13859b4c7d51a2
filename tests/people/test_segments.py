from contextlib import ExitStack
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhiyin.journal import clock
from zhiyin.journal.models import Fact
from zhiyin.people.models import Employee, Segment, Trait
from zhiyin.people.refusals import Refused
from zhiyin.people.segments.dimensions import cleaned, joined_between, years_before
from zhiyin.people.segments.members import members, people_on
from zhiyin.people.services import employees, segments
from zhiyin.people.services.employees import NewEmployee, join_all


@pytest.fixture
def define(enterprise, acting):
    def make(filters=None, *, unit="YS", who="union_officer", role="union_officer", name="三班的人"):
        return segments.define(
            acting=acting(who), name=name, owner_role=role, unit=enterprise.units[unit], filters=filters or {}
        )

    return make


@pytest.fixture
def shop(enterprise):
    """Twelve more in the second heat treatment shop, by turns on days and in three shifts."""
    return join_all(
        acting=None,
        people=[
            NewEmployee(
                f"3000{n:02d}", f"职工{n}", enterprise.units["YS0101"], "skill", "fixed",
                date(2010 + n, 3, 1), shift="three" if n % 2 else "day", frontline=True,
            )
            for n in range(12)
        ],
    )  # fmt: skip


@pytest.fixture
def clock_at_noon():
    """`clock_at_noon(day)`: the clock shows that day from here on."""
    with ExitStack() as moved:
        yield lambda day: moved.enter_context(clock.moved_to(datetime.combine(day, time(4), UTC)))


def numbers(rows):
    return sorted(rows.values_list("number", flat=True))


def test_a_segment_counts_a_subtree_by_dimensions(enterprise, shop):
    found = members(enterprise.units["YS01"], {"shift": ["three"], "frontline": ["1"]}, clock.today())
    assert numbers(found) == [f"3000{n:02d}" for n in range(1, 12, 2)]
    assert not members(enterprise.units["YS02"], {"shift": ["three"]}, clock.today()).exists()


def test_as_of_a_day_it_is_the_same_whoever_changed_moved_or_left_since(
    enterprise, shop, acting, clock_at_noon
):
    unit, asked = enterprise.units["YS01"], {"shift": ["three"], "frontline": ["1"]}
    day = clock.today()
    before = numbers(members(unit, asked, day))
    clock_at_noon(day + timedelta(days=10))
    employees.change(acting=None, employee=shop[1], shift="day")
    employees.change(acting=None, employee=shop[0], shift="three", frontline=False)
    employees.move(acting=None, employee=shop[3], unit=enterprise.units["YS0201"])
    employees.leave(acting=None, employee=shop[5])
    clock_at_noon(day + timedelta(days=20))
    employees.change(acting=None, employee=shop[1], shift="two")
    assert numbers(members(unit, asked, day)) == before
    assert numbers(members(unit, asked, clock.today())) == ["300007", "300009", "300011"]
    assert Trait.objects.filter(employee=shop[1], name="shift").count() == 2


def test_who_left_and_came_back_was_not_there_in_between(enterprise, shop, clock_at_noon):
    day = clock.today()
    employees.leave(acting=None, employee=shop[1])
    clock_at_noon(day + timedelta(days=30))
    change = employees.Change(shop[1], {"status": "active", "name": shop[1].name})
    employees.return_all(acting=None, changes=[change], unit_of={shop[1].number: enterprise.units["YS0101"]})
    asked = {"status": ["active"]}
    assert "300001" not in numbers(members(enterprise.units["YS01"], asked, day + timedelta(days=15)))
    assert "300001" in numbers(members(enterprise.units["YS01"], asked, clock.today()))


def test_length_of_service_is_counted_to_the_day():
    assert years_before(date(2024, 2, 29), 1) == date(2023, 2, 28)
    assert joined_between("1_to_3", date(2026, 5, 4)) == (date(2023, 5, 4), date(2025, 5, 4))
    assert joined_between("from_20", date(2026, 5, 4)) == (None, date(2006, 5, 4))


def test_every_day_of_joining_falls_into_exactly_one_band():
    on = date(2026, 3, 31)
    for back in range(0, 9000, 17):
        joined = on - timedelta(days=back)
        bands = [
            band
            for band in ("under_1", "1_to_3", "3_to_10", "10_to_20", "from_20")
            for after, until in [joined_between(band, on)]
            if joined <= until and (after is None or joined > after)
        ]
        assert len(bands) == 1, joined


def test_what_asks_for_nothing_is_not_kept():
    assert cleaned({"frontline": ["1", "0"], "sex": ["female", "x"], "spoke": ["1"]}) == {"sex": ["female"]}


def test_a_change_is_a_new_version_and_the_old_one_still_counts_its_days(
    define, acting, enterprise, shop, clock_at_noon
):
    made = define({"shift": ["three"]})
    first = clock.today()
    clock_at_noon(first + timedelta(days=5))
    segments.change(acting=acting("union_officer"), segment_id=made.pk, seen=1,
                    unit=enterprise.units["YS"], filters={"shift": ["day"]})  # fmt: skip
    made.refresh_from_db()
    assert people_on(made, first).count() == 6
    assert people_on(made, clock.today()).filter(unit=enterprise.units["YS0101"]).count() == 9
    assert people_on(made, first - timedelta(days=1)) is None
    with pytest.raises(Refused):
        segments.change(acting=acting("union_officer"), segment_id=made.pk, seen=1,
                        unit=enterprise.units["YS"], filters={})  # fmt: skip
    segments.end(acting=acting("union_officer"), segment_id=made.pk)
    made.refresh_from_db()
    assert people_on(made, clock.today()) is None
    kinds = Fact.objects.filter(subject_id=str(made.pk)).order_by("place").values_list("kind", flat=True)
    assert list(kinds) == [f"people.segment.{verb}" for verb in ("defined", "changed", "ended")]


def test_nobody_groups_for_a_role_or_a_unit_that_is_not_theirs(define):
    with pytest.raises(Refused):
        define(who="workshop_leader", role="leader", unit="YS")
    with pytest.raises(Refused):
        define(who="leader", role="union_officer")
    define(who="workshop_leader", role="leader", unit="YS01")


def test_below_ten_the_page_says_only_that(client_as, define, shop):
    client = client_as("union_officer")
    few = define({"shift": ["three"]})
    page = client.get(f"/app/segments/{few.pk}").content.decode()
    assert ">不到 10 人<" in page
    assert "300001" not in page
    enough = define({"category": ["skill"]}, name="操作的人")
    page = client.get(f"/app/segments/{enough.pk}").content.decode()
    assert ">18 人<" in page
    assert ">不到 10 人<" not in page


def test_the_count_is_looked_at_before_anything_is_saved(client_as, enterprise, shop):
    client = client_as("union_officer")
    given = {"name": "三班", "owner_role": "union_officer", "unit": str(enterprise.units["YS"].pk),
             "category": ["skill"]}  # fmt: skip
    page = client.post("/app/segments/new", {**given, "look": "1"})
    assert "18 人" in page.content.decode()
    assert not Segment.objects.exists()
    answer = client.post("/app/segments/new", given, follow=True)
    assert "分群已设立" in answer.content.decode()
    made = Segment.objects.get()
    change = f"/app/segments/{made.pk}/change"
    for nonsense in ("²", "9" * 5000):
        assert "别人改过" in client.post(change, {**given, "seen": nonsense}).content.decode()
    client.post(change, {**given, "seen": "1", "shift": ["day"]})
    made.refresh_from_db()
    assert made.version == 2
    assert "停用" in client.post(f"/app/segments/{made.pk}/end", follow=True).content.decode()
    assert "还没有分群" in client.get("/app/segments").content.decode()


def test_another_role_does_not_see_it_and_employees_have_no_such_page(client_as, define):
    made = define()
    assert client_as("leader").get(f"/app/segments/{made.pk}").status_code == 404
    assert client_as("employee").get("/app/segments").status_code == 403


def test_counting_a_past_day_takes_one_query(define, shop, enterprise):
    asked = {"shift": ["three"], "sex": ["unknown"], "frontline": ["1"], "service": ["3_to_10"]}
    with CaptureQueriesContext(connection) as queries:
        members(enterprise.units["YS"], asked, clock.today() - timedelta(days=1)).count()
    assert len(queries) == 1
    assert Employee.objects.exists()
