"""What comes by phone, by visit and on paper; and the codes on posters."""

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from zhiyin.institutions import clocks
from zhiyin.journal import clock
from zhiyin.journal.models import Fact
from zhiyin.journal.sequence import of_subject
from zhiyin.vault.services import cases_linked_to
from zhiyin.voice.models import Demand, Poster
from zhiyin.voice.rules import NotNow
from zhiyin.voice.services.intake import end_poster, make_poster, take_down
from zhiyin.voice.services.submit import Said
from zhiyin.voice.states import Way

pytestmark = pytest.mark.django_db
TEXT = "宿舍三楼的开水器坏了两周，没人修。"


@pytest.fixture
def said(enterprise):
    return Said(
        text=TEXT, way=Way.NAMED, token=b"a form's own id!", unit=enterprise.units["YS0101"],
        channel=Demand.Channel.VISIT, speaker=enterprise.people["employee"],
    )  # fmt: skip


def filled(enterprise, **more):
    return {
        "channel": "visit", "way": "named", "number": enterprise.people["employee"].number, "text": TEXT,
        "unit": str(enterprise.units["YS0101"].pk), "received_on": clock.today().isoformat(),
        "read_back": "on", "token": "ab" * 16, **more,
    }  # fmt: skip


def test_what_a_visitor_says_is_theirs_and_names_who_took_it_down(enterprise, acting, said):
    demand = take_down(acting=acting("union_officer"), said=said).demand
    assert demand.author == enterprise.people["employee"]
    assert demand.recorded_by == enterprise.people["union_officer"]
    assert demand.channel == Demand.Channel.VISIT
    assert of_subject("demand", demand.pk)[0].payload["channel"] == "visit"


def test_dates_count_from_the_day_the_letter_came(acting, said, at):
    with at("2026-10-20"):
        late = replace(said, channel="paper", received_on=clock.today().replace(day=12))
        demand = take_down(acting=acting("demand_officer"), said=late).demand
        accept = next(one for one in clocks.for_subject("demand", demand.pk) if "accept" in one.rule)
    assert demand.submitted_on.day == 12
    assert accept.due_on.isoformat() == "2026-10-15"


@pytest.mark.parametrize("days", [61, -1])
def test_a_day_to_come_or_long_gone_is_refused(acting, said, days_later, days):
    with days_later(-days):
        day = clock.today()
    with pytest.raises(NotNow, match="not_received_then"):
        take_down(acting=acting("union_officer"), said=replace(said, received_on=day))


def test_who_wants_no_name_leaves_none_not_even_with_the_officer(enterprise, acting, said):
    taken = take_down(acting=acting("union_officer"), said=replace(said, way=Way.ANONYMOUS))
    assert taken.code
    demand = taken.demand
    assert (demand.author, demand.recorded_by, demand.submitted_at) == (None, None, None)
    for fact in Fact.objects.filter(subject_id=str(demand.pk)):
        leaf = bytes(fact.leaf).decode()
        assert enterprise.people["employee"].pk.hex not in leaf
        assert enterprise.people["union_officer"].pk.hex not in leaf


def test_in_confidence_the_name_is_sealed_and_the_person_is_reminded(enterprise, acting, said, keepers):
    taken = take_down(acting=acting("union_officer"), said=replace(said, way=Way.CONFIDENTIAL))
    assert taken.demand.author is None
    assert cases_linked_to(acting("employee").actor) == [taken.demand.pk]
    assert not cases_linked_to(acting("union_officer").actor)


def test_only_the_demand_office_and_the_union_take_down(acting, said):
    with pytest.raises(PermissionDenied):
        take_down(acting=acting("workshop_handler"), said=said)


