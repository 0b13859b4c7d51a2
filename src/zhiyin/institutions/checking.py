"""Checking packs: every mistake at once, every example run, and what a child layer may not weaken."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from zhiyin.institutions.calendar import Calendar
from zhiyin.institutions.examples import Failure, run_rule
from zhiyin.institutions.house import PACK
from zhiyin.institutions.language.catalogue import Catalogue
from zhiyin.institutions.language.nodes import Mapping, Text, read_yaml
from zhiyin.institutions.language.problems import Problems
from zhiyin.institutions.language.rules import LAYERS, Rule
from zhiyin.institutions.layering import check_layers
from zhiyin.institutions.programme import PACKS, Programme, pack_files, read_programme

FEWEST_EXAMPLES = 2


@dataclass(frozen=True, slots=True)
class Report:
    """What checking found; `rules` are those of the packs that were asked about."""

    programme: Programme
    rules: tuple[Rule, ...]
    problems: Problems
    failures: list[Failure] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return not self.problems and not self.failures

    @property
    def examples(self) -> int:
        return sum(len(rule.examples) for rule in self.rules)

    @property
    def by_evidence_only(self) -> list[str]:
        return [rule.uid for rule in self.rules if rule.by_evidence]

    def as_dict(self) -> dict[str, Any]:
        return {
            "rules": len(self.rules),
            "examples": self.examples,
            "failed": len(self.failures),
            "by_evidence_only": len(self.by_evidence_only),
            "errors": [problem.as_dict() for problem in self.problems],
            "failures": [
                {
                    "rule": failure.rule,
                    "example": failure.name,
                    "file": failure.place.file,
                    "line": failure.place.line,
                    "column": failure.place.column,
                    "zh": failure.zh,
                    "en": failure.en,
                }
                for failure in self.failures
            ],
        }


def check(
    paths: Iterable[Path], published: Catalogue | None = None, calendar: Calendar | None = None
) -> Report:
    """Check packs; a part of a layer is read together with the shipped layers above it."""
    asked = [_own(path) for path in pack_files(paths)]
    problems = Problems()
    programme = read_programme([*surroundings(asked), *asked], _root(asked), problems, published)
    names = {_shown(path, _root(asked)) for path in asked}
    rules = tuple(rule for rule in programme.rules if rule.place.file in names)
    used = calendar or Calendar.shipped()
    check_layers(programme, used, problems)
    check_examples(rules, problems)
    failures = [failure for rule in rules for failure in run_rule(programme, rule, used)]
    return Report(programme, rules, problems, failures)


def check_examples(rules: Iterable[Rule], problems: Problems) -> None:
    """Every rule has at least two worked examples: one kept, one not."""
    for rule in rules:
        if len(rule.examples) < FEWEST_EXAMPLES and not rule.parent:
            problems.add(
                rule.place,
                f"{rule.id}：例子不足{FEWEST_EXAMPLES}个",
                f"{rule.id}: fewer than {FEWEST_EXAMPLES} worked examples",
                "加上 examples：一个做到的，一个没做到的",
                "add examples: one kept, one not",
            )


def surroundings(asked: list[Path]) -> list[Path]:
    """The shipped files that a part of a pack needs: facts, roles, and other packs of its layer and above."""
    resolved = {path.resolve() for path in asked}
    if any(path.name == "facts.yaml" for path in asked):
        return []
    headers = [header for path in asked if (header := _header(path)) is not None]
    lowest = max((LAYERS.index(layer) for layer, _ in headers if layer in LAYERS), default=0)
    names = {name for _, name in headers}
    if PACK in names:
        # Numbers are laid over the house's own rules too.
        lowest = len(LAYERS)
    found = []
    for path in pack_files([PACKS]) if PACKS.exists() else []:
        if path.resolve() in resolved:
            continue
        header = _header(path)
        if header is None or (
            header[0] in LAYERS
            and header[1] not in names
            and (LAYERS.index(header[0]) < lowest or header[0] == "national")
        ):
            found.append(path)
    return found


def _header(path: Path) -> tuple[str, str] | None:
    """(layer, pack) of a file; None for the catalogue and the roles."""
    try:
        node = read_yaml(path.read_text(encoding="utf-8"), path.name, Problems())
    except (OSError, UnicodeDecodeError):
        return None
    if not isinstance(node, Mapping) or not isinstance(node.get("pack"), Text):
        return None
    layer, name = node.get("layer"), node.get("pack")
    return (layer.text if isinstance(layer, Text) else "national"), name.text if isinstance(
        name, Text
    ) else ""


def _own(path: Path) -> Path:
    """Shipped files are named by their whole path, others as given."""
    whole = path.resolve()
    return whole if whole.is_relative_to(PACKS) else path


def _root(asked: list[Path]) -> Path:
    return PACKS if all(path.is_relative_to(PACKS) for path in asked) else Path.cwd()


def _shown(path: Path, root: Path) -> str:
    return str(path.relative_to(root)) if path.is_relative_to(root) else str(path)
