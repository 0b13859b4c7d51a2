"""The end of a day: periods that begin, states that hold or do not; safe to run any number of times."""

from django.db import transaction

from zhiyin.institutions.derive.evidence import Evidence
from zhiyin.institutions.engine import store
from zhiyin.institutions.engine.batch import READER, Engine
from zhiyin.institutions.engine.kept import unpacked
from zhiyin.institutions.engine.rows import Row, database_row
from zhiyin.institutions.engine.standing import standing_rows
from zhiyin.institutions.language.rules import Always, Every, Rule
from zhiyin.institutions.models import EvidenceRow, ObligationRow
from zhiyin.journal import clock
from zhiyin.journal.sequence import take_watermark


def close_day(engine: Engine) -> int:
    """Derive all rules of periods and states as of today; returns how many rows stand."""
    total = 0
    for rule in engine.programme.rules:
        if isinstance(rule.shape, Every | Always):
            with transaction.atomic():
                # The same row that guards batches: the engine never works twice at once.
                take_watermark(READER)
                total += _close(engine, rule)
    return total


def _close(engine: Engine, rule: Rule) -> int:
    today = clock.today()
    number = engine.world.numbers[rule.uid]
    derived = standing_rows(rule, _evidence(number), engine.world.world, engine.since, today)
    rows: list[Row] = [database_row(row, rule, number, today) for row in derived]
    known = set(ObligationRow.objects.filter(rule_id=number).values_list("pk", flat=True))
    store.delete_obligations(known - {row[0] for row in rows})
    store.upsert_obligations(rows)
    return len(rows)


def _evidence(number: int) -> dict[str, list[Evidence]]:
    found: dict[str, list[Evidence]] = {}
    for row in EvidenceRow.objects.filter(rule_id=number).order_by("day", "seq"):
        one = Evidence(row.slot, row.part, row.kind, row.day, row.at, row.seq, row.unit, unpacked(row.kept))  # type: ignore[arg-type]
        found.setdefault(row.key, []).append(one)
    return found
