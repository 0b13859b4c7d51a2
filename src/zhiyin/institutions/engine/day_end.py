"""The end of a day: periods that begin, states that hold or do not; safe to run any number of times."""

from django.db import transaction

from zhiyin.institutions.derive.evidence import Evidence, evidence_of
from zhiyin.institutions.engine import store
from zhiyin.institutions.engine.batch import READER, Engine
from zhiyin.institutions.engine.rows import Stamp
from zhiyin.institutions.engine.standing import standing_rows
from zhiyin.institutions.evaluate import IN_ORDER
from zhiyin.institutions.language.rules import Always, Every, Rule
from zhiyin.institutions.models import ObligationRow
from zhiyin.journal import clock
from zhiyin.journal.sequence import take_watermark


def close_day(engine: Engine) -> int:
    """Derive all rules of periods and states as of today; returns how many rows stand."""
    total = 0
    for rule in engine.programme.rules:
        if isinstance(rule.shape, Every | Always):
            with transaction.atomic():
                # The same row that guards batches: the engine never works twice at once.
                total += _close(engine, rule, take_watermark(READER))
    return total


def _close(engine: Engine, rule: Rule, until: int) -> int:
    moment = clock.local(clock.now())
    number, stamp = engine.world.numbers[rule.uid], Stamp(moment)
    evidence = _evidence(engine, rule, until)
    derived = standing_rows(rule, evidence, engine.world.world, engine.since, moment.date())
    rows = [stamp.row(row, rule, number) for row in derived]
    known = ObligationRow.objects.filter(rule_id=number).values_list("pk", flat=True)
    store.delete_obligations({pk.hex for pk in known} - {row[0] for row in rows})
    store.upsert_obligations(rows)
    return len(rows)


def _evidence(engine: Engine, rule: Rule, until: int) -> dict[str, list[Evidence]]:
    """By key; every fact of a rule of periods is listed."""
    found: dict[str, list[Evidence]] = {}
    facts = engine.facts.listed(engine.sources.kinds.get(rule.uid, ()), until)
    only = engine.programme.only([rule])
    for key, fact in sorted(facts, key=lambda one: IN_ORDER(one[1])):
        for _look, its_key, one in evidence_of(only, fact, engine.world.world.profile):
            if its_key == key:
                found.setdefault(key, []).append(one)
    return found
