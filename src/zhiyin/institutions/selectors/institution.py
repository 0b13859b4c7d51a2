"""One institution: its rules and versions, how the system reads it, and every time it was owed."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from zhiyin.institutions.language.rules import Rule
from zhiyin.institutions.models import HousePack, ObligationRow, RuleVersion
from zhiyin.institutions.reading import programme
from zhiyin.institutions.selectors.board import BREACHED, KEPT, LATE, Period, counted
from zhiyin.institutions.sentences import reading, sources
from zhiyin.institutions.trace import Lang
from zhiyin.people.paging import Key, beyond

PAGE: Final = 50
VIEWS: Final = {
    "breached": Q(status__in=["breached", "unproven"]),
    "soon": Q(status__in=["due", "suspended"]),
    "late": Q(status="kept_late"),
    "kept": Q(status="kept"),
    "excused": Q(status__in=["excused", "cancelled"]),
}


@dataclass(frozen=True)
class Version:
    """One version of the leading rule: when it ran and how it differs from the one before."""

    rule: Rule
    running: bool
    differences: Sequence[tuple[str, str, str]]
    number: HousePack | None = None

    @property
    def decided_by(self) -> str:
        """Who set the numbers of this version; empty for a version that the packs brought."""
        return self.rule.decided_by


def rules_of(institution: str) -> list[Rule]:
    """All rules and versions of an institution, the latest version of each rule first."""
    rules = [rule for rule in programme().rules if rule.institution == institution]
    return sorted(rules, key=lambda rule: (len(rule.id), rule.id, -rule.start.toordinal()))


def settable(institution: str, today: date) -> list[Rule]:
    """The versions in force today of its rules that leave numbers to the house."""
    return [rule for rule in rules_of(institution) if rule.settable and rule.in_force(today)]


def versions(rule_id: str, today: date, lang: Lang) -> list[Version]:
    """Versions of one rule, latest first, each with what changed against the one before it.

    One query, and only for a rule whose numbers the house has set.
    """
    ordered = programme().versions(rule_id)
    numbers: dict[date, HousePack] = {}
    if any(rule.decided_by for rule in ordered):
        rows = HousePack.objects.filter(rule=rule_id, state=HousePack.State.APPROVED)
        numbers = {row.effect_on: row for row in rows}
    found = []
    for before, rule in zip((None, *ordered), ordered, strict=False):
        differences = _differences(before, rule, lang)
        found.append(Version(rule, rule.in_force(today), differences, numbers.get(rule.start)))
    return found[::-1]


def _differences(before: Rule | None, rule: Rule, lang: Lang) -> list[tuple[str, str, str]]:
    if before is None:
        return []
    old = {line.about + line.question: line for line in reading(programme(), before, lang)}
    found = []
    for line in reading(programme(), rule, lang):
        earlier = old.get(line.about + line.question)
        if earlier is None or earlier.answer != line.answer:
            found.append((line.question, earlier.answer if earlier else "", line.answer))
    if sources(before, lang) != sources(rule, lang):
        found.append(("", sources(before, lang), sources(rule, lang)))
    return found


def released(institution: str) -> list[RuleVersion]:
    """Every version of its rules that ever stood in the packs."""
    return list(RuleVersion.objects.filter(institution=institution))


def obligations(institution: str, view: str, units: list[UUID] | None) -> QuerySet[ObligationRow]:
    """Every time the institution was owed, latest due first; narrowed to a view and to units."""
    numbers = RuleVersion.objects.filter(institution=institution).values("pk")
    rows = ObligationRow.objects.filter(rule_id__in=numbers).select_related("rule")
    return _narrowed(rows, view, units)


def _narrowed(rows: QuerySet[ObligationRow], view: str, units: list[UUID] | None) -> QuerySet[ObligationRow]:
    rows = rows.filter(due_on__isnull=False)
    if units is not None:
        rows = rows.filter(unit_id__in=units)
    if view in VIEWS:
        rows = rows.filter(VIEWS[view])
    return rows.order_by("-due_on", "-id")


def page_after(
    versions: Iterable[RuleVersion], view: str, units: list[UUID] | None, after: Key | None
) -> list[ObligationRow]:
    """The next page by keyset; one row more than a page tells that there is another.

    One query for each version: it walks its index from the latest day, where all together must be sorted.
    """
    found: list[ObligationRow] = []
    for version in versions:
        rows = _narrowed(version.obligations.all(), view, units)
        if after is not None:
            rows = rows.filter(beyond(after, "due_on", day_side="lt", pk_side="lt"))
        found.extend(rows[: PAGE + 1])
    return sorted(found, key=lambda row: (row.due_on or date.min, row.pk), reverse=True)[: PAGE + 1]


def counts(versions: Iterable[RuleVersion], period: Period) -> tuple[int, int]:
    """How often it was kept in a period, and how often it was owed."""
    numbers = {version.pk for version in versions}
    owed: Counter[str] = Counter()
    for number, status, count in counted(period, None).by_rule:
        if number in numbers:
            owed[status] += count
    return owed[KEPT], sum(owed[one] for one in (KEPT, LATE, *BREACHED))
