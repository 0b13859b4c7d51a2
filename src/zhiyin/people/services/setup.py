"""Setting an enterprise up in bulk: the demo and tests use it, as the system itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.hashers import make_password

from zhiyin.journal.record import Entry, record_all
from zhiyin.journal.verbs import verb
from zhiyin.people import facts, secrets
from zhiyin.people.models import Account, Employee, Grant, Holding, Post, Unit
from zhiyin.people.services.posts import refuse_clash
from zhiyin.people.services.units import UnitSpec, open_units

BATCH = 500

__all__ = ["PostSpec", "UnitSpec", "give_passwords", "open_posts", "open_units"]


@dataclass(frozen=True, slots=True)
class PostSpec:
    """A post of a unit (by code), its holders, and its roles as (role, code of the unit they reach over)."""

    unit: str
    title: str
    holders: Sequence[Employee] = ()
    roles: Sequence[tuple[str, str]] = ()


@verb(may=("people.post.opened", "people.post.taken", "people.grant.given"))
def open_posts(*, posts: Sequence[PostSpec], units: dict[str, Unit], on: date) -> list[Post]:
    """Open posts with their holders and grants. Raises Refused if a holder's roles exclude each other."""
    rows = [Post(unit=units[spec.unit], title=spec.title) for spec in posts]
    Post.objects.bulk_create(rows, batch_size=BATCH)
    pairs = list(zip(rows, posts, strict=True))
    holdings = [Holding(post=post, employee=e, from_on=on) for post, spec in pairs for e in spec.holders]
    Holding.objects.bulk_create(holdings, batch_size=BATCH)
    grants = [
        Grant(role=role, unit=units[code], post=post, from_on=on)
        for post, spec in pairs
        for role, code in spec.roles
    ]
    Grant.objects.bulk_create(grants, batch_size=BATCH)
    for employee in {h.employee_id: h.employee for h in holdings}.values():
        refuse_clash(employee, frozenset())
    record_all(Entry(facts.POST_OPENED, post.pk, unit=post.unit_id) for post in rows)
    record_all(
        Entry(facts.POST_TAKEN, h.post_id, unit=h.post.unit_id, payload={"employee": h.employee_id})
        for h in holdings
    )
    record_all(
        Entry(facts.GRANT_GIVEN, g.pk, unit=g.unit_id, payload={"role": g.role, "post": g.post_id})
        for g in grants
    )
    return rows


@verb(silent="set-up of shown accounts; nobody but the system knows of them yet")
def give_passwords(*, employees: Sequence[Employee], password: str, totp_secret: bytes | None = None) -> None:
    """One known password (and TOTP secret) for many accounts, hashed once: for a demo or a test alone."""
    values = {"password": make_password(password)}
    if totp_secret is not None:
        values["totp_secret"] = secrets.locked(totp_secret)  # type: ignore[assignment]
    for start in range(0, len(employees), BATCH):
        Account.objects.filter(employee__in=employees[start : start + BATCH]).update(**values)
