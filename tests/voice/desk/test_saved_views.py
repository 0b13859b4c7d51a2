"""Saved views: own and shared, counted as each reader sees, ended and taken back."""

from datetime import timedelta

import pytest

from zhiyin.journal import clock
from zhiyin.people.models import Employee
from zhiyin.voice.models import Demand, SavedView

NEW = "/app/inbox/views/new?view=open&topic=living"


def saved_in(page):
    return {tab.label: tab.count for tab in page.context["saved"]}


def save(client, name="住宿的", query=NEW, **data):
    return client.post(query, {"name": name, **data})


def test_a_filter_becomes_a_view_beside_the_others_with_its_count(client_as, walk):
    walk(topic="living")
    walk(topic="pay")
    client = client_as("demand_officer")
    done = save(client)
    assert done.status_code == 302 and "saved=" in done.url
    page = client.get(done.url)
    assert saved_in(page) == {"住宿的": 1}
    assert page.context["saved_now"].view.name == "住宿的" and len(page.context["rows"]) == 1


def test_every_new_filter_finds_what_it_says(client_as, walk, enterprise):
    plain = walk().in_handling().demand
    old = walk().in_handling().demand
    Demand.objects.filter(pk=old.pk).update(legacy=True, channel="phone")
    client = client_as("demand_officer")

    def found(query):
        return [row.demand.pk for row in client.get(f"/app/inbox?view=open&{query}").context["rows"]]

    assert found("legacy=1") == [old.pk] == found("channel=phone")
    assert found("several=1") == found("hot=1") == found("lacks=1") == []
    unit = enterprise.posts["workshop_handler"].unit.code
    assert set(found(f"handling={unit}")) == {plain.pk, old.pk}
    assert found("order=latest&handling=nowhere") == []


def test_a_shared_view_shows_each_reader_only_what_they_may_see(client_as, walk):
    walk(topic="living")
    client = client_as("demand_officer")
    save(client, shared="on")
    owner = Employee.objects.get(pk=SavedView.objects.get().owner_id)
    reader = client_as("union_officer")
    person = Employee.objects.exclude(pk=owner.pk).filter(account__pk=reader.session["_auth_user_id"])
    person.update(unit=owner.unit)
    Demand.objects.update(unit=None, track="discipline")
    page = reader.get("/app/inbox")
    assert saved_in(page) == {"住宿的": 0} and page.context["saved"][0].label == "住宿的"
    person.update(unit=Employee.objects.exclude(unit=owner.unit).first().unit)
    assert saved_in(reader.get("/app/inbox")) == {}


def test_a_view_that_is_not_shared_is_nobody_elses(client_as, walk):
    save(client_as("demand_officer"))
    view = SavedView.objects.get()
    other = client_as("union_officer")
    assert saved_in(other.get("/app/inbox")) == {}
    assert other.get(f"/app/inbox/views/{view.pk}").status_code == 404
    assert other.post(f"/app/inbox/views/{view.pk}/end").status_code == 404


def test_a_view_is_renamed_and_takes_over_another_filter(client_as, walk):
    client = client_as("demand_officer")
    save(client)
    view = SavedView.objects.get()
    page = client.get(f"/app/inbox?view=open&topic=pay&saved={view.pk}")
    assert page.context["saved_changed"] and f"/app/inbox/views/{view.pk}?" in page.context["save_url"]
    save(client, "工资的", page.context["save_url"])
    view.refresh_from_db()
    assert view.name == "工资的" and view.query == {"view": "open", "topic": "pay"}


def test_the_same_name_twice_is_refused_and_what_was_typed_stays(client_as, walk):
    client = client_as("demand_officer")
    save(client)
    again = save(client)
    assert again.status_code == 422 and "住宿的" in again.content.decode()
    assert SavedView.objects.count() == 1


def test_an_ended_view_can_be_taken_back_for_ten_minutes(client_as, walk):
    client = client_as("demand_officer")
    save(client)
    view = SavedView.objects.get()
    client.post(f"/app/inbox/views/{view.pk}/end")
    assert saved_in(client.get("/app/inbox")) == {}
    assert "拿回来" in client.get("/app/inbox/views").content.decode()
    client.post(f"/app/inbox/views/{view.pk}/take-up")
    assert saved_in(client.get("/app/inbox")) == {"住宿的": 0}
    client.post(f"/app/inbox/views/{view.pk}/end")
    with clock.moved_to(clock.now() + timedelta(minutes=11)):
        save(client, name="班车的")
        late = client.post(f"/app/inbox/views/{view.pk}/take-up")
        assert late.status_code == 422 and "班车的" in late.text


@pytest.mark.parametrize("path", ["/app/inbox/export.xlsx", "/app/inbox/print"])
def test_every_view_is_exported_and_printed(client_as, walk, path):
    demand = walk(topic="living").demand
    page = client_as("demand_officer").get(f"{path}?view=open&topic=living")
    assert page.status_code == 200
    if path.endswith("print"):
        assert demand.number in page.content.decode()
    else:
        assert b"".join(page.streaming_content)
    page.close()
