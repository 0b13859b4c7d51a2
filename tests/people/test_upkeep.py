from datetime import timedelta

from django.contrib.sessions.models import Session
from django.test import Client
from tests.fixtures.people import PASSWORD, give_password

from zhiyin.journal import clock as clocks
from zhiyin.people.models import Account, Device, FailedSignIn, SignedIn
from zhiyin.people.services import accounts
from zhiyin.people.services.upkeep import forget_expired


def test_tries_slips_sessions_and_devices_are_forgotten_when_they_expire(enterprise, acting):
    give_password(enterprise.people["employee"])
    client = Client()
    client.post("/app/sign-in", {"number": "206318", "password": "打错了"})
    client.post("/app/sign-in", {"number": "206319", "password": "打错了"})
    client.post("/app/sign-in", {"number": "206318", "password": PASSWORD})
    accounts.issue_slips(acting=acting("union_officer"), employees=[enterprise.people["colleague"]])
    assert forget_expired() == 0
    with clocks.moved_to(clocks.now() + timedelta(days=31)):
        forget_expired()
    assert not FailedSignIn.objects.exists()
    assert not SignedIn.objects.exists()
    assert Account.objects.get(login="206319").first_code == ""
    assert Device.objects.count() == 1
    with clocks.moved_to(clocks.now() + timedelta(days=366)):
        forget_expired()
    assert not Device.objects.exists()


def test_a_session_that_still_runs_stays_listed(enterprise):
    give_password(enterprise.people["employee"])
    Client().post("/app/sign-in", {"number": "206318", "password": PASSWORD})
    forget_expired()
    assert SignedIn.objects.count() == Session.objects.count() == 1
