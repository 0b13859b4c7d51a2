"""One demand while it is being played: its plan, its people, its sentences, where it stands."""

import random
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from zhiyin.demo.cast import Cast
from zhiyin.demo.plan import Plan
from zhiyin.demo.telling import Teller
from zhiyin.demo.tree import ROOT, name_of, office_of
from zhiyin.people.acting import Acting
from zhiyin.people.models import Employee, Post, Unit
from zhiyin.voice.models import Demand
from zhiyin.voice.services.submit import Said, submit, title_from
from zhiyin.voice.speakers import Speaker, by_person, by_receipt
from zhiyin.voice.states import Way

# A story yields the moment at which it wants to go on.
Story = Iterator[datetime]
TRIES = 40
# What of a demand a story looks at again after it has waited.
MOVING = ("state", "answered_on", "promised_on", "solved", "satisfied", "visit_sampled", "way")


class Halted(Exception):
    """The story has come as far as its plan wants."""


@dataclass
class Case:
    plan: Plan
    cast: Cast
    rng: random.Random
    said: set[str]
    teller: Teller = field(init=False)
    demand: Demand = field(init=False)
    speaker: Speaker = field(init=False)
    employee: Employee = field(init=False)
    accepted_on: date = field(init=False)
    first_words: str = field(init=False)

    def _token(self) -> bytes:
        """The plan's own token once; every other form has its own."""
        token, self.plan.token = self.plan.token, b""
        return token or secrets.token_bytes(16)

    @property
    def id(self) -> UUID:
        return self.demand.pk

    def did(self, demand: Demand) -> None:
        """Note where the demand stands now. Raises Halted where the plan ends."""
        self.demand = demand
        if self.plan.halt and demand.state == self.plan.halt:
            raise Halted

    def refresh(self) -> Demand:
        """Where time itself may have taken the demand meanwhile."""
        self.did(Demand.objects.only(*MOVING).get(pk=self.demand.pk))
        return self.demand

    def submit(self) -> None:
        """Somebody of the plan's unit raises the demand."""
        staff = self.cast.staff[self.plan.place.spec.code]
        self.employee = self.cast.holders[self.plan.speaker] if self.plan.speaker else self.rng.choice(staff)
        self.teller = Teller(self.rng, self.plan.scenario, name_of(self.plan.place.speaks_for))
        self.teller.slots |= self.plan.slots
        text = self.plan.text or self._fresh_text()
        self._send(text, self.plan.title or title_from(self.teller.headline or text))

    def _fresh_text(self) -> str:
        for _ in range(TRIES):
            text = self.teller.demand()
            if text not in self.said:
                return text
            self.teller = Teller(self.rng, self.plan.scenario, self.teller.shop)
        return f"{text}（{self.teller.shop}）"

    def submit_again(self) -> Demand:
        """The same person raises the same matter once more; returns that second demand."""
        what = self.first_words
        first, speaker = self.demand, self.speaker
        self._send(self.teller.one("again", what=what))
        second, self.demand, self.speaker = self.demand, first, speaker
        return second

    def _send(self, text: str, title: str = "") -> None:
        self.said.add(text)
        acting = None if self.plan.way == Way.ANONYMOUS else self.cast.acting(self.employee)
        sent = submit(acting=acting, said=self._said(text, title))
        speaker = by_receipt(sent.code) if sent.code else acting and by_person(acting, sent.demand)
        assert speaker
        self.speaker = speaker
        self.first_words = text.split("。")[0]
        self.did(sent.demand)

    def _said(self, text: str, title: str) -> Said:
        plan, scenario = self.plan, self.plan.scenario
        guess = scenario.kind == "report" or self.rng.random() < 0.7
        return Said(
            text=text,
            title=title,
            way=plan.way,
            token=self._token(),
            topic=scenario.topic,
            wish=scenario.kind if guess else "",
            place=self.teller.slots["place"]
            if scenario.options("place") and scenario.id != "injury-claim"
            else "",
            unit=self.unit,
            urgent=scenario.urgent,
            remind=bool(plan.speaker) or self.rng.random() < 0.8,
            keep_from=[self.cast.holders[self.leader_key].name] if plan.keeps_out else (),
            on_behalf_of=self.rng.choice(self.cast.staff[plan.place.spec.code]).name
            if plan.on_behalf
            else "",
        )

    @property
    def unit(self) -> Unit:
        return self.cast.units[self.plan.place.speaks_for]

    @property
    def leader_key(self) -> str:
        """The head of the unit that will handle this."""
        return f"{self.plan.unit}/leader" if self.plan.unit else "vice_head"

    @property
    def office(self) -> Acting:
        return self.cast.officer(self.rng.choice(("demand1", "demand1", "demand2")))

    @property
    def handler(self) -> Acting:
        return self.cast.officer(f"{self.plan.unit}/handler")

    @property
    def handling_post(self) -> Post:
        return self.cast.posts[self.plan.post or f"{self.plan.unit}/handler"]

    @property
    def head(self) -> Acting:
        return self.cast.officer(self.leader_key)

    @property
    def on_duty(self) -> Acting:
        """Who takes up an alert: the head of the plant, or the demand office for a department."""
        key = f"{office_of(self.plan.place.plant)}/leader"
        return self.cast.officer(key if key in self.cast.holders else "demand1")

    @property
    def union(self) -> Acting:
        """The union of the plant for its own people as often as that of the group; never a handler."""
        plant = self.plan.place.plant
        own = f"{plant}/union"
        keys = ["union1", "union2", *([own, own] if own in self.cast.holders else [])]
        return self.cast.officer(self.rng.choice(keys))

    def reviewer(self, *, second: bool) -> tuple[Acting, Unit]:
        """The next higher unit and other people: a plant reviews its office, the group everyone else."""
        plant = self.plan.unit[:4]
        if not second and f"{plant}/review" in self.cast.holders:
            return self.cast.officer(f"{plant}/review"), self.cast.units[plant]
        first = "review1" if self.plan.halt else self.rng.choice(("review1", "review2"))
        key = "review3" if second else first
        return self.cast.officer(key), self.cast.units[ROOT]
