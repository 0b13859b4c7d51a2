"""What is owed is never owed by nobody: posts change hands or stand empty, units are dissolved."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from tests.institutions.board.conftest import TODAY

from zhiyin.institutions.holders import Desk, Desks
from zhiyin.institutions.models import ObligationRow
from zhiyin.institutions.reading import programme
from zhiyin.institutions.rules import NotNow
from zhiyin.institutions.selectors import duties, handover
from zhiyin.institutions.services.handover import name_successor, take_over_duties
from zhiyin.journal.models import Fact
from zhiyin.people.services.employees import move
from zhiyin.people.services.grants import end_grant
from zhiyin.people.services.posts import give_up_post, hand_over
from zhiyin.people.services.units import close_unit

DECIDED = date(2026, 3, 25)


def own(acting) -> set[object]:
    return set(ObligationRow.objects.filter(duties.mine(acting).condition).values_list("pk", flat=True))


def desk_of(row: ObligationRow, path: str) -> Desk:
    return Desks(programme().holders).desk(row.rule.must, path)


def carrier(enterprise, desk: Desk) -> str:
    """The name in tests of whoever holds this desk."""
    return next(
        who for who in enterprise.posts
        if any((g.role, g.unit_path) == (desk.role, desk.path) for g in enterprise.acting(who).grants)
    )  # fmt: skip


@pytest.fixture
def reply_due(desk, at, today):
    """`reply_due("YS01")`: the department there has to answer a proposal of the delegates."""

    def make(unit: str) -> ObligationRow:
        desk.happens(
            "congress.proposal.decided", "proposal1", unit=unit, at=DECIDED, result="accepted", complex=False
        )
        desk.night()
        return ObligationRow.objects.select_related("rule").get(key="proposal1", status="due")

    return make


@pytest.fixture
def passed_on(reply_due, enterprise):
    """A post with an open duty goes from its holder to a colleague without posts."""
    row = reply_due("YS01")
    giver = carrier(enterprise, desk_of(row, enterprise.units["YS01"].path))
    taker = enterprise.people["colleague"]
    post = enterprise.posts[giver]
    hand_over(acting=None, post=post, giver=enterprise.people[giver], taker=taker)
    return row, giver, post


def test_the_new_holder_owes_what_the_old_one_owed(passed_on, enterprise):
    row, giver, post = passed_on
    assert row.pk in own(enterprise.acting("colleague"))
    assert row.pk not in own(enterprise.acting(giver))
    (one,) = handover.taken(enterprise.acting("colleague"))
    assert one.post == post and one.signed_on is None
    assert row.pk in {owed.pk for owed in handover.handed(enterprise.acting("colleague"), one).owed}


def test_the_new_holder_signs_the_list_once(passed_on, enterprise):
    _row, giver, post = passed_on
    taker = enterprise.acting("colleague")
    with pytest.raises(PermissionDenied):
        take_over_duties(acting=enterprise.acting(giver), post_id=post.pk)
    with pytest.raises(NotNow, match="list_has_changed"):
        take_over_duties(acting=taker, post_id=post.pk, seen=0)
    fact = take_over_duties(acting=taker, post_id=post.pk, seen=1)
    assert fact.payload | {"owed": 1, "sheets": 0, "evidence": 0} == fact.payload
    with pytest.raises(NotNow, match="taken_over_before"):
        take_over_duties(acting=taker, post_id=post.pk)
    (one,) = handover.taken(taker)
    assert one.signed_on == TODAY


def test_the_page_leads_to_the_list_which_is_signed_and_printed(passed_on, client_as):
    row, _giver, post = passed_on
    officer = client_as("colleague")
    address = f"/app/duties/handover/{post.pk}"
    assert address in officer.get("/app/duties").content.decode()
    page = officer.get(address).content.decode()
    assert row.rule.title_zh in page and 'name="seen" value="1"' in page
    assert officer.post(address, {"seen": "7"}).status_code == 422
    assert officer.post(address, {"seen": "1"}).status_code == 302
    assert "签收了" in officer.get(address).content.decode()
    assert row.rule.title_zh in officer.get(f"{address}/print").content.decode()
    assert Fact.objects.filter(kind="institutions.duties.handed_over").count() == 1
    assert client_as("stranger").get(address).status_code == 403


def test_an_empty_post_leaves_its_duties_with_the_person_up_the_line(reply_due, enterprise, client_as):
    row = reply_due("YS01")
    ObligationRow.objects.filter(pk=row.pk).update(due_on=TODAY)
    path = enterprise.units["YS01"].path
    emptied = []
    while (desk := desk_of(row, path)) and len(emptied) < 2:
        who = carrier(enterprise, desk)
        emptied.append(who)
        give_up_post(acting=None, post=enterprise.posts[who], employee=enterprise.people[who])
        after = desk_of(row, path)
        assert (after.role, after.path) != (desk.role, desk.path) and after.vacant
        answering = carrier(enterprise, after)
        assert row.pk in own(enterprise.acting(answering))
        assert row.pk not in own(enterprise.acting(who))
        page = client_as(answering).get("/app/duties").content.decode()
        assert "岗位空缺" in page and enterprise.people[answering].name in page


def test_the_union_never_passes_its_duties_to_management(enterprise, today):
    give_up_post(
        acting=None, post=enterprise.posts["union_officer"], employee=enterprise.people["union_officer"]
    )
    root = enterprise.units["YS"].path
    desk = Desks(programme().holders).desk("union", enterprise.units["YS01"].path)
    # Nobody in the house holds a post of the union any more: only then the top has to appoint somebody.
    assert (desk.role, desk.path, desk.vacant) == ("leader", root, root)


@pytest.fixture
def dissolved(reply_due, enterprise):
    """总装一车间 is closed while it owes an answer."""
    unit = enterprise.units["YS0201"]
    row = reply_due("YS0201")
    move(acting=None, employee=enterprise.people["stranger"], unit=enterprise.units["YS02"])
    close_unit(acting=None, unit=unit)
    return row, unit


def test_what_a_dissolved_unit_owed_goes_up_the_line_and_then_to_its_successor(dissolved, enterprise):
    row, unit = dissolved
    root, next_unit = enterprise.units["YS"], enterprise.units["YS01"]
    before = desk_of(row, unit.path)
    assert before.path == root.path and row.pk in own(enterprise.acting(carrier(enterprise, before)))
    (left,) = handover.dissolved(enterprise.acting("leader"))
    assert (left.unit, left.owed, left.successor) == (unit, 1, None) and left.names
    with pytest.raises(PermissionDenied):
        name_successor(
            acting=enterprise.acting("workshop_leader"), unit_id=unit.pk, successor_id=next_unit.pk
        )
    fact = name_successor(acting=enterprise.acting("leader"), unit_id=unit.pk, successor_id=next_unit.pk)
    assert fact.kind == "institutions.unit.succeeded"
    after = desk_of(row, unit.path)
    assert after.path == next_unit.path
    assert row.pk in own(enterprise.acting(carrier(enterprise, after)))
    led = duties.mine(enterprise.acting("workshop_leader"))
    assert ObligationRow.objects.filter(led.unit | led.condition, pk=row.pk).exists()
    assert handover.dissolved(enterprise.acting("leader"))[0].successor == next_unit


def test_a_unit_that_is_there_or_gone_itself_is_no_successor(dissolved, enterprise):
    _row, unit = dissolved
    leader, there = enterprise.acting("leader"), enterprise.units["YS01"]
    with pytest.raises(NotNow, match="unit_still_there"):
        name_successor(acting=leader, unit_id=there.pk, successor_id=enterprise.units["YS02"].pk)
    with pytest.raises(NotNow, match="no_such_successor"):
        name_successor(acting=leader, unit_id=unit.pk, successor_id=unit.pk)


def test_the_page_of_dissolved_units_says_who_answers_and_takes_a_successor(dissolved, enterprise, client_as):
    _row, unit = dissolved
    leader = client_as("leader")
    page = leader.get("/app/duties/dissolved").content.decode()
    assert unit.name in page and "还没有指定单位" in page
    chosen = {"unit": unit.pk, "successor": enterprise.units["YS01"].pk}
    assert leader.post("/app/duties/dissolved", {"unit": unit.pk}).status_code == 422
    assert leader.post("/app/duties/dissolved", chosen).status_code == 302
    assert "由热处理厂接" in leader.get("/app/duties/dissolved").content.decode()
    assert client_as("workshop_handler").get("/app/duties/dissolved").status_code == 403


def test_a_post_whose_powers_ended_has_no_duties(reply_due, enterprise):
    row = reply_due("YS01")
    path = enterprise.units["YS01"].path
    who = carrier(enterprise, desk_of(row, path))
    for grant in enterprise.posts[who].grants.all():
        end_grant(acting=None, grant=grant)
    assert desk_of(row, path).vacant == ""
    assert carrier(enterprise, desk_of(row, path)) != who
