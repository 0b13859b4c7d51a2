"""What becomes of one demand, drawn before it begins; the same seed and day always draw the same."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from zhiyin.demo import library
from zhiyin.demo.library import Scenario
from zhiyin.demo.parts import Paper, Part
from zhiyin.demo.tree import Place, handling_unit, manners
from zhiyin.voice.states import State, Way

WAYS = (Way.NAMED,) * 45 + (Way.CONFIDENTIAL,) * 40 + (Way.ANONYMOUS,) * 15
PROMISED = {"consult": 3, "help": 5, "appeal": 15, "suggestion": 20}
APPEAL_BEFORE_2026 = 20
# Of a hundred demands: what the speaker says of the answer; none for silence.
VERDICTS: dict[str, tuple[tuple[str, int], ...]] = {
    "good": (("", 16), ("yes-yes", 58), ("yes-basically", 14), ("partly-basically", 7), ("no-basically", 5)),
    "plain": (
        ("", 22), ("yes-yes", 36), ("yes-basically", 15), ("yes-no", 4), ("partly-basically", 8),
        ("partly-yes", 2), ("partly-no", 4), ("no-no", 5), ("no-basically", 3), ("no-yes", 1),
    ),
    "bad": (
        ("", 24), ("yes-yes", 8), ("yes-basically", 16), ("yes-no", 12), ("partly-basically", 10),
        ("partly-no", 12), ("no-no", 15), ("no-basically", 3),
    ),
}  # fmt: skip


@dataclass
class Plan:
    """Days are counted from what came before; `halt` stops the story once that state is reached."""

    index: int
    on: date
    scenario: Scenario
    place: Place
    way: Way
    speaker: str = ""
    fate: str = "plain"
    halt: State | None = None
    unit: str = ""
    post: str = ""
    title: str = ""
    text: str = ""
    slots: dict[str, str] = field(default_factory=dict)
    token: bytes = b""
    accept_after: int = 1
    register_first: bool = False
    objection: str = ""
    ask: str = ""
    reply_after: int = -1
    extension: str = ""
    answer_after: int = 10
    manner: str = "own"
    promise: int = 0
    keeping: str = "on_time"
    verdict: str = "yes-yes"
    verdict_after: int = 2
    again_verdict: str = "yes-basically"
    visit: str = "rated"
    review: str = ""
    reopens: bool = False
    contests: bool = False
    shows_name: bool = False
    keeps_out: bool = False
    on_behalf: bool = False
    crosses: bool = False
    chats: int = 0
    mediation: str = ""
    helping: str = ""
    cites: bool = False
    parts: tuple[Part, ...] = ()
    papers: tuple[Paper, ...] = ()

    def rng(self, seed: int) -> random.Random:
        """This demand's own numbers, whatever happens around it."""
        return random.Random(f"{seed}/{self.index}")


def limit_of(kind: str, on: date) -> int:
    """Working days in which the enterprise promises an answer."""
    return APPEAL_BEFORE_2026 if kind == "appeal" and on.year < 2026 else PROMISED[kind]


def drawn(rng: random.Random, index: int, on: date, place: Place) -> Plan:
    """An ordinary day's demand."""
    way = rng.choice(WAYS)
    fate = _fate(rng)
    if fate == "report":
        return _report(rng, index, on, place)
    if fate == "redirect":
        return Plan(index, on, rng.choice(library.redirects()), place, way, fate=fate)
    plan = Plan(index, on, scenario_for(rng, on, place), place, way, fate=fate)
    plan.unit = handling_unit(plan.scenario.to, place.plant)
    _office(rng, plan)
    _handling(rng, plan)
    _outcome(rng, plan)
    return plan


def _fate(rng: random.Random) -> str:
    number = rng.randrange(1000)
    for limit, fate in ((22, "report"), (50, "redirect"), (68, "merge"), (86, "withdraw"), (102, "lapse")):
        if number < limit:
            return fate
    return "plain"


def _report(rng: random.Random, index: int, on: date, place: Place) -> Plan:
    way = rng.choice((Way.NAMED, Way.CONFIDENTIAL, Way.CONFIDENTIAL, Way.ANONYMOUS, Way.ANONYMOUS))
    plan = Plan(index, on, rng.choice(library.reports()), place, way, fate="report")
    plan.answer_after = rng.randint(15, 45)
    plan.verdict = rng.choice(("yes-yes", "partly-basically", "no-no", "", ""))
    return plan


