"""督办单 and reminders reach whoever has to act next, up the line, and nobody whom they accuse."""

from datetime import timedelta

import pytest
from tests.institutions.execution.conftest import OPENED, breach, desk
from tests.institutions.execution.test_sheets import REPORT

from zhiyin.institutions.facts import OBLIGATION_REMINDED
from zhiyin.institutions.models import ObligationRow, Violation
from zhiyin.institutions.services import rectification, violations
from zhiyin.journal.record import record
from zhiyin.journal.verbs import verb
from zhiyin.people.services.posts import hand_over
from zhiyin.workspace.models import Notice
from zhiyin.workspace.notifying.table import SORTS

__all__ = ["breach", "desk"]


@pytest.fixture
def sheet(at, breach, told):
    with at(OPENED):
        told()
        return breach()


def noticed(enterprise, what):
    rows = Notice.objects.filter(what=what).values_list("employee_id", flat=True)
    return {who for who, person in enterprise.people.items() if person.pk in set(rows)}


@verb(OBLIGATION_REMINDED.name)
def remind(row, role):
    record(
        OBLIGATION_REMINDED, row.pk, unit=row.unit_id,
        rule="house-rule/2026-01-01", key=row.key, due_on=row.due_on, step=1, tell=role,
    )  # fmt: skip


def test_an_opened_sheet_is_told_on_the_desk_of_the_unit_that_owes(enterprise, sheet, told):
    told()
    assert noticed(enterprise, "sheet_opened") == {"workshop_leader"}


def test_each_step_is_told_to_whoever_takes_the_next(enterprise, sheet, at, told):
    who, known = enterprise.acting, {"violation_id": sheet.pk}
    with at(sheet.opened_on, "10:00"):
        violations.contest_violation(acting=who("workshop_leader"), reason="当天全厂停电", **known)
        told()
        assert noticed(enterprise, "sheet_contested") == {"union_officer"}
        violations.confirm_violation(acting=who("union_officer"), reason="停电只有一小时", **known)
        told()
        assert noticed(enterprise, "sheet_to_sign") == {"workshop_leader"}
        rectification.sign_violation(
            acting=who("workshop_leader"), reason="责任在我", new_on=sheet.opened_on, **known
        )
        rectification.report_rectification(acting=who("workshop_handler"), **REPORT, **known)
        told()
        assert noticed(enterprise, "rectified") == {"union_officer"}
        rectification.accept_rectification(acting=who("union_officer"), opinion="看过了", **known)
        told()
        assert noticed(enterprise, "sheet_outcome") == {"leader"}
        assert noticed(enterprise, "sheet_returned") == set()


def test_a_sheet_that_climbs_is_told_on_the_desk_it_reaches(enterprise, sheet, at, told, desk):
    with at(sheet.opened_on, "10:00"):
        violations.confirm_violation(acting=enterprise.acting("union_officer"), violation_id=sheet.pk)
    with at(sheet.opened_on + timedelta(days=40)):
        desk.night()
        told()
    assert "leader" in noticed(enterprise, "sheet_climbed")


def test_a_confided_sheet_is_told_to_discipline_alone(enterprise, sheet, told):
    Violation.objects.filter(pk=sheet.pk).update(confided=True)
    told()
    assert noticed(enterprise, "confided") == {"discipline_officer"}
    assert Notice.objects.exclude(what="confided").filter(what__startswith="sheet").count() == 0
    assert not SORTS["confided"].leaves


def test_a_reminder_reaches_the_role_that_the_rule_names(enterprise, sheet, told):
    row = ObligationRow.objects.get(pk=sheet.obligation_id)
    remind(row, "leader_in_charge")
    told()
    assert noticed(enterprise, "duty_due") == {"leader"}
    remind(row, "unit_head")
    told()
    assert noticed(enterprise, "duty_due") == {"leader", "workshop_leader"}


def test_a_reminder_about_a_demand_is_for_the_post_that_handles_it(enterprise, sheet, walk, told):
    case = walk(keep_from=["郑国栋"]).in_handling()
    row = ObligationRow.objects.get(pk=sheet.obligation_id)
    ObligationRow.objects.filter(pk=row.pk).update(key=str(case.demand.pk))
    for role in ("handler", "main_head"):
        remind(row, role)
    told()
    assert noticed(enterprise, "duty_due") == {"workshop_handler"}


def test_a_reminder_about_an_accusation_is_for_discipline_alone(enterprise, sheet, walk, told):
    case = walk(wish="report")
    row = ObligationRow.objects.get(pk=sheet.obligation_id)
    ObligationRow.objects.filter(pk=row.pk).update(key=str(case.demand.pk))
    remind(row, "main_head")
    told()
    assert noticed(enterprise, "duty_due") == set()
    assert noticed(enterprise, "confided") == {"discipline_officer"}


def test_whoever_takes_a_post_with_powers_from_another_is_told_of_the_list(enterprise, told):
    told()
    admin = enterprise.acting("system_admin")
    hand_over(
        acting=admin, post=enterprise.posts["workshop_handler"],
        giver=enterprise.people["workshop_handler"], taker=enterprise.people["colleague"],
    )  # fmt: skip
    told()
    assert noticed(enterprise, "handover") == {"colleague"}
