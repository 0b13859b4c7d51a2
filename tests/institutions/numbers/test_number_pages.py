"""The pages of the house's numbers: who sees what, what is kept when something is refused, and the export."""

from datetime import timedelta

import pytest
from tests.institutions.numbers.conftest import RULE, TODAY, TOMORROW

from zhiyin import cli
from zhiyin.institutions.models import HousePack
from zhiyin.institutions.reading import programme
from zhiyin.institutions.services import numbers as services

pytestmark = pytest.mark.django_db
LIST = "/app/institutions/numbers"
FORM = f"{LIST}/set/{RULE}"


def said(**more):
    return {
        "within": "2", "effect_on": TOMORROW.isoformat(), "reason": "等得太久", "basis": "", "do": "propose",
        "seen": programme().versions(RULE)[-1].uid, **more,
    }  # fmt: skip


def text(answer):
    return answer.content.decode()


def test_a_number_goes_from_the_form_to_the_second_person_and_into_force(client_as, today):
    sent = client_as("union_officer").post(FORM, said())
    number = HousePack.objects.get()
    assert sent.status_code == 302 and sent["Location"].startswith(f"{LIST}/{number.pk}")
    own = text(client_as("union_officer").get(f"{LIST}/{number.pk}"))
    assert "由总经理一级的另一个人批准" in own and "/approve" not in own
    waiting = text(client_as("leader").get(f"{LIST}/{number.pk}"))
    assert "/approve" in waiting and "<del>3 个工作日</del>" in waiting
    assert client_as("leader").post(f"{LIST}/{number.pk}/approve").status_code == 302
    number.refresh_from_db()
    assert number.state == "approved"
    again = client_as("leader").post(f"{LIST}/{number.pk}/approve")
    assert again.status_code == 422 and "已经有人处理过了" in text(again)


@pytest.mark.parametrize("typed", ["-3", "0", "99", "", "两天", "2.5"])
def test_a_number_that_cannot_be_is_told_at_its_field_and_nothing_typed_is_lost(client_as, today, typed):
    answer = client_as("union_officer").post(FORM, said(within=typed, reason="理由写了很久"))
    assert answer.status_code == 422 and "请填 1 到 5 之间的整数。" in text(answer)
    assert "理由写了很久" in text(answer) and f'value="{TOMORROW.isoformat()}"' in text(answer)
    assert not HousePack.objects.exists()


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (TODAY.isoformat(), "最早从明天起"),
        ("2020-01-01", "最早从明天起"),
        ("2099-01-01", "两年以内"),
        ("x", "请填日期"),
    ],
)
def test_a_day_that_cannot_be_is_told_at_its_field(client_as, today, day, told):
    answer = client_as("union_officer").post(FORM, said(effect_on=day))
    assert answer.status_code == 422 and told in text(answer) and "等得太久" in text(answer)


def test_the_second_of_two_editors_sees_the_others_value_and_loses_nothing(client_as, propose):
    propose("4 working days")
    answer = client_as("demand_officer").post(FORM, said(reason="我的理由"))
    assert answer.status_code == 422 and "另一个人已经先提出改这个数" in text(answer)
    assert "<b>4 个工作日</b>" in text(answer) and "我的理由" in text(answer) and 'value="2"' in text(answer)
    assert HousePack.objects.count() == 1


def test_a_form_opened_before_a_change_is_told_the_number_of_now_and_can_be_sent_again(
    client_as, propose, approve
):
    old = said(effect_on=(TOMORROW + timedelta(days=9)).isoformat(), within="1")
    approve(propose("4 working days"))
    answer = client_as("demand_officer").post(FORM, old)
    assert answer.status_code == 422 and "这个数已经改成：多久以内 4 个工作日" in text(answer)
    assert 'value="1"' in text(answer) and "等得太久" in text(answer)
    fresh = programme().versions(RULE)[-1].uid
    assert f'value="{fresh}"' in text(answer)
    assert client_as("demand_officer").post(FORM, {**old, "seen": fresh}).status_code == 302


