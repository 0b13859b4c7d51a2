"""The table of switches on the settings page: one row a sort, one switch a channel."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from zhiyin.people.models import Contact
from zhiyin.workspace.models import NoticeSwitch
from zhiyin.workspace.notifying.sources import Sort
from zhiyin.workspace.notifying.table import sorts_of
from zhiyin.workspace.notifying.wishes import sends_by_itself
from zhiyin.workspace.notifying.wording import DIGEST


@dataclass(frozen=True)
class Switch:
    """One box: `value` is what the form sends."""

    value: str
    label: str
    on: bool


@dataclass(frozen=True)
class Row:
    """One sort in words; without switches, `note` says why."""

    label: str
    switches: tuple[Switch, ...]
    note: str


def rows_for(employee_id: UUID, roles: Iterable[str], bound: Sequence[str]) -> list[Row]:
    """The sorts that may reach this person, with a switch for each channel they have. One query."""
    known = NoticeSwitch.objects.filter(employee_id=employee_id) if bound else ()
    chosen = {(row.what, row.channel): row.on for row in known}
    rows = [_row(sort, bound, chosen) for sort in sorts_of(roles)]
    if bound:
        rows.append(Row(_("每天一条"), _switches(DIGEST, bound, chosen), _("下面选了时间才发。")))
    return rows


def _row(sort: Sort, bound: Sequence[str], chosen: dict[tuple[str, str], bool]) -> Row:
    words = _(sort.words)
    if sort.fixed:
        return Row(words, (), _("不能关：%(why)s") % {"why": _(sort.why_fixed)})
    if not sort.leaves:
        return Row(words, (), _("只在应用里，不往外发。"))
    note = "" if sort.in_app else _("只限实名提的诉求。保密、匿名提的，从不往外发。")
    return Row(words, _switches(sort.key, bound, chosen), note)


def _switches(what: str, bound: Sequence[str], chosen: dict[tuple[str, str], bool]) -> tuple[Switch, ...]:
    return tuple(
        Switch(
            f"{what}:{name}",
            str(Contact.Channel(name).label),
            chosen.get((what, name), sends_by_itself(what)),
        )
        for name in bound
    )


def switches_of(rows: Iterable[Row]) -> list[tuple[str, str]]:
    """(value, label) of every switch on the page."""
    return [(switch.value, switch.label) for row in rows for switch in row.switches]
