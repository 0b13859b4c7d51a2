"""Fact kinds that rules may name: subject, typed fields, labels. Kinds that modules publish go first."""

import re
from collections.abc import Iterable
from collections.abc import Mapping as MappingType
from dataclasses import dataclass, field
from typing import Any, Final

from zhiyin.institutions.expr.types import KINDS, Type
from zhiyin.institutions.language.nodes import Mapping, Node, Text
from zhiyin.institutions.language.problems import Place, Problems

Label = dict[str, str]
_FIELD: Final = re.compile(r"(?P<type>[a-z_]+)(?:\((?P<options>[\w|]+)\))?(?::(?P<to>\w+))?(?P<maybe>\?)?")
_KIND_NAME: Final = re.compile(r"[a-z_]+(\.[a-z_]+){1,3}")
FINDING: Final = "institutions.finding.recorded"
PROFILE: Final = "people.profile.set"


@dataclass(frozen=True, slots=True)
class FieldSpec:
    type: Type
    label: Label
    optional: bool = False


@dataclass(frozen=True, slots=True)
class KindSpec:
    """`subject` is what the fact is about; its id is the fact's subject and may be named like a field."""

    name: str
    subject: str
    label: Label
    fields: MappingType[str, FieldSpec] = field(default_factory=dict)
    published: bool = False

    def types(self) -> dict[str, Type]:
        """Every name a condition may use for a fact of this kind."""
        found = {name: spec.type for name, spec in self.fields.items()}
        return {self.subject: Type("ref", to=self.subject)} | found

    def reference(self, key: str) -> bool:
        """Can `same: key` find its value in facts of this kind?"""
        spec = self.fields.get(key)
        return key == self.subject or (spec is not None and spec.type.kind in ("ref", "text", "code"))


@dataclass(frozen=True, slots=True)
class Catalogue:
    kinds: MappingType[str, KindSpec] = field(default_factory=dict)
    words: MappingType[str, Label] = field(default_factory=dict)

    @property
    def profile(self) -> dict[str, Type]:
        """Fields of the enterprise's profile."""
        kind = self.kinds.get(PROFILE)
        return {name: spec.type for name, spec in kind.fields.items()} if kind else {}

    def labels(self) -> dict[str, Label]:
        """Names of kinds, and of their date fields as `kind#field`."""
        found = {name: kind.label for name, kind in self.kinds.items()}
        for name, kind in self.kinds.items():
            for field_name, spec in kind.fields.items():
                if spec.type.kind == "date":
                    found[f"{name}#{field_name}"] = spec.label
        return found

    def word(self, code: str, lang: str) -> str:
        return self.words.get(code, {}).get(lang, code)

    def merged(self, other: "Catalogue") -> "Catalogue":
        """Both; the other one's kinds are added, never replaced, unless published by a module."""
        kinds = dict(other.kinds) | dict(self.kinds)
        kinds.update((name, kind) for name, kind in other.kinds.items() if kind.published)
        return Catalogue(kinds, dict(other.words) | dict(self.words))


def from_published(kinds: Iterable[Any]) -> Catalogue:
    """A catalogue of the kinds that modules declare (`zhiyin.journal.kinds.published().values()`)."""
    found = {}
    for kind in kinds:
        fields = {
            name: FieldSpec(
                Type(spec.type, tuple(map(str, spec.options)), spec.ref),
                {"zh": spec.zh, "en": spec.en},
                spec.optional,
            )
            for name, spec in kind.fields.items()
        }
        label = {"zh": kind.zh, "en": kind.en}
        found[kind.name] = KindSpec(kind.name, kind.subject, label, fields, published=True)
    return Catalogue(found)


def read_catalogue(node: Node | None, problems: Problems) -> Catalogue:
    """The catalogue file: `facts:` kind → {subject, zh, en, fields}, `words:` code → {zh, en}."""
    if not isinstance(node, Mapping):
        return Catalogue()
    kinds: dict[str, KindSpec] = {}
    facts = node.get("facts")
    if isinstance(facts, Mapping):
        for name, body in facts.entries.items():
            kind = _kind(name, facts.keys[name], body, problems)
            if kind is not None:
                kinds[name] = kind
    words: dict[str, Label] = {}
    listed = node.get("words")
    if isinstance(listed, Mapping):
        words = {
            code: split_label(body.text) for code, body in listed.entries.items() if isinstance(body, Text)
        }
    return Catalogue(kinds, words)


def _kind(name: str, place: Place, body: Node, problems: Problems) -> KindSpec | None:
    if not _KIND_NAME.fullmatch(name):
        problems.add(
            place,
            f"“{name}”不像事实的名字",
            f"'{name}' is no name of a fact",
            "写成 模块.对象.动作，如 voice.demand.accepted",
            "write module.subject.verb such as voice.demand.accepted",
        )
        return None
    if not isinstance(body, Mapping):
        problems.add(
            place,
            f"“{name}”没有写 subject 和名称",
            f"'{name}' has no subject and label",
            "写成 {subject: demand, is: 受理 / accepted}",
            "write {subject: demand, is: 受理 / accepted}",
        )
        return None
    fields: dict[str, FieldSpec] = {}
    listed = body.get("fields")
    if isinstance(listed, Mapping):
        for field_name, text in listed.entries.items():
            spec = _field(text, problems)
            if spec is not None:
                fields[field_name] = spec
    return KindSpec(
        name, _text(body, "subject") or name.split(".")[1], split_label(_text(body, "is") or name), fields
    )


def _field(node: Node, problems: Problems) -> FieldSpec | None:
    text = node.text if isinstance(node, Text) else ""
    head, _, label = text.partition(" ")
    found = _FIELD.fullmatch(head)
    if found is None or found["type"] not in KINDS:
        problems.add(
            node.place,
            f"“{head}”不是字段类型",
            f"'{head}' is no type of a field",
            "写 code(a|b)、bool、date、ref:person、people、items、yuan、days 或 hours",
            "write code(a|b), bool, date, ref:person, people, items, yuan, days or hours",
        )
        return None
    options = tuple(found["options"].split("|")) if found["options"] else ()
    return FieldSpec(
        Type(found["type"], options, found["to"] or ""), split_label(label), bool(found["maybe"])
    )


def split_label(text: str) -> Label:
    """`中文 / English`."""
    zh, _, en = text.partition(" / ")
    return {"zh": zh.strip(), "en": (en or zh).strip()}


def _text(node: Mapping, key: str) -> str | None:
    value = node.get(key)
    return value.text if isinstance(value, Text) else None
