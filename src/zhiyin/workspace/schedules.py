"""Which background jobs there are, and how often they look for work. Every job may run twice."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from typing import Final


@dataclass(frozen=True)
class Job:
    """`function` is a dotted path; it finds its work by state and returns how much it did."""

    name: str
    function: str
    every: timedelta

    def resolve(self) -> Callable[[], int]:
        module, _, name = self.function.rpartition(".")
        found: Callable[[], int] = getattr(import_module(module), name)
        return found


JOBS: Final = (
    Job("number-facts", "zhiyin.journal.sequence.number_all", timedelta(seconds=1)),
    Job("engine", "zhiyin.institutions.jobs.run_engine", timedelta(seconds=1)),
    Job("sweep", "zhiyin.institutions.jobs.sweep", timedelta(minutes=1)),
    Job("close-day", "zhiyin.institutions.jobs.close_day", timedelta(hours=1)),
    Job("tell-breaches", "zhiyin.institutions.jobs.tell_breaches", timedelta(minutes=1)),
    Job("photos", "zhiyin.voice.services.photos.process_waiting", timedelta(seconds=2)),
    Job("tell", "zhiyin.workspace.services.telling.tell", timedelta(seconds=30)),
    Job("send-notices", "zhiyin.workspace.services.outbox.send_waiting", timedelta(seconds=15)),
    Job("digests", "zhiyin.workspace.services.outbox.put_out_digests", timedelta(minutes=5)),
    Job("forget-sent", "zhiyin.workspace.services.outbox.forget_sent", timedelta(hours=12)),
    Job("register-waiting", "zhiyin.voice.services.timekeeping.register_waiting", timedelta(minutes=30)),
    Job("open-visits", "zhiyin.voice.services.timekeeping.open_due_visits", timedelta(minutes=30)),
    Job("escalate", "zhiyin.voice.services.timekeeping.escalate_running_out", timedelta(minutes=30)),
    Job("remind-asked", "zhiyin.voice.services.timekeeping.remind_asked", timedelta(hours=6)),
    Job("finalise", "zhiyin.voice.services.timekeeping.finalise_due", timedelta(hours=6)),
    Job("expire-photos", "zhiyin.voice.services.photos.expire_files", timedelta(hours=6)),
    Job("expire-drafts", "zhiyin.voice.services.drafts.expire_drafts", timedelta(hours=6)),
    Job("forget-looks", "zhiyin.voice.services.looking.forget_looks", timedelta(minutes=1)),
    Job("forget-ended-views", "zhiyin.voice.services.saved_views.forget_ended", timedelta(minutes=30)),
    Job("tell-supporters", "zhiyin.voice.services.hot_support.tell_supporters", timedelta(hours=1)),
    Job("forget-supporters", "zhiyin.voice.services.hot_support.forget_marks", timedelta(hours=12)),
    Job("expire-suggestion-drafts", "zhiyin.suggestions.services.drafts.expire_drafts", timedelta(hours=6)),
    Job("count-obligations", "zhiyin.institutions.engine.tallies.count_again", timedelta(minutes=2)),
    Job("read-rates", "zhiyin.evaluation.jobs.read", timedelta(seconds=30)),
    Job("freeze", "zhiyin.evaluation.jobs.freeze", timedelta(hours=1)),
    Job("forget-expired", "zhiyin.people.services.upkeep.forget_expired", timedelta(hours=1)),
    Job("roster-folder", "zhiyin.people.services.roster_folder.look_in_folder", timedelta(minutes=1)),
    Job("clear-sessions", "zhiyin.workspace.worker.clear_sessions", timedelta(hours=12)),
)
