"""New numbers on the recorded past: shown side by side, kept within their bounds, and nothing is written."""

import json
from datetime import timedelta

import pytest
from tests.institutions.board.conftest import OPENED

from zhiyin import cli
from zhiyin.institutions.language.rules import leaves
from zhiyin.institutions.models import ObligationRow
from zhiyin.institutions.reading import programme
from zhiyin.institutions.trying import TooMuch, dials_of, draft_of, facts_for, try_numbers
from zhiyin.journal.kinds import named
from zhiyin.journal.models import Fact

RULE = "rule-objection"


@pytest.fixture
def rule(today):
    return next(one for one in programme().versions(RULE) if one.in_force(today))


@pytest.fixture
def answered(desk, at, objections, rule):
    """Answered on the very last day of the present limit."""
    (row,) = objections(1)
    with at(row.due_on):
        kind = next(leaves(rule.shape.do)).kind
        desk.happens(kind, row.key, unit="YS01", **_fields(kind))
    desk.night()
    row.refresh_from_db()
    assert row.status == "kept"
    return row


def _fields(kind):
    samples = {"bool": True, "digest": "0" * 64, "ref": "x", "date": OPENED}
    fields = named(kind).fields
    return {
        name: spec.options[0] if spec.type == "code" else samples[spec.type]
        for name, spec in fields.items()
        if not spec.optional
    }


def test_a_shorter_number_shows_who_would_have_been_late_and_a_longer_one_does_not(answered, rule, today):
    low, high = rule.settable["within"].low, rule.settable["within"].high
    problems, shorter = try_numbers(rule, {"within": low}, OPENED - timedelta(days=1), today)
    assert not problems and shorter is not None and shorter.compared.newly_late == 1
    assert (shorter.compared.total.was.kept, shorter.compared.total.would.late) == (1, 1)
    _problems, longer = try_numbers(rule, {"within": high}, OPENED - timedelta(days=1), today)
    assert longer is not None and longer.compared.newly_late == 0 and longer.compared.total.would.kept == 1


def test_a_number_outside_its_bounds_is_refused_with_the_sentence_of_the_packs(rule, today):
    problems, tried = try_numbers(rule, {"within": "60 working days"}, OPENED, today)
    assert tried is None and "is outside" in problems[0].what_en


def test_the_page_tells_units_apart_and_writes_nothing(client_as, answered, rule, today):
    before = (Fact.objects.count(), list(ObligationRow.objects.order_by("pk").values_list()))
    low = rule.settable["within"].low.split()[0]
    page = client_as("union_officer").get(f"/app/institutions/{RULE}/replay?rule={rule.id}&within={low}")
    assert "热处理厂" in page.content.decode() and "哪些单位不一样" in page.content.decode()
    assert before == (Fact.objects.count(), list(ObligationRow.objects.order_by("pk").values_list()))


def test_the_form_begins_with_todays_numbers_and_leads_there_from_the_institution(client_as, rule):
    officer = client_as("union_officer")
    now = dials_of(rule)["within"].split()[0]
    assert f'value="{now}"' in officer.get(f"/app/institutions/{RULE}/replay").content.decode()
    assert f"/app/institutions/{RULE}/replay" in officer.get(f"/app/institutions/{RULE}").content.decode()


def test_an_institution_whose_numbers_are_the_laws_has_no_such_page(client_as, today):
    assert client_as("union_officer").get("/app/institutions/pet-notify-15d/replay").status_code == 404
    assert client_as("employee").get(f"/app/institutions/{RULE}/replay").status_code == 403


def test_more_facts_than_a_page_reads_are_left_to_the_command_line(answered, rule, today):
    with pytest.raises(TooMuch):
        list(facts_for(rule, OPENED, today, most=1))


def test_the_command_says_the_same(answered, rule, today, tmp_path, capsys):
    draft = tmp_path / "draft.yaml"
    low = rule.settable["within"].low
    draft.write_text(draft_of(rule, {"within": low}, today, "工会委员会"), encoding="utf-8")
    span = ["--from", OPENED.isoformat(), "--to", today.isoformat()]
    assert cli.main(["institutions", "replay", "--draft", str(draft), *span, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["rules"][0]["newly_late"] == 1 and told["problems"] == []
    draft.write_text("pack: x\nlayer: house\n", encoding="utf-8")
    assert cli.main(["institutions", "replay", "--draft", str(draft), *span]) == 1
