"""A large enterprise's obligations, written in bulk: half of them of one rule, as where demands are many.

Run as `python -m bench.duties ROWS` with the database in ZHIYIN_DATABASE_URL; prints whom to be.
"""

import json
import random
import sys
from datetime import timedelta
from typing import Any
from uuid import UUID

import django

RULE = "pet-finish-60d"
STATES = (("kept", 90), ("kept_late", 4), ("breached", 3), ("due", 2), ("excused", 1))
CHUNK = 20_000


def main(rows: int) -> dict[str, Any]:
    django.setup()
    from django.db import transaction

    from bench.databases import let_postgres_look
    from bench.demands import Enterprise, _hurried, session_of
    from zhiyin.institutions.engine import tallies
    from zhiyin.institutions.engine.dialect import insert
    from zhiyin.institutions.engine.moved import note_moved
    from zhiyin.institutions.engine.releases import publish, rule_numbers
    from zhiyin.institutions.engine.rows import COLUMNS
    from zhiyin.institutions.reading import programme

    chance = random.Random(rows)
    place = Enterprise(chance)
    officer = session_of(place.officer)
    publish(programme())
    numbers = rule_numbers(programme())
    often = [numbers[rule.uid] for rule in programme().versions(RULE)]
    with _hurried(), transaction.atomic():
        for start in range(0, rows, CHUNK):
            part = range(start, min(start + CHUNK, rows))
            made = [_row(chance, n, often, list(numbers.values()), place.workshops) for n in part]
            insert("institutions_obligationrow", COLUMNS, made, "")
        note_moved()
    tallies.count_again()
    let_postgres_look()
    return {"officer": officer, "institution": RULE}


def _row(chance: random.Random, n: int, often: list[int], all_: list[int], units: list[Any]) -> list[Any]:
    from zhiyin.institutions.engine.rows import COLUMNS
    from zhiyin.journal import clock

    state = chance.choices([name for name, _ in STATES], [share for _, share in STATES])[0]
    due = clock.today() + timedelta(
        days=chance.randint(0, 60) if state == "due" else -chance.randint(1, 1000)
    )
    began = (due - timedelta(days=60)).isoformat()
    values: dict[str, Any] = dict.fromkeys(COLUMNS)
    values |= {
        "id": UUID(int=chance.getrandbits(128)).hex, "rule_id": chance.choice(often if n % 2 else all_),
        "key": str(UUID(int=chance.getrandbits(128))), "opened_seq": n + 1,
        "opened_by": "voice.demand.accepted",
        "unit_id": chance.choice(units).pk.hex, "opened_on": began, "start_on": began,
        "due_on": due.isoformat(), "kept_on": due.isoformat() if state == "kept" else None, "ended_as": "",
        "provisional": 0, "keeps": 0, "cures": 1, "may": 0, "period": "", "adjustments": "", "status": state,
        "told_on": due.isoformat() if state in ("breached", "kept_late") else None,
    }  # fmt: skip
    return [values[name] for name in COLUMNS]


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(int(sys.argv[1]))))
