"""What the vault keeps of a case, and what its tables tell nobody."""

from uuid import uuid4

import pytest

from zhiyin.journal.models import Fact
from zhiyin.vault import codes, links, seal, services
from zhiyin.vault.models import Keeper, Receipt, ReminderLink, SealedIdentity

pytestmark = pytest.mark.django_db
PERSON, OTHER = "employee:1", "employee:2"


@pytest.fixture
def keepers():
    return [
        services.appoint_keeper(actor="employee:9", side=side, name=side, passphrase="合上", light=True)
        for side in ("demand_office", "union")
    ]


def test_appointing_a_keeper_is_a_fact_that_names_nobody(keepers):
    facts = Fact.objects.filter(kind="vault.keeper.appointed")
    told = sorted((fact.payload for fact in facts), key=lambda payload: str(payload["side"]))
    assert told == [{"side": "demand_office"}, {"side": "union"}]
    assert "合上" not in str(Keeper.objects.values())


def test_sealing_a_speaker_leaves_no_fact_and_two_keepers_open_it(keepers):
    case, before = uuid4(), Fact.objects.count()
    services.seal_speaker(case_id=case, person=PERSON, remind=False)
    assert Fact.objects.count() == before
    envelope = SealedIdentity.objects.get(pk=case).envelope
    keys = {str(k.pk): seal.unlock_keeper(k.locked_key, "合上") for k in keepers}
    pair = envelope["pairs"][0]
    half = seal.open_outer(envelope, pair["outer"], pair["inner"], keys[pair["outer"]])
    assert seal.open_inner(half, keys[pair["inner"]]) == PERSON
    assert PERSON not in str(envelope)


def test_a_keeper_who_has_left_office_gets_no_new_identities(keepers):
    union = Keeper.objects.get(side="union")
    services.end_keeper(actor="employee:9", keeper_id=union.pk)
    assert Fact.objects.filter(kind="vault.keeper.ended", subject_id=str(union.pk)).count() == 1
    with pytest.raises(Keeper.DoesNotExist):
        services.end_keeper(actor="employee:9", keeper_id=union.pk)
    with pytest.raises(seal.CannotSeal):
        services.seal_speaker(case_id=uuid4(), person=PERSON, remind=True)
    assert not SealedIdentity.objects.exists() and not ReminderLink.objects.exists()


def test_the_server_finds_the_speaker_only_where_they_asked_to_be_reminded(keepers):
    reminded, silent, others = uuid4(), uuid4(), uuid4()
    services.seal_speaker(case_id=reminded, person=PERSON, remind=True)
    services.seal_speaker(case_id=silent, person=PERSON, remind=False)
    services.seal_speaker(case_id=others, person=OTHER, remind=True)
    assert services.cases_linked_to(PERSON) == [reminded]
    assert services.person_linked_to(reminded) == PERSON
    assert services.person_linked_to(silent) is None
    services.forget_link(case_id=reminded)
    assert services.cases_linked_to(PERSON) == []


def test_people_share_a_shelf_and_find_only_their_own_on_it(keepers):
    neighbour = next(
        f"employee:{n}" for n in range(3, 9999) if links.bucket(f"employee:{n}") == links.bucket(PERSON)
    )
    mine, theirs = uuid4(), uuid4()
    services.seal_speaker(case_id=mine, person=PERSON, remind=True)
    services.seal_speaker(case_id=theirs, person=neighbour, remind=True)
    assert len(set(ReminderLink.objects.values_list("shelf", flat=True))) == 1
    assert services.cases_linked_to(PERSON) == [mine]
    assert services.cases_linked_to(neighbour) == [theirs]


def test_a_shelf_groups_nobody():
    shelves = [links.bucket(f"employee:{n}") for n in range(4000)]
    assert len(set(shelves)) == 256
    assert max(shelves.count(s) for s in set(shelves)) < 60


def test_equal_people_do_not_look_equal_and_lengths_tell_nothing():
    assert links.encrypted(PERSON) != links.encrypted(PERSON)
    assert len(links.encrypted(PERSON)) == len(links.encrypted(OTHER))
    assert links.decrypted(links.encrypted(PERSON)) == PERSON


def test_a_receipt_opens_its_case_and_is_not_kept():
    case = uuid4()
    code = services.issue_receipt(case_id=case, token=b"form")
    assert services.case_of_receipt(code.lower().replace("-", " ")) == case
    body = codes.normal(code)
    kept = Receipt.objects.get()
    assert bytes(kept.lookup) == codes.lookup_key(body)
    assert body.encode() not in bytes(kept.lookup)


def test_a_code_that_opens_nothing_and_one_that_is_none_are_told_apart():
    assert services.case_of_receipt(codes.shown("7" * codes.LENGTH)) is None
    with pytest.raises(codes.BadCode):
        services.case_of_receipt("7777-7777-7777-7777")


def test_a_short_passphrase_appoints_nobody_and_the_backup_holds_only_the_locked_key(
    tmp_path, monkeypatch, capsys
):
    import argparse
    import io

    from zhiyin.vault import commands

    options = argparse.Namespace(side="union", name="工会", backup=str(tmp_path / "key.json"))
    monkeypatch.setattr("sys.stdin", io.StringIO("太短\n"))
    assert commands.run_keeper(options) == 1
    assert not Keeper.objects.exists()
    monkeypatch.setattr("sys.stdin", io.StringIO("三更灯火五更鸡正是读书时\n"))
    assert commands.run_keeper(options) == 0
    keeper = Keeper.objects.get()
    saved = (tmp_path / "key.json").read_text("utf-8")
    assert "三更" not in saved and keeper.locked_key["box"] in saved
    assert str(keeper.pk) in capsys.readouterr().out
