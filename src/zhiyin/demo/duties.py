"""Two years of institutions carried out and broken: the register is kept and the engine follows in time."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from decimal import Decimal

from zhiyin.demo.cast import Cast
from zhiyin.demo.days import at, working_days_before
from zhiyin.demo.duty_plan import Line, lines
from zhiyin.demo.sheets import SheetDesk
from zhiyin.demo.succession import pass_on
from zhiyin.demo.suggestions import Suggestions
from zhiyin.demo.tree import ROOT
from zhiyin.institutions import jobs
from zhiyin.institutions.calendar import Calendar
from zhiyin.institutions.engine import sweep, tallies
from zhiyin.institutions.engine.batch import Engine
from zhiyin.institutions.engine.day_end import close_day
from zhiyin.institutions.engine.releases import publish
from zhiyin.institutions.language.examples import read_fact
from zhiyin.institutions.reading import programme
from zhiyin.institutions.register import kinds
from zhiyin.institutions.services.evidence import (
    LATE_AFTER_DAYS,
    Said,
    record_confirmed,
    record_evidence,
    reject_evidence,
    subject_named,
)
from zhiyin.journal import clock, sequence
from zhiyin.journal.kinds import Value

BATCH = 5000
DESK, REGISTER, ENGINE, EVENING = 15 * 60, 17 * 60 + 25, 17 * 60 + 50, 18 * 60
TUESDAY = 1
# Of the last days a few lines still wait for the second person, and one was sent back.
STILL_WAITING = timedelta(days=6)
# Who records for each side, and who confirms: never the side whose duty it was.
HANDS = {
    "enterprise": ("disclosure", "union1"),
    "union": ("union1", "discipline1"),
    "both": ("union1", "disclosure"),
}


class Duties:
    """Called once for every day, in order, after that day's people; on the last day nothing is done."""

    def __init__(self, cast: Cast, *, seed: int, until: datetime) -> None:
        self.cast, self.until, self.today = cast, until, clock.day_of(until)
        self.calendar = Calendar.shipped()
        self.by_day: dict[date, list[Line]] = defaultdict(list)
        for line in lines(cast, seed=seed, today=self.today):
            self.by_day[line.on].append(line)
        self.pending: list[Line] = []
        self.desk = SheetDesk(cast, seed=seed, today=self.today)
        self.suggestions = Suggestions(cast, seed=seed, today=self.today)
        self.refs: dict[tuple[str, str], str] = {}
        self.acted_in: tuple[int, int] = (0, 0)
        self.closed_in = 0
        self.handing_over_on = working_days_before(self.today - timedelta(days=1), 1)
        publish(programme())
        self.engine = Engine(programme())

    def play_day(self, day: date) -> None:
        """Sheets in the afternoon, the register before closing, the engine at the end of the week."""
        self.suggestions.play_day(day)
        self.pending += self.by_day.get(day, ())
        if day >= self.today or not self.calendar.is_working_day(day):
            return
        week = day.isocalendar()[:2]
        if day.weekday() >= TUESDAY and week != self.acted_in:
            self.acted_in = week
            with clock.moved_to(at(day, DESK)):
                self.desk.work()
        ends = self.calendar.add_working_days(day, 1).isocalendar()[:2] != week
        if self.pending and (ends or (day - self.pending[0].on).days >= LATE_AFTER_DAYS):
            with clock.moved_to(at(day, REGISTER)):
                self._keep_register()
        if ends:
            with clock.moved_to(at(day, ENGINE)):
                self._follow(day.month != self.closed_in)
            self.closed_in = day.month
        if day == self.handing_over_on:
            with clock.moved_to(at(day, EVENING)):
                pass_on(self.cast)

    def finish(self) -> None:
        """Everything as of now, counted."""
        with clock.moved_to(self.until):
            self._keep_register()
            self._follow(True)
            sequence.number_all()
            self.engine.catch_up(BATCH)
            tallies.count_again()

    def _follow(self, month_over: bool) -> None:
        sequence.number_all()
        if programme() is not self.engine.programme:
            self.engine = jobs.renewed()
        self.engine.catch_up(BATCH)
        if month_over:
            close_day(self.engine)
        sweep.sweep()
        jobs.tell_breaches()

    def _keep_register(self) -> None:
        by_hands: dict[tuple[str, str], list[Said]] = defaultdict(list)
        for line in self.pending:
            said = self._said(line)
            recorder, confirmer = HANDS[kinds()[said.kind].side]
            if recorder == "disclosure" and said.unit.code != ROOT:
                recorder = f"{said.unit.code}00/handler"
            by_hands[recorder, confirmer].append(said)
        self.pending = []
        fresh = self.today - clock.today() <= STILL_WAITING
        for (recorder, confirmer), together in by_hands.items():
            waiting = together[::3] if fresh else []
            record_confirmed(
                recorder=self.cast.officer(recorder), confirmer=self.cast.officer(confirmer),
                said=[one for one in together if one not in waiting],
            )  # fmt: skip
            for one in waiting:
                record_evidence(acting=self.cast.officer(recorder), said=one)
            if waiting and len(waiting) < len(together):
                entry = record_evidence(acting=self.cast.officer(recorder), said=waiting[-1])
                reason = "这一条和前面的重复，附件也没有盖章，请核对后重新登记。"
                reject_evidence(acting=self.cast.officer(confirmer), entry_id=entry.pk, reason=reason)

    def _said(self, line: Line) -> Said:
        catalogue = programme().catalogue
        fact = read_fact(f"{line.on} {line.fact}", 0, catalogue)
        spec = catalogue.kinds[fact.kind]
        fields: dict[str, Value | None] = {}
        for name, value in fact.fields.items():
            type_ = spec.fields[name].type
            if type_.kind == "ref":
                value = self._ref(type_.to, str(value))
            elif type_.kind == "yuan":
                value = Decimal(str(value))
            fields[name] = value  # type: ignore[assignment]
        subject = self._ref(spec.subject, fact.subject or spec.subject)
        return Said(fact.kind, subject, self.cast.units[fact.unit or ROOT], line.on, line.text, fields)

    def _ref(self, kind: str, name: str) -> str:
        if (kind, name) not in self.refs:
            self.refs[kind, name] = subject_named(kind=kind, name=name)
        return self.refs[kind, name]
