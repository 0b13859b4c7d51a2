"""The tour leads only to pages that are there."""

import pytest

from zhiyin.demo import accounts, tour

pytestmark = pytest.mark.django_db


def test_names_of_the_tour_are_unique_and_cases_are_found():
    pages = tour.pages()
    names = [name for name, _path, _login in pages]
    assert len(set(names)) == len(names)
    assert {"home", "demand", "demand-promised", "demand-late", "case-new", "case-accusation"} <= set(names)


def test_the_tour_signs_in_with_shown_accounts_only():
    logins = {login for _name, _path, login in tour.pages() if login}
    assert logins == {one.login for one in accounts.ACCOUNTS}


def test_every_account_says_what_to_try():
    for one in accounts.ACCOUNTS:
        assert one.try_zh and one.try_en and one.login in accounts.table()
