"""Kinds of facts and their typed fields; each app declares its own in `facts.py`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

Value = str | int | bool | date | Decimal | UUID
Plain = str | int | bool
_REFERENCE = re.compile(r"[0-9A-Za-z][0-9A-Za-z:._/-]{0,63}")
_DIGEST = re.compile(r"[0-9a-f]{64}")


class PayloadError(ValueError):
    """A payload that does not fit its kind; the message names kind and field."""


@dataclass(frozen=True)
class Field:
    """One typed field: `type` is code, bool, date, ref, text-digest, or a unit of count."""

    type: str
    zh: str
    en: str
    options: tuple[str, ...] = ()
    ref: str = ""
    optional: bool = False

    def maybe(self) -> "Field":
        """The same field, allowed to be absent."""
        return replace(self, optional=True)


COUNTS = ("people", "items", "days", "hours")


def code(zh: str, en: str, *options: str) -> Field:
    return Field("code", zh, en, options=options)


def yes_no(zh: str, en: str) -> Field:
    return Field("bool", zh, en)


def day(zh: str, en: str) -> Field:
    return Field("date", zh, en)


def ref(to: str, zh: str, en: str) -> Field:
    return Field("ref", zh, en, ref=to)


def count(unit: str, zh: str, en: str) -> Field:
    if unit not in COUNTS:
        raise ValueError(f"{unit} is not one of {COUNTS}")
    return Field(unit, zh, en)


def yuan(zh: str, en: str) -> Field:
    return Field("yuan", zh, en)


def digest(zh: str, en: str) -> Field:
    """Salted SHA-256 of a text that its module holds (hex); the text itself never enters a fact."""
    return Field("digest", zh, en)


@dataclass(frozen=True)
class FactKind:
    """What happened, as a name and its typed fields. `name` is module.subject.verb.

    `by_evidence` marks kinds that no module publishes: people record them as evidence.
    """

    name: str
    subject: str
    zh: str
    en: str
    fields: Mapping[str, Field] = field(default_factory=dict)
    by_evidence: bool = False

    def plain(self, payload: Mapping[str, Value | None]) -> dict[str, Plain]:
        """`payload` checked against the declared fields, as JSON values; absent values left out."""
        unknown = payload.keys() - self.fields.keys()
        if unknown:
            raise PayloadError(f"{self.name} has no field {', '.join(sorted(unknown))}")
        result: dict[str, Plain] = {}
        for name, spec in self.fields.items():
            value = payload.get(name)
            if value is None:
                if not spec.optional:
                    raise PayloadError(f"{self.name} needs {name}")
                continue
            result[name] = _plain(self.name, name, spec, value)
        return result


def _plain(kind: str, name: str, spec: Field, value: Value) -> Plain:
    problem = PayloadError(f"{kind}.{name} takes {spec.type}, not {value!r}")
    match spec.type:
        case "code":
            if value not in spec.options:
                raise PayloadError(f"{kind}.{name} takes one of {', '.join(spec.options)}, not {value!r}")
            return str(value)
        case "bool":
            if not isinstance(value, bool):
                raise problem
            return value
        case "date":
            if type(value) is not date:
                raise problem
            return value.isoformat()
        case "ref":
            return _reference(value, problem)
        case "digest":
            if not (isinstance(value, str) and _DIGEST.fullmatch(value)):
                raise problem
            return value
        case "yuan":
            if (
                not isinstance(value, Decimal | int)
                or isinstance(value, bool)
                or not Decimal(value).is_finite()
            ):
                raise problem
            return str(value)
        case _:
            if not isinstance(value, int) or isinstance(value, bool):
                raise problem
            return value


def _reference(value: Value, problem: PayloadError) -> str:
    text = str(value)
    if isinstance(value, bool | date) or not is_reference(text):
        raise problem
    return text


def is_reference(text: str) -> bool:
    """An identifier: letters, digits and `:._/-`, at most 64, so that no prose can hide in it."""
    return bool(_REFERENCE.fullmatch(text))


_registry: dict[str, FactKind] = {}


def declare(
    name: str, subject: str, zh: str, en: str, *, by_evidence: bool = False, **fields: Field
) -> FactKind:
    """Register a kind; `by_evidence`: people record it, no module does. Raises ValueError if taken."""
    if name in _registry:
        raise ValueError(f"{name} is declared twice")
    kind = FactKind(name, subject, zh, en, fields, by_evidence)
    _registry[name] = kind
    return kind


def published() -> Mapping[str, FactKind]:
    """Every declared kind by name."""
    return _registry


def named(name: str) -> FactKind:
    """The kind of that name. Raises KeyError."""
    return _registry[name]
