"""Several claims in one demand: answered one by one, one split off; old problems; the second look."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import given
from hypothesis import strategies as st
from tests.voice.conftest import WRITTEN, Walk

from zhiyin.institutions import clocks
from zhiyin.journal.refusal import NotNow
from zhiyin.journal.sequence import of_subject
from zhiyin.vault.services import cases_linked_to
from zhiyin.voice import rules, search
from zhiyin.voice.claims import overall
from zhiyin.voice.models import Demand
from zhiyin.voice.selectors.case_of_speaker import case_of, load
from zhiyin.voice.selectors.visible import visible
from zhiyin.voice.services import answers, claims, legacy, office, verdicts
from zhiyin.voice.speakers import by_person, by_receipt
from zhiyin.voice.states import State, Way

pytestmark = pytest.mark.django_db
Begin = Callable[..., Walk]
TEXTS = ["先修好淋浴间的热水", "把上个月扣的夜班津贴补上"]
RESULTS = ["support", "partly", "explain", "not_support"]


def told_apart(way: Walk) -> list[Any]:
    officer = way.enterprise.acting("demand_officer")
    claims.set_claims(acting=officer, demand_id=way.demand.pk, texts=TEXTS)
    return list(way.demand.claims.all())


def answer_each(way: Walk, results: list[str]) -> Demand:
    found = [
        answers.Found(claim.pk, result, "查过工资表和排班表。", "《职工生活设施管理办法》第六条")
        for claim, result in zip(way.demand.claims.filter(split_into__isnull=True), results, strict=True)
    ]
    written = answers.Written(**{**vars(WRITTEN), "result": "", "findings": found})
    who = way.enterprise.acting("workshop_handler")
    return answers.answer_demand(acting=who, demand_id=way.demand.pk, written=written)


@given(st.lists(st.sampled_from(RESULTS), min_size=1))
def test_the_whole_is_supported_only_where_every_claim_is(results: list[str]) -> None:
    whole = overall(results)
    assert (whole == "support") == all(one == "support" for one in results)
    assert (whole == "not_support") == all(one == "not_support" for one in results)
    assert whole in RESULTS


def test_each_claim_gets_its_own_result_and_ground(walk: Begin) -> None:
    way = walk().in_handling()
    told_apart(way)
    demand = answer_each(way, ["support", "explain"])
    answer = demand.answers.get()
    assert answer.result == "partly"
    assert [found.result for found in answer.findings.all()] == ["support", "explain"]
    facts = [f for f in of_subject("demand", demand.pk) if f.kind == "voice.claim.determined"]
    assert [fact.payload["result"] for fact in facts] == ["support", "explain"]
    assert rules.replay(fact.kind for fact in of_subject("demand", demand.pk)) == State.ANSWERED


def test_an_answer_that_passes_over_one_claim_is_refused(walk: Begin) -> None:
    way = walk().in_handling()
    told_apart(way)
    who = way.enterprise.acting("workshop_handler")
    with pytest.raises(NotNow, match="claim_lacks_finding"):
        answers.answer_demand(acting=who, demand_id=way.demand.pk, written=WRITTEN)
    assert way.fresh().state == State.IN_HANDLING


def test_once_answered_the_claims_stay_as_they_are(walk: Begin) -> None:
    way = walk().in_handling()
    told_apart(way)
    answer_each(way, ["not_support", "not_support"])
    verdicts.rate_demand(speaker=way.speaker, demand_id=way.demand.pk, solved="no", satisfied="no")
    assert way.fresh().state == State.REWORK
    with pytest.raises(NotNow):
        claims.set_claims(
            acting=way.enterprise.acting("demand_officer"), demand_id=way.demand.pk, texts=["甲", "乙"]
        )


@pytest.mark.parametrize(
    "texts", [["只有一项"], [], [f"第{n}项" for n in range(9)], ["同", "同"], ["长" * 301, "短"]]
)
def test_what_cannot_be_told_apart_is_refused_and_changes_nothing(walk: Begin, texts: list[str]) -> None:
    way = walk().in_handling()
    told_apart(way)
    with pytest.raises(NotNow):
        claims.set_claims(
            acting=way.enterprise.acting("demand_officer"), demand_id=way.demand.pk, texts=texts
        )
    assert [claim.text for claim in way.demand.claims.all()] == TEXTS


@pytest.mark.parametrize("way_of_speaking", [Way.NAMED, Way.CONFIDENTIAL, Way.ANONYMOUS])
def test_a_part_split_off_keeps_the_day_and_the_protection(
    walk: Begin, keepers: None, days_later: Callable[[int], Any], way_of_speaking: str
) -> None:
    way = walk(way_of_speaking, keep_from=["周伟"]).accepted()
    with days_later(5):
        claim = told_apart(way)[1]
        officer = way.enterprise.acting("demand_officer")
        part = claims.split_off(acting=officer, demand_id=way.demand.pk, claim_id=claim.pk, topic="pay")
    assert (part.state, part.submitted_on, part.way, part.text) == (
        State.ACCEPTED, way.demand.submitted_on, way_of_speaking, TEXTS[1],
    )  # fmt: skip
    assert part.exclusions.count() == way.demand.exclusions.count() == 1
    facts = of_subject("demand", part.pk)
    assert rules.replay(fact.kind for fact in facts) == State.ACCEPTED
    assert facts[0].occurred_on == way.demand.submitted_on
    with days_later(5):
        whole, own = (clocks.for_subject("demand", pk) for pk in (way.demand.pk, part.pk))
    dates = {clock.rule: clock.due_on for clock in whole}
    assert own
    assert all(dates[clock.rule] == clock.due_on for clock in own)
    assert not [clock for clock in own if clock.status == "breached"]


def test_the_receipt_of_the_whole_opens_its_parts_and_nothing_else(walk: Begin, keepers: None) -> None:
    way, other = walk(Way.ANONYMOUS).accepted(), walk(Way.ANONYMOUS)
    claim = told_apart(way)[0]
    part = claims.split_off(
        acting=way.enterprise.acting("demand_officer"),
        demand_id=way.demand.pk, claim_id=claim.pk, topic="living",
    )  # fmt: skip
    speaker = by_receipt(way.code, part.pk)
    assert speaker is not None
    assert speaker.demand_id == part.pk
    assert by_receipt(way.code, other.demand.pk) is None
    assert by_receipt(other.code, part.pk) is None
    facts = of_subject("demand", part.pk)
    assert {fact.occurred_at for fact in facts} == {None}
    assert all(fact.held_until for fact in facts)


def test_who_asked_to_be_reminded_is_reminded_of_the_part_too(walk: Begin, keepers: None) -> None:
    way = walk(Way.CONFIDENTIAL).accepted()
    claim = told_apart(way)[0]
    part = claims.split_off(
        acting=way.enterprise.acting("demand_officer"),
        demand_id=way.demand.pk, claim_id=claim.pk, topic="living",
    )  # fmt: skip
    me = way.enterprise.acting("employee")
    assert set(cases_linked_to(me.actor)) == {way.demand.pk, part.pk}
    assert by_person(me, part) is not None
    assert by_person(way.enterprise.acting("colleague"), part) is None


def test_the_last_claim_stays_and_a_part_is_not_split_again(walk: Begin) -> None:
    way = walk().accepted()
    first, second = told_apart(way)
    officer = way.enterprise.acting("demand_officer")
    part = claims.split_off(acting=officer, demand_id=way.demand.pk, claim_id=first.pk, topic="living")
    with pytest.raises(NotNow, match="last_claim_stays"):
        claims.split_off(acting=officer, demand_id=way.demand.pk, claim_id=second.pk, topic="pay")
    with pytest.raises(NotNow, match="claim_gone"):
        claims.split_off(acting=officer, demand_id=way.demand.pk, claim_id=first.pk, topic="pay")
    claims.set_claims(acting=officer, demand_id=part.pk, texts=["修热水", "修灯"])
    with pytest.raises(NotNow, match="split_off_stays_whole"):
        claims.split_off(acting=officer, demand_id=part.pk, claim_id=part.claims.first().pk, topic="pay")


def test_a_part_is_found_and_seen_as_any_demand_is(walk: Begin) -> None:
    way = walk().accepted()
    claim = told_apart(way)[1]
    officer = way.enterprise.acting("demand_officer")
    part = claims.split_off(acting=officer, demand_id=way.demand.pk, claim_id=claim.pk, topic="pay")
    assert part in search.matching(Demand.objects.all(), "夜班津贴")
    assert part in visible(officer)
    assert not visible(way.enterprise.acting("workshop_handler")).filter(pk=part.pk).exists()


def test_only_those_who_work_on_it_tell_its_claims_apart(walk: Begin) -> None:
    way = walk().in_handling()
    with pytest.raises(PermissionDenied):
        claims.set_claims(acting=way.enterprise.acting("union_officer"), demand_id=way.demand.pk, texts=TEXTS)


def test_an_old_problem_gathers_its_papers(walk: Begin) -> None:
    way = walk().in_handling()
    handler = way.enterprise.acting("workshop_handler")
    paper = {
        "title": "厂长办公会纪要",
        "number": "厂办〔1998〕12号",
        "dated": "1998年6月",
        "says": "同意补发。",
    }
    with pytest.raises(NotNow, match="not_legacy"):
        legacy.add_legacy_paper(acting=handler, demand_id=way.demand.pk, **paper)
    legacy.mark_legacy(acting=handler, demand_id=way.demand.pk)
    with pytest.raises(NotNow, match="already_legacy"):
        legacy.mark_legacy(acting=handler, demand_id=way.demand.pk)
    legacy.add_legacy_paper(acting=handler, demand_id=way.demand.pk, **paper)
    case = case_of(load(way.demand.pk) or way.demand)
    assert [paper.number for paper in case.legacy_papers] == ["厂办〔1998〕12号"]


def closed_without_conditions(walk: Begin) -> Walk:
    way = walk().in_handling()
    told_apart(way)
    answer_each(way, ["support", "explain"])
    verdicts.rate_demand(speaker=way.speaker, demand_id=way.demand.pk, solved="partly", satisfied="basically")
    office.close_demand(acting=way.enterprise.acting("demand_officer"), demand_id=way.demand.pk)
    way.fresh()
    return way


def second_look(demand: Demand) -> Any:
    found = [c for c in clocks.for_subject("demand", demand.pk) if "second-look" in c.rule and c.running]
    return found[0] if found else None


def test_what_was_reasonable_but_impossible_is_looked_at_again_every_year(
    walk: Begin, at: Callable[..., Any]
) -> None:
    with at("2026-03-10"):
        way = closed_without_conditions(walk)
        first = second_look(way.demand)
        assert first.due_on.isoformat() == "2027-03-10"
    with at("2027-02-20"):
        officer = way.enterprise.acting("demand_officer")
        legacy.look_again(acting=officer, demand_id=way.demand.pk, possible=False, text="预算还没有批。")
        assert second_look(way.demand).due_on.isoformat() == "2028-02-21"
        assert way.demand.messages.last().text == "预算还没有批。"


def test_where_it_is_possible_now_it_is_registered_again_at_once(walk: Begin, at: Callable[..., Any]) -> None:
    with at("2026-03-10"):
        way = closed_without_conditions(walk)
    with at("2027-02-20"):
        officer = way.enterprise.acting("demand_officer")
        legacy.look_again(acting=officer, demand_id=way.demand.pk, possible=True, text="预算批了。")
        assert way.fresh().state == State.REGISTERED
        assert second_look(way.demand) is None
    kinds = [fact.kind for fact in of_subject("demand", way.demand.pk)]
    assert rules.replay(kinds) == State.REGISTERED


def test_where_nothing_was_lacking_there_is_nothing_to_look_at_again(walk: Begin) -> None:
    way = walk().in_handling().answered()
    verdicts.rate_demand(speaker=way.speaker, demand_id=way.demand.pk, solved="yes", satisfied="yes")
    officer = way.enterprise.acting("demand_officer")
    office.close_demand(acting=officer, demand_id=way.demand.pk)
    with pytest.raises(NotNow, match="nothing_to_look_at_again"):
        legacy.look_again(acting=officer, demand_id=way.demand.pk, possible=False, text="看过了。")
