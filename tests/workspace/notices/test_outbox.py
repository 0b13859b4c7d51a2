"""A message leaves once, waits when it must, is given up in the open, and says nothing of the matter."""

from datetime import timedelta

import pytest

from zhiyin.commands.health import outgoing
from zhiyin.journal import clock
from zhiyin.people.models import Contact, Employee
from zhiyin.workspace.channels.base import TryLater
from zhiyin.workspace.models import Outgoing
from zhiyin.workspace.services import outbox

LIST = "/app/admin/given-up"


@pytest.fixture
def officer(post, reach, enterprise):
    reach("demand_officer", mail="chen@example.cn")
    return enterprise.people["demand_officer"]


@pytest.fixture
def put_out(officer, walk, told, at):
    """A demand at ten in the morning; its message waits."""
    with at("2026-10-20", "10:00"):
        case = walk(title="二线淋浴间没有热水")
        told()
    return case


def test_a_message_says_sort_count_and_link_and_nothing_of_the_demand(put_out, post, sent_later, enterprise):
    assert sent_later("2026-10-20", "10:05") == 1
    ((_to, mail),) = post.taken
    said = mail["Subject"] + mail.get_content()
    assert "收到新诉求 1 件" in said and "https://zhiyin.example.cn/app/inbox" in said
    demand = put_out.demand
    for secret in (demand.number, demand.title, demand.text[:8], "王强", "热处理", str(demand.pk)):
        assert secret not in said


def test_what_happens_together_goes_out_as_one_message(put_out, walk, told, at, post, sent_later):
    with at("2026-10-20", "10:01"):
        walk()
        told()
    assert sent_later("2026-10-20", "10:02") == 0
    assert sent_later("2026-10-20", "10:05") == 1
    assert "2 件" in post.taken[0][1]["Subject"]


def test_a_message_leaves_once_and_its_time_is_forgotten(put_out, post, sent_later):
    sent_later("2026-10-20", "10:05")
    sent_later("2026-10-20", "11:00")
    assert len(post.taken) == 1
    row = Outgoing.objects.get()
    assert (row.state, row.next_at, str(row.ended_on)) == ("sent", None, "2026-10-20")
    times = [field.name for field in Outgoing._meta.fields if field.get_internal_type() == "DateTimeField"]
    assert times == ["next_at"]


def test_of_two_workers_one_has_the_message(put_out, at):
    pk = Outgoing.objects.get().pk
    with at("2026-10-20", "10:05"):
        assert outbox.claim(outgoing_id=pk) is not None
        assert outbox.claim(outgoing_id=pk) is None


def test_a_worker_that_died_leaves_the_message_to_another(put_out, at, post, sent_later):
    with at("2026-10-20", "10:05"):
        outbox.claim(outgoing_id=Outgoing.objects.get().pk)
    assert sent_later("2026-10-20", "10:06") == 0
    assert sent_later("2026-10-20", "10:11") == 1


def test_what_comes_while_a_message_is_in_hand_is_the_next_message(put_out, at, walk, told):
    with at("2026-10-20", "10:05"):
        outbox.claim(outgoing_id=Outgoing.objects.get().pk)
        walk()
        told()
    assert sorted(Outgoing.objects.values_list("count", "tries")) == [(1, 0), (1, 1)]


def test_what_was_read_in_the_app_meanwhile_is_not_sent(put_out, client_as, at, post, sent_later):
    with at("2026-10-20", "10:01"):
        client_as("demand_officer").post("/app/notices/read")
    assert sent_later("2026-10-20", "10:05") == 0
    assert post.taken == [] and not Outgoing.objects.exists()


@pytest.mark.parametrize("gone", ["left", "dropped", "switched off", "channel shut"])
def test_what_nobody_wants_any_more_is_not_sent(
    put_out, officer, configure, client_as, post, sent_later, gone
):
    match gone:
        case "left":
            Employee.objects.filter(pk=officer.pk).update(status="left")
        case "dropped":
            client_as("demand_officer").post("/app/me/notices/mail/drop")
        case "switched off":
            client_as("demand_officer").post(
                "/app/me/notices", {"quiet_from": "21", "quiet_until": "7", "on": []}
            )
        case _:
            configure(smtp=None)
    assert sent_later("2026-10-20", "10:05") == 0
    assert post.taken == []
    assert not Outgoing.objects.exclude(what="account").exists()


