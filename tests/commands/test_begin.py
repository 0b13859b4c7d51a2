"""A real enterprise begins with two people; without them nobody could ever sign in."""

import re

import pytest
from django.test import Client

from zhiyin import cli
from zhiyin.commands import health
from zhiyin.journal.verify import verify
from zhiyin.people.acting import acting_as
from zhiyin.people.models import Employee, Unit

pytestmark = pytest.mark.django_db
WANTED = [
    "begin",
    "--code",
    "ys",
    "--name",
    "远山",
    "--administrator",
    "100113",
    "许景行",
    "--union",
    "100105",
    "刘海霞",
]


def test_the_first_two_sign_in_with_their_slips_and_have_their_powers(capsys):
    assert cli.main(WANTED) == 0
    slips = re.findall(r"(\d{6}).*? ([0-9A-Z-]{9,})$", capsys.readouterr().out, re.M)
    assert [number for number, _code in slips] == ["100113", "100105"]
    for number, code in slips:
        answer = Client().post("/app/sign-in", {"number": number, "code": code})
        assert answer["Location"] == "/app/first/password"
    admin, union = (Employee.objects.get(number=number) for number, _code in slips)
    top = Unit.objects.get()
    assert (top.code, top.name) == ("YS", "远山")
    assert acting_as(admin).over(top.path, "system_admin")
    assert acting_as(union).over(top.path, "union_officer")
    assert verify().problem == ""


def test_an_enterprise_begins_once(capsys):
    cli.main(WANTED)
    assert cli.main(WANTED) != 0
    assert Employee.objects.count() == 2


def test_the_doctor_says_when_nobody_can_sign_in_yet(capsys):
    assert [finding.mend for finding in health.enterprise()] == ["./zhiyin begin --help"]
    cli.main(WANTED)
    assert health.enterprise() == []


@pytest.mark.parametrize(
    "change", [("100105", "100113"), ("ys", "远山"), ("100113", "一百"), ("刘海霞", " ")]
)
def test_what_cannot_be_is_refused_and_nothing_is_written(change, capsys):
    wrong, instead = change
    assert cli.main([instead if word == wrong else word for word in WANTED]) != 0
    assert capsys.readouterr().err.strip()
    assert not Unit.objects.exists()
