"""What the demo is there to show: broken institutions with the reason for each date, and people at work."""

import json
from datetime import date

import pytest

from zhiyin.evaluation.models import FrozenPeriod
from zhiyin.evaluation.periods import read_period
from zhiyin.evaluation.selectors.scoreboard import scoreboard
from zhiyin.evaluation.selectors.tree import Tree
from zhiyin.institutions.holders import Desks
from zhiyin.institutions.models import ObligationRow
from zhiyin.institutions.reading import programme
from zhiyin.institutions.selectors import handover
from zhiyin.institutions.selectors import obligation as obligations
from zhiyin.institutions.selectors.missing import missing
from zhiyin.journal import clock
from zhiyin.journal.models import Fact
from zhiyin.journal.sequence import of_subject
from zhiyin.people.acting import acting_as, running_on
from zhiyin.people.models import Absence, CorrectionRequest, Employee, RosterRun, Segment, Unit
from zhiyin.people.roster.read import read
from zhiyin.people.segments.members import members
from zhiyin.voice.models import Demand, OwnNote, Poster, SavedView
from zhiyin.voice.selectors.earlier_access import earlier_access
from zhiyin.voice.services.drafts import draft_of

pytestmark = pytest.mark.django_db
BROKEN = ("breached", "unproven", "kept_late")


def broken(*rules: str) -> list[ObligationRow]:
    rows = ObligationRow.objects.filter(rule__rule__in=rules, status__in=BROKEN).select_related("rule")
    found = list(rows.order_by("-due_on", "pk"))
    assert found, rules
    for row in found[:3]:
        rule = obligations.version_of(row)
        assert rule is not None
        shown = obligations.clock_of(row, rule, "zh")
        assert shown is not None and shown.why, row
    return found


def adjusted(row: ObligationRow, op: str) -> list[dict[str, object]]:
    return [one for one in json.loads(row.adjustments or "[]") if one.get("op") == op]


def test_the_sixty_days_with_one_extension_are_over():
    (row,) = [row for row in broken("pet-finish-60d") if adjusted(row, "extend")]
    assert row.due_on is not None and 60 < (row.due_on - row.start_on).days <= 100


def test_a_promise_of_the_house_stood_still_over_the_national_day_holiday():
    rows = ObligationRow.objects.filter(rule__rule__startswith="house-answer-").exclude(adjustments="")
    today = clock.today()
    year = today.year if today >= date(today.year, 10, 9) else today.year - 1
    first, last = f"{year}-10-01", f"{year}-10-07"
    pauses = [one for row in rows for one in adjusted(row, "pause")]
    assert any(str(one["from"]) < first and str(one["to"]) > last for one in pauses), pauses


def test_papers_came_late_to_some_delegates():
    for row in broken("wc-materials-7d"):
        rule = obligations.version_of(row)
        assert rule is not None and row.have is not None and row.need is not None
        assert sum(len(one.whom) for one in missing(row, rule)) == row.need - row.have
        assert row.have is not None and row.need is not None and 0 < row.have < row.need


def test_a_disclosed_item_was_taken_down_early_under_the_profile_of_shanghai():
    (row,) = broken("house-display-15d")
    assert row.broken_on is not None and row.due_on is not None and row.broken_on < row.due_on
    assert not ObligationRow.objects.filter(rule__rule="disc-display-15d").exists()


def test_a_hardship_file_was_not_checked_again():
    rows = broken("house-hardship-recheck")
    assert "breached" in {row.status for row in rows}


def test_a_leader_was_not_at_the_front_line_and_the_page_says_who():
    rows = broken("house-contact-point-monthly", "leader-contact-point.visits")
    named = {one.name for row in rows for one in obligations.names_of([row])[row.pk]}
    heads = set(Employee.objects.filter(rank="l2").values_list("name", flat=True))
    assert any(name.partition(" ")[0] in heads for name in named), named


def test_managers_were_more_than_a_fifth_of_the_delegates():
    rows = broken("wc-manager-cap")
    assert all(row.start_on < (row.due_on or row.start_on) for row in rows)


def test_a_post_changed_hands_and_its_new_holder_has_a_list_to_sign():
    taker = Employee.objects.select_related("unit").get(number="101201")
    (taken,) = handover.taken(acting_as(taker))
    assert taken.signed_on is None and handover.handed(acting_as(taker), taken).lines


