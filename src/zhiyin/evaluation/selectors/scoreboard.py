"""The scoreboard of one unit and period: rates, the units below, the last eight periods, the peers."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from zhiyin.evaluation import suppression
from zhiyin.evaluation.models import NO_UNIT, FrozenPeriod
from zhiyin.evaluation.periods import Period, latest, period_of
from zhiyin.evaluation.rates import HEADLINES, SPECS, Figure, Spec, figure, middle
from zhiyin.evaluation.selectors.counts import Counts, of_periods, since_frozen, total, trend_counts
from zhiyin.evaluation.selectors.tree import Node, Shown, Tree

TREND = 8
PEERS = 3


@dataclass(frozen=True)
class Cell:
    """One rate as it may be shown: `figure` is None where it is hidden, `percent` under ten as well."""

    spec: Spec
    figure: Figure | None

    @property
    def percent(self) -> int | None:
        if self.figure is None or not suppression.percentage_allowed(self.figure.whole):
            return None
        return self.figure.percent


@dataclass(frozen=True)
class Row:
    """A unit, or several together; `before` is the same in the period before, if that may be shown."""

    nodes: tuple[Node, ...]
    cells: dict[str, Cell]
    days: int | None
    before: "Row | None" = None
    rest: bool = False


@dataclass(frozen=True)
class Point:
    period: Period
    percent: int | None


@dataclass(frozen=True)
class Span:
    """Where the peers lie, without their names."""

    units: int
    low: int
    high: int


@dataclass(frozen=True)
class Board:
    node: Node
    period: Period
    own: Row
    slowest: int | None
    rows: list[Row]
    silent: list[Node]
    trends: dict[str, list[Point]]
    spans: dict[str, Span]
    frozen: FrozenPeriod | None
    changed: list[tuple[Figure, Figure]]


def scoreboard(tree: Tree, node: Node, period: Period) -> Board:
    """Ten queries at most, however many units and demands there are."""
    back = latest(period, TREND)
    whole = of_periods([period, *_around([period])])
    trends = trend_counts([*back, *_around(back)])
    shown = Shown(tree, period, whole[period.code], whole)
    earlier = {one.code: Shown(tree, one, trends[one.code], trends) for one in back}
    before = earlier[back[-2].code]
    own = _row(tree, (node,), tree.under(node), shown, verdicts=shown.verdicts(node))
    running = since_frozen(period)
    return Board(
        node=node,
        period=period,
        own=_with_before(own, tree, before, tree.under(node), before.verdicts(node)),
        slowest=middle(total(whole[period.code], tree.under(node)), 90),
        rows=_rows(tree, node, shown, before),
        silent=_silent(tree, node, whole[period.code]),
        trends=_trends(tree, node, earlier, own, period),
        spans=_spans(tree, node, shown),
        frozen=running.frozen if running else None,
        changed=_changed(total(running.counts, tree.under(node)), own) if running else [],
    )


def _around(periods: list[Period]) -> list[Period]:
    """What decides about showing these: the quarters of years, the other months of months' quarters."""
    found: dict[str, Period] = {}
    for period in periods:
        if period.kind == "year":
            found |= {one.code: one for one in period.parts("quarter")}
        elif period.kind == "month":
            found |= {one.code: one for one in period_of(period.first, "quarter").parts("month")}
    return list(found.values())


def _row(
    tree: Tree,
    nodes: tuple[Node, ...],
    units: Iterable[UUID],
    shown: Shown,
    *,
    verdicts: bool,
    rest: bool = False,
) -> Row:
    counts = total(shown.counts, units)
    cells = {spec.key: _cell(spec, counts, verdicts) for spec in SPECS}
    return Row(nodes, cells, _typical(counts), rest=rest)


def _cell(spec: Spec, counts: Counter[str], verdicts: bool) -> Cell:
    return Cell(spec, figure(spec, counts) if verdicts or not spec.verdict else None)


