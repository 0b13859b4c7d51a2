"""Whether rows and facts tell the same story."""

import time
from collections import Counter
from uuid import UUID

from django.db import connection

from zhiyin.journal import clock
from zhiyin.journal.models import Fact
from zhiyin.journal.sequence import number_committed, release_held
from zhiyin.journal.verify import verify
from zhiyin.vault.models import Receipt, SealedIdentity
from zhiyin.voice import rules
from zhiyin.voice.models import Answer, Ask, Demand, Extension, Message, Objection, Review, Verdict
from zhiyin.voice.states import Way


def disagreements(done: dict[UUID, int]) -> dict[str, object]:
    """Everything that does not agree, by name; all empty when all is well. `done`: acknowledged versions."""
    _wait_for_the_dead()
    facts: dict[str, list[str]] = {}
    for subject, kind in (
        Fact.objects.filter(subject_kind="demand").order_by("place").values_list("subject_id", "kind")
    ):
        facts.setdefault(subject, []).append(kind)
    demands = {str(demand.pk): demand for demand in Demand.objects.all()}
    states = {
        pk: [demand.state, str(rules.replay(facts.get(pk, [])))]
        for pk, demand in demands.items()
        if demand.state != rules.replay(facts.get(pk, []))
    }
    lost = [str(pk) for pk, version in done.items() if _version(demands, pk) < version]
    kinds = Counter(Fact.objects.filter(subject_kind="demand").values_list("kind", flat=True))
    rows = {name: pair for name, pair in _rows(kinds, demands).items() if pair[0] != pair[1]}
    release_held(clock.today().replace(year=clock.today().year + 1))
    while number_committed():
        pass
    verdict = verify()
    return {
        "states": states,
        "facts without a row": sorted(facts.keys() - demands.keys()),
        "rows without a fact": sorted(demands.keys() - facts.keys()),
        "lost": lost,
        "rows": rows,
        "verify": verdict.problem,
        "facts": verdict.checked,
        "kinds": kinds,
    }


def _version(demands: dict[str, Demand], pk: UUID) -> int:
    found = demands.get(str(pk))
    return found.version if found else -1


def _rows(kinds: Counter[str], demands: dict[str, Demand]) -> dict[str, tuple[int, int]]:
    """Rows in the tables of the modules beside the facts that tell of them."""
    ways = Counter(demand.way for demand in demands.values())
    ordinary = sum(demand.track == Demand.Track.ORDINARY for demand in demands.values())
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM voice_search")
        (searchable,) = cursor.fetchone()
    said = ("voice.message.sent", "voice.info.received", "voice.demand.resumed", "voice.demand.reopened")
    return {
        "answers": (Answer.objects.count(), kinds["voice.demand.answered"]),
        "verdicts": (Verdict.objects.count(), kinds["voice.demand.rated"]),
        "asks": (Ask.objects.count(), kinds["voice.info.requested"]),
        "objections": (Objection.objects.count(), kinds["voice.demand.objected"]),
        "extensions": (Extension.objects.count(), kinds["voice.extension.requested"]),
        "reviews": (Review.objects.count(), kinds["voice.review.requested"]),
        "messages": (Message.objects.count(), sum(kinds[kind] for kind in said)),
        "sealed": (SealedIdentity.objects.count(), ways[Way.CONFIDENTIAL]),
        "receipts": (Receipt.objects.count(), ways[Way.CONFIDENTIAL] + ways[Way.ANONYMOUS]),
        "searchable": (searchable, ordinary),
    }


def _wait_for_the_dead() -> None:
    """PostgreSQL ends a dead client's transaction when it notices; until then nothing may be counted."""
    if connection.vendor != "postgresql":
        return
    limit = time.monotonic() + 60
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT COUNT(*) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid() AND client_addr IS NOT NULL"
            )
            if cursor.fetchone() == (0,):
                return
        if time.monotonic() > limit:
            raise TimeoutError("killed clients are still connected")
        time.sleep(0.01)
