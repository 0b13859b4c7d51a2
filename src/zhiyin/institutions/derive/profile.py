"""The enterprise's profile: dated values such as province and legal form."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from zhiyin.institutions.fact import Fact
from zhiyin.institutions.language.catalogue import PROFILE


class Profile:
    """Values as they stood on each day; a value holds until it is set again."""

    def __init__(self, facts: Iterable[Fact] = (), base: Mapping[str, Any] | None = None) -> None:
        self._days: list[date] = [date.min]
        self._values: list[Mapping[str, Any]] = [dict(base or {})]
        own = [fact for fact in facts if fact.kind == PROFILE]
        for fact in sorted(own, key=lambda fact: (fact.day, fact.order)):
            values = {**self._values[-1], **fact.fields}
            if self._days[-1] == fact.day:
                self._values[-1] = values
            else:
                self._days.append(fact.day)
                self._values.append(values)

    def at(self, day: date) -> Mapping[str, Any]:
        return self._values[bisect_right(self._days, day) - 1]

    @property
    def changes(self) -> list[date]:
        """Days on which something changed."""
        return self._days[1:]
