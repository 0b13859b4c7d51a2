"""The tree of units, and which units' verdicts may be shown in which period."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from uuid import UUID

from zhiyin.evaluation import suppression
from zhiyin.evaluation.models import NO_UNIT
from zhiyin.evaluation.periods import Period, period_of
from zhiyin.evaluation.selectors.counts import Counts
from zhiyin.people.models import Unit

VERDICTS = tuple(f"solved.{label}" for label in ("yes", "partly", "no", "reopened"))


@dataclass(frozen=True)
class Node:
    """One unit."""

    pk: UUID
    code: str
    name: str
    path: str


class Tree:
    """All units, closed ones too: what they did stays counted."""

    def __init__(self, nodes: list[Node]) -> None:
        self.nodes = {node.path: node for node in nodes}

    @classmethod
    def load(cls) -> "Tree":
        """One query."""
        rows = Unit.objects.order_by("path").values_list("pk", "code", "name", "path")
        return cls([Node(*row) for row in rows])

    @cached_property
    def root(self) -> Node | None:
        return min(self.nodes.values(), key=lambda node: (node.path.count("/"), node.path), default=None)

    def by_code(self, code: str) -> Node | None:
        return next((node for node in self.nodes.values() if node.code == code), None)

    def is_root(self, node: Node) -> bool:
        return self.parent(node) is None

    def parent(self, node: Node) -> Node | None:
        return self.nodes.get(node.path.rstrip("/").rpartition("/")[0] + "/")

    def children(self, node: Node) -> list[Node]:
        return self._children.get(node.path, [])

    @cached_property
    def _children(self) -> dict[str, list[Node]]:
        found: dict[str, list[Node]] = {}
        for node in self.nodes.values():
            if (above := self.parent(node)) is not None:
                found.setdefault(above.path, []).append(node)
        return found

    def under(self, node: Node) -> set[UUID]:
        """The unit and all below it; with the root also what belongs to no unit."""
        found = {one.pk for one in self.nodes.values() if one.path.startswith(node.path)}
        return found | {NO_UNIT} if self.is_root(node) else found

    def parts(self, node: Node) -> Iterator[tuple[UUID, set[UUID]]]:
        """What makes up a unit's figures: each unit below with its own, the unit itself, and no unit."""
        for child in self.children(node):
            yield child.pk, self.under(child)
        yield node.pk, {node.pk}
        if self.is_root(node):
            yield NO_UNIT, {NO_UNIT}

    def way_to(self, node: Node) -> list[Node]:
        """From the root down to the unit."""
        found = [node]
        while (above := self.parent(found[-1])) is not None:
            found.append(above)
        return found[::-1]


class Shown:
    """Which verdicts of a period may be shown.

    `around`: counts of other periods by code; a year looks at its quarters, a month at its quarter's months.
    """

    def __init__(self, tree: Tree, period: Period, counts: Counts, around: Mapping[str, Counts]) -> None:
        self.tree, self.period, self.counts, self.around = tree, period, counts, around
        parts = period.parts("quarter") if period.kind == "year" else []
        self.within = [Shown(tree, part, around[part.code], {}) for part in parts if part.code in around]
        self._tables: dict[str, frozenset[UUID]] = {}

    @cached_property
    def _sizes(self) -> dict[str, int]:
        """How many verdicts each unit holds with all below it."""
        found: Counter[str] = Counter()
        for node in self.tree.nodes.values():
            if own := _verdicts_of(self.counts.get(node.pk, {})):
                found.update({above.path: own for above in self.tree.way_to(node)})
        if (root := self.tree.root) is not None:
            found[root.path] += _verdicts_of(self.counts.get(NO_UNIT, {}))
        return found

    def size(self, node: Node) -> int:
        return self._sizes.get(node.path, 0)

    def verdicts(self, node: Node) -> bool:
        """Whether this unit's verdicts are shown: neither it nor one above is hidden where listed."""
        way = self.tree.way_to(node)
        if not self._whole(way[0]):
            return False
        return all(below.pk not in self.hidden(above) for above, below in pairwise(way))

    def _whole(self, root: Node) -> bool:
        """Whether the verdicts of all together are shown."""
        if 0 < self.size(root) < suppression.THRESHOLD or self._gives_away(root):
            return False
        if self.period.kind == "month":
            months = period_of(self.period.first, "quarter").parts("month")
            beside = [
                Shown(self.tree, one, self.around[one.code], {}) for one in months if one.code in self.around
            ]
            return self.period.code not in suppression.hidden(
                {one.period.code: one.size(root) for one in beside}
            )
        return _add_up([part.size(root) for part in self.within if not part._whole(root)])

    def hidden(self, node: Node) -> frozenset[UUID]:
        """The parts of a unit whose verdicts are hidden."""
        if node.path not in self._tables:
            children = self.tree.children(node)
            # Months of a unit would give away a small one beside its quarter, so they are for all together.
            forced = [
                child.pk
                for child in children
                if self.period.kind == "month" or not self._adds_up(node, child) or self._gives_away(child)
            ]
            self._tables[node.path] = suppression.hidden(self.parts(node), forced)
        return self._tables[node.path]

    def _gives_away(self, node: Node) -> bool:
        """Whether the unit's total would tell what its hidden parts must not."""
        return not suppression.safe(self.parts(node), self.hidden(node))

    def parts(self, node: Node) -> dict[UUID, int]:
        found = {child.pk: self.size(child) for child in self.tree.children(node)}
        found[node.pk] = _verdicts_of(self.counts.get(node.pk, {}))
        if self.tree.is_root(node):
            found[NO_UNIT] = _verdicts_of(self.counts.get(NO_UNIT, {}))
        return found

    def _adds_up(self, node: Node, child: Node) -> bool:
        """Whether a year minus its shown quarters leaves no hidden quarter alone."""
        return _add_up([part.size(child) for part in self.within if child.pk in part.hidden(node)])


def _add_up(hidden: list[int]) -> bool:
    sizes = {place: size for place, size in enumerate(hidden) if size}
    return suppression.safe(sizes, sizes)


def _verdicts_of(counts: Mapping[str, int]) -> int:
    return sum(counts.get(measure, 0) for measure in VERDICTS)
