"""Background jobs of the rates; each may run twice, and finds its work by state."""

from zhiyin.evaluation.services.freezing import freeze_due
from zhiyin.evaluation.services.reader import read_facts


def read() -> int:
    """Take in new facts and what the calendar has settled."""
    return read_facts()


def freeze() -> int:
    """Fix the periods whose time has come, as of everything read."""
    read_facts()
    return freeze_due()