def test_trying_writes_nothing_and_asks_for_no_reason_yet(client_as, today):
    answer = client_as("union_officer").post(FORM, said(do="try", reason="", effect_on=""))
    assert answer.status_code == 200 and "过去一年按新的数算" in text(answer)
    assert "z-error" not in text(answer) and not HousePack.objects.exists()
    same = client_as("union_officer").post(FORM, said(do="try", within="3"))
    assert "没有什么可算的" in text(same)


def test_the_live_check_reads_the_rule_or_says_what_is_wrong(client_as, today):
    officer = client_as("union_officer")
    assert "诉求2个工作日内受理" in text(officer.get(f"{FORM}/check?within=2"))
    assert "请填 1 到 5" in text(officer.get(f"{FORM}/check?within=-3"))


def test_the_list_shows_every_number_with_its_bounds_and_who_set_it(client_as, propose, approve, at):
    approve(propose("2 working days"))
    coming = text(client_as("leader").get(LIST))
    assert "1 – 5 个工作日" in coming and "<b>3 个工作日</b>" in coming
    with at(TOMORROW):
        page = text(client_as("leader").get(LIST))
    assert "<b>2 个工作日</b>" in page and "分管领导 2026-03-31 批准" in page
    assert "没有要批的" in page


def test_the_list_takes_few_queries_however_many_numbers_there_are(
    client_as, propose, approve, django_assert_max_num_queries
):
    approve(propose("2 working days"))
    propose("2 working days", rule="house-answer-consult")
    officer = client_as("leader")
    officer.get(LIST)
    with django_assert_max_num_queries(9):
        officer.get(LIST)


def test_who_may_enter(client_as, propose):
    number = propose()
    assert client_as("employee").get(LIST).status_code == 403
    assert client_as("workshop_leader").get(LIST).status_code == 200
    assert client_as("workshop_leader").get(FORM).status_code == 403
    assert client_as("workshop_leader").post(f"{LIST}/{number.pk}/approve").status_code == 403
    assert client_as("union_officer").get(f"{LIST}/set/pet-notify-15d").status_code == 404
    assert client_as("leader").post(f"{LIST}/{number.pk}/delete").status_code == 404


def test_the_institution_leads_to_its_numbers_and_shows_who_changed_them(client_as, propose, approve):
    approve(propose("2 working days"))
    page = text(client_as("union_officer").get(f"/app/institutions/{RULE}"))
    assert FORM in page and "大家等得太久" in page and "分管领导 2026-03-31 批准" in page
    assert FORM not in text(client_as("workshop_leader").get(f"/app/institutions/{RULE}"))
    public = text(client_as("union_officer").get(f"/institutions/{RULE}"))
    assert "2个工作日" in public


def test_the_export_is_a_pack_that_the_check_accepts(client_as, propose, approve, tmp_path, capsys):
    approve(propose("2 working days", basis='工会"委员会"：第三次'))
    approve(
        propose("45 items", rule="leader-contact-point.days", values={"need": "45 items"}, effect_on=NEW_YEAR)
    )
    answer = client_as("leader").get(f"{LIST}/export.yaml")
    file = tmp_path / "house-numbers.yaml"
    file.write_bytes(answer.content)
    assert cli.main(["institutions", "check", str(file)]) == 0
    capsys.readouterr()
    assert cli.main(["institutions", "house-numbers"]) == 0
    assert capsys.readouterr().out == text(answer)
    assert cli.main(["institutions", "house-numbers", "--to", str(tmp_path / "out.yaml")]) == 0
    assert (tmp_path / "out.yaml").read_text(encoding="utf-8") == text(answer)


def test_a_house_that_changed_nothing_exports_an_empty_pack(client_as, today, tmp_path):
    file = tmp_path / "house-numbers.yaml"
    file.write_bytes(client_as("leader").get(f"{LIST}/export.yaml").content)
    assert cli.main(["institutions", "check", str(file)]) == 0


NEW_YEAR = services.date(2027, 1, 1)
