"""What compiled expressions run: closures over an environment, three-valued throughout."""

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, Protocol

from zhiyin.institutions.expr.types import Type, Value


class Registers(Protocol):
    """What expressions ask of registers: how many members satisfied a test at the end of a day."""

    def count(self, register: str, day: date, test: "Callable[[Env], Value] | None") -> int: ...


@dataclass(slots=True)
class Env:
    """Everything a condition may look at."""

    fields: Mapping[str, Any] = field(default_factory=dict)
    day: date | None = None
    unit: str | None = None
    actor: str | None = None
    opening: Mapping[str, Any] = field(default_factory=dict)
    due: date | None = None
    profile: Mapping[str, Any] = field(default_factory=dict)
    registers: Registers | None = None
    group: "Sequence[tuple[date, Mapping[str, Any]]]" = ()


Run = Callable[[Env], Value]


def constant(value: Value) -> Run:
    return lambda _: value


def typed(value: Any, kind: str) -> Value:
    """Field values come from JSON: days and money are text there."""
    if isinstance(value, str) and kind == "date":
        return date.fromisoformat(value)
    if kind == "yuan" and value is not None:
        return Fraction(str(value))
    return value  # type: ignore[no-any-return]


def field_of(name: str, type_: Type) -> Run:
    kind = type_.kind
    if kind in ("date", "yuan"):
        return lambda env: typed(env.fields.get(name), kind)
    return lambda env: env.fields.get(name)


def opening_of(name: str, type_: Type) -> Run:
    kind = type_.kind
    return lambda env: typed(env.opening.get(name), kind)


def profile_of(name: str, type_: Type) -> Run:
    kind = type_.kind
    return lambda env: typed(env.profile.get(name), kind)


def negate(value: Value) -> Value:
    return None if value is None else not value


def all_of(left: Run, right: Run) -> Run:
    def run(env: Env) -> Value:
        one = left(env)
        if one is False:
            return False
        other = right(env)
        if other is False:
            return False
        return None if one is None or other is None else True

    return run


def any_of(left: Run, right: Run) -> Run:
    def run(env: Env) -> Value:
        one = left(env)
        if one is True:
            return True
        other = right(env)
        if other is True:
            return True
        return None if one is None or other is None else False

    return run


def compare(op: str, left: Run, right: Run) -> Run:
    test: Callable[[Any, Any], bool] = {
        "=": operator.eq,
        "!=": operator.ne,
        "<": operator.lt,
        "<=": operator.le,
        ">": operator.gt,
        ">=": operator.ge,
    }[op]

    def run(env: Env) -> Value:
        one, other = left(env), right(env)
        return None if one is None or other is None else test(one, other)

    return run


def one_of(left: Run, options: Sequence[Run]) -> Run:
    def run(env: Env) -> Value:
        value = left(env)
        if value is None:
            return None
        found = [option(env) for option in options]
        if value in found:
            return True
        return None if None in found else False

    return run


def arithmetic(op: str, left: Run, right: Run) -> Run:
    def run(env: Env) -> Value:
        one: Any = left(env)
        other: Any = right(env)
        if one is None or other is None:
            return None
        if op == "*":
            return one * other  # type: ignore[no-any-return]
        return one + other if op == "+" else one - other  # type: ignore[no-any-return]

    return run


def shift(op: str, left: Run, right: Run) -> Run:
    def run(env: Env) -> Value:
        day: Any = left(env)
        days: Any = right(env)
        if day is None or days is None:
            return None
        try:
            moved = timedelta(days=int(days))
            return day + moved if op == "+" else day - moved  # type: ignore[no-any-return]
        except OverflowError:
            return None

    return run


def gap(left: Run, right: Run) -> Run:
    def run(env: Env) -> Value:
        one: Any = left(env)
        other: Any = right(env)
        return None if one is None or other is None else (one - other).days

    return run


def share(part: Run, whole: Run) -> Run:
    def run(env: Env) -> Value:
        one: Any = part(env)
        other: Any = whole(env)
        return None if one is None or not other else Fraction(one) / Fraction(other)

    return run


def total(name: str) -> Run:
    def run(env: Env) -> Value:
        total = Fraction(0)
        for _, fields in env.group:
            value = fields.get(name)
            if value is not None:
                total += Fraction(str(value))
        return total

    return run


def extreme(choose: Callable[..., Any], runs: Sequence[Run]) -> Run:
    def run(env: Env) -> Value:
        values = [one(env) for one in runs]
        return None if any(value is None for value in values) else choose(values)

    return run


def rounded(run_inner: Run, up: bool) -> Run:
    def run(env: Env) -> Value:
        value: Any = run_inner(env)
        if value is None:
            return None
        exact = Fraction(value)
        return -(-exact.numerator // exact.denominator) if up else exact.numerator // exact.denominator

    return run


def register_count(register: str, test: Run | None) -> Run:
    def run(env: Env) -> Value:
        if env.registers is None or env.day is None:
            return None
        if test is None or not env.opening:
            return env.registers.count(register, env.day, test)
        opening = env.opening

        def of_this(member: Env) -> Value:
            return test(Env(fields=member.fields, day=member.day, opening=opening))

        return env.registers.count(register, env.day, of_this)

    return run
