"""The rates: what each counts, what it leaves out and why. Pure.

In every rate a demand has one label: a hit, a miss, or the reason for being left out. So hits, misses and
the left out always add up to all.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from zhiyin.evaluation.rules import ASKED_WITHIN, Record

LONGEST = 99
Labels = list[tuple[date, str]]


@dataclass(frozen=True)
class Spec:
    """`verdict`: it rests on what people said of the result. `better`: which way is good, if one is."""

    key: str
    hits: tuple[str, ...]
    misses: tuple[str, ...]
    verdict: bool = False
    better: str = "up"


SPECS = (
    Spec("acceptance", ("in_time",), ("late", "open")),
    Spec("response", ("in_time",), ("late", "open")),
    Spec("answer", ("in_time",), ("late", "open")),
    Spec("solved", ("yes",), ("partly", "no", "reopened"), verdict=True),
    Spec(
        "solved_strict",
        ("yes",),
        ("partly", "no", "reopened", "silent", "unreachable", "unrated"),
        verdict=True,
    ),
    Spec("satisfied", ("yes",), ("basically", "no"), verdict=True),
    Spec("satisfied_broad", ("yes", "basically"), ("no",), verdict=True),
    Spec("rated", ("rated",), ("silent", "unreachable", "unrated"), verdict=True),
    Spec("reached", ("reached",), ("unreachable", "unrated"), verdict=True),
    Spec("promise", ("in_time",), ("late", "broken")),
    Spec("extended", ("yes",), ("no",), better="down"),
    Spec("objected", ("yes",), ("no",), better="down"),
    Spec("rework", ("yes",), ("no",), verdict=True, better="down"),
    Spec("overturned", ("yes",), ("no",), better=""),
)
BY_KEY = {spec.key: spec for spec in SPECS}
HEADLINES = ("answer", "solved", "satisfied", "rated")
DAYS = "days."


@dataclass(frozen=True)
class Figure:
    """One rate of one unit and period, with everything that was left out."""

    spec: Spec
    part: int
    whole: int
    misses: Mapping[str, int]
    left_out: Mapping[str, int]

    @property
    def all(self) -> int:
        return self.whole + sum(self.left_out.values())

    @property
    def percent(self) -> int | None:
        """Rounded half up; None without anything to count."""
        return (self.part * 200 + self.whole) // (self.whole * 2) if self.whole else None


def figure(spec: Spec, counts: Mapping[str, int]) -> Figure:
    """The rate from counts by `key.label`."""
    own = {
        measure.partition(".")[2]: count
        for measure, count in counts.items()
        if measure.partition(".")[0] == spec.key and count
    }
    part = sum(own.get(label, 0) for label in spec.hits)
    misses = {label: own[label] for label in spec.misses if label in own}
    counted = {*spec.hits, *spec.misses}
    return Figure(
        spec, part, part + sum(misses.values()), misses, {k: n for k, n in own.items() if k not in counted}
    )


def middle(counts: Mapping[str, int], percent: int = 50) -> int | None:
    """How many working days half (or `percent`) of the answered took at most; None for none."""
    spread = sorted(
        (int(measure.removeprefix(DAYS)), n) for measure, n in counts.items() if measure.startswith(DAYS)
    )
    whole = sum(n for _, n in spread)
    so_far = 0
    for days, n in spread:
        so_far += n
        if so_far * 100 >= whole * percent and n:
            return days
    return None


def labels(record: Record, as_of: date, days: int | None = None) -> Labels:
    """What the demand counts as on `as_of`, each with the day that decides the period.

    `days`: working days from acceptance to the answer.
    """
    found = [*_acceptance(record, as_of), *_review(record), *_promise(record, as_of)]
    day = record.answer_due or record.left_on or record.begun_on
    if day is None:
        return found
    out = _left_out(record, as_of)
    for key, label in _of_cohort(record, as_of, out):
        found.append((day, f"{key}.{label}"))
    if not out and record.answered_on and days is not None:
        found.append((day, f"{DAYS}{min(days, LONGEST):02}"))
    return found


def _left_out(record: Record, as_of: date) -> str:
    """Why a demand is in none of the rates of its period; empty when it is in them."""
    if record.left_as:
        return record.left_as
    if record.answer_due is None:
        return "no_limit"
    if record.answer_due >= as_of or record.paused:
        return "not_due"
    return "" if record.dispatched_on else "not_dispatched"


def _of_cohort(record: Record, as_of: date, out: str) -> Iterator[tuple[str, str]]:
    said = out or _said(record, as_of)
    yield "answer", out or _in_time(record.answered_on, record.answer_due)
    yield (
        "response",
        out or (_in_time(record.contacted_on, record.contact_due) if record.contact_due else "no_limit"),
    )
    yield "extended", out or _yes(record.extended)
    yield "objected", out or _yes(record.objected)
    yield "rework", out or (_yes(record.rework) if record.answered_on else "unanswered")
    yield "solved", "reopened" if said == "rated" and record.reopened else _verdict(said, record.solved)
    strict = said if said != "rated" else "reopened" if record.reopened else record.solved
    yield "solved_strict", strict
    yield "satisfied", _verdict(said, record.satisfied)
    yield "satisfied_broad", _verdict(said, record.satisfied)
    yield "rated", said
    yield "reached", "reached" if said in ("rated", "silent") else said


def _verdict(said: str, word: str) -> str:
    return word if said == "rated" else said


def _said(record: Record, as_of: date) -> str:
    """What became of the two questions."""
    if record.answered_on is None:
        return "unanswered"
    if record.rated_on:
        return "rated"
    # Without a name nobody can be called: such a demand counts only if it is rated with its code.
    if record.anonymous:
        return "anonymous"
    if not record.contact_known:
        return "no_contact"
    if record.reached_on:
        return "silent"
    if record.given_up_on:
        return "unreachable"
    asked = asked_by(record)
    return "unrated" if asked and asked < as_of else "not_asked"


def asked_by(record: Record) -> date | None:
    """By when the speaker should have been asked."""
    if record.answered_on is None:
        return None
    return (
        record.visit_due or max(record.answered_on, record.promised_on or record.answered_on) + ASKED_WITHIN
    )


def _acceptance(record: Record, as_of: date) -> Labels:
    if record.accept_due is None:
        return []
    if record.left_as == "discipline":
        label = "discipline"
    elif record.accepted_on:
        label = _in_time(record.accepted_on, record.accept_due)
    elif record.left_as:
        label = record.left_as
    else:
        label = "open" if record.accept_due < as_of else "not_due"
    # Done before the limit still belongs to the period in which the limit falls.
    if label == "in_time" and record.accept_due >= as_of:
        label = "not_due"
    return [(record.accept_due, f"acceptance.{label}")]


def _review(record: Record) -> Labels:
    if record.reviewed_on is None or record.left_as:
        return []
    return [(record.reviewed_on, f"overturned.{_yes(record.review_changed)}")]


def _promise(record: Record, as_of: date) -> Labels:
    if record.promised_on is None:
        return []
    if record.left_as:
        label = record.left_as
    elif record.promised_on >= as_of:
        label = "not_due"
    elif record.promise_done_on is None or record.promise_denied:
        label = "broken"
    else:
        label = _in_time(record.promise_done_on, record.promised_on)
    return [(record.promised_on, f"promise.{label}")]


def _in_time(done: date | None, due: date | None) -> str:
    if done is None:
        return "open"
    return "in_time" if due is None or done <= due else "late"


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def settles_on(record: Record, as_of: date) -> date | None:
    """The next day on which the calendar alone changes what the demand counts as."""
    days = (record.accept_due, record.answer_due, record.promised_on, asked_by(record))
    return min((day + timedelta(days=1) for day in days if day and day >= as_of), default=None)


def added(rows: Iterable[tuple[str, int]]) -> Counter[str]:
    """Counts by measure, added up."""
    total: Counter[str] = Counter()
    for measure, count in rows:
        total[measure] += count
    return total
