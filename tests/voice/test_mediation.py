"""Mediation: met in time, agreed by the speaker's own word alone, looked at again; or failed, and why."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from tests.voice.conftest import Walk

from zhiyin.institutions import clocks
from zhiyin.journal import clock
from zhiyin.journal.refusal import NotNow
from zhiyin.journal.sequence import of_subject
from zhiyin.voice.models import Demand, Mediation
from zhiyin.voice.services import mediation, office, speaking
from zhiyin.voice.states import Way

pytestmark = pytest.mark.django_db
Begin = Callable[..., Walk]
PARTIES = ["职工本人", "班组长，安排这个班的人"]
POINTS = ["班组每月25日前贴出下月排班，班长负责", "换班要本人签字"]


def opened(way: Walk) -> Mediation:
    officer = way.enterprise.acting("demand_officer")
    mediation.open_mediation(acting=officer, demand_id=way.demand.pk, matter="排班谁说了算", parties=PARTIES)
    return way.demand.mediations.get()


def met(way: Walk) -> None:
    mediation.note_meeting(
        acting=way.enterprise.acting("workshop_handler"), demand_id=way.demand.pk, met_on=clock.today(),
        where="综合办会议室", attended="本人、班长、工会小组长", said="班长说人手不够；本人要提前三天知道。",
    )  # fmt: skip


def proposed(way: Walk, days: int = 30) -> date:
    day = clock.today() + timedelta(days=days)
    mediation.propose_agreement(
        acting=way.enterprise.acting("union_officer"), demand_id=way.demand.pk, items=POINTS, follow_up_on=day
    )
    return day


def due_by(demand: Demand, kind: str) -> Any:
    (found,) = [c for c in clocks.for_subject("demand", demand.pk) if kind in c.outline.begins_with]
    return found


def test_the_first_meeting_is_due_ten_working_days_after_a_mediation_began(walk: Begin, at: Any) -> None:
    with at("2026-09-24"):
        way = walk().in_handling()
        opened(way)
        # The National Day holiday lies between, and two Saturdays are worked.
        assert due_by(way.demand, "voice.mediation.opened").due_on == date(2026, 10, 15)
    with at("2026-10-12"):
        met(way)
        assert due_by(way.demand, "voice.mediation.opened").status == "kept"


def test_an_agreement_counts_only_once_the_speaker_has_said_so(walk: Begin) -> None:
    way = walk().in_handling()
    opened(way)
    met(way)
    day = proposed(way)
    assert [c for c in clocks.for_subject("demand", way.demand.pk) if c.due_on == day] == []
    with pytest.raises(NotNow, match="mediation_not_at_this_point"):
        mediation.follow_up(
            acting=way.enterprise.acting("demand_officer"),
            demand_id=way.demand.pk,
            kept=True,
            text="都做到了",
        )
    mediation.agree(speaker=way.speaker, demand_id=way.demand.pk, proposed_on=clock.today())
    assert due_by(way.demand, "voice.mediation.agreed").due_on == day
    assert way.demand.mediations.get().stage == "agreed"


def test_an_agreement_that_waits_is_what_the_first_page_of_the_speaker_begins_with(
    walk: Begin, client_as: Any
) -> None:
    way = walk().in_handling()
    opened(way)
    met(way)
    assert "等你说句话" not in client_as("employee").get("/app/").text
    proposed(way)
    page = client_as("employee").get("/app/").text
    assert "有 1 件事等你说句话" in page and "看协议，说一句" in page
    mediation.agree(speaker=way.speaker, demand_id=way.demand.pk, proposed_on=clock.today())
    assert "等你说句话" not in client_as("employee").get("/app/").text


@pytest.mark.parametrize("how", [Way.NAMED, Way.CONFIDENTIAL, Way.ANONYMOUS])
def test_every_speaker_agrees_through_their_own_door(walk: Begin, keepers: None, how: Way) -> None:
    way = walk(how).in_handling()
    opened(way)
    met(way)
    proposed(way)
    mediation.agree(speaker=way.speaker, demand_id=way.demand.pk)
    (fact,) = [f for f in of_subject("demand", way.demand.pk) if f.kind == "voice.mediation.agreed"]
    assert (fact.actor == "speaker") == (how != Way.NAMED)
    assert (fact.occurred_at is None) == (how == Way.ANONYMOUS)


def test_nobody_agrees_for_the_speaker(walk: Begin) -> None:
    way, other = walk().in_handling(), walk()
    opened(way)
    met(way)
    proposed(way)
    with pytest.raises(PermissionDenied):
        mediation.agree(speaker=other.speaker, demand_id=way.demand.pk)


def test_a_speaker_who_does_not_agree_sends_it_back_to_the_table(walk: Begin) -> None:
    way = walk().in_handling()
    opened(way)
    met(way)
    proposed(way)
    mediation.decline(speaker=way.speaker, demand_id=way.demand.pk, text="第二条没有写谁签字")
    found = way.demand.mediations.get()
    assert (found.stage, found.declined_why) == ("open", "第二条没有写谁签字")
    proposed(way)
    assert way.demand.mediations.get().stage == "proposed"


def test_the_speaker_agrees_to_what_they_have_read_and_to_nothing_newer(walk: Begin, days_later: Any) -> None:
    way = walk().in_handling()
    opened(way)
    met(way)
    proposed(way)
    read = clock.today()
    with days_later(1):
        proposed(way)
        with pytest.raises(NotNow, match="agreement_changed"):
            mediation.agree(speaker=way.speaker, demand_id=way.demand.pk, proposed_on=read)


def test_points_are_written_after_a_meeting_and_with_a_day_to_look_again(walk: Begin) -> None:
    way = walk().in_handling()
    opened(way)
    with pytest.raises(NotNow, match="agreement_without_meeting"):
        proposed(way)
    met(way)
    with pytest.raises(NotNow, match="follow_up_not_ahead"):
        proposed(way, days=0)


def test_a_meeting_is_written_down_after_it_was_held(walk: Begin, days_later: Any) -> None:
    way = walk().in_handling()
    opened(way)
    told = {
        "acting": way.enterprise.acting("demand_officer"), "demand_id": way.demand.pk,
        "where": "会议室", "attended": "两方", "said": "先谈了排班",
    }  # fmt: skip
    for wrong in (-1, 1):
        with pytest.raises(NotNow, match="meeting_day_wrong"):
            mediation.note_meeting(met_on=clock.today() + timedelta(days=wrong), **told)


def test_a_mediation_that_failed_says_why_and_the_demand_goes_on(walk: Begin) -> None:
    way = walk().in_handling()
    opened(way)
    handler = way.enterprise.acting("workshop_handler")
    with pytest.raises(NotNow, match="mediation_needs_why"):
        mediation.fail_mediation(acting=handler, demand_id=way.demand.pk, because="absent", why=" ")
    mediation.fail_mediation(
        acting=handler, demand_id=way.demand.pk, because="absent", why="约了两次都没来。"
    )
    assert [c for c in clocks.for_subject("demand", way.demand.pk) if "mediation" in c.rule] == []
    assert way.answered().demand.state == "answered"


def test_only_one_mediation_runs_at_a_time(walk: Begin) -> None:
    way = walk().in_handling()
    opened(way)
    with pytest.raises(NotNow, match="mediation_runs_already"):
        opened(way)


def test_a_follow_up_ends_it_and_another_may_begin(walk: Begin, days_later: Any) -> None:
    way = walk().in_handling()
    opened(way)
    met(way)
    proposed(way)
    mediation.agree(speaker=way.speaker, demand_id=way.demand.pk)
    told = {"acting": way.enterprise.acting("union_officer"), "demand_id": way.demand.pk, "kept": False}
    with pytest.raises(NotNow, match="follow_up_too_early"):
        mediation.follow_up(text="看过了", **told)
    with days_later(20):
        mediation.follow_up(text="第二条没做到：换班还是口头说的。", **told)
        assert due_by(way.demand, "voice.mediation.agreed").status == "kept"
        officer = way.enterprise.acting("demand_officer")
        mediation.open_mediation(acting=officer, demand_id=way.demand.pk, matter="换班签字", parties=PARTIES)
    assert way.demand.mediations.count() == 2


def test_a_colleague_kept_out_does_not_mediate(walk: Begin) -> None:
    way = walk(keep_from=["周伟"]).accepted()
    with pytest.raises(PermissionDenied):
        mediation.open_mediation(
            acting=way.enterprise.acting("workshop_handler"), demand_id=way.demand.pk, matter="排班",
            parties=PARTIES,
        )  # fmt: skip


def test_an_accusation_is_not_mediated(walk: Begin) -> None:
    way = walk().accepted()
    office.move_to_discipline(acting=way.enterprise.acting("demand_officer"), demand_id=way.demand.pk)
    with pytest.raises(NotNow, match="accusation_is_not_mediated"):
        mediation.open_mediation(
            acting=way.enterprise.acting("discipline_officer"), demand_id=way.demand.pk, matter="排班",
            parties=PARTIES,
        )  # fmt: skip


def test_a_demand_taken_back_owes_no_meeting(walk: Begin) -> None:
    way = walk().in_handling()
    opened(way)
    speaking.withdraw_demand(speaker=way.speaker, demand_id=way.demand.pk)
    assert [c for c in clocks.for_subject("demand", way.demand.pk) if c.running] == []
