"""Playing all stories together in the order of time, with the clock moved and the daily jobs run."""

import heapq
from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import count

from zhiyin.demo.case import Story
from zhiyin.demo.days import at
from zhiyin.institutions import clocks
from zhiyin.journal import clock, sequence
from zhiyin.voice.services import timekeeping

# Before people wake up: what came in is numbered, then time does its own.
NIGHT, JOBS = 5, 6 * 60
# A job with a weekday waits for it, but for the last day: finality is in no hurry.
DAILY: tuple[tuple[Callable[[], int], int | None], ...] = (
    (timekeeping.register_waiting, None),
    (timekeeping.open_due_visits, None),
    (timekeeping.remind_asked, None),
    (timekeeping.escalate_running_out, None),
    (timekeeping.finalise_due, 0),
)


class Stage:
    """Goes from moment to moment; nothing happens after `until`."""

    def __init__(self, until: datetime) -> None:
        self.until = until
        self._next = count()
        self._waiting: list[tuple[datetime, int, Story]] = []

    def enter(self, moment: datetime, story: Story) -> None:
        """Let a story begin at `moment`."""
        heapq.heappush(self._waiting, (moment, next(self._next), story))

    def play_day(self, day: date) -> None:
        """One day: numbering, jobs, then people until midnight; the day's dates are derived together."""
        end = min(at(day + timedelta(days=1), 0), self.until)
        with clock.moved_to(end - timedelta(seconds=1)), clocks.gathered():
            with clock.moved_to(min(at(day, NIGHT), end)):
                sequence.release_held()
                sequence.number_committed()
            if at(day, JOBS) <= self.until:
                with clock.moved_to(at(day, JOBS)):
                    for job, weekday in DAILY:
                        if weekday in (None, day.weekday()) or end == self.until:
                            job()
            self._play_until(end)

    def _play_until(self, end: datetime) -> None:
        while self._waiting and self._waiting[0][0] < end:
            moment, _, story = heapq.heappop(self._waiting)
            with clock.moved_to(moment):
                wanted = next(story, None)
            if wanted is not None:
                # Two steps of one story are never at the same moment.
                self.enter(max(wanted, moment + timedelta(seconds=20)), story)
