"""Obligations as a spreadsheet."""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import IO
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from zhiyin.institutions.models import ObligationRow
from zhiyin.institutions.selectors.obligation import secret
from zhiyin.people.models import Unit
from zhiyin.people.spreadsheets import Cell, spreadsheet

CHUNK = 2000


def _told(rows: QuerySet[ObligationRow]) -> Iterator[ObligationRow]:
    """All rows but those about an accusation."""
    left = rows.iterator(chunk_size=CHUNK)
    while chunk := list(islice(left, CHUNK)):
        hidden = secret(chunk)
        yield from (row for row in chunk if row.pk not in hidden)


def obligations(rows: QuerySet[ObligationRow]) -> IO[bytes]:
    """All rows but those about an accusation."""
    columns = [
        (_("制度"), 24), (_("事项"), 24), (_("单位"), 18), (_("起算"), 12), (_("期限"), 12), (_("实际"), 12),
        (_("结果"), 12), (_("日志"), 12),
    ]  # fmt: skip
    units = dict(Unit.objects.values_list("pk", "name"))
    return spreadsheet(_("制度与义务"), columns, (_cells(row, units) for row in _told(rows)))


def _cells(row: ObligationRow, units: Mapping[UUID, str]) -> list[Cell]:
    unit = units.get(row.unit_id, "") if row.unit_id else ""
    return [
        row.rule.rule, row.key, unit, row.start_on, row.due_on, row.kept_on or row.broken_on, row.status,
        row.opened_seq,
    ]  # fmt: skip
