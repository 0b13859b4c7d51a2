"""What exists, read once for a whole roster."""

from collections.abc import Mapping
from dataclasses import dataclass

from zhiyin.people.acting import Acting
from zhiyin.people.models import Employee, Unit
from zhiyin.people.roles import Role
from zhiyin.people.roster.check import Known
from zhiyin.people.roster.diff import FIELDS, Person


@dataclass(frozen=True)
class State:
    """Units by code and employees by number, as they are now."""

    units: Mapping[str, Unit]
    people: Mapping[str, Person]

    def known(self, acting: Acting | None) -> Known:
        by_id = {unit.pk: code for code, unit in self.units.items()}
        return Known(
            units={
                code: (by_id[u.parent_id] if u.parent_id else "", u.path, u.closed_on is None)
                for code, u in self.units.items()
            },
            employees={number: person.unit for number, person in self.people.items()},
            reach=acting.paths(Role.SYSTEM_ADMIN) if acting else ("/",),
        )

    def unit_states(self) -> dict[str, tuple[str, str, str]]:
        """Code → name, level, parent code."""
        by_id = {unit.pk: code for code, unit in self.units.items()}
        return {
            code: (u.name, u.level, by_id[u.parent_id] if u.parent_id else "")
            for code, u in self.units.items()
        }


def load() -> State:
    """Two queries, however large the enterprise."""
    units = {unit.code: unit for unit in Unit.objects.all()}
    codes = {unit.pk: code for code, unit in units.items()}
    rows = Employee.objects.values_list("number", "unit_id", *FIELDS).iterator(chunk_size=5000)
    people = {row[0]: Person(row[0], codes[row[1]], tuple(row[2:])) for row in rows}
    return State(units, people)
