"""Units: open, rename, move, close."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext as _

from zhiyin.journal import clock
from zhiyin.journal.record import Entry, record, record_all
from zhiyin.journal.verbs import verb
from zhiyin.people import facts
from zhiyin.people.acting import Acting
from zhiyin.people.models import Employee, Grant, Unit
from zhiyin.people.permissions import actor_of, require_admin
from zhiyin.people.refusals import Refused
from zhiyin.people.rules import is_code, is_within

PATH_MAX = 400


@verb("people.unit.opened")
def open_unit(
    *,
    acting: Acting | None,
    code: str,
    name: str,
    level: str,
    parent: Unit | None = None,
    on: date | None = None,
) -> Unit:
    """Open a unit under `parent` (None: the root). Raises Refused."""
    require_admin(acting, parent.path if parent else "/")
    if not is_code(code):
        raise Refused(_("单位编码用大写字母、数字和 - _ .，最多 32 位。"))
    if Unit.objects.filter(code=code).exists():
        raise Refused(_("单位编码 %(code)s 已经有了。") % {"code": code})
    if parent and parent.closed_on:
        raise Refused(_("上级单位已撤销。"))
    path = f"{parent.path if parent else '/'}{code}/"
    if len(path) > PATH_MAX:
        raise Refused(_("层级太深。"))
    unit = Unit.objects.create(
        code=code, name=name, level=level, parent=parent, path=path, opened_on=on or clock.today()
    )
    record(
        facts.UNIT_OPENED, unit.pk, actor=actor_of(acting), unit=unit.pk,
        level=level, parent=parent.pk if parent else None,
    )  # fmt: skip
    return unit


@dataclass(frozen=True, slots=True)
class UnitSpec:
    """A unit to open; `parent` is a code, empty for the root. Parents come before children."""

    code: str
    name: str
    level: str
    parent: str = ""


@verb(may=("people.unit.opened",))
def open_units(*, acting: Acting | None = None, units: Iterable[UnitSpec], on: date) -> dict[str, Unit]:
    """Open many units, parents first; returns all units by code. Raises Refused."""
    by_code = {unit.code: unit for unit in Unit.objects.all()}
    fresh = []
    for spec in units:
        parent = by_code[spec.parent] if spec.parent else None
        require_admin(acting, parent.path if parent else "/")
        unit = Unit(
            code=spec.code, name=spec.name, level=spec.level, parent=parent, opened_on=on,
            path=f"{parent.path if parent else '/'}{spec.code}/",
        )  # fmt: skip
        if len(unit.path) > PATH_MAX:
            raise Refused(_("层级太深。"))
        by_code[spec.code] = unit
        fresh.append(unit)
    Unit.objects.bulk_create(fresh, batch_size=500)
    actor = actor_of(acting)
    record_all(
        Entry(facts.UNIT_OPENED, u.pk, actor, u.pk, payload={"level": u.level, "parent": u.parent_id})
        for u in fresh
    )
    return by_code


@verb("people.unit.changed")
def rename_unit(*, acting: Acting | None, unit: Unit, name: str, level: str) -> Unit:
    """Another name or level. Raises Refused."""
    require_admin(acting, unit.path)
    unit.name, unit.level = name, level
    unit.save(update_fields=["name", "level"])
    record(facts.UNIT_CHANGED, unit.pk, actor=actor_of(acting), unit=unit.pk, level=level)
    return unit


@verb("people.unit.moved")
def move_unit(*, acting: Acting | None, unit: Unit, parent: Unit) -> Unit:
    """Put a unit with its whole subtree under another one. Raises Refused, also for a cycle."""
    rows = {u.pk: u for u in Unit.objects.select_for_update().filter(pk__in=[unit.pk, parent.pk])}
    unit, parent = rows[unit.pk], rows[parent.pk]
    require_admin(acting, unit.path)
    require_admin(acting, parent.path)
    if is_within(parent.path, unit.path):
        raise Refused(_("不能把单位划到它自己或它的下级单位。"))
    if parent.closed_on:
        raise Refused(_("上级单位已撤销。"))
    old, new = unit.path, f"{parent.path}{unit.code}/"
    longest = max(
        len(path) for path in Unit.objects.filter(path__startswith=old).values_list("path", flat=True)
    )
    if longest - len(old) + len(new) > PATH_MAX:
        raise Refused(_("层级太深。"))
    Unit.objects.filter(path__startswith=old).update(path=Concat(Value(new), Substr("path", len(old) + 1)))
    unit.path, unit.parent = new, parent
    unit.save(update_fields=["parent"])
    record(facts.UNIT_MOVED, unit.pk, actor=actor_of(acting), unit=unit.pk, parent=parent.pk)
    return unit


@verb("people.unit.closed")
def close_unit(*, acting: Acting | None, unit: Unit, on: date | None = None) -> Unit:
    """Close an empty unit. Raises Refused while it has open sub-units, people or grants."""
    require_admin(acting, unit.path)
    if unit.closed_on:
        raise Refused(_("单位已撤销。"))
    if unit.children.filter(closed_on=None).exists():
        raise Refused(_("还有下级单位，先划转或撤销它们。"))
    if unit.employees.exclude(status=Employee.Status.LEFT).exists():
        raise Refused(_("还有职工，先把他们调到别的单位。"))
    if Grant.objects.filter(post__unit=unit, until_on=None).exists():
        raise Refused(_("还有岗位带着权限，先交接。"))
    unit.closed_on = on or clock.today()
    unit.save(update_fields=["closed_on"])
    record(facts.UNIT_CLOSED, unit.pk, actor=actor_of(acting), unit=unit.pk)
    return unit
