"""The link in a message: one sort off without signing in, and on again; for nothing else."""

import re

import pytest
import time_machine
from django.test import Client

from zhiyin.workspace.models import NoticeSwitch
from zhiyin.workspace.notifying.links import Off, off_url, token

HOUSE = "https://zhiyin.example.cn"


@pytest.fixture
def link(configure, enterprise):
    return off_url(Off(enterprise.people["demand_officer"].pk, "new", "mail")).removeprefix(HOUSE)


def off_now():
    return list(NoticeSwitch.objects.values_list("what", "channel", "on"))


def test_a_mail_program_switches_it_off_with_its_own_button(link):
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(
        link, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded",
        headers={"Sec-Fetch-Site": "none", "Origin": "https://mail.example"},
    )  # fmt: skip
    assert answer.status_code == 200 and not answer.cookies
    assert off_now() == [("new", "mail", False)]


def test_fetching_the_link_changes_nothing(link):
    page = Client().get(link).content.decode()
    assert "收到新诉求" in page and "邮箱" in page
    assert off_now() == []


def test_the_page_undoes_it(link):
    page = Client().post(link).content.decode()
    again = re.search(r'action="(/notices/on/[^"]+)"', page)[1]
    Client().post(again)
    assert off_now() == []


def test_the_link_names_no_person(link, enterprise):
    page = Client().get(link).content.decode()
    assert "陈静" not in page and "100101" not in page


@pytest.mark.parametrize("what", ["alert", "account", "nothing"])
def test_what_may_not_be_off_has_no_link(configure, enterprise, what):
    off = Off(enterprise.people["demand_officer"].pk, what, "mail")
    assert off_url(off) == ""
    assert Client().post(f"/notices/off/{token(off)}").status_code == 404
    assert off_now() == []


def test_a_forged_or_old_link_does_nothing(link):
    assert Client().post(link[:-3] + "abc").status_code == 404
    with time_machine.travel("2029-01-01", tick=False):
        assert Client().post(link).status_code == 404
    assert off_now() == []


def test_a_second_click_is_no_second_switch(link):
    Client().post(link)
    Client().post(link)
    assert off_now() == [("new", "mail", False)]
