"""Background jobs of the institutions; each may run twice, and finds its work by state."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from zhiyin.institutions.engine import sweep as sweeping
from zhiyin.institutions.engine.batch import READER, Engine
from zhiyin.institutions.engine.day_end import close_day as close
from zhiyin.institutions.engine.releases import publish
from zhiyin.institutions.reading import programme
from zhiyin.institutions.services import breaches, climbing
from zhiyin.journal.models import Watermark

BATCHES = 20


@lru_cache(maxsize=1)
def _engine(_root: Path) -> Engine:
    """One per process; rules that changed since the last release are derived anew first."""
    rules = programme()
    changed = set(publish(rules))
    # Before the first batch there is nothing to derive anew.
    begun = Watermark.objects.filter(pk=READER, seq__gt=0).exists()
    engine = Engine(rules)
    for rule in rules.rules:
        if begun and rule.uid in changed:
            engine.rederive(rule)
    return engine


def engine() -> Engine:
    """This process's engine."""
    return _engine(settings.PACKS_DIR)


def run_engine() -> int:
    """Take in new facts, up to twenty thousand at a time."""
    total = 0
    for _ in range(BATCHES):
        taken = engine().batch()
        total += taken
        if not taken:
            break
    return total


def sweep() -> int:
    """What fell due."""
    return sweeping.sweep()


def close_day() -> int:
    """Periods that begin, states that hold or do not."""
    return close(engine())


def tell_breaches() -> int:
    """Breaches told and sheets opened, reminders recorded, late sheets moved up, records set right."""
    return (
        breaches.tell_breaches()
        + breaches.remind()
        + climbing.reconcile()
        + climbing.confirm_unanswered()
        + climbing.climb()
    )
