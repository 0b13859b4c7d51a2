"""Who sees the figures of units: those who answer for them and those who watch over them."""

from zhiyin.evaluation.selectors.tree import Node, Tree
from zhiyin.people.acting import Acting
from zhiyin.people.roles import Role

SEES = (Role.LEADER, Role.UNION_OFFICER, Role.DEMAND_OFFICER, Role.DISCIPLINE_OFFICER)


def may_see(acting: Acting, node: Node) -> bool:
    return acting.over(node.path, *SEES)


def reach(acting: Acting, tree: Tree) -> list[Node]:
    """The units whose figures this person may see, in the order of the tree."""
    paths = acting.paths(*SEES)
    return [node for node in tree.nodes.values() if node.path.startswith(paths)]
