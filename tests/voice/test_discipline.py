"""An accusation is answered and ended by discipline officers alone; the union is told nothing of it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from tests.voice.conftest import Walk

from zhiyin.institutions import clocks
from zhiyin.journal import clock
from zhiyin.journal.sequence import of_subject
from zhiyin.people.services.absences import end_absence, mark_absence
from zhiyin.voice import rules
from zhiyin.voice.selectors.earlier_access import earlier_access
from zhiyin.voice.services import handling, office, timekeeping, verdicts
from zhiyin.voice.states import State

pytestmark = pytest.mark.django_db
Begin = Callable[..., Walk]


def answered_accusation(walk: Begin) -> Walk:
    way = walk(wish="report", text="车间主任收回扣，供货价高了一倍。")
    officer = way.enterprise.acting("discipline_officer")
    post = way.enterprise.posts["discipline_officer"].pk
    office.accept_demand(acting=officer, demand_id=way.demand.pk, kind="report")
    office.dispatch_demand(acting=officer, demand_id=way.demand.pk, post_id=post)
    handling.sign_in_demand(acting=officer, demand_id=way.demand.pk)
    return way.answered(handler="discipline_officer")


def because(way: Walk) -> object:
    return of_subject("demand", way.demand.pk)[-1].payload["because"]


def test_discipline_closes_an_accusation_it_has_answered(walk: Begin) -> None:
    way = answered_accusation(walk)
    with pytest.raises(PermissionDenied):
        office.close_demand(acting=way.enterprise.acting("demand_officer"), demand_id=way.demand.pk)
    office.close_demand(acting=way.enterprise.acting("discipline_officer"), demand_id=way.demand.pk)
    assert way.fresh().state == State.CLOSED
    assert because(way) == "answered"
    assert rules.replay(fact.kind for fact in of_subject("demand", way.demand.pk)) == State.CLOSED


def test_discipline_closes_an_accusation_with_the_word_of_its_speaker(walk: Begin) -> None:
    way = answered_accusation(walk)
    verdicts.rate_demand(speaker=way.speaker, demand_id=way.demand.pk, solved="yes", satisfied="yes")
    office.close_demand(acting=way.enterprise.acting("discipline_officer"), demand_id=way.demand.pk)
    assert way.fresh().state == State.CLOSED
    assert because(way) == "rated"


def test_nobody_closes_an_ordinary_demand_before_its_speaker_was_asked(walk: Begin) -> None:
    way = walk().in_handling().answered()
    for who in ("demand_officer", "discipline_officer"):
        with pytest.raises((PermissionDenied, rules.NotNow)):
            office.close_demand(acting=way.enterprise.acting(who), demand_id=way.demand.pk)


def test_the_union_is_never_sent_to_the_speaker_of_an_accusation(walk: Begin, at: Any) -> None:
    with at("2026-10-20"):
        way = answered_accusation(walk)
    with at("2026-11-20"):
        assert timekeeping.open_due_visits() == 0
    assert way.fresh().state == State.ANSWERED


def test_an_answered_accusation_waits_on_the_desk_of_discipline_with_one_way_to_close(
    walk: Begin, client_as: Any
) -> None:
    way = answered_accusation(walk)
    desk = client_as("discipline_officer")
    assert way.demand.title in desk.get("/app/discipline").content.decode()
    page = desk.get(f"/app/cases/{way.demand.pk}").content.decode()
    assert "close-accusation" in page and "open-visit" not in page
    step = f"/app/cases/{way.demand.pk}/do/close-accusation"
    assert desk.post(step, {"version": way.fresh().version}).status_code == 302
    assert way.fresh().state == State.CLOSED


def test_no_return_visit_is_owed_for_an_accusation_that_discipline_answered(walk: Begin, at: Any) -> None:
    with at("2026-10-20"):
        accused, ordinary = answered_accusation(walk), walk().in_handling().answered()
        of = [
            {clock.rule for clock in clocks.for_subject("demand", way.demand.pk)}
            for way in (accused, ordinary)
        ]
    assert "house-return-visit" in of[1] - of[0]


def test_an_answered_accusation_waits_for_discipline_in_the_list_and_in_its_number(
    walk: Begin, client_as: Any
) -> None:
    answered_accusation(walk)
    page = client_as("discipline_officer").get("/app/discipline?view=mine")
    assert len(page.context["rows"]) == page.context["counts"]["mine"] == 1


def test_deputies_are_among_those_who_could_open_it_before_it_was_known_as_an_accusation(
    walk: Begin, days_later: Any
) -> None:
    first, second = walk().accepted(), walk().accepted()
    enterprise, today = first.enterprise, clock.today()
    officer, post = enterprise.acting("demand_officer"), enterprise.posts["demand_officer"]
    away = mark_absence(
        acting=officer, post=post, employee=officer.employee,
        deputy=enterprise.people["second_demand_officer"], from_on=today, until_on=today + timedelta(days=4),
    )  # fmt: skip

    def could(way: Walk) -> list[str]:
        office.move_to_discipline(acting=officer, demand_id=way.demand.pk)
        earlier = earlier_access(way.demand, of_subject("demand", way.demand.pk))
        assert earlier is not None
        return [line for line in earlier.could if post.title in line]

    end_absence(acting=officer, absence=away)
    assert could(first) == ["远山装备集团 · 诉求办受理：陈静、高洁（代 陈静）"]
    with days_later(1):
        assert could(second) == ["远山装备集团 · 诉求办受理：陈静"]
