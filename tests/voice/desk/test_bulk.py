"""One step in many cases: looked at first, told case by case, and taken back while nobody went on."""

from datetime import timedelta

import pytest

from zhiyin.journal import clock
from zhiyin.journal.models import Fact
from zhiyin.voice.models import BulkRun, Demand, Exclusion
from zhiyin.voice.services import handling
from zhiyin.voice.states import State


def facts(demand, kind):
    return Fact.objects.filter(subject_id=str(demand.pk), kind=kind).count()


@pytest.fixture
def act(client_as, enterprise):
    """`act("demand_officer", "dispatch", [demand, …])`: the step as sent from its preview."""

    def send(who, name, demands, **data):
        client = client_as(who) if isinstance(who, str) else who
        if name == "dispatch":
            data.setdefault("post", str(enterprise.posts["workshop_handler"].pk))
        for demand in demands:
            data.setdefault(f"version-{demand.pk}", str(demand.version))
        ids = [demand.pk for demand in demands]
        return client.post(f"/app/inbox/bulk/{name}", {"go": "1", "id": ids, **data}, follow=True)

    return send


def test_the_preview_says_what_will_happen_and_why_the_rest_will_not(client_as, walk):
    ready, waiting = walk().accepted().demand, walk().demand
    page = client_as("demand_officer").post("/app/inbox/bulk/dispatch", {"id": [ready.pk, waiting.pk]})
    assert page.context["ready"] == [ready]
    assert [demand for demand, _why in page.context["others"]] == [waiting]
    assert Demand.objects.get(pk=ready.pk).state == State.ACCEPTED


def test_each_case_gets_one_fact_and_a_place_in_the_result(act, walk):
    demands = [walk().accepted().demand for _ in range(3)]
    page = act("demand_officer", "dispatch", demands)
    assert {demand.pk for demand in page.context["done"]} == {demand.pk for demand in demands}
    for demand in demands:
        assert facts(demand, "voice.demand.dispatched") == 1
        assert Demand.objects.get(pk=demand.pk).state == State.DISPATCHED


def test_a_case_that_moved_on_since_stays_and_the_others_go(act, walk):
    one, other = walk().accepted(), walk().accepted()
    other.dispatched("handler")
    stale = Demand.objects.get(pk=other.demand.pk)
    stale.version -= 1
    page = act("demand_officer", "dispatch", [one.demand, stale])
    assert page.context["done"] == [one.demand] and page.context["others"][0][0] == stale
    assert facts(stale, "voice.demand.dispatched") == 1


def test_nothing_goes_to_a_post_of_somebody_whom_the_speaker_wants_kept_out(act, walk, enterprise):
    demand = walk().accepted().demand
    Exclusion.objects.create(
        demand=demand, written="x", employee=enterprise.acting("workshop_handler").employee
    )
    page = act("demand_officer", "dispatch", [demand])
    assert page.context["done"] == [] and len(page.context["others"]) == 1


def test_a_dispatch_is_taken_back_before_it_is_signed_in(act, walk, client_as):
    demand = walk().accepted().demand
    client = client_as("demand_officer")
    act(client, "dispatch", [demand])
    run = BulkRun.objects.get()
    assert "看结果" in client.get("/app/inbox").content.decode()
    page = client.post(f"/app/inbox/bulk/runs/{run.pk}/undo", follow=True)
    assert page.context["undone"] == [demand]
    demand.refresh_from_db()
    assert demand.state == State.ACCEPTED and demand.handling_post is None
    assert facts(demand, "voice.dispatch.undone") == 1
    again = client.post(f"/app/inbox/bulk/runs/{run.pk}/undo")
    assert again.status_code == 422 and facts(demand, "voice.dispatch.undone") == 1


def test_what_somebody_signed_in_meanwhile_stays_with_them(act, walk, client_as, enterprise):
    gone_on, free = walk().accepted().demand, walk().accepted().demand
    client = client_as("demand_officer")
    act(client, "dispatch", [gone_on, free])
    handling.sign_in_demand(acting=enterprise.acting("workshop_handler"), demand_id=gone_on.pk)
    page = client.post(f"/app/inbox/bulk/runs/{BulkRun.objects.get().pk}/undo", follow=True)
    assert page.context["undone"] == [free]
    assert page.context["kept"][0][0] == gone_on
    assert Demand.objects.get(pk=gone_on.pk).state == State.IN_HANDLING


