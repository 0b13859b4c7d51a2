"""本企业的数: what may be set, what is set now, who set it, what waits, and the whole as a pack."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet

from zhiyin.institutions.expr.runs import Env
from zhiyin.institutions.house import entries_of, pack
from zhiyin.institutions.language.rules import Rule
from zhiyin.institutions.models import HousePack
from zhiyin.institutions.reading import programme
from zhiyin.institutions.selectors.profile import todays

State = HousePack.State
PEOPLE: Final = ("proposed_by", "proposed_post", "decided_by", "decided_post")
RECENT: Final = 20


@dataclass(frozen=True)
class Setting:
    """One rule with numbers of the house: the version of today, the one to come, who set them, who asks."""

    rule: Rule
    set_by: HousePack | None
    coming: HousePack | None
    waiting: HousePack | None


def settings(day: date) -> list[tuple[str, list[Setting]]]:
    """Every rule that binds the enterprise and leaves numbers to it, by group. Two queries."""
    approved: dict[str, list[HousePack]] = {}
    waiting: dict[str, HousePack] = {}
    live = HousePack.objects.filter(state__in=[State.APPROVED, State.PROPOSED]).order_by("effect_on", "pk")
    for row in live.select_related(*PEOPLE):
        if row.state == State.PROPOSED:
            waiting[row.rule] = row
        else:
            approved.setdefault(row.rule, []).append(row)
    groups: dict[str, list[Setting]] = {}
    for rule in binding(day):
        rows = approved.get(rule.id, [])
        found = Setting(
            rule,
            next((row for row in rows if row.effect_on == rule.start), None),
            next((row for row in rows if row.effect_on > day), None),
            waiting.get(rule.id),
        )
        groups.setdefault(rule.group, []).append(found)
    return list(groups.items())


def binding(day: date) -> list[Rule]:
    """Versions in force with numbers of the house, of rules whose condition this enterprise does not fail."""
    env = Env(profile=todays(day), day=day)
    return [
        rule
        for rule in programme().rules
        if rule.settable
        and rule.in_force(day)
        and (rule.applies is None or rule.applies.run(env) is not False)
    ]


def waiting() -> QuerySet[HousePack]:
    """Proposals that wait for the second person, oldest first."""
    return HousePack.objects.filter(state=State.PROPOSED).select_related(*PEOPLE).order_by("pk")


def recent() -> QuerySet[HousePack]:
    """What was decided last."""
    rows = HousePack.objects.exclude(state=State.PROPOSED).select_related(*PEOPLE)
    return rows.order_by("-decided_on", "-pk")[:RECENT]


def history(rule_ids: Iterable[str]) -> QuerySet[HousePack]:
    """Every version and proposal of these rules, latest first."""
    return HousePack.objects.filter(rule__in=list(rule_ids)).select_related(*PEOPLE).order_by("-pk")


def number(number_id: UUID) -> HousePack | None:
    return HousePack.objects.select_related(*PEOPLE).filter(pk=number_id).first()


def open_proposal(rule_id: str) -> HousePack | None:
    return waiting().filter(rule=rule_id).first()


def listed() -> list[dict[str, Any]]:
    """All approved numbers for programs."""
    rows = HousePack.objects.filter(state=State.APPROVED).order_by("rule", "effect_on")
    return [
        {"rule": row.rule, "from": row.effect_on.isoformat(), "before": row.before, "set": row.dials}
        | {"by_whom": row.by_whom, "reason": row.reason, "digest": row.digest}
        for row in rows
    ]


def exported() -> str:
    """All approved numbers as one house pack, for `zhiyin institutions check`."""
    rows = HousePack.objects.filter(state=State.APPROVED).order_by("rule", "effect_on")
    return pack(entries_of(text) for text in rows.values_list("text", flat=True))