def _typical(counts: Counter[str]) -> int | None:
    answered = sum(n for measure, n in counts.items() if measure.startswith("days."))
    return middle(counts) if suppression.percentage_allowed(answered) else None


def _with_before(row: Row, tree: Tree, before: Shown, units: Iterable[UUID], verdicts: bool) -> Row:
    then = _row(tree, row.nodes, units, before, verdicts=verdicts)
    return Row(row.nodes, row.cells, row.days, then, row.rest)


def _rows(tree: Tree, node: Node, shown: Shown, before: Shown) -> list[Row]:
    """The units below in the order of the tree; those with small numbers together, so that all adds up."""
    parts = dict(tree.parts(node))
    named = {one.pk: one for one in tree.children(node)} | {node.pk: node}
    # Months tell the verdicts of all together only, and what each unit did.
    visible = shown.verdicts(node) and shown.period.kind != "month"
    together = set(shown.hidden(node)) if visible else set()
    owed = {pk: _owed(total(shown.counts, units)) for pk, units in parts.items()}
    together |= {pk for pk, n in owed.items() if 0 < n < suppression.THRESHOLD}
    alone = [pk for pk, units in parts.items() if pk not in together and owed[pk]]
    rows = []
    for pk in alone:
        if pk == NO_UNIT or not tree.children(node):
            continue
        row = _row(tree, (named[pk],), parts[pk], shown, verdicts=visible, rest=pk == node.pk)
        then = visible and pk != node.pk and before.verdicts(named[pk])
        rows.append(_with_before(row, tree, before, parts[pk], then))
    small = [pk for pk in parts if pk in together and pk != NO_UNIT]
    if small and tree.children(node):
        units = set().union(*(parts[pk] for pk in small))
        enough = visible and suppression.safe(shown.parts(node), small)
        rows.append(_row(tree, tuple(named[pk] for pk in small), units, shown, verdicts=enough))
    return rows


def _owed(counts: Counter[str]) -> int:
    return sum(counts[f"answer.{label}"] for label in ("in_time", "late", "open"))


def _silent(tree: Tree, node: Node, counts: Counts) -> list[Node]:
    """Units below to which nothing fell due."""
    return [one for one in tree.children(node) if not _owed(total(counts, tree.under(one)))]


def _trends(
    tree: Tree, node: Node, earlier: dict[str, Shown], own: Row, period: Period
) -> dict[str, list[Point]]:
    found: dict[str, list[Point]] = {key: [] for key in HEADLINES}
    for shown in earlier.values():
        row = own
        if shown.period != period:
            row = _row(tree, (node,), tree.under(node), shown, verdicts=shown.verdicts(node))
        for key in HEADLINES:
            found[key].append(Point(shown.period, row.cells[key].percent))
    return found


def _spans(tree: Tree, node: Node, shown: Shown) -> dict[str, Span]:
    """The units beside this one; none where they are too few to stay unnamed."""
    above = tree.parent(node)
    if above is None:
        return {}
    peers = [
        _row(tree, (one,), tree.under(one), shown, verdicts=shown.verdicts(one))
        for one in tree.children(above)
    ]
    found = {}
    for key in HEADLINES:
        values = [row.cells[key].percent for row in peers if row.nodes[0] != node]
        known = [value for value in values if value is not None]
        if len(known) >= PEERS:
            found[key] = Span(len(known), min(known), max(known))
    return found


def _changed(running: Counter[str], own: Row) -> list[tuple[Figure, Figure]]:
    """Rates that late facts would change today: as frozen, and as of today."""
    found = []
    for spec in SPECS:
        frozen = own.cells[spec.key].figure
        now = figure(spec, running)
        if frozen is None or (frozen.part, frozen.whole) == (now.part, now.whole):
            continue
        # Both are large or none is told: the difference must not say what one person said late.
        if not spec.verdict or min(frozen.whole, now.whole) >= suppression.THRESHOLD:
            found.append((frozen, now))
    return found