def test_a_message_that_is_not_taken_waits_longer_each_time_and_is_given_up_at_last(put_out, post, at):
    post.refuse["chen@example.cn"] = "450 busy"
    moment, waits = clock.now(), []
    with at("2026-10-20", "10:05"):
        moment = clock.now()
    for _try in range(outbox.TRIES):
        with clock.moved_to(moment):
            outbox.send_waiting()
        row = Outgoing.objects.get()
        if row.next_at:
            waits.append((row.next_at - moment) // timedelta(minutes=1))
            moment = row.next_at
    assert waits == list(outbox.BACK_OFF)
    assert (row.state, row.problem, row.next_at) == ("given_up", "SMTP 450", None)
    assert len(post.taken) == 0


def test_an_address_that_does_not_exist_is_given_up_at_once_and_its_owner_sees_it(
    put_out, post, officer, client_as, sent_later
):
    post.refuse["chen@example.cn"] = "550 no such user"
    sent_later("2026-10-20", "10:05")
    assert Outgoing.objects.get().state == "given_up"
    assert Contact.objects.get(employee=officer).failing_since is not None
    assert "发不到" in client_as("demand_officer").get("/app/me/notices").content.decode()


def test_a_channel_that_is_down_is_tried_once_a_turn(enterprise, reach, post, walk, told, at, configure):
    for who in ("demand_officer", "second_demand_officer"):
        reach(who, mail=f"{who}@example.cn")
    with at("2026-10-20", "10:00"):
        walk()
        told()
    tried = []

    class Down:
        def send(self, to, message):
            tried.append(to)
            raise TryLater("down", after=timedelta(minutes=10))

    with at("2026-10-20", "10:05"), pytest.MonkeyPatch.context() as patch:
        patch.setattr(outbox, "channel", lambda _name: Down())
        outbox.send_waiting()
        outbox.send_waiting()
    assert len(tried) == 1


def test_the_administrator_sees_whom_and_why_but_not_what(put_out, post, client_as, sent_later):
    post.refuse["chen@example.cn"] = "550 no such user"
    sent_later("2026-10-20", "10:05")
    page = client_as("system_admin").get(LIST).content.decode()
    assert "100101" in page and "SMTP 550" in page
    assert "收到新诉求" not in page and "chen@example.cn" not in page
    assert client_as("demand_officer").get(LIST).status_code == 403


def test_the_administrator_tries_again_or_forgets(put_out, post, client_as, sent_later):
    client = client_as("system_admin")
    post.refuse["chen@example.cn"] = "550 no such user"
    sent_later("2026-10-20", "10:05")
    row = str(Outgoing.objects.get().pk)
    client.post(f"{LIST}/do", {"row": [row, "nonsense"], "again": ""})
    assert Outgoing.objects.get().state == "waiting"
    Outgoing.objects.update(state="given_up", next_at=None, ended_on=clock.today())
    client.post(f"{LIST}/do", {"row": [row], "forget": ""})
    assert not Outgoing.objects.exists()


def test_a_danger_leaves_at_once_at_night_too_and_reaches_the_group_on_duty(
    officer, wecom, configure, walk, told, at, post, sent_later
):
    configure(wecom_robot=f"{wecom.url}/cgi-bin/webhook/send?key=k")
    with at("2026-10-20", "23:30"):
        walk(urgent=True)
        told()
    assert sent_later("2026-10-20", "23:30") == 2
    assert "安全加急告警 1 件" in post.taken[0][1]["Subject"]
    assert post.taken[0][1]["List-Unsubscribe"] is None
    (asked,) = wecom.to("/cgi-bin/webhook/send")
    assert "安全加急告警 1 件" in asked.body["text"]["content"]


def test_what_has_left_is_forgotten_after_a_month(put_out, sent_later, at):
    sent_later("2026-10-20", "10:05")
    with at("2026-11-18"):
        assert outbox.forget_sent() == 0
    with at("2026-11-21"):
        assert outbox.forget_sent() == 1


def test_a_message_is_in_the_language_in_which_they_saved_their_wishes(put_out, client_as, post, sent_later):
    client = client_as("demand_officer")
    client.cookies["zhiyin-look"] = "en.auto.normal"
    on = client.get("/app/me/notices").context["form"].initial["on"]
    client.post("/app/me/notices", {"quiet_from": "21", "quiet_until": "7", "on": on})
    sent_later("2026-10-20", "10:05")
    assert post.taken[0][1]["Subject"].startswith("Zhiyin: New demands")


def test_the_doctor_says_what_is_open_and_what_could_not_be_sent(put_out, post, configure, sent_later):
    assert [finding.says for finding in outgoing()] == ["mail"]
    post.refuse["chen@example.cn"] = "550 no such user"
    sent_later("2026-10-20", "10:05")
    configure(public_url="")
    open_now, no_links, lost = outgoing()
    assert open_now.mend == "" and "ZHIYIN_PUBLIC_URL" in no_links.mend and "given-up" in lost.mend
    configure(smtp=None)
    assert all(finding.mend == "" for finding in outgoing())
