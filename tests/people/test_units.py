import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiyin.journal.sequence import of_subject
from zhiyin.people.models import Employee, Stay, Unit
from zhiyin.people.refusals import Refused
from zhiyin.people.rules import cycle
from zhiyin.people.services import employees, units


def test_a_moved_unit_takes_its_subtree_along(enterprise, acting):
    units.move_unit(
        acting=acting("system_admin"), unit=enterprise.units["YS01"], parent=enterprise.units["YS02"]
    )
    assert Unit.objects.get(code="YS0101").path == "/YS/YS02/YS01/YS0101/"
    assert Unit.objects.get(code="YS01").parent == enterprise.units["YS02"]
    assert of_subject("unit", enterprise.units["YS01"].pk)[-1].kind == "people.unit.moved"


def test_a_unit_never_moves_under_itself(enterprise, acting):
    with pytest.raises(Refused):
        units.move_unit(
            acting=acting("system_admin"), unit=enterprise.units["YS01"], parent=enterprise.units["YS0101"]
        )
    assert Unit.objects.get(code="YS01").path == "/YS/YS01/"


def test_a_unit_with_people_is_not_closed(enterprise, acting):
    with pytest.raises(Refused):
        units.close_unit(acting=acting("system_admin"), unit=enterprise.units["YS0201"])
    employees.move(
        acting=acting("system_admin"), employee=enterprise.people["stranger"], unit=enterprise.units["YS02"]
    )
    units.close_unit(acting=acting("system_admin"), unit=enterprise.units["YS0201"])
    assert Unit.objects.get(code="YS0201").closed_on


def test_only_the_administrator_of_a_unit_changes_it(enterprise, acting):
    with pytest.raises(Refused):
        units.rename_unit(
            acting=acting("demand_officer"), unit=enterprise.units["YS01"], name="别的厂", level="second"
        )
    units.rename_unit(
        acting=acting("system_admin"), unit=enterprise.units["YS01"], name="热处理分厂", level="second"
    )
    assert Unit.objects.get(code="YS01").name == "热处理分厂"


def test_a_move_keeps_the_history_of_stays(enterprise, acting):
    who = enterprise.people["employee"]
    employees.move(acting=acting("system_admin"), employee=who, unit=enterprise.units["YS0201"])
    stays = list(Stay.objects.filter(employee=who).order_by("pk"))
    assert [s.unit.code for s in stays] == ["YS0101", "YS0201"]
    assert stays[0].until_on == stays[1].from_on
    fact = of_subject("employee", who.pk)[-1]
    assert fact.kind == "people.employee.moved"
    assert fact.payload["from_unit"] == str(enterprise.units["YS0101"].pk)


def test_who_leaves_gives_up_posts_and_can_no_longer_sign_in(enterprise, acting):
    who = enterprise.people["handler"]
    employees.leave(acting=acting("system_admin"), employee=who)
    who.account.refresh_from_db()
    assert not who.account.is_active
    assert acting("handler").grants == ()
    assert Employee.objects.get(pk=who.pk).status == "left"
    assert of_subject("post", enterprise.posts["handler"].pk)[-1].kind == "people.post.given_up"


@given(st.dictionaries(st.sampled_from("ABCDEFGH"), st.sampled_from("ABCDEFGHZ"), max_size=8))
def test_a_cycle_is_found_exactly_when_there_is_one(parents):
    found = cycle(parents)
    for code, following in zip(found, [*found[1:], *found[:1]], strict=True):
        assert parents[code] == following
    if not found:
        for code in parents:
            steps = 0
            while code in parents:
                code, steps = parents[code], steps + 1
                assert steps <= len(parents)
