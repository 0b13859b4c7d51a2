"""Whether what a roster would change is small enough to be written with nobody looking. Pure."""

from collections import Counter
from collections.abc import Mapping

from zhiyin.people.roster.diff import Diff, Person

MANY_LEAVE = "many_leave"
UNIT_EMPTIED = "unit_emptied"
UNIT_MOVED = "unit_moved"
ZEROS = "zeros"


def reasons_to_wait(
    diff: Diff, now: Mapping[str, Person], *, most_leave: float, zeros: int = 0
) -> tuple[str, ...]:
    """Codes of what a person must look at first; empty when it may be written.

    `most_leave`: percent of those employed now who may leave at once. `zeros`: numbers read otherwise than
    they were written.
    """
    employed = sum(1 for person in now.values() if not person.gone)
    found = []
    if diff.left and len(diff.left) * 100 > most_leave * employed:
        found.append(MANY_LEAVE)
    if emptied(diff, now):
        found.append(UNIT_EMPTIED)
    if diff.units_moved:
        found.append(UNIT_MOVED)
    if zeros:
        found.append(ZEROS)
    return tuple(found)


def emptied(diff: Diff, now: Mapping[str, Person]) -> list[str]:
    """Codes of units that have people now and would have none."""
    before = Counter(person.unit for person in now.values() if not person.gone)
    after = Counter(before)
    after.subtract(person.unit for person in diff.left)
    after.subtract(move.old for move in diff.moved)
    after.update(move.new for move in diff.moved)
    after.update(row.unit for row in diff.new + diff.returned)
    return sorted(code for code, people in before.items() if people and after[code] <= 0)
