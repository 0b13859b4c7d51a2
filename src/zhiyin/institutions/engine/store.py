"""Reading and writing what is derived, in sets."""

from collections.abc import Collection, Iterable
from typing import Any, Final

from django.db import connection

from zhiyin.institutions.engine.dialect import insert, is_postgres, unfolded
from zhiyin.institutions.engine.moved import note_moved
from zhiyin.institutions.engine.rows import COLUMNS, Row
from zhiyin.institutions.models import ObligationRow

OBLIGATIONS: Final = "institutions_obligationrow"
# The same for every row of an id, whatever follows its opening; and that a breach has been told.
CONSTANT: Final = ("id", "rule_id", "key", "opened_seq", "opened_by", "unit_id", "opened_on", "told_on")
DERIVED: Final = tuple(name for name in COLUMNS if name not in CONSTANT)


def list_under(keys: Iterable[tuple[str, str, int]]) -> None:
    """List facts under (kind, key, number); what is listed already stays (a batch may run twice)."""
    insert("institutions_factkey", ("kind", "key", "seq"), sorted(keys), "ON CONFLICT DO NOTHING")


def upsert_obligations(rows: Collection[Row]) -> None:
    """Write derived rows; a row that stands already is touched only if something derived has changed."""
    changed = ", ".join(f"{name} = excluded.{name}" for name in DERIVED)
    old = ", ".join(f"{OBLIGATIONS}.{name}" for name in DERIVED)
    new = ", ".join(f"excluded.{name}" for name in DERIVED)
    differs = "IS DISTINCT FROM" if is_postgres() else "IS NOT"
    conflict = f"ON CONFLICT (id) DO UPDATE SET {changed} WHERE ({old}) {differs} ({new})"
    if insert(OBLIGATIONS, COLUMNS, list(rows), conflict):
        note_moved()


def delete_obligations(ids: Iterable[str]) -> None:
    """Remove rows that no fact stands behind any more."""
    gone = list(ids)
    if gone:
        note_moved()
    for start in range(0, len(gone), 500):
        ObligationRow.objects.filter(pk__in=gone[start : start + 500]).delete()


def ids_of_pairs(pairs: Collection[tuple[int, str]]) -> set[str]:
    """Ids, as hex, of the obligations that stand for these (rule number, key) now."""
    on = "o.key = p.b AND o.rule_id = CAST(p.a AS integer)"
    texts = [(str(rule), key) for rule, key in pairs]
    sql, params = unfolded("o.id", f"{OBLIGATIONS} o", on, texts)
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return {_hex(row[0]) for row in cursor.fetchall()}


def pairs_of_rules(numbers: Collection[int]) -> set[tuple[int, str]]:
    """(rule number, key) of every obligation of these rules."""
    rows = ObligationRow.objects.filter(rule_id__in=numbers)
    return set(rows.values_list("rule_id", "key").distinct())


def _hex(value: Any) -> str:
    return value if isinstance(value, str) else value.hex