def test_the_head_of_a_plant_is_missing_and_the_next_up_the_line_answers():
    desks = Desks(programme().holders)
    plants = Unit.objects.filter(level="second", closed_on=None)
    empty = [desk for unit in plants if (desk := desks.desk("unit_head", unit.path)).vacant]
    assert len(empty) == 1 and desks.holding(empty[0].role, empty[0].path)
    relayed = Fact.objects.filter(kind="institutions.violation.relayed")
    assert relayed.exists()


def test_a_leader_has_no_contact_point_any_more():
    rows = broken("leader-contact-point.standing")
    assert "breached" in {row.status for row in rows}


def test_what_is_shown_is_in_the_packs_of_today():
    assert {"house-display-15d", "house-hardship-recheck"} <= {rule.id for rule in programme().rules}


def test_segments_have_a_name_and_days_one_was_changed_and_one_ended():
    women = Segment.objects.get(name="倒班女职工")
    first, second = women.versions.order_by("number")
    assert first.from_on < second.from_on < clock.today() and women.ended_on is None
    assert members(second.unit, second.filters, clock.today()).exists()
    assert Segment.objects.filter(ended_on__isnull=False).count() == 1


def test_a_roster_was_refused_and_lies_in_its_folder_with_its_marks(settings):
    run = RosterRun.objects.get(state=RosterRun.State.REFUSED)
    assert run.counts["problems"] == 4
    folder = settings.DATA_DIR / "roster" / "refused"
    (copy,) = folder.glob(f"*-{run.name}.marked.xlsx")
    (sheet,) = read(copy.read_bytes())
    assert len([row for row in sheet.rows[1:] if row[0]]) == 4


def test_a_roster_that_empties_a_team_waits_and_one_was_taken_in():
    waiting = RosterRun.objects.get(state=RosterRun.State.WAITING)
    assert waiting.why == "unit_emptied" and waiting.preview is not None
    assert RosterRun.objects.filter(state=RosterRun.State.IMPORTED).exists()
    assert Employee.objects.get(number="389001").name == "高晓峰"


def test_somebody_is_away_and_the_deputy_signed_in_a_case_in_their_place():
    (absence,) = Absence.objects.filter(running_on(clock.today()))
    assert absence.deputy.number == "101201"
    signed = Fact.objects.filter(kind="voice.demand.signed_in", payload__deputising=absence.post_id.hex)
    assert signed.exists()
    assert absence.post_id in acting_as(absence.deputy).deputising


def test_an_accusation_was_found_out_late_and_those_who_could_read_it_are_listed():
    late = Fact.objects.filter(kind="voice.demand.moved_to_discipline", place__gt=2)
    demand = Demand.objects.get(pk=late.get().subject_id)
    assert demand.track == Demand.Track.DISCIPLINE and demand.handling_unit is None
    earlier = earlier_access(demand, of_subject("demand", demand.pk))
    assert earlier is not None and earlier.worked and len(earlier.could) > 3


def test_a_fixed_quarter_says_what_it_would_be_now():
    tree = Tree.load()
    quarters = FrozenPeriod.objects.filter(code__contains="Q").values_list("code", flat=True)
    boards = [scoreboard(tree, tree.root, read_period(code)) for code in quarters]
    assert [board for board in boards if board.changed]


def test_a_view_is_shared_in_the_office_and_one_is_kept_for_oneself():
    shared, own = SavedView.objects.order_by("shared_in")
    assert {shared.shared_in_id, own.shared_in_id} == {None, shared.owner.unit_id or own.owner.unit_id}
    assert OwnNote.objects.filter(officer__number="101201").exists()


def test_a_call_a_visit_and_a_letter_were_taken_down_and_posters_hang():
    ways = Demand.objects.exclude(channel__in=("app", "import")).values_list("channel", "way")
    assert set(ways) == {("phone", "named"), ("visit", "confidential"), ("paper", "anonymous")}
    assert Poster.objects.filter(ended_on__isnull=True).count() == 3
    assert CorrectionRequest.objects.filter(state="open").exists()


def test_the_worker_has_begun_a_demand():
    begun = draft_of(acting_as(Employee.objects.get(number="201318")))
    assert begun is not None and begun.values["text"].startswith("二工段的吸烟点")
