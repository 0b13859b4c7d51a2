"""What somebody types into the address bar is never the server's fault."""

import pytest
from django.test import Client
from tests.fixtures.people import client_as, enterprise  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address",
    [
        "/app/suggestions?view=all&q=a%00b",
        "/app/inbox?unit=%00",
        "/app/institutions/%00",
        "/app/scoreboard?unit=%00",
    ],
)
def test_a_character_that_no_text_holds_is_not_understood(client_as, enterprise, address):  # noqa: F811
    page = client_as("demand_officer").get(address)
    assert page.status_code == 400
    assert "什么都没有改动" in page.content.decode()


@pytest.mark.parametrize("address", ["/policies?q=%00", "/p/%00", "/a/follow?code=%00"])
def test_nor_at_the_doors_without_a_cookie(db, address):
    page = Client().get(address)
    assert page.status_code == 400 and not page.cookies
