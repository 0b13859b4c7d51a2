"""The people around the 督办单: who signs at once, who lets it climb, who puts it right, who contests."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from zhiyin.demo.cast import Cast
from zhiyin.institutions import rules
from zhiyin.institutions.models import Violation
from zhiyin.institutions.permissions import parties
from zhiyin.institutions.rules import Party, State
from zhiyin.institutions.services.moving import took_part, working_days
from zhiyin.institutions.services.rectification import (
    accept_rectification,
    decide_outcome,
    report_rectification,
    send_back_rectification,
    sign_violation,
)
from zhiyin.institutions.services.violations import (
    confirm_violation,
    contest_violation,
    correct_record,
    explain_violation,
)
from zhiyin.journal import clock
from zhiyin.people.acting import Acting

T = TypeVar("T")
FATES = (
    ("plain", 38), ("returned", 9), ("excused", 5), ("refused", 4), ("silent_contest", 4), ("wrong", 3),
    ("not_done", 12), ("not_accepted", 8), ("no_outcome", 8), ("never", 9),
)  # fmt: skip
# Of the last weeks more is left lying, so that today something waits on every desk.
LATELY, LATE_FATES = (
    timedelta(days=45),
    (
        ("plain", 24), ("returned", 6), ("excused", 3), ("refused", 3), ("silent_contest", 14), ("wrong", 2),
        ("not_done", 14), ("not_accepted", 10), ("no_outcome", 8), ("never", 26),
    ),
)  # fmt: skip
# What somebody leaves lying is found in the end.
FOUND_AFTER = timedelta(days=75)
# The rung on which somebody signs at last.
PATIENCE = ((1, 62), (2, 14), (3, 10), (4, 8), (5, 6))
OUTCOMES = (("talk", 40), ("none", 30), ("notice", 24), ("accountability", 6))
BEFORE_NEW_DATE = timedelta(days=5)
EARLIER = ("contest", "sign", "rectify")

CAUSES = (
    "经办人换岗时没有交接清楚，台账里没有提醒。",
    "几项工作挤在一起，排期没有给这件事留时间。",
    "以为由别的部门办，没有再去核实。",
)
MEASURES = (
    "已补办，并把这件事写进岗位清单，指定甲、乙两人互为备份。",
    "已补办，部门例会每周对照到期清单过一遍。",
    "已补办，和相关部门书面分清了由谁办、哪天办。",
)
SHOWN = ("补办的原件和签收记录", "公开栏照片和平台发布记录", "会议纪要和签到册")
SIGNED = (
    "确实没有按期办，责任在我们。已经安排人补办。",
    "情况属实，是排期没有盯住，由我督促办完。",
    "原因已查清，不再有客观理由，按新日期办好。",
)
OPINIONS = ("看了原件，和填报一致，可以验收。", "到现场看过，已经办好。")
OUTCOME_WORDS = {
    "talk": "已约谈负责人，要求以后提前一周自查。",
    "notice": "在生产例会上通报，各单位对照自查。",
    "accountability": "一年内多次出现，按考核办法扣减负责人当季绩效。",
    "none": "第一次出现，已补办并说明原因，不再追究。",
}


@dataclass(frozen=True)
class Fate:
    """What becomes of a sheet, the same for the same breach."""

    name: str
    patience: int
    outcome: str
    words: random.Random


class SheetDesk:
    """Looks through the open sheets and lets each take at most one step."""

    def __init__(self, cast: Cast, *, seed: int, today: date) -> None:
        self.people = [cast.acting(holder) for _key, holder in sorted(cast.holders.items())]
        self.seed, self.lately = seed, today - LATELY
        # Posts do not change hands here, so who may do what is looked up once for alike sheets.
        self.able: dict[tuple[object, ...], list[Acting]] = {}
        self.steps: dict[str, Callable[[Violation, Fate], None]] = {
            State.SUSPECTED: self._suspected, State.CONTESTED: self._contested,
            State.CONFIRMED: self._confirmed, State.SIGNED: self._rectified, State.RETURNED: self._rectified,
            State.RECTIFIED: self._looked_at, State.ACCEPTED: self._closed,
        }  # fmt: skip

    def work(self) -> None:
        """One afternoon."""
        sheets = Violation.objects.filter(state__in=rules.OPEN).select_related("unit")
        for sheet in sheets.order_by("year", "number"):
            self.steps[sheet.state](sheet, self.fate(sheet))

    def fate(self, sheet: Violation) -> Fate:
        rng = random.Random(f"{self.seed}/{sheet.rule}/{sheet.due_on}/{sheet.unit.code}/{sheet.period}")
        fates = LATE_FATES if sheet.opened_on >= self.lately else FATES
        name, patience, outcome = _drawn(rng, fates), _drawn(rng, PATIENCE), _drawn(rng, OUTCOMES)
        if clock.today() - sheet.opened_on > FOUND_AFTER:
            return Fate("plain", min(patience, sheet.rung), outcome, rng)
        return Fate(name, 9 if name == "never" else patience, outcome, rng)

    def _who(self, sheet: Violation, party: Party, *, fresh: bool = False) -> Acting | None:
        """Somebody with this part; `fresh`: who took no part before."""
        place = (party, sheet.unit_id, sheet.side, sheet.desk_role, sheet.desk_path, sheet.owner_path,
                 sheet.rung, sheet.confided)  # fmt: skip
        if place not in self.able:
            self.able[place] = [one for one in self.people if party in parties(one, sheet)]
        able = self.able[place]
        return next((one for one in able if not (fresh and took_part(one, sheet, *EARLIER))), None)

    def _suspected(self, sheet: Violation, fate: Fate) -> None:
        if fate.name == "wrong" and (who := self._who(sheet, Party.SUPERVISOR)):
            ground = "查了原始记录，当时已经办了，只是没有登记。"
            correct_record(acting=who, violation_id=sheet.pk, ground=ground)
        contests = (
            fate.name in ("excused", "refused", "silent_contest") and clock.today() <= sheet.contest_until
        )
        if contests and (who := self._who(sheet, Party.OWING)):
            reason = "当天停电检修，办公楼封闭，无法按期办理，附检修通知。"
            contest_violation(acting=who, violation_id=sheet.pk, reason=reason)

    def _contested(self, sheet: Violation, fate: Fate) -> None:
        who = self._who(sheet, Party.SUPERVISOR, fresh=True)
        if fate.name == "excused" and who:
            explain_violation(acting=who, violation_id=sheet.pk, ground="检修通知属实，次日已补办，免除。")
        elif fate.name == "refused" and who:
            reason = "检修只有半天，前两周都可以办，异议不成立。"
            confirm_violation(acting=who, violation_id=sheet.pk, reason=reason)

    def _confirmed(self, sheet: Violation, fate: Fate) -> None:
        today = clock.today()
        who = self._who(sheet, Party.SIGNER) if sheet.rung >= fate.patience else None
        if who is None:
            return
        latest = working_days(rules.ACCEPT_WORKING_DAYS) if sheet.rung > 1 else today
        latest = max(sheet.rectify_by or today, latest)
        new_on = min(latest, today + timedelta(days=fate.words.randint(9, 20)))
        reason = fate.words.choice(SIGNED)
        sign_violation(acting=who, violation_id=sheet.pk, reason=reason, new_on=new_on)

    def _rectified(self, sheet: Violation, fate: Fate) -> None:
        soon = sheet.new_on is None or clock.today() >= sheet.new_on - BEFORE_NEW_DATE
        if fate.name == "not_done" or not soon:
            return
        who = self._who(sheet, Party.OWING) or self._who(sheet, Party.SIGNER)
        if who is None:
            return
        report_rectification(
            acting=who, violation_id=sheet.pk, cause=fate.words.choice(CAUSES),
            measure=fate.words.choice(MEASURES), owner=who.employee.name, evidence=fate.words.choice(SHOWN),
        )  # fmt: skip

    def _looked_at(self, sheet: Violation, fate: Fate) -> None:
        who = self._who(sheet, Party.SUPERVISOR, fresh=True) if fate.name != "not_accepted" else None
        if who is None:
            return
        if fate.name == "returned" and not sheet.entries.filter(verb="send_back").exists():
            send_back_rectification(
                acting=who, violation_id=sheet.pk, opinion="只有说明，没有补办的原件，请补上。",
                new_on=working_days(8),
            )  # fmt: skip
            return
        accept_rectification(acting=who, violation_id=sheet.pk, opinion=fate.words.choice(OPINIONS))

    def _closed(self, sheet: Violation, fate: Fate) -> None:
        who = self._who(sheet, Party.DECIDER, fresh=True) if fate.name != "no_outcome" else None
        if who is None:
            return
        reason = OUTCOME_WORDS[fate.outcome]
        decide_outcome(acting=who, violation_id=sheet.pk, outcome=fate.outcome, reason=reason)


def _drawn(rng: random.Random, table: tuple[tuple[T, int], ...]) -> T:
    return rng.choices([row[0] for row in table], [row[1] for row in table])[0]
