"""Writing a checked difference, in bulk, within the caller's transaction."""

from collections.abc import Sequence

from zhiyin.journal import clock
from zhiyin.people.acting import Acting
from zhiyin.people.models import Employee, Unit
from zhiyin.people.roster.check import EmployeeRow
from zhiyin.people.roster.diff import Diff, parents_first
from zhiyin.people.roster.state import State
from zhiyin.people.services import employees as people
from zhiyin.people.services import units as tree
from zhiyin.people.services.units import UnitSpec

BATCH = 500


def write(acting: Acting | None, diff: Diff, state: State) -> None:
    """Units first, then people: those who leave, come, come back, move, change."""
    units = _write_units(acting, diff, state)
    numbers = (
        [p.number for p in diff.left] + [r.number for r in diff.returned]
        + [m.number for m in diff.moved] + [c.number for c in diff.changed]
    )  # fmt: skip
    rows = _employees(numbers, units)
    if diff.left:
        people.leave_all(acting=acting, employees=[rows[p.number] for p in diff.left])
    if diff.new:
        people.join_all(acting=acting, people=[_new(row, units) for row in diff.new])
    if diff.returned:
        people.return_all(
            acting=acting,
            changes=[people.Change(rows[r.number], {**r.values, "name": r.name}) for r in diff.returned],
            unit_of={r.number: units[r.unit] for r in diff.returned},
        )
    if diff.moved:
        people.move_all(acting=acting, moves=[people.Move(rows[m.number], units[m.new]) for m in diff.moved])
    if diff.changed:
        changes = [
            people.Change(rows[c.number], {name: new for name, (_old, new) in c.fields.items()})
            for c in diff.changed
        ]
        people.change_all(acting=acting, changes=changes)


def _write_units(acting: Acting | None, diff: Diff, state: State) -> dict[str, Unit]:
    units = dict(state.units)
    if diff.units_new:
        specs = [UnitSpec(u.code, u.name, u.level, u.parent) for u in parents_first(diff.units_new)]
        units = tree.open_units(acting=acting, units=specs, on=clock.today())
    for row in diff.units_changed:
        unit = units[row.code]
        tree.rename_unit(acting=acting, unit=unit, name=row.name, level=row.level or unit.level)
    # From the top down, so that no move is refused for a cycle which a later move would undo.
    depth = {row.code: 0 for row in diff.units_moved}
    parents = {row.code: row.parent for row in diff.units_moved}
    for code in depth:
        here = code
        while here:
            unit = units[here]
            here = parents.get(here) or (_code_of(units, unit.parent_id) if unit.parent_id else "")
            depth[code] += 1
    for row in sorted(diff.units_moved, key=lambda r: depth[r.code]):
        tree.move_unit(acting=acting, unit=units[row.code], parent=units[row.parent])
    return {unit.code: unit for unit in Unit.objects.all()} if diff.units_moved else units


def _code_of(units: dict[str, Unit], key: object) -> str:
    return next(code for code, unit in units.items() if unit.pk == key)


def _employees(numbers: Sequence[str], units: dict[str, Unit]) -> dict[str, Employee]:
    by_id = {unit.pk: unit for unit in units.values()}
    found: dict[str, Employee] = {}
    ordered = sorted(set(numbers))
    for start in range(0, len(ordered), BATCH):
        for employee in Employee.objects.filter(number__in=ordered[start : start + BATCH]):
            employee.unit = by_id[employee.unit_id]
            found[employee.number] = employee
    return found


def _new(row: EmployeeRow, units: dict[str, Unit]) -> people.NewEmployee:
    return people.NewEmployee(number=row.number, name=row.name, unit=units[row.unit], **row.values)
