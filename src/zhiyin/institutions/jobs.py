"""Background jobs of the institutions; each may run twice, and finds its work by state."""

from functools import lru_cache
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction

from zhiyin.institutions.engine import sweep as sweeping
from zhiyin.institutions.engine.batch import READER, Engine
from zhiyin.institutions.engine.day_end import close_day as close
from zhiyin.institutions.engine.releases import publish, settle
from zhiyin.institutions.reading import house_versions, programme
from zhiyin.institutions.services import breaches, climbing
from zhiyin.journal.models import Watermark

BATCHES = 20


@lru_cache(maxsize=1)
def _engine(_root: Path, _versions: tuple[UUID, ...]) -> Engine:
    return renewed()


def renewed() -> Engine:
    """An engine for the programme of now; rules that changed since the last release are derived anew first.

    A release that breaks off goes on where it was: a rule counts as released once its rows are there.
    """
    rules = programme()
    # Before the first batch there is nothing to derive anew.
    begun = Watermark.objects.filter(pk=READER, seq__gt=0).exists()
    changed = set(publish(rules, derived=not begun))
    engine = Engine(rules)
    for rule in rules.rules:
        if begun and rule.uid in changed:
            with transaction.atomic():
                engine.rederive(rule)
                settle(rule)
    return engine


def engine() -> Engine:
    """This process's engine, made anew when the house has approved a number."""
    return _engine(settings.PACKS_DIR, house_versions())


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
    """Breaches told and sheets opened, reminders recorded, late sheets moved up, empty desks relieved."""
    return (
        breaches.tell_breaches()
        + breaches.remind()
        + climbing.reconcile()
        + climbing.relay()
        + climbing.confirm_unanswered()
        + climbing.climb()
    )
