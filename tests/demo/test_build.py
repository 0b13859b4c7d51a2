"""The made-up enterprise: the same each time, whole, and true to its journal."""

from collections import Counter, defaultdict

import pytest
from django.contrib.auth import authenticate

from zhiyin.demo import accounts, library
from zhiyin.demo.build import AlreadyBuilt, build
from zhiyin.institutions import clocks
from zhiyin.journal import clock
from zhiyin.journal.models import Fact
from zhiyin.journal.verify import verify
from zhiyin.people.models import Account, Employee
from zhiyin.vault.models import Keeper
from zhiyin.vault.services import cases_linked_to
from zhiyin.voice import rules
from zhiyin.voice.models import Alert, Demand, Extension
from zhiyin.voice.speakers import by_receipt
from zhiyin.voice.states import State, Way

pytestmark = pytest.mark.django_db


def test_the_same_day_and_seed_make_the_same_enterprise(made):
    first, second = made
    assert len(second) > 60
    assert first == second


def test_a_second_filling_is_refused_and_changes_nothing():
    before = Fact.objects.count(), Demand.objects.count()
    with pytest.raises(AlreadyBuilt):
        build(lambda _text: None, scale=0.02)
    assert (Fact.objects.count(), Demand.objects.count()) == before


def test_every_state_is_there_today():
    assert set(State) - set(Demand.objects.values_list("state", flat=True)) == set()


def test_a_state_row_agrees_with_its_facts():
    kinds = defaultdict(list)
    for subject, kind in (
        Fact.objects.filter(subject_kind="demand")
        .order_by("subject_id", "place")
        .values_list("subject_id", "kind")
    ):
        kinds[subject].append(kind)
    for demand in Demand.objects.all():
        assert rules.replay(kinds[str(demand.pk)]) == demand.state, demand.number


def test_no_two_people_say_it_in_the_same_words():
    texts = Counter(Demand.objects.values_list("text", flat=True))
    assert [text for text, times in texts.items() if times > 1] == []


def test_sentences_are_filled_in_to_the_end():
    for text in Demand.objects.values_list("text", flat=True):
        assert "$" not in text and "{" not in text and text.strip() == text


def test_the_journal_matches_and_waits_only_for_today():
    assert verify().problem == ""
    waiting = Fact.objects.filter(seq=None)
    assert all(fact.held_until and fact.held_until > clock.today() for fact in waiting)


def test_numbers_follow_the_days():
    days = list(Fact.objects.exclude(seq=None).order_by("seq").values_list("recorded_on", flat=True))
    assert days == sorted(days)


def test_nothing_happens_after_now():
    assert not Fact.objects.filter(recorded_at__gt=clock.now()).exists()
    assert not Demand.objects.filter(submitted_on__gt=clock.today()).exists()


def test_offices_act_on_working_days_in_working_hours():
    acts = Fact.objects.filter(kind__in=("voice.demand.accepted", "voice.demand.answered")).exclude(
        recorded_at=None
    )
    hours = {clock.local(fact.recorded_at).hour for fact in acts}
    assert hours <= set(range(8, 18))


def test_sealed_speakers_are_named_nowhere():
    sealed = Demand.objects.exclude(way=Way.NAMED)
    assert sealed.count() > 10
    assert not sealed.filter(author__isnull=False).exists()


def test_the_office_has_overdue_paused_and_promised_work():
    today = clock.today()
    due = clocks.next_due("demand")
    assert due.filter(next_due__lt=today, paused=False).exists()
    assert due.filter(next_due__gte=today).exists()
    assert due.filter(paused=True).exists()
    assert set(Extension.objects.values_list("granted", flat=True)) == {True, False, None}
    assert Alert.objects.filter(seen_at=None).count() == 2


def test_the_worker_has_six_demands_one_waiting_for_a_word():
    worker = Employee.objects.get(number=accounts.ACCOUNTS[0].login)
    linked = Demand.objects.filter(pk__in=cases_linked_to(f"employee:{worker.pk.hex}"))
    own = Demand.objects.filter(author=worker)
    assert sorted(linked.values_list("state", flat=True)) == ["answered", "promised"]
    assert own.count() == 4
    late = own.get(state=State.IN_HANDLING, topic="pay")
    shown = clocks.for_subjects("demand", [late.pk])[late.pk]
    assert shown[0].status == "breached"


def test_only_the_shown_accounts_have_a_password():
    logins = {one.login for one in accounts.ACCOUNTS}
    usable = {a.login for a in Account.objects.exclude(password__startswith="!")}
    assert usable == logins
    names = dict(Employee.objects.filter(number__in=logins).values_list("number", "name"))
    assert names == {one.login: one.name for one in accounts.ACCOUNTS}
    assert authenticate(username="201318", password=accounts.PASSWORD) is not None


def test_the_shown_receipt_opens_an_answered_case():
    speaker = by_receipt(accounts.receipt())
    assert speaker is not None
    assert Demand.objects.get(pk=speaker.demand_id).state == State.ANSWERED
    assert accounts.receipt() in accounts.table()


def test_three_sides_keep_the_keys():
    assert sorted(Keeper.objects.values_list("side", flat=True)) == ["demand_office", "higher_union", "union"]


def test_there_are_many_different_matters():
    scenarios = library.scenarios()
    assert len(scenarios) + len(library.reports()) + len(library.redirects()) >= 120
    assert len({one.id for one in scenarios}) == len(scenarios)
    for one in scenarios:
        assert len(one.options("open")) >= 2 and one.options("facts") and one.options("opin"), one.id


def test_each_desk_account_has_work_waiting():
    by_key = {one.key: Employee.objects.get(number=one.login) for one in accounts.ACCOUNTS}
    handled = Demand.objects.filter(handling_post__holdings__employee=by_key["YS-XZ/handler"])
    assert {State.DISPATCHED, State.IN_HANDLING, State.PROMISED} <= set(
        handled.values_list("state", flat=True)
    )
    reviewed = Demand.objects.filter(state=State.UNDER_REVIEW, reviews__reviewer=by_key["review1"])
    assert reviewed.exists()
    plant = by_key["YS0100/leader"].unit
    assert Extension.objects.filter(granted=None, demand__handling_unit__path__startswith=plant.path).exists()


def test_the_ledger_of_the_year_before_was_taken_in_without_names_and_without_dates_to_keep():
    old = Demand.objects.filter(channel=Demand.Channel.IMPORT)
    assert old.exists()
    assert not old.filter(author__isnull=False).exists()
    assert not old.exclude(answers__isnull=False).exists()
    assert not clocks.next_due("demand").filter(subject_id__in=[str(one.pk) for one in old]).exists()
