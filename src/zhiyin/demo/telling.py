"""What is said in one demand: the worker's words, and the formal words of those who answer."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from string import Template

from zhiyin.demo.library import Scenario, phrases
from zhiyin.journal import clock
from zhiyin.voice.services.answers import Written


@dataclass
class Teller:
    """Fills in one demand's sentences; the same numbers and place from the first word to the last."""

    rng: random.Random
    scenario: Scenario
    shop: str
    slots: dict[str, str] = field(default_factory=dict)
    headline: str = ""

    def __post_init__(self) -> None:
        today = clock.today()
        before = today - timedelta(days=self.rng.randint(3, 20))
        places = self.scenario.options("place") or (self.shop,)
        self.slots = {
            "place": self.rng.choice(places),
            "n": str(self.rng.randint(2, 9)),
            "wk": self.rng.choice(phrases("weeks")),
            "mon": f"{(today.replace(day=1) - timedelta(days=1)).month}月",
            "day": day_text(before),
            "shop": self.shop,
            "other": "",
            "gap": self.rng.choice(phrases("rework", "gap")),
        }

    def fill(self, text: str, **more: str) -> str:
        near = clock.today() - timedelta(days=self.rng.randint(1, 3))
        return Template(text).substitute(self.slots | {"aday": day_text(near)} | more)

    def one(self, *path: str, **more: str) -> str:
        """One of the shared sentences."""
        return self.fill(self.rng.choice(phrases(*path)), **more)

    def own(self, name: str, **more: str) -> str:
        """One of the scenario's own sentences; empty when it has none."""
        options = self.scenario.options(name)
        return self.fill(self.rng.choice(options), **more) if options else ""

    def demand(self) -> str:
        """The demand as this person would write it."""
        rng = self.rng
        more = list(self.scenario.options("more"))
        rng.shuffle(more)
        said = [self.own("open"), *(self.fill(line) for line in more[: rng.choice((0, 1, 1, 1, 2, 2))])]
        if rng.random() < 0.85:
            said.append(self.own("ask"))
        self.headline = said[0]
        if rng.random() < 0.06:
            said.insert(0, rng.choice(phrases("first")))
        text = said[0] + "".join(f"{mark(rng, a)}{b}" for a, b in pairwise(said))
        text = (rng.choice(phrases("greet")) if rng.random() < 0.14 else "") + text
        text += {0: "", 1: "！", 2: f"。{rng.choice(phrases('thanks'))}"}.get(rng.randrange(9), "。")
        if rng.random() < 0.06:
            # Some people type without a single full stop.
            text = text.replace("。", " ").replace("，", " ").strip()
        return text

    def answer(self, manner: str, *, promised_on: date | None = None) -> Written:
        """A written answer in the manner of a unit: own, evasive, copied, again (after rework) or no."""
        base = [self.own("facts"), self._law(), self.own("opin", aday=self._ahead())]
        result = "support" if self.rng.random() < 0.75 else "partly"
        if manner in ("evasive", "copied"):
            result = "explain" if manner == "evasive" else "partly"
            base = [self.one(manner, part) for part in ("facts", "basis", "opinion")]
        elif manner == "no" and self.scenario.options("no"):
            result = self.rng.choice(("explain", "not_support"))
            base[2] = self.own("no", aday=self._ahead())
        elif manner == "again":
            base = [
                self.one("rework", "facts", gap=self.slots["gap"]),
                base[1],
                self.one("rework", "opinion"),
            ]
        facts, basis, opinion = base
        return Written(result, self.own("req"), facts, basis, opinion, promised_on)

    def _ahead(self) -> str:
        return day_text(clock.today() + timedelta(days=self.rng.randint(4, 12)))

    def _law(self) -> str:
        return "".join(phrases("law", key)[0] for key in self.scenario.options("law"))


def mark(rng: random.Random, before: str) -> str:
    """What stands between two sentences."""
    if before.endswith(("，", "。", "！", "？", "：")):
        return ""
    return rng.choice(("。", "，", "。", "；", "。", "\n"))


def day_text(day: date) -> str:
    return f"{day.month}月{day.day}日"
