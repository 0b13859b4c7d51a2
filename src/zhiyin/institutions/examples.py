"""Running worked examples: what must come out of a rule's own lines of facts."""

from dataclasses import dataclass

from zhiyin.institutions.calendar import Calendar
from zhiyin.institutions.derive.rows import Obligation
from zhiyin.institutions.evaluate import evaluate, status, trace_of
from zhiyin.institutions.expr.types import Type
from zhiyin.institutions.language.catalogue import Catalogue
from zhiyin.institutions.language.examples import BadLine, field_value, read_fact, spread
from zhiyin.institutions.language.problems import Place
from zhiyin.institutions.language.rules import Example, Rule
from zhiyin.institutions.programme import Programme
from zhiyin.institutions.trace import Lang, render


@dataclass(frozen=True, slots=True)
class Failure:
    """An example that did not come out as written."""

    rule: str
    name: str
    place: Place
    zh: str
    en: str


def run_rule(programme: Programme, rule: Rule, calendar: Calendar) -> list[Failure]:
    """Every example of a rule, with that rule alone."""
    alone = programme.only(version for version in programme.rules if version.id == rule.id)
    failures = []
    for example in rule.examples:
        failure = run_example(alone, rule, example, calendar)
        if failure is not None:
            failures.append(failure)
    return failures


def run_example(programme: Programme, rule: Rule, example: Example, calendar: Calendar) -> Failure | None:
    def failed(zh: str, en: str) -> Failure:
        return Failure(rule.id, example.name.get("zh", ""), example.place, zh, en)

    try:
        lines = [line for text in example.facts for line in spread(text)]
        facts = [read_fact(line, order, programme.catalogue) for order, line in enumerate(lines, start=1)]
        profile = _profile(example, programme.catalogue)
    except BadLine as error:
        return failed(f"例子里的事实写错了：{error}", f"a fact of the example is wrong: {error}")
    rows = evaluate(
        programme, facts, calendar, example.on, standing=True, since=example.since, profile=profile
    )
    got = [told(row, example) for row in rows]
    labels = programme.catalogue.labels()
    traces = {
        lang: [render(trace_of(programme.by_uid[row.uid], row, calendar), lang, labels) for row in rows]
        for lang in ("zh", "en")
    }
    want = [line for line in example.expect if line[:3] not in ("zh ", "en ") and line != "none"]
    if sorted(line.strip() for line in want) != sorted(_short(got, want)):
        shown = "；".join(got) or "none"
        return failed(
            f"应为 {'；'.join(want) or 'none'}，实为 {shown}",
            f"expected {'; '.join(want) or 'none'}, got {'; '.join(got) or 'none'}",
        )
    for line in example.expect:
        lang: Lang = "zh" if line.startswith("zh ") else "en"
        if line[:3] in ("zh ", "en ") and line[3:] not in traces[lang]:
            return failed(
                f"应为“{line[3:]}”，实为“{'；'.join(traces[lang])}”",
                f"expected '{line[3:]}', got '{'; '.join(traces[lang])}'",
            )
    return None


def told(row: Obligation, example: Example) -> str:
    """A row as an expectation is written."""
    due = f" due {row.due_on}" if row.due_on else ""
    amount = f" have {row.have} of {row.need}" if row.need is not None else ""
    return f"{row.key} {status(row, example.on)}{due}{amount}"


def _short(got: list[str], want: list[str]) -> list[str]:
    """Amounts are compared only where the example writes them."""
    if any(" have " in line for line in want):
        return got
    return [line.split(" have ")[0] for line in got]


def _profile(example: Example, catalogue: Catalogue) -> dict[str, object]:
    values: dict[str, object] = {}
    types: dict[str, Type] = catalogue.profile
    for name, word in example.profile.items():
        if name not in types:
            raise BadLine(f"the profile has no '{name}'")
        values[name] = field_value("profile", name, types[name], word)
    return values
