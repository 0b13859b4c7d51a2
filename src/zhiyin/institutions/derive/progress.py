"""How far a tree of facts (any, all, enough) has been fulfilled, one fact at a time."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from zhiyin.institutions.derive.evidence import Evidence
from zhiyin.institutions.expr.compiler import Env
from zhiyin.institutions.language.rules import All_, Do, Pattern, leaves


class Progress:
    """Feed facts in order; `done` turns true with the fact that completes the tree."""

    def __init__(self, do: Do, opening: Mapping[str, Any], profile: Mapping[str, Any] | None = None) -> None:
        self.do = do
        self.patterns = (do,) if isinstance(do, Pattern) else tuple(leaves(do))
        self.opening = opening
        self.profile = profile or {}
        self.satisfied = [False] * len(self.patterns)
        self.groups: list[list[tuple[date, Mapping[str, Any]]]] = [[] for _ in self.patterns]

    def add(self, evidence: Evidence, due: date | None) -> bool:
        """Count one fact; returns whether the whole is now done."""
        index = evidence.part
        pattern = self.patterns[index]
        env = Env(
            fields=evidence.kept,
            day=evidence.day,
            unit=evidence.unit,
            opening=self.opening,
            due=due,
            profile=self.profile,
        )
        if pattern.late is not None and pattern.late.run(env) is not True:
            return self.done
        if pattern.enough is None:
            self.satisfied[index] = True
        else:
            self.groups[index].append((evidence.day, evidence.kept))
            env.group = self.groups[index]
            self.satisfied[index] = pattern.enough.run(env) is True
        return self.done

    @property
    def done(self) -> bool:
        return self._done(self.do, iter(self.satisfied))

    def _done(self, do: Do, flags: Any) -> bool:
        if isinstance(do, Pattern):
            return bool(next(flags))
        results = [self._done(part, flags) for part in do.parts]
        return all(results) if isinstance(do, All_) else any(results)

    def amounts(self) -> tuple[int | None, int | None]:
        """(have, need): parts of an `all`, or the amount of an `enough`; else (None, None)."""
        if isinstance(self.do, Pattern) and self.do.enough is None:
            return None, None
        if isinstance(self.do, All_) and len(self.do.parts) > 1:
            flags = iter(self.satisfied)
            done = [self._done(part, flags) for part in self.do.parts]
            return sum(done), len(done)
        patterns = [pattern for pattern in self.patterns if pattern.enough and pattern.enough.amount]
        if len(self.patterns) != 1 or not patterns:
            return None, None
        index = self.patterns.index(patterns[0])
        env = Env(group=self.groups[index], opening=self.opening, profile=self.profile)
        condition = patterns[0].enough
        assert condition is not None and condition.amount is not None
        have, need = condition.amount[0](env), condition.amount[1](env)
        return _whole(have), _whole(need)


def _whole(value: Any) -> int | None:
    return None if value is None or isinstance(value, bool) else int(Fraction(value))