def scenario_for(rng: random.Random, on: date, place: Place) -> Scenario:
    """What somebody of this place would have to say at this time of the year."""
    fitting = [
        one for one in library.scenarios()
        if one.where & place.where or "all" in one.where
        if not one.months or on.month in one.months
        if one.to != "plant" or place.plant.startswith("YS0")
    ]  # fmt: skip
    # Urgent matters are rare; what belongs to this kind of place is told more often.
    weights = [
        0.9 if s.urgent else 2.5 if s.where & place.where - {"all"} else 1.5 if s.months else 1.0
        for s in fitting
    ]
    return rng.choices(fitting, weights)[0]


def _office(rng: random.Random, plan: Plan) -> None:
    plan.accept_after = rng.choices((0, 1, 2, 3, 4, 6), (30, 40, 20, 5, 3, 2))[0]
    plan.register_first = rng.random() < 0.4
    plan.contests = rng.random() < 0.02
    plan.keeps_out = rng.random() < 0.03
    plan.on_behalf = plan.way == Way.NAMED and rng.random() < 0.03
    plan.shows_name = plan.way == Way.CONFIDENTIAL and rng.random() < 0.05
    plan.objection = rng.choices(("", "up", "down"), (93, 4, 3))[0]


def _handling(rng: random.Random, plan: Plan) -> None:
    unit = manners().get(plan.unit, "plain")
    plan.ask = "reply" if rng.random() < 0.12 else ""
    if plan.fate == "lapse":
        plan.ask = "silence"
    plan.crosses = rng.random() < 0.04
    plan.chats = rng.choices((0, 1, 2, 3), (45, 30, 17, 8))[0]
    limit = limit_of(plan.scenario.kind, plan.on)
    late = {"late": 0.55, "good": 0.01, "copies": 0.1}.get(unit, 0.06)
    if rng.random() < late:
        plan.answer_after = limit + rng.choice((1, 1, 2, 2, 3, 4, 5, 7, 11))
        if rng.random() < 0.4 and plan.scenario.kind == "appeal":
            plan.extension = rng.choice(("granted", "granted", "refused"))
    else:
        shortest, longest = {"late": (0.8, 1.0), "good": (0.1, 0.5)}.get(unit, (0.3, 0.95))
        plan.answer_after = max(1, round(limit * rng.uniform(shortest, longest)))
    plan.manner = _manner(rng, unit)


def _manner(rng: random.Random, unit: str) -> str:
    weights = {
        "good": (92, 8, 0, 0),
        "late": (60, 12, 28, 0),
        "copies": (52, 6, 12, 30),
    }.get(unit, (78, 12, 10, 0))
    return rng.choices(("own", "no", "evasive", "copied"), weights)[0]


def _outcome(rng: random.Random, plan: Plan) -> None:
    works = plan.scenario.kind != "consult" and plan.manner == "own"
    if works and rng.random() < (0.6 if plan.scenario.options("done") else 0.12):
        plan.promise = rng.randint(6, 24)
        plan.keeping = rng.choices(("on_time", "late", "denied", "redated"), (70, 14, 8, 8))[0]
    bad = plan.manner in ("evasive", "copied") or (manners().get(plan.unit) == "late" and rng.random() < 0.3)
    table = VERDICTS["bad" if bad else "good" if manners().get(plan.unit) == "good" else "plain"]
    plan.verdict = rng.choices([row[0] for row in table], [row[1] for row in table])[0]
    plan.verdict_after = rng.choice((0, 1, 1, 2, 2, 3, 4))
    plan.again_verdict = rng.choice(("yes-yes", "yes-basically", "partly-basically", "no-no", ""))
    plan.visit = rng.choices(("rated", "reached", "unreachable"), (55, 30, 15))[0]
    if plan.verdict.startswith("no") or plan.manner == "no" or plan.verdict == "partly-no":
        plan.review = rng.choices(("", "kept", "changed", "second"), (55, 22, 12, 11))[0]
    plan.reopens = plan.verdict.startswith("yes") and rng.random() < 0.02


def speaking_days(rng: random.Random, count: int, today: date, days: int) -> list[date]:
    """`count` days of the past: somewhat more of late, fewer at weekends."""
    result: list[date] = []
    while len(result) < count:
        back = int(days * rng.random() ** 1.25)
        day = today - timedelta(days=back)
        if day.weekday() < 5 or rng.random() < 0.45:
            result.append(day)
    return sorted(result)
