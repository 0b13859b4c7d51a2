import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from tests.fixtures.people import PASSWORD, TOTP_SECRET, give_password, give_totp

from zhiyin.journal import clock as clocks
from zhiyin.journal.models import Fact
from zhiyin.people import secrets
from zhiyin.people.models import Account, FailedSignIn, SignedIn
from zhiyin.people.services import accounts, signing_in

SIGN_IN = "/app/sign-in"
NOON = datetime(2026, 3, 10, 12, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def owner(enterprise):
    """王强, who has a password."""
    person = enterprise.people["employee"]
    give_password(person)
    return person


def tries(client, password, number="206318"):
    return client.post(SIGN_IN, {"number": number, "password": password})


def test_number_and_password_open_the_door_and_the_session_is_listed(owner):
    client = Client(headers={"user-agent": "Mozilla/5.0 (Linux; Android 12) Chrome/99"})
    answer = tries(client, PASSWORD)
    assert answer.status_code == 302
    assert answer["Location"] == "/app/"
    assert SignedIn.objects.get(account=owner.account).device == "Chrome · Android"
    assert client.cookies["zhiyin-device"]["path"] == "/app/"


def test_a_wrong_password_and_an_unknown_number_get_the_same_words(owner):
    wrong, unknown = tries(Client(), "不对的密码"), tries(Client(), "不对的密码", number="999999")
    note = re.compile(r"z-note--breach.*?</p>", re.S)
    assert note.search(wrong.content.decode())[0] == note.search(unknown.content.decode())[0]
    assert wrong.status_code == unknown.status_code


def test_a_wrong_try_keeps_neither_the_number_nor_what_was_typed(owner):
    tries(Client(), "不对的密码", number="我的密码打错了框")
    kept = FailedSignIn.objects.get()
    assert re.fullmatch(r"[0-9a-f]{64}", kept.login)
    assert kept.origin == ""


def test_five_wrong_passwords_lock_unknown_places_but_not_the_owners_own_phone(owner):
    phone = Client()
    assert tries(phone, PASSWORD).status_code == 302
    phone.post("/app/sign-out")
    for _n in range(5):
        tries(Client(), "同事在乱猜")
    assert tries(Client(), PASSWORD).status_code == 429
    assert tries(phone, PASSWORD).status_code == 302


def test_a_plant_behind_one_address_is_not_locked_for_one_persons_mistakes(enterprise, owner):
    give_password(enterprise.people["colleague"])
    for _n in range(6):
        tries(Client(REMOTE_ADDR="10.1.1.1"), "打错了")
    assert tries(Client(REMOTE_ADDR="10.1.1.1"), PASSWORD, number="206319").status_code == 302


def test_the_lock_opens_after_a_quarter_of_an_hour(owner):
    start = clocks.now()
    for _n in range(5):
        tries(Client(), "打错了")
    with clocks.moved_to(start + timedelta(minutes=14)):
        assert tries(Client(), PASSWORD).status_code == 429
    with clocks.moved_to(start + timedelta(minutes=16)):
        assert tries(Client(), PASSWORD).status_code == 302


def test_whoever_tried_too_often_is_told_when_to_go_on_and_what_to_do_meanwhile(owner):
    with clocks.moved_to(NOON):
        for _n in range(5):
            tries(Client(), "打错了")
    with clocks.moved_to(NOON + timedelta(minutes=4, seconds=20)):
        answer = tries(Client(), PASSWORD)
        page = answer.content.decode()
        # 12:15:00 is the first moment at which a try counts again.
        assert "12:15 以后再试，还要等 11 分钟。" in page
        assert answer["Retry-After"] == "640"
        assert 'href="/a/"' in page and 'href="/a/follow"' in page
        english = Client()
        english.cookies["zhiyin-look"] = "en.auto.normal"
        assert "Try again from 12:15 on, in 11 minutes." in tries(english, PASSWORD).content.decode()


def test_the_page_on_too_many_tries_says_the_same_of_numbers_that_nobody_has(owner):
    with clocks.moved_to(NOON):
        pages = [[tries(Client(), "猜", number=n) for _n in range(6)][-1] for n in ("206318", "999999")]
    assert pages[0].status_code == pages[1].status_code == 429
    main = re.compile(r"<main.*</main>", re.S)
    assert main.search(pages[0].content.decode())[0] == main.search(pages[1].content.decode())[0]


def test_a_slip_leads_to_ones_own_password_and_works_once(enterprise, acting):
    who = enterprise.people["employee"]
    [slip] = accounts.issue_slips(acting=acting("union_officer"), employees=[who])
    client = Client()
    typed = slip.shown.lower().replace("0", "o").replace("1", "l")
    answer = client.post(SIGN_IN, {"number": " 206318 ", "code": typed})
    assert answer["Location"] == "/app/first/password"
    answer = client.post("/app/first/password", {"password": PASSWORD, "again": PASSWORD})
    assert answer["Location"] == "/app/"
    assert Client().post(SIGN_IN, {"number": "206318", "code": slip.code}).status_code == 422
    assert tries(Client(), PASSWORD).status_code == 302


def test_a_weak_password_is_refused_with_the_reason(enterprise, acting):
    [slip] = accounts.issue_slips(acting=acting("union_officer"), employees=[enterprise.people["employee"]])
    client = Client()
    client.post(SIGN_IN, {"number": "206318", "code": slip.code})
    for weak in ("12345678", "206318aa", "short"):
        answer = client.post("/app/first/password", {"password": weak, "again": weak})
        assert answer.status_code == 200
        assert "z-error" in answer.content.decode()
    assert not Account.objects.get(login="206318").has_usable_password()


def test_a_newer_slip_replaces_the_older_and_both_end_after_thirty_days(enterprise, acting):
    who = enterprise.people["employee"]
    [old] = accounts.issue_slips(acting=acting("union_officer"), employees=[who])
    [new] = accounts.issue_slips(acting=acting("union_officer"), employees=[who])
    assert signing_in.with_first_code("206318", old.code) is None
    assert signing_in.with_first_code("206318", new.code) is not None
    with clocks.moved_to(clocks.now() + timedelta(days=31)):
        assert signing_in.with_first_code("206318", new.code) is None


def test_codes_are_kept_only_as_keyed_hashes(enterprise, acting):
    [slip] = accounts.issue_slips(acting=acting("union_officer"), employees=[enterprise.people["employee"]])
    stored = Account.objects.get(login="206318").first_code
    assert slip.code not in stored
    assert len(stored) == 64
    assert not Fact.objects.filter(leaf__contains=slip.code.encode()).exists()


def test_an_officer_needs_the_second_factor_and_one_code_opens_once(enterprise):
    officer = enterprise.people["demand_officer"]
    give_password(officer)
    give_totp(officer)
    code = secrets.totp_at(TOTP_SECRET, int(clocks.now().timestamp()) // 30)
    client = Client()
    assert tries(client, PASSWORD, number="100101")["Location"] == "/app/sign-in/verify"
    assert client.get("/app/me").status_code == 302
    assert client.post("/app/sign-in/verify", {"code": code})["Location"] == "/app/"
    other = Client()
    tries(other, PASSWORD, number="100101")
    assert other.post("/app/sign-in/verify", {"code": code}).status_code == 200
    assert other.get("/app/me").status_code == 302


def test_the_second_factor_cannot_be_guessed(enterprise):
    officer = enterprise.people["demand_officer"]
    give_password(officer)
    give_totp(officer)
    client = Client()
    tries(client, PASSWORD, number="100101")
    now = clocks.now()
    with clocks.moved_to(now):
        for guess in range(5):
            client.post("/app/sign-in/verify", {"code": f"{guess:06d}"})
        code = secrets.totp_at(TOTP_SECRET, int(now.timestamp()) // 30)
        assert client.post("/app/sign-in/verify", {"code": code}).status_code == 429


def test_an_officer_without_second_factor_acts_as_a_plain_employee_until_it_is_set(enterprise):
    give_password(enterprise.people["system_admin"])
    client = Client()
    assert tries(client, PASSWORD, number="100701")["Location"] == "/app/me/second-factor"
    assert client.get("/app/admin/units").status_code == 403
    page = client.get("/app/me/second-factor").content.decode()
    key = re.search(r'id="totp-key">([A-Z2-7 ]+)<', page)[1]
    import base64

    secret = base64.b32decode(key.replace(" ", ""))
    code = secrets.totp_at(secret, int(clocks.now().timestamp()) // 30)
    page = client.post("/app/me/second-factor", {"code": code}).content.decode()
    codes = re.findall(r"<span>([0-9A-Z]{4}-[0-9A-Z]{4})</span>", page)
    assert len(codes) == 8
    assert client.get("/app/admin/units").status_code == 200
    other = Client()
    tries(other, PASSWORD, number="100701")
    assert other.post("/app/sign-in/verify", {"code": codes[0].lower()}).status_code == 302
    third = Client()
    tries(third, PASSWORD, number="100701")
    assert third.post("/app/sign-in/verify", {"code": codes[0]}).status_code == 200


def test_a_changed_password_ends_every_other_session(owner):
    here, there = Client(), Client()
    tries(here, PASSWORD)
    tries(there, PASSWORD)
    new = "换了一个新密码-88"
    here.post("/app/me/password", {"old": PASSWORD, "password": new, "again": new})
    assert here.get("/app/me").status_code == 200
    assert there.get("/app/me").status_code == 302
    assert SignedIn.objects.filter(account=owner.account).count() == 1


def test_its_owner_ends_one_session_or_all_others(owner):
    here, lost = Client(), Client()
    tries(here, PASSWORD)
    tries(lost, PASSWORD)
    page = here.get("/app/me/sessions")
    other = next(s for s in page.context["sessions"] if s.session_key != page.context["here"])
    assert here.post(f"/app/me/sessions/{other.pk}/end").status_code == 302
    assert lost.get("/app/me").status_code == 302
    again = Client()
    tries(again, PASSWORD)
    here.post("/app/me/sessions/others")
    assert again.get("/app/me").status_code == 302
    assert here.get("/app/me").status_code == 200


def test_nobody_ends_the_session_of_another(owner, client_as):
    client = Client()
    tries(client, PASSWORD)
    mine = SignedIn.objects.get(account=owner.account)
    assert client_as("colleague").post(f"/app/me/sessions/{mine.pk}/end").status_code == 404
    assert client.get("/app/me").status_code == 200


def test_after_signing_in_one_stays_on_this_site(owner):
    answer = Client().post(f"{SIGN_IN}?next=//evil.example/", {"number": "206318", "password": PASSWORD})
    assert answer["Location"] == "/app/"
    answer = Client().post(SIGN_IN, {"number": "206318", "password": PASSWORD, "next": "/app/me"})
    assert answer["Location"] == "/app/me"


def test_signing_out_takes_a_form_not_a_link(owner):
    client = Client()
    tries(client, PASSWORD)
    assert client.get("/app/sign-out").status_code == 405
    client.post("/app/sign-out")
    assert client.get("/app/me").status_code == 302
    assert not SignedIn.objects.exists()


def test_the_page_of_the_qr_code_shows_the_number_and_no_code_in_any_address(client):
    page = client.get("/app/first?n=206318").content.decode()
    assert 'value="206318"' in page
    assert "data-slip" in page


def test_a_lost_phone_takes_two_different_administrators(enterprise, acting):
    officer = enterprise.people["demand_officer"]
    give_totp(officer)
    from zhiyin.people.refusals import Refused

    with pytest.raises(Refused):
        accounts.drop_second_factor(acting=acting("system_admin"), account=officer.account)
    accounts.drop_second_factor(acting=acting("security_admin"), account=officer.account)
    with pytest.raises(Refused):
        accounts.issue_slips(acting=acting("security_admin"), employees=[officer])
    officer.account.refresh_from_db()
    assert officer.account.totp_secret is None


def test_the_totp_of_rfc_6238(db):
    assert secrets.totp_at(TOTP_SECRET, 59 // 30) == "287082"
    assert secrets.totp_at(TOTP_SECRET, 1111111109 // 30) == "081804"
    assert secrets.opened(secrets.locked(TOTP_SECRET)) == TOTP_SECRET


def test_a_scanned_slip_signs_nobody_out_by_itself_but_lets_another_person_in(enterprise, owner, acting):
    client = Client()
    tries(client, PASSWORD)
    [slip] = accounts.issue_slips(acting=acting("union_officer"), employees=[enterprise.people["colleague"]])
    assert client.get("/app/first?n=206319").status_code == 200
    assert client.get("/app/me").status_code == 200
    client.post(SIGN_IN, {"number": "206319", "code": slip.code})
    client.post("/app/first/password", {"password": PASSWORD, "again": PASSWORD})
    assert "李敏" in client.get("/app/me").content.decode()
