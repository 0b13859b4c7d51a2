"""Real verbs on random demands, as the people of a small enterprise would use them."""

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied

from tests.fixtures.people import Enterprise
from zhiyin.journal import clock
from zhiyin.people.acting import Acting
from zhiyin.voice import rules
from zhiyin.voice.models import Demand
from zhiyin.voice.services import answers, extensions, handling, office, reviews, speaking, verdicts
from zhiyin.voice.services.steps import Conflict
from zhiyin.voice.services.submit import Said, submit
from zhiyin.voice.speakers import Speaker
from zhiyin.voice.states import State, Way

TEXT = "夜班浴室只有凉水，已经一个多月，请修好锅炉。"
Done = Callable[[Demand], None]


class Doing:
    """Chooses what to do next; `done` hears of every demand whose verb has returned."""

    def __init__(self, enterprise: Enterprise, seed: int, done: Done) -> None:
        self.chance, self.done = random.Random(seed), done
        self.units, self.posts = enterprise.units, enterprise.posts
        self.people = {who: enterprise.acting(who) for who in enterprise.people}

    def next(self) -> None:
        """One verb; what the rules do not allow just now is nothing done."""
        latest = list(Demand.objects.order_by("-version", "pk").values_list("pk", flat=True)[:60])
        # Few demands, so that several often work on the same one.
        if len(latest) < 20 or self.chance.random() < 0.15:
            self.done(self.submit())
            return
        demand = Demand.objects.get(pk=self.chance.choice(latest))
        try:
            self.done(self.chance.choice(self._choices(demand))())
        except (rules.NotNow, PermissionDenied, Conflict):
            return

    def submit(self) -> Demand:
        way = self.chance.choice(list(Way))
        said = Said(
            text=TEXT,
            way=way,
            token=self.chance.randbytes(16),
            wish=self.chance.choice(["", "help", "appeal", "report"]),
            unit=self.chance.choice([self.units["YS0101"], self.units["YS0201"]]),
            urgent=self.chance.random() < 0.2,
            keep_from=self.chance.choice([(), ("王强", "无此人")]),
        )
        return submit(acting=None if way == Way.ANONYMOUS else self.people["employee"], said=said).demand

    def _choices(self, demand: Demand) -> list[Callable[[], Demand]]:
        speaker = Speaker(demand.pk, "speaker")
        officer, handler, union = (self.people[w] for w in ("demand_officer", "handler", "union_officer"))
        post = self.posts["handler"].pk
        it: dict[str, Any] = {"demand_id": demand.pk}
        by: dict[str, Any] = {"acting": officer, **it}
        handled: dict[str, Any] = {"acting": handler, **it}
        called: dict[str, Any] = {"acting": union, **it}
        said: dict[str, Any] = {"speaker": speaker, **it}
        everywhere = [
            lambda: speaking.write_as_speaker(**said, text=TEXT),
            lambda: speaking.write_as_officer(**by, text=TEXT),
        ]
        if self.chance.random() < 0.03:
            everywhere.append(lambda: speaking.withdraw_demand(**said))
        there: dict[State, list[Callable[[], Demand]]] = {
            State.SUBMITTED: [
                lambda: office.register_demand(**by),
                lambda: office.accept_demand(**by, kind="appeal"),
                lambda: office.register_demand(acting=None, **it),
            ],
            State.REGISTERED: [
                *[lambda: office.accept_demand(**by, kind="help")] * 5,
                lambda: office.redirect_demand(
                    **by, channel="arbitration", explanation="请申请仲裁", limit="一年"
                ),
            ],
            State.ACCEPTED: [
                *[lambda: office.dispatch_demand(**by, post_id=post)] * 3,
                lambda: speaking.contest_kind(**said),
                lambda: office.change_kind(**by, kind="appeal"),
            ],
            State.DISPATCHED: [
                *[lambda: handling.sign_in_demand(**handled)] * 3,
                lambda: handling.object_to_dispatch(**handled, reason="不归我们管"),
            ],
            State.OBJECTED: [
                lambda: office.uphold_objection(**by, post_id=post, ruling="成立"),
                lambda: office.dismiss_objection(**by, ruling="不成立"),
            ],
            State.AWAITING_EMPLOYEE: [lambda: speaking.write_as_speaker(**said, text=TEXT)],
            State.ANSWERED: [
                lambda: self._rate(speaker),
                lambda: verdicts.open_visit(acting=None, **it),
                lambda: reviews.request_review(**said, grounds="不同意"),
            ],
            State.PROMISED: [
                lambda: answers.keep_promise(**handled, evidence="已更换阀门"),
                lambda: verdicts.deny_promise(**said, text="没有修"),
                lambda: self._rate(speaker),
            ],
            State.RATED: [lambda: office.close_demand(**by), lambda: self._rate(speaker)],
            State.RETURN_VISIT: [
                lambda: verdicts.try_visit(**called, channel="phone"),
                lambda: verdicts.reach_speaker(**called, channel="phone", solved="no", satisfied="no"),
            ],
            State.CLOSED: [lambda: speaking.reopen_demand(acting=speaker, **it, text=TEXT)],
        }
        there[State.IN_HANDLING] = there[State.REWORK] = [
            lambda: handling.contact_speaker(**handled, channel="phone"),
            lambda: handling.ask_speaker(**handled, reason="facts", text=TEXT),
            lambda: extensions.request_extension(**handled, days=10, reason="complex", explanation=TEXT),
            lambda: self._answer(handler, demand.pk, promise=self.chance.random() < 0.5),
            lambda: self._answer(handler, demand.pk, promise=False),
        ]
        found = there.get(State(demand.state), [])
        return found if found and self.chance.random() < 0.8 else everywhere

    def _rate(self, speaker: Speaker) -> Demand:
        return verdicts.rate_demand(
            speaker=speaker,
            demand_id=speaker.demand_id,
            solved=self.chance.choice(["yes", "no", "partly"]),
            satisfied=self.chance.choice(["yes", "no", "basically"]),
        )

    def _answer(self, handler: Acting, demand_id: UUID, *, promise: bool) -> Demand:
        written = answers.Written(
            "support", TEXT, TEXT, TEXT, TEXT, clock.today() + timedelta(days=3) if promise else None
        )
        return answers.answer_demand(acting=handler, demand_id=demand_id, written=written)