def test_after_ten_minutes_and_for_others_there_is_no_undo(act, walk, client_as):
    demand = walk().accepted().demand
    client = client_as("demand_officer")
    act(client, "dispatch", [demand])
    run = BulkRun.objects.get()
    assert client_as("union_officer").post(f"/app/inbox/bulk/runs/{run.pk}/undo").status_code == 404
    with clock.moved_to(clock.now() + timedelta(minutes=11)):
        assert client.post(f"/app/inbox/bulk/runs/{run.pk}/undo").status_code == 422
    assert Demand.objects.get(pk=demand.pk).state == State.DISPATCHED


def test_accepting_many_tells_every_speaker_and_cannot_be_taken_back(act, walk, client_as):
    demands = [walk().demand, walk(way="anonymous").demand]
    client = client_as("demand_officer")
    page = act(client, "accept", demands, kind="appeal")
    assert len(page.context["done"]) == 2 and page.context["undo_until"] is None
    for demand in demands:
        assert demand.notices.filter(about="accepted").count() == 1
        assert facts(demand, "voice.demand.accepted") == 1
    undo = client.post(f"/app/inbox/bulk/runs/{BulkRun.objects.get().pk}/undo")
    assert undo.status_code == 422


def test_only_the_holder_of_the_post_signs_in(act, walk):
    case = walk().accepted().dispatched("handler")
    page = act("workshop_handler", "sign-in", [case.demand])
    assert page.context["done"] == []
    page = act("handler", "sign-in", [case.demand])
    assert page.context["done"] == [case.demand]


def test_a_handler_is_reminded_once_a_day_and_it_can_be_taken_back(act, walk, client_as):
    demand = walk().in_handling().demand
    client = client_as("demand_officer")
    act(client, "remind", [demand])
    assert facts(demand, "voice.handler.reminded") == 1
    demand.refresh_from_db()
    again = act(client, "remind", [demand])
    assert again.context["done"] == []
    first = BulkRun.objects.order_by("at").first()
    page = client.post(f"/app/inbox/bulk/runs/{first.pk}/undo", follow=True)
    assert page.context["undone"] == [demand] and facts(demand, "voice.reminder.undone") == 1


def test_the_whole_view_is_picked_without_its_boxes(client_as, walk):
    demands = [walk().accepted().demand for _ in range(2)]
    walk()
    client = client_as("demand_officer")
    page = client.post("/app/inbox/bulk/dispatch", {"whole": "1", "query": "view=open&state=accepted"})
    assert {demand.pk for demand in page.context["ready"]} == {demand.pk for demand in demands}
    assert page.context["others"] == []


def test_nobody_reaches_a_case_by_naming_it(act, walk):
    accusation = walk().accepted().demand
    Demand.objects.filter(pk=accusation.pk).update(track="discipline")
    page = act("demand_officer", "dispatch", [accusation])
    assert page.context["done"] == [] and page.context["others"] == []
    assert facts(accusation, "voice.demand.dispatched") == 0


def test_what_is_picked_is_exported(client_as, walk):
    demand = walk().demand
    done = client_as("demand_officer").post("/app/inbox/export.xlsx", {"id": [demand.pk]})
    assert done.status_code == 200 and done["Content-Type"].endswith("sheet")
    assert b"".join(done.streaming_content)
    done.close()


@pytest.mark.parametrize("deed", ["dispatch", "accept", "remind"])
def test_a_hundred_cases_need_hardly_more_queries_than_one(
    walk, enterprise, deed, django_assert_max_num_queries
):
    from zhiyin.voice.services import bulk

    demands = [walk() for _ in range(6)]
    if deed != "accept":
        demands = [case.accepted() for case in demands]
    if deed == "remind":
        demands = [case.dispatched() for case in demands]
    versions = {case.demand.pk: case.demand.version for case in demands}
    wanted = bulk.Wanted(deed, versions, enterprise.posts["handler"].pk, "appeal")
    with django_assert_max_num_queries(45):
        bulk.DEEDS[deed](acting=enterprise.acting("demand_officer"), wanted=wanted)
