"""Counts of periods: the fixed ones of frozen periods, the running ones of the others."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet, Sum

from zhiyin.evaluation.models import FrozenFigure, FrozenPeriod, Tally
from zhiyin.evaluation.periods import Period
from zhiyin.evaluation.rates import BY_KEY, DAYS, HEADLINES, added

Counts = Mapping[UUID, Counter[str]]


def of_periods(periods: Iterable[Period], *, only: Iterable[str] = ()) -> dict[str, Counts]:
    """Counts by unit for each period's code. At most three queries. `only`: rates by key, with their days."""
    wanted = {period.code: period for period in periods}
    frozen = set(FrozenPeriod.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    found: dict[str, defaultdict[UUID, Counter[str]]] = {code: defaultdict(Counter) for code in wanted}
    keys = tuple(only)
    if frozen:
        rows = _narrowed(FrozenFigure.objects.filter(period_id__in=frozen), keys)
        for code, unit, measure, n in rows.values_list("period_id", "unit_id", "measure", "count"):
            found[code][unit][measure] += n
    running = [period for code, period in wanted.items() if code not in frozen]
    if running:
        span = Q(month__gte=min(one.first for one in running), month__lt=max(one.after for one in running))
        rows = _narrowed(Tally.objects.filter(span), keys)
        for month, unit, measure, n in rows.values_list("month", "unit_id", "measure", "count"):
            for period in running:
                if period.holds(month):
                    found[period.code][unit][measure] += n
    return {code: dict(counts) for code, counts in found.items()}


def _narrowed(rows: QuerySet, keys: tuple[str, ...]) -> QuerySet:  # type: ignore[type-arg]
    if not keys:
        return rows
    measures = [f"{key}.{label}" for key in keys for label in (*BY_KEY[key].hits, *BY_KEY[key].misses)]
    return rows.filter(Q(measure__in=measures) | Q(measure__startswith=DAYS))


def trend_counts(periods: Iterable[Period]) -> dict[str, Counts]:
    """What the lines of the last periods need."""
    return of_periods(periods, only=HEADLINES)


@dataclass(frozen=True)
class Running:
    """A frozen period as it would be counted today."""

    frozen: FrozenPeriod
    counts: Counts


def since_frozen(period: Period) -> Running | None:
    """None for a period that is not frozen. Two queries."""
    frozen = FrozenPeriod.objects.filter(pk=period.code).first()
    if frozen is None:
        return None
    rows = (
        Tally.objects.filter(month__gte=period.first, month__lt=period.after)
        .values_list("unit_id", "measure")
        .annotate(n=Sum("count"))
        .order_by()
    )
    counts: defaultdict[UUID, Counter[str]] = defaultdict(Counter)
    for unit, measure, n in rows:
        counts[unit][measure] = n
    return Running(frozen, dict(counts))


def total(counts: Counts, units: Iterable[UUID]) -> Counter[str]:
    """The counts of these units, added up."""
    return added(item for unit in units if unit in counts for item in counts[unit].items())