def test_the_form_taken_in_gives_a_slip_and_keeps_what_stays_for_the_next(enterprise, client_as):
    page = client_as("union_officer").post(reverse("voice:intake"), filled(enterprise, channel="phone"))
    text = page.content.decode()
    demand = Demand.objects.get()
    assert demand.number in text
    assert f'value="{enterprise.people["employee"].number}"' not in text
    written = text.split('name="text"')[1].split("</textarea>")[0]
    assert TEXT not in written
    again = client_as("union_officer").post(reverse("voice:intake"), filled(enterprise, channel="phone"))
    assert again.status_code == 200
    assert Demand.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"number": "000000"}, "没有这个工号"),
        ({"number": ""}, "写上工号"),
        ({"way": "anonymous"}, "写了就不是不留名"),
        ({"read_back": ""}, "先念一遍给他听"),
        ({"received_on": "2020-01-01"}, "60天之内"),
    ],
)
def test_a_form_that_cannot_be_taken_says_why_and_loses_nothing(enterprise, client_as, wrong, sentence):
    page = client_as("union_officer").post(reverse("voice:intake"), filled(enterprise, **wrong))
    assert sentence in page.content.decode()
    assert TEXT in page.content.decode()
    assert not Demand.objects.exists()


@pytest.fixture
def poster(enterprise, acting):
    unit = enterprise.units["YS0101"]
    return make_poster(acting=acting("union_officer"), place="热处理更衣室", unit=unit, topic="living")


def test_the_code_of_a_poster_fills_in_where_through_both_doors(client, client_as, poster):
    page = client.get(reverse("voice:poster", args=[poster.code.lower()]))
    assert "热处理更衣室" in page.content.decode()
    assert not page.cookies
    assert f"/a/?poster={poster.code}" in page.content.decode()
    for who, url in ((client, "/a/"), (client_as("colleague"), "/app/raise")):
        assert 'value="热处理更衣室"' in who.get(f"{url}?poster={poster.code}").content.decode()


def test_a_poster_that_was_taken_down_still_lets_people_speak(acting, client, poster):
    end_poster(acting=acting("union_officer"), poster_id=poster.pk)
    end_poster(acting=acting("union_officer"), poster_id=poster.pk)
    page = client.get(reverse("voice:poster", args=[poster.code])).content.decode()
    assert "已经撤下" in page
    assert "/app/raise" in page
    assert "热处理更衣室" not in client.get(f"/a/?poster={poster.code}").content.decode()


def test_a_poster_is_not_taken_down_before_it_is_said_what_follows(client_as, poster):
    page = client_as("union_officer").get(reverse("voice:posters")).text
    asking = page.index("<details")
    assert asking < page.index("撤下以后", asking) < page.index(f'form="end-{poster.pk}"')


def test_posters_are_made_line_by_line_and_printed_on_paper_and_as_a_file(enterprise, client_as):
    union = client_as("union_officer")
    unit = str(enterprise.units["YS0101"].pk)
    wrong = union.post(reverse("voice:posters"), {"unit": unit, "places": "长" * 81, "topic": ""})
    assert wrong.status_code == 422 and "一处最多80个字。" in wrong.text
    made = union.post(reverse("voice:posters"), {"unit": unit, "places": "食堂\n\n食堂\n班车", "topic": ""})
    assert made.status_code == 302
    assert sorted(Poster.objects.values_list("place", flat=True)) == ["班车", "食堂"]
    file = union.get(reverse("voice:posters_pdf")).getvalue()
    assert file.startswith(b"%PDF-")
    assert file.count(b"/Type /Page\n") == 2
    one = Poster.objects.first()
    sheet = union.get(reverse("voice:posters_print"), {"poster": str(one.pk)}).content.decode()
    assert sheet.count('<svg class="z-qr') == 1


@pytest.mark.parametrize("made", ["3", "abc", "²", ""])
def test_an_address_with_anything_in_it_shows_the_posters(client_as, made):
    page = client_as("union_officer").get(
        reverse("voice:posters"), {"made": made}, headers={"accept-language": "en"}
    )
    assert page.status_code == 200


def test_nobody_makes_posters_for_units_of_others(enterprise, acting):
    unit = enterprise.units["YS0101"]
    with pytest.raises(PermissionDenied):
        make_poster(acting=acting("workshop_handler"), place="门口", unit=unit, topic="")
