"""after X, within D, do Y — with extensions, pauses, excuses and the end of the duty."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from zhiyin.institutions.calendar import Calendar
from zhiyin.institutions.derive.evidence import Evidence
from zhiyin.institutions.derive.limit import Limit, hour_days
from zhiyin.institutions.derive.progress import Progress
from zhiyin.institutions.derive.rows import Obligation
from zhiyin.institutions.expr.compiler import Env
from zhiyin.institutions.language.rules import After, Extend, Rule
from zhiyin.institutions.spans import LONGEST, Span, Unit


def derive_after(rule: Rule, key: str, ordered: Sequence[Evidence], calendar: Calendar) -> list[Obligation]:
    """A row for each opening; a fulfilling fact counts for every open row it follows."""
    shape = rule.shape
    assert isinstance(shape, After)
    return [
        _Run(rule, shape, key, opening, calendar).through(ordered)
        for opening in ordered
        if opening.slot == "open"
    ]


def opened_row(rule: Rule, key: str, opening: Evidence, start: date, due: date | None) -> Obligation:
    return Obligation(
        rule=rule.id,
        uid=rule.uid,
        key=key,
        opened_on=opening.day,
        opened_order=opening.order,
        opened_by=opening.kind,
        unit=opening.unit,
        start_on=start,
        due_on=due,
        may=rule.breach.level == "none",
    )


class _Run:
    """One opening's way through the facts that follow it."""

    __slots__ = (
        "adjustments", "calendar", "due_on", "extensions", "key", "limit", "opening", "paused_since",
        "progress", "provisional", "rule", "settled", "shape", "start", "start_on", "told",
    )  # fmt: skip

    def __init__(self, rule: Rule, shape: After, key: str, opening: Evidence, calendar: Calendar) -> None:
        self.rule = rule
        self.shape = shape
        self.calendar = calendar
        self.key = key
        self.opening = opening
        self.start = _start(shape.counted_from, opening)
        self.start_on = self.start or opening.day
        self.due_on: date | None = None
        self.provisional = False
        self.settled = False
        # The row's other fields, gathered while the facts pass: a new row for each step costs too much.
        self.told: dict[str, Any] = {}
        # Made by the first pause or extension; nearly every run does without.
        self.limit: Limit | None = None
        self.progress = None if shape.plain else Progress(shape.do, opening.kept)
        self.paused_since: date | None = None
        self.extensions = 0
        self.adjustments: list[dict[str, Any]] = []
        if self.start is not None:
            if shape.within.unit == "hour":
                self._set_hours()
            else:
                _, self.due_on, self.provisional = calendar.limit(self.start, shape.within, shape.roll)

    def _set_hours(self) -> None:
        span, at = self.shape.within, self.opening.at if self.shape.counted_from is None else None
        if at is not None:
            due_at = at + timedelta(hours=span.whole)
            self.told |= {"start_at": at, "due_at": due_at}
            self.due_on = due_at.date()
        else:
            self.due_on = self.start_on + timedelta(days=hour_days(span))

    @property
    def due(self) -> date | None:
        limit, pause = self.limit, self.shape.pause
        if limit is not None and self.paused_since is not None and pause is not None:
            return limit.due_if_paused_since(self.paused_since, pause.at_most)
        return self.due_on

    def _movable(self) -> Limit | None:
        """The limit as something that pauses and extensions move; None for hours, which never move."""
        if self.limit is None and self.start is not None and self.shape.within.unit != "hour":
            self.limit = Limit(self.calendar, self.shape.within, self.start, self.shape.roll)
        return self.limit

    def _moved(self, limit: Limit) -> None:
        self.due_on, self.provisional = limit.due, limit.provisional

    def through(self, ordered: Sequence[Evidence]) -> Obligation:
        opening = self.opening
        day, order = opening.day, opening.order
        for fact in ordered:
            if fact.day < day or (fact.day == day and fact.order < order):
                continue
            # Of what the opening fact itself says, only an excuse counts.
            if fact.order != order or fact.slot == "unless":
                self._take(fact)
                if self.settled:
                    break
        self._close_pause()
        have, need = self.progress.amounts() if self.progress is not None else (None, None)
        return Obligation(
            self.rule.id,
            self.rule.uid,
            self.key,
            day,
            order,
            opening.kind,
            opening.unit,
            self.start_on,
            self.due_on,
            provisional=self.provisional,
            may=self.rule.breach.level == "none",
            have=have,
            need=need,
            adjustments=tuple(self.adjustments),
            **self.told,
        )

    def _settle(self, **fields: Any) -> None:
        self.told |= fields
        self.settled = True

    def _take(self, fact: Evidence) -> None:
        match fact.slot:
            case "do":
                self._do(fact)
            case "unless" | "cancel":
                self._end(fact)
            case "extend":
                self._extend(fact)
            case "pause":
                if self.paused_since is None and self._late_holds(fact, "pause") and not self._over(fact.day):
                    self._movable()
                    self.paused_since = fact.day
            case "resume":
                if self.paused_since is not None and self._late_holds(fact, "resume"):
                    self._resume(fact.day)
            case "finding":
                self._find(fact)
            case _:
                pass

    def _over(self, day: date) -> bool:
        return self.due is not None and day > self.due

    def _do(self, fact: Evidence) -> None:
        if self.progress is None or self.progress.add(fact, self.due):
            self._keep(fact)

    def _keep(self, fact: Evidence) -> None:
        if self.paused_since is not None:
            self._resume(fact.day)
        self._settle(kept_on=fact.day, kept_at=fact.at)

    def _find(self, fact: Evidence) -> None:
        finding = fact.kept.get("finding")
        if finding == "met":
            self._keep(fact)
        elif finding == "not_applicable":
            self._settle(ended_on=fact.day, ended_as="excused")
        elif finding == "not_met":
            self._settle(broken_on=fact.day)

    def _end(self, fact: Evidence) -> None:
        patterns = self.rule.unless if fact.slot == "unless" else self.rule.cancel
        late = patterns[fact.part].late
        if late is not None and late.run(self._env(fact)) is not True:
            return
        if self.paused_since is not None:
            self._resume(fact.day)
        as_ = "excused" if fact.slot == "unless" else "cancelled"
        self._settle(ended_on=fact.day, ended_as=as_)

    def _late_holds(self, fact: Evidence, side: str) -> bool:
        pause = self.shape.pause
        assert pause is not None
        late = (pause.start if side == "pause" else pause.end)[fact.part].late
        return late is None or late.run(self._env(fact)) is True

    def _env(self, fact: Evidence) -> Env:
        return Env(fields=fact.kept, day=fact.day, unit=fact.unit, opening=self.opening.kept, due=self.due)

    def _resume(self, day: date) -> None:
        pause, limit, since = self.shape.pause, self.limit, self.paused_since
        assert pause is not None and since is not None
        self.paused_since = None
        if limit is None:
            return
        if limit.paused >= pause.at_most:
            self._refuse(since, "pause_cap", cap=pause.at_most)
            return
        limit.pause(since, day, pause.at_most)
        self._moved(limit)
        self.adjustments.append({"op": "pause", "from": since.isoformat(), "to": day.isoformat()})

    def _close_pause(self) -> None:
        """A pause still open: the due date is the latest possible one, so that no daily job is needed."""
        pause, limit, since = self.shape.pause, self.limit, self.paused_since
        if pause is None or limit is None or since is None:
            return
        if limit.paused >= pause.at_most:
            self._refuse(since, "pause_cap", cap=pause.at_most)
            return
        until = limit.pause_end(since, None, pause.at_most)
        limit.pause(since, None, pause.at_most)
        self._moved(limit)
        self.adjustments.append({"op": "pause", "from": since.isoformat(), "to": None})
        self.told |= {"suspended_since": since, "suspended_until": until}

    def _extend(self, fact: Evidence) -> None:
        extend, limit = self.shape.extend, self._movable()
        assert extend is not None
        if limit is None:
            return
        span = _extension(fact, extend)
        because = self._against(fact, extend, limit, span)
        if because is not None:
            about = {"times": extend.times, "at_most": extend.at_most.zh, "at_most_en": extend.at_most.en}
            self._refuse(fact.day, because, **about)
            return
        assert span is not None
        limit.extend(span)
        self._moved(limit)
        self.extensions += 1
        self.adjustments.append(
            {"op": "extend", "on": fact.day.isoformat(), "n": span.whole, "unit": span.unit}
        )

    def _against(self, fact: Evidence, extend: Extend, limit: Limit, span: Span | None) -> str | None:
        """Why an extension does not count; None if it does."""
        if self.extensions >= extend.times:
            return "times"
        if self._over(fact.day):
            return "late"
        if span is None or not span.n:
            return "length"
        given = sum(one["n"] for one in self.adjustments if one["op"] == "extend")
        total = Span(min(span.whole + given, LONGEST[span.unit]), span.unit)
        if limit.extended_to(total) > limit.extended_to(extend.at_most):
            return "too_long"
        if extend.valid is not None:
            holds = extend.valid.run(self._env(fact))
            if holds is not True:
                return "invalid" if holds is False else "unknown"
        return None

    def _refuse(self, day: date, because: str, **about: Any) -> None:
        due = self.limit.due if self.limit else day
        self.adjustments.append(
            {"op": "refused", "on": day.isoformat(), "day": due.isoformat(), "because": because, **about}
        )


def _start(counted_from: str | None, opening: Evidence) -> date | None:
    if counted_from is None:
        return opening.day
    value = opening.kept.get(counted_from)
    return date.fromisoformat(value) if isinstance(value, str) else value


def _extension(fact: Evidence, extend: Extend) -> Span | None:
    days = fact.kept.get(extend.days)
    unit: Unit = "working_day" if extend.at_most.unit == "working_day" else "day"
    if days is None or int(days) <= 0:
        return None
    # A slip of the pen (a million days) is refused as too long, not a crash.
    return Span(min(int(days), LONGEST[unit]), unit)
