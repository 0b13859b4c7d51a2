"""A mail address counts once its owner typed the code that was sent there."""

import re
from argparse import Namespace

import pytest

from zhiyin.people.models import Contact
from zhiyin.people.services.contacts import account_bound_to, address_of, bind_contact, drop_contact
from zhiyin.workspace.commands import run_addresses, run_test

PAGE = "/app/me/notices/mail"


def code_in(post):
    return re.search(r"验证码 (\S+)，", post.taken[-1][1].get_content())[1]


def test_the_code_of_the_mail_proves_the_address(post, client_as, enterprise):
    client = client_as("employee")
    assert client.post(PAGE, {"address": "wang@example.cn"}).status_code == 302
    assert "wang@example.cn" in client.get(PAGE).content.decode()
    assert not Contact.objects.exists()
    answer = client.post(PAGE, {"code": code_in(post).lower()})
    assert answer["Location"] == "/app/me/notices?done=bound"
    contact = Contact.objects.get(employee=enterprise.people["employee"])
    assert address_of(contact) == "wang@example.cn"
    assert b"wang@" not in bytes(contact.address)


def test_a_wrong_code_and_an_old_one_prove_nothing(post, client_as, at):
    client = client_as("employee")
    with at("2026-10-20", "10:00"):
        client.post(PAGE, {"address": "wang@example.cn"})
        assert "不对" in client.post(PAGE, {"code": "AAAA-AAAA"}).content.decode()
    with at("2026-10-20", "10:16"):
        client.post(PAGE, {"code": code_in(post)})
    assert not Contact.objects.exists()


def test_five_wrong_codes_end_it(post, client_as):
    client = client_as("employee")
    client.post(PAGE, {"address": "wang@example.cn"})
    code = code_in(post)
    for _n in range(5):
        client.post(PAGE, {"code": "AAAA-AAAA"})
    client.post(PAGE, {"code": code})
    assert not Contact.objects.exists()


def test_nobody_floods_a_mailbox(post, client_as):
    client = client_as("employee")
    for _n in range(7):
        client.post(f"{PAGE}?again", {"address": "stranger@example.cn"})
    assert len(post.taken) == 5


def test_an_address_that_takes_no_mail_is_said_at_once(post, client_as):
    post.refuse["wang@example.cn"] = "550 no such user"
    page = client_as("employee").post(PAGE, {"address": "wang@example.cn"})
    assert "收不了信" in page.content.decode()


def test_without_mail_there_is_no_such_page(configure, client_as):
    assert client_as("employee").get(PAGE).status_code == 404


def test_what_is_dropped_is_gone(post, reach, client_as, enterprise):
    reach("employee", mail="wang@example.cn")
    client_as("employee").post("/app/me/notices/mail/drop")
    assert not Contact.objects.exists()
    assert not drop_contact(employee=enterprise.people["employee"], channel="mail")


def test_an_address_is_forgotten_when_its_owner_leaves(post, reach, enterprise):
    from zhiyin.people.services.employees import leave_all
    from zhiyin.people.services.upkeep import forget_expired

    reach("employee", mail="wang@example.cn")
    leave_all(acting=None, employees=[enterprise.acting("employee").employee])
    forget_expired()
    assert not Contact.objects.exists()


@pytest.mark.parametrize(
    ("number", "channel", "status"),
    [("206318", "mail", 0), ("206319", "mail", 2), ("206318", "wecom", 2)],
)
def test_the_operator_sends_a_trial_from_the_command_line(post, reach, number, channel, status):
    reach("employee", mail="wang@example.cn")
    assert run_test(Namespace(to=number, channel=channel)) == status
    assert len(post.taken) == (1 if status == 0 else 0)


def test_the_operator_hears_why_a_trial_was_not_taken(post, reach, capsys):
    reach("employee", mail="wang@example.cn")
    post.refuse["wang@example.cn"] = "550 no such user"
    assert run_test(Namespace(to="206318", channel="mail")) == 1
    assert "SMTP 550" in capsys.readouterr().err


def roster(tmp_path, *lines):
    file = tmp_path / "addresses.csv"
    file.write_text("\n".join(("工号,邮箱,企业微信账号", *lines)), "utf-8")
    return run_addresses(Namespace(file=file))


def bound(enterprise, who):
    rows = Contact.objects.filter(employee=enterprise.people[who])
    return {contact.channel: (address_of(contact), contact.proved) for contact in rows}


def test_the_roster_brings_addresses_for_notices_and_its_owner_is_told(tmp_path, enterprise, capsys):
    assert (
        roster(tmp_path, "206318,wang@example.cn,WangQiang", "999999,x@example.cn,", "206319,nonsense,") == 0
    )
    assert bound(enterprise, "employee") == {
        "mail": ("wang@example.cn", False), "wecom": ("WangQiang", False),
    }  # fmt: skip
    said = capsys.readouterr().err
    assert "3" in said and "4" in said
    assert not bound(enterprise, "colleague")


def test_nobody_signs_in_by_what_the_roster_says(tmp_path, enterprise):
    roster(tmp_path, "206318,,WangQiang")
    assert account_bound_to("wecom", "WangQiang") is None


def test_who_proves_a_chat_account_has_it_whatever_the_roster_says(tmp_path, enterprise):
    roster(tmp_path, "206319,,WangQiang")
    bind_contact(employee=enterprise.people["employee"], channel="wecom", address="WangQiang")
    assert bound(enterprise, "colleague") == {}
    assert account_bound_to("wecom", "wangqiang") == enterprise.people["employee"].account
    roster(tmp_path, "206319,,WangQiang")
    assert bound(enterprise, "colleague") == {}


def test_what_its_owner_bound_or_dropped_the_roster_leaves_alone(tmp_path, enterprise, client_as, post):
    bind_contact(employee=enterprise.people["employee"], channel="mail", address="own@example.cn")
    roster(tmp_path, "206318,hr@example.cn,", "206319,li@example.cn,")
    assert bound(enterprise, "employee") == {"mail": ("own@example.cn", True)}
    assert "名册里填的" in client_as("colleague").get("/app/me/notices").content.decode()
    client_as("colleague").post("/app/me/notices/mail/drop")
    roster(tmp_path, "206319,li@example.cn,")
    assert bound(enterprise, "colleague") == {}


def test_a_file_that_is_no_list_of_addresses_is_refused(tmp_path, db):
    assert run_addresses(Namespace(file=tmp_path / "none.csv")) == 2
    (tmp_path / "other.csv").write_text("甲,乙\n1,2\n", "utf-8")
    assert run_addresses(Namespace(file=tmp_path / "other.csv")) == 2
