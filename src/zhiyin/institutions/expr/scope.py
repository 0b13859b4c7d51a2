"""The names that a condition may use, and their types."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from zhiyin.institutions.expr.types import Type, Value


@dataclass(frozen=True, slots=True)
class RegisterType:
    """A register as expressions see it: the unit it counts in and the fields its members keep."""

    unit: str
    fields: Mapping[str, Type]


@dataclass(frozen=True, slots=True)
class Scope:
    """The names a condition may use."""

    fields: Mapping[str, Type] = field(default_factory=dict)
    opening: Mapping[str, Type] | None = None
    due: bool = False
    profile: Mapping[str, Type] = field(default_factory=dict)
    numbers: Mapping[str, tuple[Type, Value]] = field(default_factory=dict)
    registers: Mapping[str, RegisterType] | None = None
    group: bool = False
