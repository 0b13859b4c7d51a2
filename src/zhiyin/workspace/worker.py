"""The background worker: looks at the schedules, claims what is due, runs it, says what failed."""

import logging
import threading
from datetime import datetime, timedelta
from typing import Final

from django.db import close_old_connections, connection
from django.db.utils import Error as DatabaseError

from zhiyin.journal import clock
from zhiyin.workspace.models import Schedule
from zhiyin.workspace.schedules import JOBS, Job

log = logging.getLogger(__name__)
PAUSE: Final = 0.5
AFTER_FAILURE: Final = timedelta(minutes=1)


def run(stop: threading.Event) -> None:
    """Work until told to stop."""
    while not stop.is_set():
        close_old_connections()
        try:
            work_once()
        except DatabaseError:
            # The database may be restarting: say so and try again, rather than die and lose the night.
            log.exception("the worker cannot reach the database; trying again")
            connection.close()
        stop.wait(PAUSE)


def work_once(*, only: str = "") -> int:
    """Run every job that is due now, once; returns how many ran."""
    ran = 0
    for job in JOBS:
        if (not only or job.name == only) and claim(job):
            _run(job)
            ran += 1
    return ran


def claim(job: Job) -> bool:
    """Take the job's turn; of several workers one wins."""
    moment = clock.now()
    taken = Schedule.objects.filter(name=job.name, next_at__lte=moment).update(next_at=moment + job.every)
    if taken:
        return True
    if Schedule.objects.filter(name=job.name).exists():
        return False
    fresh = Schedule(name=job.name, next_at=moment + job.every)
    Schedule.objects.bulk_create([fresh], ignore_conflicts=True)
    return Schedule.objects.filter(name=job.name, last_at__isnull=True, next_at=fresh.next_at).exists()


def _run(job: Job) -> None:
    try:
        job.resolve()()
    except Exception as problem:
        # One failing job must not stop the others; doctor shows what failed.
        log.exception("job %s failed", job.name)
        _note(job, str(problem) or type(problem).__name__, again_at=clock.now() + AFTER_FAILURE)
    else:
        _note(job, "")


def _note(job: Job, problem: str, again_at: datetime | None = None) -> None:
    changes: dict[str, object] = {"last_at": clock.now(), "last_error": problem}
    if again_at:
        changes["next_at"] = again_at
    Schedule.objects.filter(name=job.name).update(**changes)


def clear_sessions() -> int:
    """Remove sessions that have ended."""
    from django.contrib.sessions.models import Session

    deleted, _ = Session.objects.filter(expire_date__lt=clock.now()).delete()
    return deleted
