"""Every time an institution was owed, as a spreadsheet."""

from collections.abc import Iterator, Mapping
from itertools import islice
from uuid import UUID

from django.db.models import QuerySet
from django.http import FileResponse, Http404
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from zhiyin.institutions import words
from zhiyin.institutions.models import ObligationRow
from zhiyin.institutions.selectors import board as boards
from zhiyin.institutions.selectors import institution as institutions
from zhiyin.institutions.selectors.obligation import names_of, secret, version_of
from zhiyin.institutions.subjects import Called
from zhiyin.institutions.views.board import asked_unit, chip_of, what_of
from zhiyin.journal import clock
from zhiyin.people.access import SignedInRequest, signed_in
from zhiyin.people.models import Unit
from zhiyin.people.spreadsheets import Cell, Column, given, spreadsheet

CHUNK = 2000


@signed_in
@require_safe
def institution_export(request: SignedInRequest, name: str) -> FileResponse:
    """Every row of the view, but those about an accusation."""
    rules = institutions.rules_of(name)
    if not rules:
        raise Http404
    within = boards.units_under(asked_unit(request))
    rows = institutions.obligations(name, request.GET.get("view", ""), within)
    file = spreadsheet(_("制度与义务"), columns(), _lines(rows))
    return given(file, rules[0].title[words.lang()], clock.today())


def columns() -> list[Column]:
    return [
        (pgettext("heading", "制度"), 30), (_("事项"), 30), (_("单位"), 18), (_("起算"), 12), (_("期限"), 12),
        (_("实际"), 12),
        (_("结果"), 14), (_("日志"), 12), (_("规则编号"), 24), (_("事项编号"), 40),
    ]  # fmt: skip


def _lines(rows: QuerySet[ObligationRow]) -> Iterator[list[Cell]]:
    """Three queries and one for each kind of thing in two thousand rows."""
    units = dict(Unit.objects.values_list("pk", "name"))
    left = rows.iterator(chunk_size=CHUNK)
    while chunk := list(islice(left, CHUNK)):
        hidden = secret(chunk)
        told = [row for row in chunk if row.pk not in hidden]
        about = names_of(told)
        yield from (_cells(row, units, about) for row in told)


def _cells(row: ObligationRow, units: Mapping[UUID, str], about: Mapping[UUID, list[Called]]) -> list[Cell]:
    rule = version_of(row)
    return [
        rule.title[words.lang()] if rule else "", what_of(row, about),
        units.get(row.unit_id, "") if row.unit_id else "", row.start_on, row.due_on,
        row.kept_on or row.broken_on, chip_of(row.status).label, row.opened_seq, row.rule.rule, row.key,
    ]  # fmt: skip
