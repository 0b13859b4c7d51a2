"""Two officers on one case, notes to oneself, and cases that are alike."""

from datetime import timedelta

import pytest

from zhiyin.journal import clock
from zhiyin.journal.models import Fact
from zhiyin.voice.models import Demand, Looking, OwnNote
from zhiyin.voice.services import verdicts
from zhiyin.voice.services.looking import forget_looks


def looks(client, demand, do=""):
    return [(t.name, t.minutes) for t in client.get(f"/app/cases/{demand.pk}?do={do}").context["looks"]]


def test_the_second_officer_sees_who_has_the_form_open_before_typing(client_as, walk):
    demand = walk().accepted().demand
    first, second = client_as("demand_officer"), client_as("second_demand_officer")
    assert looks(first, demand, "dispatch") == []
    with clock.moved_to(clock.now() + timedelta(minutes=5)):
        assert looks(second, demand) == [("陈静", 5)]
        page = second.get(f"/app/cases/{demand.pk}").content.decode()
        assert "陈静 5 分钟前打开了这件的“转办”" in page


def test_nothing_is_kept_after_a_quarter_of_an_hour_and_nothing_is_a_fact(client_as, walk):
    demand = walk().accepted().demand
    before = Fact.objects.count()
    looks(client_as("demand_officer"), demand, "dispatch")
    assert Fact.objects.count() == before and Looking.objects.count() == 1
    with clock.moved_to(clock.now() + timedelta(minutes=16)):
        assert looks(client_as("second_demand_officer"), demand, "register") == []
        forget_looks()
        assert not Looking.objects.filter(officer__name="陈静").exists()


def test_a_step_taken_warns_nobody_any_more(client_as, walk, post_step, enterprise):
    demand = walk().accepted().demand
    first = client_as("demand_officer")
    looks(first, demand, "dispatch")
    post_step(first, demand, "dispatch", post=str(enterprise.posts["handler"].pk))
    assert looks(client_as("second_demand_officer"), Demand.objects.get(pk=demand.pk)) == []


def test_a_handler_never_learns_from_it_that_a_rating_is_open(client_as, walk):
    case = walk().in_handling().answered()
    verdicts.open_visit(acting=None, demand_id=case.demand.pk)
    looks(client_as("union_officer"), case.demand, "try")
    assert Looking.objects.exists()
    assert looks(client_as("workshop_handler"), case.demand) == []


def test_who_may_not_see_the_case_sees_no_look(client_as, walk):
    demand = walk().accepted().demand
    looks(client_as("demand_officer"), demand, "dispatch")
    assert client_as("workshop_handler").get(f"/app/cases/{demand.pk}").status_code == 404


def test_a_note_to_oneself_stands_in_the_inbox_and_in_the_morning(client_as, walk):
    demand = walk().accepted().demand
    client = client_as("demand_officer")
    client.post(f"/app/cases/{demand.pk}/note", {"on": clock.today().isoformat(), "text": "问配件到了没"})
    inbox = client.get("/app/inbox")
    assert inbox.context["noted_due"] == 1
    noted = client.get("/app/inbox?view=noted").content.decode()
    assert "问配件到了没" in noted
    assert "问配件到了没" in client.get("/app/today").content.decode()
    assert "问配件到了没" in client.get(f"/app/cases/{demand.pk}").content.decode()


def test_nobody_else_ever_reads_the_note(client_as, walk):
    demand = walk().accepted().demand
    data = {"on": clock.today().isoformat(), "text": "问配件到了没"}
    client_as("demand_officer").post(f"/app/cases/{demand.pk}/note", data)
    other = client_as("second_demand_officer")
    for page in (
        f"/app/cases/{demand.pk}",
        f"/app/cases/{demand.pk}/note",
        "/app/inbox?view=noted",
        "/app/today",
    ):
        assert "问配件到了没" not in other.get(page).content.decode()


def test_a_note_is_put_off_and_struck_out(client_as, walk):
    demand = walk().accepted().demand
    client, url = client_as("demand_officer"), f"/app/cases/{demand.pk}/note"
    assert client.post(url, {"on": "2020-01-01", "text": "x"}).status_code == 422
    client.post(url, {"on": clock.today().isoformat(), "text": "x"})
    assert client.post(url, {"what": "²"}).status_code == 422
    client.post(url, {"what": "3"})
    assert OwnNote.objects.get().on > clock.today() and client.get("/app/inbox").context["noted_due"] == 0
    client.post(url, {"what": "done"})
    assert not OwnNote.objects.exists()


def test_alike_cases_stand_side_by_side_with_what_differs(client_as, walk):
    one, other = walk().accepted().demand, walk().in_handling().answered().demand
    page = client_as("demand_officer").get(f"/app/cases/{one.pk}/alike")
    assert page.context["other"] == other
    differing = {line.label for line in page.context["lines"] if line.differs}
    assert "答复日期" in differing and "单位" not in differing
    assert f"/app/hot/gather?id={one.pk}&amp;id={other.pk}" in page.content.decode()


@pytest.mark.parametrize("track", ["discipline"])
def test_a_case_that_one_may_not_see_is_never_alike(client_as, walk, track):
    one, other = walk().accepted().demand, walk().demand
    Demand.objects.filter(pk=other.pk).update(track=track)
    assert client_as("demand_officer").get(f"/app/cases/{one.pk}/alike").context["found"] == []
