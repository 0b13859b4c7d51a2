"""Obligations as a spreadsheet."""

import tempfile
from collections.abc import Iterator
from itertools import islice
from typing import IO, cast

import xlsxwriter
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from zhiyin.institutions.models import ObligationRow
from zhiyin.institutions.selectors.obligation import secret
from zhiyin.people.models import Unit

CHUNK = 2000


def _told(rows: QuerySet[ObligationRow]) -> Iterator[ObligationRow]:
    """All rows but those about an accusation."""
    left = rows.iterator(chunk_size=CHUNK)
    while chunk := list(islice(left, CHUNK)):
        hidden = secret(chunk)
        yield from (row for row in chunk if row.pk not in hidden)


def obligations(rows: QuerySet[ObligationRow]) -> IO[bytes]:
    """All rows, written as they are read; the file rewound."""
    file = cast(IO[bytes], tempfile.TemporaryFile())  # noqa: SIM115 (the response closes it)
    # Strings stay strings: a cell that begins with = is somebody's text, not a formula.
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        heads = (_("制度"), _("事项"), _("单位"), _("起算"), _("期限"), _("实际"), _("结果"), _("日志"))
        for column, head in enumerate(heads):
            sheet.write_string(0, column, head)
        names = dict(Unit.objects.values_list("pk", "name"))
        for number, row in enumerate(_told(rows), start=1):
            sheet.write_string(number, 0, row.rule.rule)
            sheet.write_string(number, 1, row.key)
            sheet.write_string(number, 2, names.get(row.unit_id, "") if row.unit_id else "")
            for column, value in ((3, row.start_on), (4, row.due_on), (5, row.kept_on or row.broken_on)):
                if value:
                    sheet.write_datetime(number, column, value, day)
            sheet.write_string(number, 6, row.status)
            sheet.write_number(number, 7, row.opened_seq)
    file.seek(0)
    return file
