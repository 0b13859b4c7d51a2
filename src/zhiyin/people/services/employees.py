"""Employees: join, move, change, leave. Each verb takes many, records one fact for each of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db.models import F
from django.utils.translation import gettext as _

from zhiyin.journal import clock
from zhiyin.journal.ids import uuid7
from zhiyin.journal.record import Entry, record_all
from zhiyin.journal.verbs import verb
from zhiyin.people import facts
from zhiyin.people.acting import Acting
from zhiyin.people.models import Account, Employee, Stay, Trait, Unit
from zhiyin.people.permissions import actor_of, require_admin
from zhiyin.people.refusals import Refused
from zhiyin.people.segments.dimensions import TRACED, as_value
from zhiyin.people.services.accounts import close_accounts
from zhiyin.people.services.bulk import insert_all, insert_like, set_all
from zhiyin.people.services.posts import give_up_all_posts

BATCH = 500
CHANGEABLE = (
    "name", "sex", "category", "frontline", "rank", "form", "status", "shift", "union_member", "joined_on",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class NewEmployee:
    """What is kept of a person who joins."""

    number: str
    name: str
    unit: Unit
    category: str
    form: str
    joined_on: date
    sex: str = Employee.Sex.UNKNOWN
    frontline: bool = False
    rank: str = Employee.Rank.L6
    status: str = Employee.Status.ACTIVE
    shift: str = Employee.Shift.DAY
    union_member: bool = False

    def row(self) -> Employee:
        return Employee(
            number=self.number, name=self.name, unit=self.unit, sex=self.sex, category=self.category,
            frontline=self.frontline, rank=self.rank, form=self.form, status=self.status, shift=self.shift,
            union_member=self.union_member, joined_on=self.joined_on,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """New values of some fields of one employee."""

    employee: Employee
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Move:
    """An employee and the unit they go to."""

    employee: Employee
    unit: Unit


def join(*, acting: Acting | None, person: NewEmployee, on: date | None = None) -> Employee:
    """One person joins. Raises Refused."""
    if Employee.objects.filter(number=person.number).exists():
        raise Refused(_("工号 %(number)s 已经有了。") % {"number": person.number})
    return join_all(acting=acting, people=[person], on=on)[0]


@verb(may=("people.employee.joined",))
def join_all(
    *, acting: Acting | None, people: Sequence[NewEmployee], on: date | None = None
) -> list[Employee]:
    """People join on `on` (default: each on their own day), with an account that has no password yet."""
    _require_admin_of(acting, {p.unit.path for p in people})
    employees = [p.row() for p in people]
    insert_all(employees)
    _insert_stays(employees, [on or e.joined_on for e in employees])
    if employees:
        insert_like(
            Account(password=make_password(None)),
            {
                "id": [uuid7() for _e in employees],
                "employee_id": [e.pk for e in employees],
                "login": [e.number for e in employees],
            },
        )
    _record_joined(acting, employees)
    return employees


def move(*, acting: Acting | None, employee: Employee, unit: Unit, on: date | None = None) -> Employee:
    """One employee goes to another unit; the old stay is kept. Raises Refused."""
    _require_here(employee)
    if employee.unit_id == unit.pk:
        raise Refused(_("已经在这个单位。"))
    move_all(acting=acting, moves=[Move(employee, unit)], on=on)
    return employee


@verb(may=("people.employee.moved",))
def move_all(*, acting: Acting | None, moves: Sequence[Move], on: date | None = None) -> None:
    """Employees go to other units on `on` (default today); their stays tell where they were before."""
    day = on or clock.today()
    _require_admin_of(acting, {m.employee.unit.path for m in moves} | {m.unit.path for m in moves})
    _end_stays([m.employee for m in moves], day)
    actor, kind = actor_of(acting), facts.EMPLOYEE_MOVED
    entries = [
        Entry(
            kind, m.employee.pk, actor, m.unit.pk,
            payload={"from_unit": m.employee.unit_id, "to_unit": m.unit.pk},
        )
        for m in moves
    ]  # fmt: skip
    for one in moves:
        one.employee.unit = one.unit
    set_all([m.employee for m in moves], ["unit"])
    _insert_stays([m.employee for m in moves], [day] * len(moves))
    record_all(entries)


def change(*, acting: Acting | None, employee: Employee, **values: Any) -> Employee:
    """Set some fields of one employee. Raises Refused."""
    _require_here(employee)
    change_all(acting=acting, changes=[Change(employee, values)])
    return employee


@verb(may=("people.employee.changed",))
def change_all(*, acting: Acting | None, changes: Sequence[Change]) -> None:
    """Set some fields of employees; the fact tells form and category as they are afterwards."""
    _require_admin_of(acting, {c.employee.unit.path for c in changes})
    fields: set[str] = set()
    for one in changes:
        unknown = one.values.keys() - set(CHANGEABLE)
        if unknown:
            raise ValueError(f"not a field that changes: {sorted(unknown)}")
        fields |= one.values.keys()
    _keep_traits(changes, clock.today())
    for one in changes:
        for name, value in one.values.items():
            setattr(one.employee, name, value)
    if fields:
        set_all([c.employee for c in changes], sorted(fields))
    actor, kind, people = actor_of(acting), facts.EMPLOYEE_CHANGED, [c.employee for c in changes]
    record_all(
        Entry(kind, e.pk, actor, e.unit_id, payload={"form": e.form, "category": e.category}) for e in people
    )


def _require_here(employee: Employee) -> None:
    """A form may have been open when they left. Raises Refused."""
    if employee.status == Employee.Status.LEFT:
        raise Refused(_("已经离开了，不能再改。回来的人，用原来的工号从名册导入。"))


def leave(*, acting: Acting | None, employee: Employee, on: date | None = None) -> Employee:
    """One employee leaves. Raises Refused."""
    if employee.status == Employee.Status.LEFT:
        raise Refused(_("已经离开。"))
    leave_all(acting=acting, employees=[employee], on=on)
    return employee


@verb(may=("people.employee.left",))
def leave_all(*, acting: Acting | None, employees: Sequence[Employee], on: date | None = None) -> None:
    """Employees leave: stays end, posts are given up, accounts are closed, sessions end."""
    day = on or clock.today()
    _require_admin_of(acting, {e.unit.path for e in employees})
    _keep_traits([Change(e, {"status": Employee.Status.LEFT}) for e in employees], day)
    for employee in employees:
        employee.status, employee.left_on = Employee.Status.LEFT, day
    set_all(employees, ["status", "left_on"])
    _end_stays(employees, day)
    give_up_all_posts(acting=acting, employees=employees, on=day)
    close_accounts(employees=employees)
    actor = actor_of(acting)
    record_all(Entry(facts.EMPLOYEE_LEFT, e.pk, actor, e.unit_id) for e in employees)


@verb(may=("people.employee.joined",))
def return_all(*, acting: Acting | None, changes: Sequence[Change], unit_of: dict[str, Unit]) -> None:
    """People who had left come back under their old number, to the unit given by number."""
    today = clock.today()
    _require_admin_of(acting, {unit.path for unit in unit_of.values()})
    _keep_traits(changes, today)
    for one in changes:
        for name, value in one.values.items():
            setattr(one.employee, name, value)
        one.employee.unit, one.employee.left_on = unit_of[one.employee.number], None
    employees = [c.employee for c in changes]
    set_all(employees, [*CHANGEABLE, "unit", "left_on"])
    _insert_stays(employees, [today] * len(employees))
    for start in range(0, len(employees), BATCH):
        Account.objects.filter(employee__in=employees[start : start + BATCH]).update(is_active=True)
    _record_joined(acting, employees)


def _keep_traits(changes: Sequence[Change], day: date) -> None:
    """What each changed dimension was until `day`, before it is overwritten."""
    insert_all(
        [
            Trait(employee=one.employee, name=name, value=before, until_on=day)
            for one in changes
            for name in TRACED
            if name in one.values
            and (before := as_value(getattr(one.employee, name))) != as_value(one.values[name])
        ]
    )


def _end_stays(employees: Sequence[Employee], day: date) -> None:
    for start in range(0, len(employees), BATCH):
        stays = Stay.objects.filter(employee__in=employees[start : start + BATCH], until_on=None)
        # Somebody who came and went within a day, or whose first day lies ahead, was never there.
        stays.filter(from_on__gt=day).update(until_on=F("from_on"))
        stays.update(until_on=day)


def _require_admin_of(acting: Acting | None, paths: Iterable[str]) -> None:
    for path in paths:
        require_admin(acting, path)


def _insert_stays(employees: Sequence[Employee], days: Sequence[date]) -> None:
    if employees:
        people, units = [e.pk for e in employees], [e.unit_id for e in employees]
        insert_like(Stay(), {"employee_id": people, "unit_id": units, "from_on": days})


def _record_joined(acting: Acting | None, employees: Iterable[Employee]) -> None:
    actor, kind = actor_of(acting), facts.EMPLOYEE_JOINED
    record_all(
        Entry(kind, e.pk, actor, e.unit_id, payload={"sex": e.sex, "form": e.form, "category": e.category})
        for e in employees
    )
