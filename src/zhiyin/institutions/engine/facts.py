"""The journal's numbered facts as the core sees them, read as plain columns.

The journal itself is the evidence: a fact is found by its subject, or by a key under which it is listed.
Model objects, or a copy of every fact, would take longer than all that is derived from them.
"""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from django.db import connection

from zhiyin.institutions.engine.dialect import as_id, unfolded
from zhiyin.institutions.fact import Fact
from zhiyin.journal import clock
from zhiyin.journal.facts import FACT_VOIDED
from zhiyin.journal.kinds import published
from zhiyin.journal.models import Fact as JournalFact

Row = tuple[Any, ...]
# Days and times as text: Django's converters take longer than reading the text once.
COLUMNS: Final = (
    "f.seq, f.id, f.kind, f.subject_id, f.unit_id, f.actor, CAST(f.occurred_on AS text),"
    " CAST(f.occurred_at AS text), f.payload"
)
CHUNK: Final = 2000


class Facts:
    """Reads facts of some kinds; those whose ids are in `voided` (as hex) are left out."""

    def __init__(self, kinds: Iterable[str]) -> None:
        self.voided: frozenset[str] = frozenset()
        self._zone = clock.zone()
        known = published()
        self._typed = {kind: _typed_fields(known[kind].fields) for kind in kinds if kind in known}

    def after(self, seq: int, limit: int) -> list[Row]:
        """The next numbered rows, in order, voided or not."""
        return self._rows(
            f"SELECT {COLUMNS} FROM journal_fact f WHERE f.seq > %s ORDER BY f.seq LIMIT %s",  # noqa: S608
            [seq, limit],
        )

    def of_subjects(self, subjects: Collection[tuple[str, str]], until: int) -> Iterator[Fact]:
        """Facts of these (kind of subject, id), numbered up to `until`."""
        if subjects:
            on = "f.subject_kind = p.a AND f.subject_id = p.b AND f.seq <= %s"
            sql, params = unfolded(COLUMNS, "journal_fact f", on, list(subjects))
            yield from self.of_rows(self._rows(sql, [*params, until]))

    def with_ids(self, ids: Collection[str], until: int) -> Iterator[Fact]:
        """Facts with these ids (as hex), numbered up to `until`."""
        if ids:
            pairs = [("", pk) for pk in ids]
            sql, params = unfolded(COLUMNS, "journal_fact f", f"f.id = {as_id('p.b')} AND f.seq <= %s", pairs)
            yield from self.of_rows(self._rows(sql, [*params, until]))

    def of_keys(self, keys: Collection[tuple[str, str]], until: int) -> Iterator[tuple[str, Fact]]:
        """(key, fact) of facts that are listed under these (kind of fact, key), numbered up to `until`."""
        if not keys:
            return
        joined = "institutions_factkey k ON k.kind = p.a AND k.key = p.b AND k.seq <= %s"
        sql, params = unfolded(f"k.key, {COLUMNS}", joined, "f.seq = k.seq", list(keys), "journal_fact f")
        yield from self._keyed(self._rows(sql, [*params, until]))

    def listed(self, kinds: Collection[str], until: int) -> Iterator[tuple[str, Fact]]:
        """(key, fact) of all facts of these kinds that are listed under any key."""
        marks = ", ".join(["%s"] * len(kinds))
        sql = (
            f"SELECT k.key, {COLUMNS} FROM institutions_factkey k JOIN journal_fact f ON f.seq = k.seq"  # noqa: S608
            f" WHERE k.kind IN ({marks}) AND k.seq <= %s"
        )
        yield from self._keyed(self._rows(sql, [*kinds, until]) if kinds else ())

    def of_kinds(self, kinds: Collection[str], until: int) -> Iterator[Fact]:
        """Every fact of these kinds, numbered up to `until`, in order."""
        marks, seq = ", ".join(["%s"] * len(kinds)), 0
        sql = (
            f"SELECT {COLUMNS} FROM journal_fact f WHERE f.seq > %s AND f.seq <= %s AND f.kind IN ({marks})"  # noqa: S608
            " ORDER BY f.seq LIMIT %s"
        )
        while kinds and (rows := self._rows(sql, [seq, until, *kinds, CHUNK])):
            yield from self.of_rows(rows)
            seq = rows[-1][0]

    def leave_out_voided(self, found: dict[int, Fact]) -> None:
        """Take out of `found` (by number) what other facts declare void. Two queries."""
        known = JournalFact.objects.filter(seq__in=list(found)).values_list("pk", "seq")
        numbers = {pk: seq for pk, seq in known if seq is not None}
        ids = [str(pk) for pk in numbers]
        rows = JournalFact.objects.filter(subject_kind=FACT_VOIDED.subject, subject_id__in=ids)
        for pk in rows.filter(kind=FACT_VOIDED.name).values_list("subject_id", flat=True):
            found.pop(numbers[UUID(pk)], None)

    def voids(self) -> frozenset[str]:
        """Ids (as hex) of every fact that a numbered fact declares void."""
        return voided_in(
            self._rows(
                f"SELECT {COLUMNS} FROM journal_fact f"  # noqa: S608
                " WHERE f.subject_kind = %s AND f.kind = %s AND f.seq IS NOT NULL",
                [FACT_VOIDED.subject, FACT_VOIDED.name],
            )
        )

    def of_rows(self, rows: Iterable[Row]) -> Iterator[Fact]:
        """The rows as facts, without the voided ones."""
        for row in rows:
            if (fact := self._fact(row)) is not None:
                yield fact

    def _keyed(self, rows: Iterable[Row]) -> Iterator[tuple[str, Fact]]:
        for key, *row in rows:
            if (fact := self._fact(row)) is not None:
                yield key, fact

    def _rows(self, sql: str, params: Sequence[Any]) -> list[Row]:
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            return list(cursor.fetchall())

    def _fact(self, row: Sequence[Any]) -> Fact | None:
        seq, pk, kind, subject, unit, actor, day, at, payload = row
        typed = self._typed.get(kind)
        if typed is None or (self.voided and hex_of(pk) in self.voided):
            return None
        fields = json.loads(payload)
        for name, convert in typed:
            if name in fields:
                fields[name] = convert(fields[name])
        moment = self._moment(at) if at else None
        unit = _dashed(unit) if unit else None
        return Fact(kind, subject, unit, actor, date.fromisoformat(day), moment, seq, fields)

    def _moment(self, text: str) -> datetime:
        """In the enterprise's zone, where a limit in hours ends on a day. SQLite keeps UTC unsaid."""
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(self._zone)


def voided_in(rows: Iterable[Row]) -> frozenset[str]:
    """Ids (as hex) of the facts that these rows declare void."""
    return frozenset(UUID(json.loads(row[8])["fact"]).hex for row in rows if row[2] == FACT_VOIDED.name)


def _typed_fields(fields: Any) -> tuple[tuple[str, Callable[[Any], Any]], ...]:
    convert: dict[str, Callable[[Any], Any]] = {"date": date.fromisoformat, "yuan": Decimal}
    return tuple((name, convert[spec.type]) for name, spec in fields.items() if spec.type in convert)


def hex_of(pk: UUID | str) -> str:
    """An id as SQLite keeps it."""
    return pk if isinstance(pk, str) else pk.hex


@lru_cache(maxsize=4096)
def _dashed(unit: UUID | str) -> str:
    return str(unit if isinstance(unit, UUID) else UUID(unit))
