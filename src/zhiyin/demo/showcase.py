"""Demands that are always there: one in every state today, those of the demo's worker, and a few alike."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from zhiyin.demo import away, library
from zhiyin.demo.accounts import EMPLOYEE_UNIT, TOKEN
from zhiyin.demo.days import at, working_days_before
from zhiyin.demo.parts import DORMITORY, HOUSE, HOUSE_PAPERS, NIGHT
from zhiyin.demo.plan import Plan
from zhiyin.demo.tree import handlers, handling_unit, places
from zhiyin.journal import clock
from zhiyin.voice.states import State, Way

NAMED, SEALED, NOBODY = Way.NAMED, Way.CONFIDENTIAL, Way.ANONYMOUS
BREAKFAST = 7 * 60 + 10
NEVER = 70
# Working days: whenever today is, the quarter in which its answer fell due is fixed by then.
FOUND_OUT_AFTER = 100
# Beyond the sixty days and any extension of them.
LONG_AFTER = 120
SEPTEMBER = (9, 18)
Timed = tuple[Plan, datetime]


def plans(first: int, end: datetime) -> list[Timed]:
    """All of them, with indexes from `first`, none later than `end`."""
    show = Showcase(end)
    rows = [
        *show.states(), *show.matters(), *show.own(), *show.alike(), *show.now(), *show.clocks(),
        *show.several(), *show.explaining(), *show.at_an_empty_desk(), *show.found_out(),
    ]  # fmt: skip
    return [
        (replace(plan, index=first + number), min(moment, end - timedelta(minutes=20)))
        for number, (plan, moment) in enumerate(rows)
    ]


class Showcase:
    def __init__(self, end: datetime) -> None:
        self.end = end
        self.today = clock.day_of(end)
        self._place = {place.spec.code: place for place in places()}

    def plan(self, key: str, unit: str, way: Way, back: int, **more: object) -> Timed:
        """A matter raised early on the day that lies `back` working days before today."""
        place = self._place[unit]
        scenario = next(one for one in _all() if one.id == key)
        day = working_days_before(self.today, back)
        handler = handling_unit(scenario.to, place.plant) if scenario.to else ""
        values = {
            "accept_after": 0,
            "unit": handler,
            "answer_after": 7,
            "verdict_after": 0,
            "cites": True,
        } | more
        return Plan(0, day, scenario, place, way, **values), at(day, BREAKFAST)  # type: ignore[arg-type]

    def answered(self, key: str, unit: str, way: Way, days: int, after: int, **more: object) -> Timed:
        """As `plan`, answered `days` days ago, `after` working days from being accepted."""
        day = working_days_before(self.today - timedelta(days=days), 0)
        back = working_days_before(day, after)
        plan, _ = self.plan(key, unit, way, 0, answer_after=after, **more)
        plan.on = back
        return plan, at(back, BREAKFAST)

    def states(self) -> list[Timed]:
        """One story for each state, halted there."""
        s, p = State, self.plan
        return [
            p("dorm-wifi", "YS020103", NAMED, 1, halt=s.REGISTERED, register_first=True),
            p("locker", "YS020201", SEALED, 3, halt=s.ACCEPTED, accept_after=1),
            p("canteen-taste", "YS050202", NAMED, 4, halt=s.DISPATCHED, accept_after=1),
            p("floor-oil", "YS040301", SEALED, 5, halt=s.OBJECTED, objection="up"),
            p("title-quota", "YS060101", NAMED, 4, halt=s.IN_HANDLING),
            p("title-review-appeal", "YS060201", SEALED, 7, halt=s.AWAITING_EMPLOYEE, ask="silence"),
            p("toilet", "YS030302", NOBODY, 8, halt=s.ANSWERED, token=TOKEN, answer_after=6),
            p("heat-medicine", "YS070101", SEALED, 16, halt=s.RETURN_VISIT, verdict=""),
            p("forklift", "YS050101", NAMED, 9, halt=s.RATED, verdict="yes-basically"),
            p("noise", "YS030301", NAMED, 10, halt=s.REWORK, verdict="no-no", manner="evasive"),
            p("piece-rate", "YS040301", NAMED, 16, halt=s.REVIEW_REQUESTED,
              review="kept", verdict="partly-no"),
            p("promotion-closed", "YS040101", SEALED, 22, halt=s.UNDER_REVIEW,
              review="kept", verdict="partly-no"),
            p("post-pay-change", "YS010101", NAMED, 34, halt=s.REVIEW_DECIDED,
              review="changed", verdict="partly-no"),
            p("bonus-opaque", "YS010202", SEALED, 48, halt=s.SECOND_REVIEW_REQUESTED, review="second",
              verdict="partly-no", answer_after=3),
            p("buyout-age", "YS030101", NAMED, 54, halt=s.UNDER_SECOND_REVIEW, review="second",
              verdict="partly-no", manner="no"),
            p("severance-calc", "YS030201", NAMED, 90, halt=s.FINAL, review="second", verdict="partly-no"),
            p("smoking", "YS040202", NOBODY, 26, halt=s.UNREACHABLE, verdict="", visit="unreachable"),
            p("uniform-size", "YS030102", NAMED, 15, halt=s.CLOSED, answer_after=3),
            p("canteen-price", "YS080201", SEALED, 24, halt=s.LAPSED, fate="lapse", ask="silence"),
            p("unfair-schedule", "YS030202", NAMED, 12, halt=s.WITHDRAWN, fate="withdraw"),
            p("parking", "YS040101", NAMED, 14, halt=s.MERGED, fate="merge"),
            p("police", "YS080101", NAMED, 6, fate="redirect"),
            p("fake-invoice", "YS050201", NOBODY, 12, fate="report", halt=s.IN_HANDLING),
            p("kickback", "YS040102", SEALED, 2, fate="report", halt=s.ACCEPTED),
        ]  # fmt: skip

    def matters(self) -> list[Timed]:
        """What a day in the office is made of: late, paused, extended, promised, broken, re-dated."""
        s, p, a = State, self.plan, self.answered
        return [
            p("fund-base", "YS020101", NAMED, 19, answer_after=NEVER),
            p("dispatch-pay", "YS080102", SEALED, 17, answer_after=NEVER),
            p("overtime-pay", "YS010201", NAMED, 15, answer_after=NEVER, extension="asked"),
            p("rest-day", "YS010101", SEALED, 15, answer_after=NEVER, extension="asked"),
            p("deduct-quality", "YS040101", SEALED, 22, halt=s.UNDER_REVIEW,
              review="kept", verdict="partly-no"),
            p("patent-reward", "YS060301", NAMED, 16, answer_after=NEVER, extension="granted"),
            p("social-gap", "YS080202", NAMED, 16, answer_after=NEVER, extension="refused"),
            p("dorm-water", "YS080301", SEALED, 4, halt=s.AWAITING_EMPLOYEE, ask="silence"),
            a("heating" if self.today.month in (11, 12, 1, 2, 3) else "dorm-water", "YS010102", NAMED, 3, 4,
              promise=9, halt=s.PROMISED),
            a("road-potholes", "YS010401", NAMED, 10, 6, promise=8, keeping="broken"),
            a("dust-mask", "YS030303", SEALED, 14, 8, promise=11, keeping="redated"),
            a("home-leave", "YS070201", SEALED, 5, 9, promise=4, halt=s.PROMISED),
            a("abroad-safety", "YS070301", SEALED, 2, 7, promise=24, halt=s.PROMISED),
        ]  # fmt: skip

    def own(self) -> list[Timed]:
        """The six demands of the worker whose phone the demo shows."""
        me = {"speaker": "employee"}
        p, a, unit = self.plan, self.answered, EMPLOYEE_UNIT
        month = (self.today.replace(day=1) - timedelta(days=1)).month
        heat = self.today.month in (7, 8, 9, 10, 11)
        return [
            a("fume-fan", unit, SEALED, 1, 11, halt=State.ANSWERED, title="焊接工位排风机坏了三周",
              text="排风机坏了三周，焊烟散不出去，中午嗓子都是苦的。报修单填了两回，没人来。",
              slots={"place": "焊接工位", "n": "2"}, **me),
            a("shower-cold", unit, SEALED, 4, 4, halt=State.PROMISED, promise=14, title="淋浴间没有热水",
              text="淋浴间上个月底就没有热水，下夜班一身油没法洗。希望先修一个龙头顶着用。",
              slots={"place": "二楼淋浴间"}, **me),
            p("bus-stop", unit, NAMED, 14, answer_after=NEVER, title="夜班班车能不能多停一站",
              text="夜班班车能不能在新村路口多停一站？那边住着二十多个下夜班的，半夜走四十分钟。",
              slots={"place": "夜班班车"}, **me),
            p("heat-allowance" if heat else "night-allowance", unit, NAMED, 17, answer_after=NEVER,
              title="高温津贴少算了两天" if heat else "夜班津贴少算了两个班",
              text=(f"{min(month, 9) if heat else month}月的{'高温' if heat else '夜班'}津贴给我少算了两天，"
                    "考勤表上都有。问了核算员，说人力给的就是这个数。"),
              slots={"n": "2"}, **me),
            a("locker", unit, NAMED, 33, 3, verdict="yes-yes", title="二楼更衣柜门锁坏",
              text="二楼更衣柜的锁坏了，关不上，衣服没法放。帮忙换一把。",
              slots={"place": "二楼更衣柜"}, **me),
            a("skill-exam", unit, NAMED, 70, 2, verdict="yes-basically", title="今年焊工考级什么时候报名",
              text="今年焊工高级的考级什么时候报名？上次倒班没看到通知。", **me),
        ]  # fmt: skip

    def alike(self) -> list[Timed]:
        """Three workers, one matter: the office may see that they belong together."""
        rows = (
            (SEALED, "淋浴间从月初就没有热水，下夜班一身油没法洗。找过班长两次，说等通知。"
             "希望先修一个龙头顶着用。", "热处理二线淋浴间没有热水"),
            (NAMED, "我们下夜班洗不了热水澡，等了半个月了，到底什么时候有热水？",
             "下夜班洗不了热水澡，等了半个月"),
            (NOBODY, "二线的淋浴热水器坏了没人修，天天洗凉水。", "淋浴热水器坏了没人修"),
        )  # fmt: skip
        return [
            self.plan(
                "shower-cold", f"YS02020{number}", way, 1, text=text, title=title,
                slots={"place": "二线淋浴间"}, halt=State.REGISTERED, register_first=True,
            )
            for number, (way, text, title) in enumerate(rows, start=1)
        ]  # fmt: skip

    def several(self) -> list[Timed]:
        """Three things asked for at once; one of them split off; an old problem with its papers."""
        p = self.plan
        return [
            p("night-allowance", "YS030201", NAMED, 30, answer_after=6, verdict="partly-basically",
              title="夜班津贴、排班和夜班食堂", parts=NIGHT,
              text="三四月的夜班津贴少算了；排班表老是头天晚上才出；下了夜班食堂早关门了。这三件请一起解决。"),
            p("dorm-water", "YS020301", SEALED, 6, answer_after=NEVER, title="宿舍防滑、押金和楼道灯",
              parts=DORMITORY,
              text="四楼淋浴间滑，摔过人；去年退宿扣了我200元押金没说法；楼道灯坏了三盏。"),
            p("house-title", "YS010201", NAMED, 236, answer_after=12, verdict="partly-basically", parts=HOUSE,
              papers=HOUSE_PAPERS),
        ]  # fmt: skip

    def explaining(self) -> list[Timed]:
        """Two mediations, one agreed and kept, one failed; three cases with helpers, one of them late."""
        p = self.plan
        return [
            p("unfair-schedule", "YS010201", NAMED, 40, answer_after=14, mediation="agreed"),
            p("unfair-schedule", "YS030201", SEALED, 28, answer_after=12, mediation="failed",
              verdict="partly-basically"),
            p("dorm-water", "YS010301", NAMED, 20, answer_after=4, helping="in_time"),
            p("title-quota", "YS020102", SEALED, 9, answer_after=NEVER, helping="late"),
            p("piece-rate", "YS020201", NAMED, 11, answer_after=NEVER, helping="returned"),
        ]  # fmt: skip

    def at_an_empty_desk(self) -> list[Timed]:
        """Handed to a post whose holder is away: a deputy signs it in."""
        return [self.plan("night-meal", "YS040301", NAMED, 5, answer_after=NEVER, post=away.POST)]

    def found_out(self) -> list[Timed]:
        """Long after the figures of its quarter are fixed it turns out to be an accusation."""
        plan, moment = self.plan(
            "bribe-shift", "YS010201", NAMED, FOUND_OUT_AFTER + 8, fate="found_out",
            answer_after=FOUND_OUT_AFTER, title="调白班排不上，不知道按什么排",
            text="想从三班调到白班，申请交了两年排不上，后来的反而先调。请把调岗按什么排、排到谁贴出来。",
        )  # fmt: skip
        plan.unit, plan.scenario = handlers()["hr"], replace(plan.scenario, kind="appeal", topic="hours")
        return [(plan, moment)]

    def now(self) -> list[Timed]:
        """What came in within the last hours, two dangers among it."""
        rows = (
            ("hoist-limit", "YS030101", NOBODY, 45, "行吊限位开关失灵，吊重物时冲顶"),
            ("gas-leak", "YS020301", SEALED, 27 * 60, "渗碳炉旁边有怪味，报警器没响"),
            ("camera-privacy", "YS040401", SEALED, 80, "休息室装了摄像头"),
            ("wage-slip", "YS010501", NAMED, 140, ""),
            ("bid-rig", "YS050301", NOBODY, 200, ""),
        )
        found = []
        for key, unit, way, minutes, title in rows:
            fate = "report" if key == "bid-rig" else "plain"
            plan, _ = self.plan(key, unit, way, 0, halt=State.SUBMITTED, title=title, fate=fate)
            found.append((plan, self.end - timedelta(minutes=minutes)))
        return found

    def clocks(self) -> list[Timed]:
        """Sixty days and one extension, overrun; a promise paused over the National Day holiday."""
        late, _ = self.plan(
            "overtime-pay", "YS040301", NAMED, 80, answer_after=LONG_AFTER, extension="granted"
        )
        asked, _ = self.plan(
            "deduct-quality", "YS020101", NAMED, 0, answer_after=17, ask="reply", reply_after=16, promise=0
        )
        asked.on = self._before_national_day()
        return [(plan, at(plan.on, BREAKFAST)) for plan in (late, asked)]

    def _before_national_day(self) -> date:
        """A few days before the last National Day that the story of the year reaches."""
        year = self.today.year if self.today >= date(self.today.year, *SEPTEMBER) else self.today.year - 1
        return working_days_before(date(year, *SEPTEMBER), 0)


def _all() -> tuple[library.Scenario, ...]:
    return (*library.scenarios(), *library.reports(), *library.redirects())
