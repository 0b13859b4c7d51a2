"""Nobody handles what concerns them; and discipline learns who could read an accusation before."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from tests.voice.conftest import Walk

from zhiyin.journal import clock
from zhiyin.journal.refusal import NotNow
from zhiyin.journal.sequence import of_subject
from zhiyin.people.models import Post
from zhiyin.voice import rules
from zhiyin.voice.models import Demand, Exclusion
from zhiyin.voice.selectors.hands import hands_for, reviewers_for
from zhiyin.voice.selectors.visible import visible
from zhiyin.voice.services import bulk, handling, office, reviews
from zhiyin.voice.states import State

pytestmark = pytest.mark.django_db


def test_handing_over_states_that_nobody_there_has_an_interest(walk):
    way: Walk = walk().accepted().dispatched()
    told = [
        fact.payload for fact in of_subject("demand", way.demand.pk) if fact.kind == "voice.handler.assigned"
    ]
    assert told == [{"conflict": "none", "lead": way.demand.handling_unit_id.hex, "bounces": 0}]


def test_a_demand_is_never_handed_to_the_one_who_raised_it(walk, enterprise):
    way: Walk = walk()
    Demand.objects.filter(pk=way.demand.pk).update(author=enterprise.people["workshop_handler"])
    way.accepted()
    post = enterprise.posts["workshop_handler"]
    assert post not in hands_for(enterprise.acting("demand_officer"), way.demand).posts
    with pytest.raises(NotNow, match="post_held_by_speaker"):
        way.dispatched("workshop_handler")


@pytest.mark.parametrize("post", ["union_officer", "closed"])
def test_a_demand_is_never_handed_to_a_post_that_does_not_handle(walk, enterprise, post):
    way: Walk = walk().accepted()
    if post == "closed":
        post = "handler"
        Post.objects.filter(pk=enterprise.posts[post].pk).update(closed_on=clock.today())
    with pytest.raises(NotNow, match="not_a_handling_post"):
        way.dispatched(post)
    wanted = bulk.Wanted(bulk.DISPATCH, {way.demand.pk: None}, enterprise.posts[post].pk)
    with pytest.raises(NotNow, match="not_a_handling_post"):
        bulk.dispatch_all(acting=enterprise.acting("demand_officer"), wanted=wanted)
    assert way.fresh().state == State.ACCEPTED


def test_a_handler_with_an_interest_steps_aside_and_sees_it_no_more(walk):
    way: Walk = walk().in_handling()
    handler = way.enterprise.acting("workshop_handler")
    handling.recuse_handler(acting=handler, demand_id=way.demand.pk, conflict="kin")
    demand = way.fresh()
    assert (demand.state, demand.handling_post, demand.handler) == (State.ACCEPTED, None, None)
    assert rules.replay(fact.kind for fact in of_subject("demand", demand.pk)) == State.ACCEPTED
    assert demand not in visible(handler)
    with pytest.raises(NotNow, match="post_held_by_excluded"):
        way.dispatched("workshop_handler")
    way.dispatched("handler")


def test_only_the_handler_can_step_aside(walk):
    way: Walk = walk().in_handling()
    with pytest.raises(PermissionDenied):
        handling.recuse_handler(
            acting=way.enterprise.acting("demand_officer"), demand_id=way.demand.pk, conflict="kin"
        )


def test_stepping_aside_on_the_page_leads_back_to_the_list(walk, client_as):
    way: Walk = walk().in_handling()
    url = reverse("voice:desk_do", args=[way.demand.pk, "recuse"])
    client = client_as("workshop_handler")
    assert client.post(url, {"version": way.fresh().version}).status_code == 422
    answer = client.post(url, {"version": way.fresh().version, "conflict": "party"})
    assert answer.status_code == 302
    assert client.get(reverse("voice:desk_case", args=[way.demand.pk])).status_code == 404


def test_discipline_learns_who_could_read_it_before_and_nobody_else_learns_anything(walk, client_as):
    way: Walk = walk().in_handling()
    who = way.enterprise.people
    office.move_to_discipline(acting=way.enterprise.acting("demand_officer"), demand_id=way.demand.pk)
    url = reverse("voice:desk_case", args=[way.demand.pk])
    page = client_as("discipline_officer").get(url).content.decode()
    assert "转纪检之前，这些人看得到" in page
    for part in ("demand_officer", "workshop_handler", "union_officer"):
        assert who[part].name in page
    assert client_as("demand_officer").get(url).status_code == 404


def test_what_was_an_accusation_from_the_first_word_was_read_by_nobody_else(walk, client_as):
    way: Walk = walk(wish="report")
    page = client_as("discipline_officer").get(reverse("voice:desk_case", args=[way.demand.pk]))
    assert "这些人看得到" not in page.content.decode()


@pytest.mark.parametrize("why", ["kept out", "raised it"])
def test_nobody_reviews_what_they_are_kept_out_of_or_raised_themselves(walk, enterprise, why):
    way: Walk = walk().in_handling().answered()
    reviewer = enterprise.people["reviewer"]
    reviews.request_review(speaker=way.speaker, demand_id=way.demand.pk, grounds="没有修好。")
    if why == "kept out":
        Exclusion.objects.create(demand=way.demand, employee=reviewer, written=reviewer.name)
    else:
        Demand.objects.filter(pk=way.demand.pk).update(author=reviewer)
    assert reviewers_for(way.fresh()) == []
    with pytest.raises(NotNow, match="reviewer_kept_out"):
        reviews.assign_review(
            acting=enterprise.acting("demand_officer"), demand_id=way.demand.pk,
            unit_id=enterprise.units["YS"].pk, reviewer_id=reviewer.pk,
        )  # fmt: skip
