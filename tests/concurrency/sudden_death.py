"""Kills processes (SIGKILL) in the middle of real verbs, again and again; prints whether all still agrees.

Run as `python -m tests.concurrency.sudden_death KILLS` with the database in ZHIYIN_DATABASE_URL.
"""

import json
import os
import random
import signal
import sys
import time
from collections import Counter
from functools import partial
from uuid import UUID

import django

WORKERS = {"person": 5, "sequencer": 1, "worker": 1}
# How long one lives at most, in statements and in rounds: long enough to get somewhere.
STATEMENTS = {"person": 900, "sequencer": 3000, "worker": 1500}
ROUNDS = {"person": 40, "sequencer": 300, "worker": 60}
ROUND = "round"


def die_within(statements: int) -> None:
    """Kill this process at its n-th statement, just before or just after it is carried out."""
    from django.db import connection

    left = [statements]

    def count(execute, sql, params, many, context):
        left[0] -= 1
        if left[0] == 0 and statements % 2:
            os.kill(os.getpid(), signal.SIGKILL)
        result = execute(sql, params, many, context)
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    connection.execute_wrappers.append(count)


def person(enterprise, seed, statements, report):
    """Does one verb after another; reports each demand and its version once the verb has returned."""
    from tests.concurrency.doing import Doing

    doing = Doing(enterprise, seed, lambda demand: report(f"{demand.pk.hex} {demand.version}"))
    if statements:
        die_within(statements)
    while True:
        doing.next()


def sequencer(_enterprise, seed, statements, report):
    """Numbers, and lets go of held facts as if it were tomorrow."""
    from datetime import timedelta

    from zhiyin.journal import clock
    from zhiyin.journal.sequence import number_committed, release_held

    if statements:
        die_within(statements)
    chance = random.Random(seed)
    while True:
        report(ROUND)
        number_committed(limit=chance.choice([1, 5, 50]))
        if chance.random() < 0.3:
            release_held(clock.today() + timedelta(days=1))


def worker(_enterprise, _seed, statements, report):
    """The background jobs that act on demands, as if a day had passed."""
    from datetime import timedelta

    from zhiyin.journal import clock
    from zhiyin.voice.services import timekeeping

    if statements:
        die_within(statements)
    while True:
        report(ROUND)
        with clock.moved_to(clock.now() + timedelta(days=1)):
            timekeeping.register_waiting()
            timekeeping.escalate_running_out()
        timekeeping.finalise_due()


def main(kills: int) -> dict[str, object]:
    django.setup()
    from tests.concurrency.agreement import disagreements
    from tests.concurrency.crew import ready
    from tests.fixtures.people import make_enterprise
    from zhiyin.vault.services import appoint_keeper

    enterprise = make_enterprise()
    for side in ("demand_office", "union"):
        appoint_keeper(actor="system", side=side, name=side, passphrase=side, light=True)
    chance = random.Random(kills)
    crew = [_begin(role, enterprise, chance) for role, number in WORKERS.items() for _ in range(number)]
    dead: Counter[str] = Counter()
    done: dict[UUID, int] = {}
    failed: list[str] = []
    limit = time.monotonic() + 60 + kills
    while dead.total() < kills and not failed:
        if time.monotonic() > limit:
            failed.append(f"only {dead.total()} died in time")
        # A random moment, not a wait for something: whoever is at work is killed wherever they are.
        for child in list(ready(crew, chance.uniform(0, 0.03))):
            _note(child, done)
            if child.ended:
                status = child.status()
                dead[child.name] += 1
                if status != -signal.SIGKILL:
                    failed.append(f"{child.name} ended with {status}")
                crew[crew.index(child)] = _begin(child.name, enterprise, chance)
        at_work = [child for child in crew if child.rounds >= chance.randint(3, ROUNDS[child.name])]
        if at_work and chance.random() < 0.5:
            chance.choice(at_work).kill()
    for child in crew:
        child.kill()
    while any(not child.ended for child in crew):
        for child in ready(crew, 5):
            _note(child, done)
    return {
        "killed": dead,
        "failed": failed,
        "done": len(done),
        "versions": sum(done.values()),
        **disagreements(done),
    }


def _begin(role: str, enterprise, chance: random.Random):
    from tests.concurrency.crew import start

    work = {"person": person, "sequencer": sequencer, "worker": worker}[role]
    statements = chance.randint(1, STATEMENTS[role]) if chance.random() < 0.5 else 0
    return start(role, partial(work, enterprise, chance.randrange(1 << 30), statements))


def _note(child, done: dict[UUID, int]) -> None:
    """Remember what was reported as done: it must still be there in the end."""
    for line in child.reports:
        if line != ROUND:
            pk, version = line.split()
            done[UUID(pk)] = max(int(version), done.get(UUID(pk), 0))
    child.rounds += len(child.reports)
    child.reports.clear()


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(int(sys.argv[1]))))
