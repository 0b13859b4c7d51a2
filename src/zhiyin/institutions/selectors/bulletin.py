"""月度通报: by post, never by person; for everybody."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Count

from zhiyin.institutions.models import ObligationRow, Violation
from zhiyin.institutions.months import months_after
from zhiyin.institutions.rules import State
from zhiyin.journal import clock
from zhiyin.people.models import Unit

MONTHS: Final = 12
DONE: Final = (State.ACCEPTED, State.CLOSED)


@dataclass(frozen=True)
class Line:
    """Breaches of one rule by one post of one unit, confirmed in the month."""

    unit: str
    must: str
    title_zh: str
    title_en: str
    force: str
    count: int
    put_right: int
    times: int


@dataclass(frozen=True)
class Result:
    """Outcomes decided in the month for one post of one unit."""

    unit: str
    must: str
    outcome: str
    count: int


@dataclass(frozen=True)
class Light:
    """Light breaches of one rule: counted, without a sheet."""

    unit: str
    title_zh: str
    title_en: str
    count: int


@dataclass(frozen=True)
class Bulletin:
    """What was confirmed and decided in one month."""

    month: date
    lines: list[Line]
    results: list[Result]
    light: list[Light]
    on_agenda: int

    @property
    def confirmed(self) -> int:
        return sum(line.count for line in self.lines)

    @property
    def put_right(self) -> int:
        return sum(line.put_right for line in self.lines)

    @property
    def closed(self) -> int:
        return sum(result.count for result in self.results)


def bulletin(month: date) -> Bulletin:
    """Four queries. Accusations are in no list."""
    first = month.replace(day=1)
    after = months_after(first, 1)
    public = Violation.objects.filter(confided=False).select_related("unit")
    confirmed = list(public.filter(confirmed_on__gte=first, confirmed_on__lt=after))
    ended = public.filter(state=State.CLOSED, ended_on__gte=first, ended_on__lt=after)
    results = Counter((v.unit.name, v.must, v.outcome) for v in ended.order_by("unit__path", "must"))
    return Bulletin(
        month=first,
        lines=_lines(confirmed),
        results=[Result(*place, count) for place, count in results.items()],
        light=_light(first, after),
        on_agenda=sum(1 for v in confirmed if v.times > 1 or v.rung >= 4),
    )


def _lines(sheets: Iterable[Violation]) -> list[Line]:
    groups: dict[tuple[str, str, str], list[Violation]] = {}
    for sheet in sorted(sheets, key=lambda v: (v.unit.path, v.must, v.rule)):
        groups.setdefault((sheet.unit.path, sheet.must, sheet.rule), []).append(sheet)
    return [
        Line(
            unit=group[0].unit.name, must=group[0].must, title_zh=group[0].title_zh,
            title_en=group[0].title_en, force=group[0].force, count=len(group),
            put_right=sum(1 for v in group if v.state in DONE), times=max(v.times for v in group),
        )
        for group in groups.values()
    ]  # fmt: skip


def _light(first: date, after: date) -> list[Light]:
    rows = ObligationRow.objects.filter(rule__level="light", told_on__gte=first, told_on__lt=after)
    counted = rows.values_list("unit_id", "rule__title_zh", "rule__title_en").annotate(n=Count("pk"))
    found = list(counted.order_by("rule__title_zh", "-n"))
    names = dict(Unit.objects.filter(pk__in={row[0] for row in found if row[0]}).values_list("pk", "name"))
    return [Light(names.get(unit, ""), zh, en, n) for unit, zh, en, n in found]


def months() -> list[date]:
    """The months one may look at: this one and the eleven before."""
    this = clock.today().replace(day=1)
    return [months_after(this, -n) for n in range(MONTHS)]
