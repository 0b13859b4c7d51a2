"""先做这几件事: shown after a first sign-in, ticked by what happened, put away for good, scored by nobody."""

import pytest
from django.test import Client
from django.urls import resolve, reverse

from zhiyin.commands.pages import all_routes
from zhiyin.journal.kinds import published
from zhiyin.people.roles import Role
from zhiyin.people.services import accounts
from zhiyin.workspace.first_steps import OWN, first_steps, keys_of, steps, steps_for

ROLES = ["employee", *(str(role) for role in Role if role != Role.DELEGATE)]


@pytest.mark.parametrize("role", ROLES)
def test_a_role_has_few_first_things_and_may_open_each(role):
    keys = keys_of(role)
    assert len(keys) <= 3 if role == "employee" else 4 <= len(keys) <= 7
    access = {name: who for _path, name, who in all_routes()}
    for key in keys:
        who = access[steps()[key].page]
        assert who == "signed in" or role in who.removeprefix("roles: ").split(", "), key


def test_every_step_is_ticked_by_something_that_exists():
    for step in steps().values():
        assert resolve(reverse(step.page))
        assert set(step.facts) <= published().keys()
        assert bool(step.facts) != bool(step.own)
        assert not step.own or step.own in OWN


def test_several_roles_are_told_each_thing_once_and_seven_at_most():
    keys = [step.key for step in steps_for(["handler", "demand_officer", "delegate"])]
    assert len(keys) == len(set(keys)) <= 7
    assert [step.key for step in steps_for(["delegate"])] == list(keys_of("employee"))


@pytest.mark.django_db
def test_a_step_is_ticked_when_it_really_happened(enterprise, acting):
    officer = acting("union_officer")
    slips = next(step for step in steps_for(["union_officer"]) if step.key == "slips")

    def ticked():
        return {one.text for one in first_steps(officer) if one.done}

    assert slips.zh not in ticked()
    accounts.issue_slips(acting=officer, employees=[enterprise.people["employee"]])
    assert slips.zh in ticked()
    assert slips.zh not in {one.text for one in first_steps(acting("demand_officer")) if one.done}


@pytest.mark.django_db
def test_the_list_greets_once_and_stays_away_when_put_away(enterprise, acting, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    who = enterprise.people["employee"]
    [slip] = accounts.issue_slips(acting=acting("union_officer"), employees=[who])
    client = Client()
    client.post("/app/sign-in", {"number": who.number, "code": slip.code})
    client.post("/app/first/password", {"password": "gan-huo-2026-ab", "again": "gan-huo-2026-ab"})
    assert "先做这几件事" in client.get("/app/").content.decode()
    assert "先做这几件事" not in client.get("/app/raise").content.decode()
    client.post("/app/first-steps/put-away")
    assert "先做这几件事" not in client.get("/app/").content.decode()
    page = client.get("/app/first-steps").content.decode()
    assert "做过了" in page
    assert "/app/first-steps" in client.get("/app/me").content.decode()
