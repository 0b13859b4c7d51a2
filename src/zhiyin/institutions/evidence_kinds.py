"""Kinds of facts that rules name and no module publishes: they can be recorded as evidence (制度台账)."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from django.conf import settings

from zhiyin.institutions.language.catalogue import FieldSpec, KindSpec
from zhiyin.institutions.language.problems import PackError, Problems
from zhiyin.institutions.programme import read_programme
from zhiyin.journal import kinds
from zhiyin.journal.kinds import Field

CATALOGUE: Final = "facts.yaml"
# A text of the catalogue is a short name or number, never prose: the journal takes it as a reference.
AS_REFERENCE: Final = frozenset({"text", "ref", "number", "share"})


@lru_cache(maxsize=1)
def catalogue() -> Mapping[str, KindSpec]:
    """Kinds of the packs' catalogue. Raises PackError."""
    path = settings.PACKS_DIR / CATALOGUE
    problems = Problems()
    programme = read_programme([path], settings.PACKS_DIR, problems)
    if problems:
        raise PackError(problems)
    return programme.catalogue.kinds


def declare_missing() -> list[str]:
    """Declare, as evidence, every kind of the catalogue that no module publishes; returns their names."""
    if not (settings.PACKS_DIR / CATALOGUE).exists():
        return []
    missing = [spec for name, spec in catalogue().items() if name not in kinds.published()]
    for spec in missing:
        fields = {name: _field(field) for name, field in spec.fields.items()}
        kinds.declare(spec.name, spec.subject, spec.label["zh"], spec.label["en"], by_evidence=True, **fields)
    return [spec.name for spec in missing]


def _field(spec: FieldSpec) -> Field:
    zh, en, type_ = spec.label["zh"], spec.label["en"], spec.type
    if type_.kind == "code" and type_.options == ("any",):
        return Field("ref", zh, en, ref="code", optional=spec.optional)
    kind = "ref" if type_.kind in AS_REFERENCE else type_.kind
    return Field(kind, zh, en, options=type_.options, ref=type_.to or type_.kind, optional=spec.optional)
