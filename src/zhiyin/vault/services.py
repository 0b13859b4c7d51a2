"""Verbs of the vault: appoint keepers, seal and link speakers, issue receipt codes."""

from uuid import UUID

from django.db.models import Q

from zhiyin.journal import clock
from zhiyin.journal.record import record
from zhiyin.journal.verbs import verb
from zhiyin.vault import codes, facts, links, seal
from zhiyin.vault.models import Keeper, Receipt, ReminderLink, SealedIdentity


@verb("vault.keeper.appointed")
def appoint_keeper(*, actor: str, side: str, name: str, passphrase: str, light: bool = False) -> Keeper:
    """Make a keeper's key pair; the passphrase is not kept anywhere."""
    public, locked = seal.new_keeper(passphrase, light=light)
    keeper = Keeper.objects.create(
        side=side, name=name, public_key=public, locked_key=locked, from_on=clock.today()
    )
    record(facts.KEEPER_APPOINTED, keeper.id, actor=actor, side=side)
    return keeper


@verb("vault.keeper.ended")
def end_keeper(*, actor: str, keeper_id: UUID) -> Keeper:
    """A keeper leaves office from today: no new identity is sealed for them, old ones stay theirs to open."""
    keeper = Keeper.objects.select_for_update().get(pk=keeper_id, until_on__isnull=True)
    keeper.until_on = clock.today()
    keeper.save(update_fields=["until_on"])
    record(facts.KEEPER_ENDED, keeper.id, actor=actor)
    return keeper


def keepers_today() -> list[seal.KeeperKey]:
    """Keepers in office."""
    today = clock.today()
    rows = Keeper.objects.filter(Q(until_on__isnull=True) | Q(until_on__gt=today), from_on__lte=today)
    return [seal.KeeperKey(str(k.id), k.side, bytes(k.public_key)) for k in rows]


@verb(silent="the case's own fact tells that it is confidential; a second fact would tell nothing more")
def seal_speaker(*, case_id: UUID, person: str, remind: bool) -> None:
    """Seal the speaker's identity; keep an encrypted link only if they asked to be reminded.

    Raises CannotSeal when there are no keepers of two sides.
    """
    SealedIdentity.objects.create(case_id=case_id, envelope=seal.seal(person, keepers_today()))
    if remind:
        ReminderLink.objects.create(case_id=case_id, shelf=links.bucket(person), box=links.encrypted(person))


@verb(silent="dropping the link is the speaker's own wish and must leave no trace of when")
def forget_link(*, case_id: UUID) -> None:
    """The speaker no longer wants reminders."""
    ReminderLink.objects.filter(case_id=case_id).delete()


@verb(silent="both cases say of each other that they were one; who spoke is told no further")
def share_speaker(*, case_id: UUID, with_id: UUID) -> None:
    """A part split off from a confidential case keeps its sealed speaker and the wish to be reminded."""
    sealed = SealedIdentity.objects.get(case_id=case_id)
    SealedIdentity.objects.create(case_id=with_id, envelope=sealed.envelope)
    link = ReminderLink.objects.filter(case_id=case_id).first()
    if link is not None:
        box = links.encrypted(links.decrypted(link.box))
        ReminderLink.objects.create(case_id=with_id, shelf=link.shelf, box=box)


@verb(silent="a receipt is only a way back for its holder")
def issue_receipt(*, case_id: UUID, token: bytes) -> str:
    """The receipt code of a submission, returned once and kept only as a keyed hash."""
    code = codes.code_for(token)
    Receipt.objects.create(lookup=codes.lookup_key(codes.normal(code)), case_id=case_id)
    return code


def case_of_receipt(code: str) -> UUID | None:
    """The case that a typed code opens. Raises BadCode when it cannot be a code at all."""
    lookup = codes.lookup_key(codes.normal(code))
    return Receipt.objects.filter(lookup=lookup).values_list("case_id", flat=True).first()


def cases_linked_to(person: str) -> list[UUID]:
    """Confidential cases whose speaker is this person and wished to be reminded."""
    shelf = ReminderLink.objects.filter(shelf=links.bucket(person)).order_by("case_id")
    return [link.case_id for link in shelf if links.decrypted(link.box) == person]


def person_linked_to(case_id: UUID) -> str | None:
    """The speaker of a confidential case who wished to be reminded, to know them again when they come."""
    box = ReminderLink.objects.filter(case_id=case_id).values_list("box", flat=True).first()
    return links.decrypted(box) if box else None
