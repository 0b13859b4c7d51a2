"""Two steps at once of which only the first is allowed: two powers for one person, one request sent twice.

Run as `python -m tests.concurrency.clashing ROUNDS` with the database in ZHIYIN_DATABASE_URL.
"""

import json
import sys
from collections.abc import Callable
from datetime import date
from threading import Barrier, Thread
from typing import Any

import django

FIRST, SECOND = "system_admin", "audit_admin"


def main(rounds: int) -> dict[str, int]:
    django.setup()
    from zhiyin.people.acting import acting_as
    from zhiyin.people.models import Employee, Post, Unit
    from zhiyin.people.services import corrections, grants, posts
    from zhiyin.people.services.employees import NewEmployee, join_all
    from zhiyin.people.services.setup import PostSpec, UnitSpec, open_posts, open_units

    since = date(2026, 1, 5)
    units = open_units(units=[UnitSpec("YS", "远山装备集团", "group")], on=since)
    unit: Unit = units["YS"]
    told = {"taking": 0, "granting": 0, "asking": 0}
    for n in range(rounds):
        new = [NewEmployee(f"{kind}{n}", "某人", unit, "mgmt", "fixed", since) for kind in ("T", "G")]
        taker, granted = join_all(acting=None, people=new)
        one, other, held, free = open_posts(
            posts=[
                PostSpec("YS", f"甲{n}", roles=[(FIRST, "YS")]),
                PostSpec("YS", f"乙{n}", roles=[(SECOND, "YS")]),
                PostSpec("YS", f"丙{n}", holders=[granted]),
                PostSpec("YS", f"丁{n}", roles=[(SECOND, "YS")]),
            ],
            units=units, on=since,
        )  # fmt: skip

        def take(post: Post, person: Employee) -> Callable[[], object]:
            return lambda: posts.take_post(acting=None, post=post, employee=person)

        def give(post: Post) -> Callable[[], object]:
            return lambda: grants.give_grant(acting=None, role=FIRST, unit=unit, post=post)

        def ask(person: Employee) -> Callable[[], object]:
            return lambda: corrections.ask_correction(acting=acting_as(person), field="name", wanted="某某")

        told["taking"] += _both(take(one, taker), take(other, taker))
        told["granting"] += _both(give(held), take(free, granted))
        told["asking"] += _both(ask(granted), ask(granted))
    return told


def _both(*steps: Callable[[], object]) -> bool:
    """Whether both steps, taken at the same moment, went through."""
    from django.db import connection

    from zhiyin.people.refusals import Refused

    start, done = Barrier(len(steps)), []

    def run(step: Callable[[], Any]) -> None:
        start.wait()
        try:
            step()
        except Refused:
            pass
        else:
            done.append(step)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[step]) for step in steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if not done:
        raise AssertionError("of two steps the first is allowed")
    return len(done) == len(steps)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(int(sys.argv[1]))))
