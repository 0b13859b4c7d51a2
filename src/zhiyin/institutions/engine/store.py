"""Reading and writing evidence and obligations in sets; the only place that knows two dialects."""

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection

from zhiyin.institutions.derive.evidence import Evidence
from zhiyin.institutions.engine.kept import packed, unpacked
from zhiyin.institutions.engine.rows import COLUMNS, Row

Pair = tuple[int, str]

EVIDENCE_COLUMNS: Final = ("rule_id", "key", "seq", "slot", "part", "kind", "day", "at", "unit", "kept")
KEY_COLUMNS: Final = ("id", "rule_id", "key", "opened_seq")
# What an upsert must not overwrite: that a breach has been told.
KEPT_BY_UPSERT: Final = (*KEY_COLUMNS, "told_on")


def is_postgres() -> bool:
    return bool(connection.vendor == "postgresql")


def evidence_of_pairs(pairs: Sequence[Pair]) -> dict[Pair, list[Evidence]]:
    """All evidence of these (rule, key) pairs, in one join."""
    found: dict[Pair, list[Evidence]] = {pair: [] for pair in pairs}
    columns = ", ".join(f"e.{name}" for name in EVIDENCE_COLUMNS)
    sql, params = _joined(f"SELECT {columns} FROM institutions_evidencerow e", "e", pairs)  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        for rule, key, seq, slot, part, kind, day, at, unit, kept in cursor.fetchall():
            found[rule, key].append(
                Evidence(slot, part, kind, _day(day), _moment(at), seq, unit, unpacked(kept))
            )
    return found


def ids_of_pairs(pairs: Sequence[Pair]) -> set[UUID]:
    """Ids of the obligations that stand for these pairs now."""
    sql, params = _joined("SELECT o.id FROM institutions_obligationrow o", "o", pairs)
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return {_uuid(row[0]) for row in cursor.fetchall()}


def _joined(select: str, alias: str, pairs: Sequence[Pair]) -> tuple[str, list[Any]]:
    """`select` restricted to pairs handed over as one parameter each database can unfold."""
    if is_postgres():
        source = "unnest(%s::smallint[], %s::text[]) AS p(rule_id, key)"
        params: list[Any] = [[rule for rule, _ in pairs], [key for _, key in pairs]]
    else:
        source = "(SELECT value->>0 AS rule_id, value->>1 AS key FROM json_each(%s)) AS p"
        params = [json.dumps(pairs)]
        # CROSS JOIN fixes the order: the handful of pairs first, then the index.
        return f"{select.replace(' FROM ', ' FROM ' + source + ' CROSS JOIN ', 1)} WHERE {_on(alias)}", params
    return f"{select} JOIN {source} ON {_on(alias)}", params


def _on(alias: str) -> str:
    return f"{alias}.rule_id = p.rule_id AND {alias}.key = p.key"


def add_evidence(rows: Sequence[tuple[Any, ...]]) -> None:
    """Append evidence; what is there already stays (a batch may run twice)."""
    insert("institutions_evidencerow", EVIDENCE_COLUMNS, rows, "ON CONFLICT DO NOTHING")


def evidence_row(rule: int, key: str, evidence: Evidence) -> tuple[Any, ...]:
    return (
        rule, key, evidence.order, evidence.slot, evidence.part, evidence.kind,
        evidence.day, evidence.at, evidence.unit, packed(evidence.kept),
    )  # fmt: skip


def upsert_obligations(rows: Sequence[Row]) -> None:
    """Write derived rows; on those that stand already only the derived columns change."""
    changed = ", ".join(f"{name} = excluded.{name}" for name in COLUMNS if name not in KEPT_BY_UPSERT)
    insert("institutions_obligationrow", COLUMNS, rows, f"ON CONFLICT (id) DO UPDATE SET {changed}")


def delete_obligations(ids: Iterable[UUID]) -> None:
    """Remove rows that no fact stands behind any more."""
    delete_by("institutions_obligationrow", "id", list(ids))


def void_evidence(seqs: Sequence[int]) -> set[Pair]:
    """Remove the evidence of facts that were voided; returns the pairs it touched."""
    marks = ", ".join(["%s"] * len(seqs))
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM institutions_evidencerow WHERE seq IN ({marks}) RETURNING rule_id, key",  # noqa: S608
            list(seqs),
        )
        return {(rule, key) for rule, key in cursor.fetchall()}


def delete_by(table: str, column: str, values: list[Any]) -> None:
    plain = [value if is_postgres() or not isinstance(value, UUID) else value.hex for value in values]
    with connection.cursor() as cursor:
        for start in range(0, len(plain), 500):
            part = plain[start : start + 500]
            marks = ", ".join(["%s"] * len(part))
            cursor.execute(f"DELETE FROM {table} WHERE {column} IN ({marks})", part)  # noqa: S608


def insert(table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]], conflict: str) -> None:
    """Insert many rows: COPY through a temporary table on PostgreSQL, one prepared statement on SQLite."""
    if not rows:
        return
    names = ", ".join(columns)
    with connection.cursor() as cursor:
        if is_postgres():
            temporary = f"new_{table}"
            cursor.execute(f"CREATE TEMP TABLE IF NOT EXISTS {temporary} (LIKE {table})")
            cursor.execute(f"TRUNCATE {temporary}")
            with cursor.cursor.copy(f"COPY {temporary} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            cursor.execute(
                f"INSERT INTO {table} ({names}) SELECT {names} FROM {temporary} {conflict}"  # noqa: S608
            )
        else:
            marks = ", ".join(["?"] * len(columns))
            # Past Django's wrapper: a million rows need neither its logging nor its %s translation.
            raw = connection.connection.cursor()
            raw.executemany(
                f"INSERT INTO {table} ({names}) VALUES ({marks}) {conflict}",  # noqa: S608
                [tuple(map(_plain, row)) for row in rows],
            )


def _plain(value: Any) -> Any:
    """As Django stores it on SQLite."""
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat(" ")
    return value.isoformat() if hasattr(value, "isoformat") else value


def _day(value: Any) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value  # type: ignore[no-any-return]


def _moment(value: Any) -> datetime | None:
    if isinstance(value, str):
        return datetime.fromisoformat(value).replace(tzinfo=UTC)
    return value  # type: ignore[no-any-return]


def _uuid(value: Any) -> UUID:
    return value if isinstance(value, UUID) else UUID(value)
