"""What happened in a demand, told to its speaker: from its facts, with the words of its rows. Days only."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zhiyin.journal.models import Fact
from zhiyin.people.marks import mark
from zhiyin.people.models import Unit
from zhiyin.voice.models import Answer, Call, Demand, Extension, Redate
from zhiyin.voice.selectors.explaining import with_citations
from zhiyin.voice.selectors.words import kind_word, satisfied_word, solved_word


@dataclass
class Event:
    """One line of the timeline."""

    day: date
    title: str
    icon: str = "check"
    text: str = ""
    until: date | None = None
    answer: Answer | None = None
    fact: str = ""


@dataclass
class Rows:
    """The rows of a demand whose words the facts do not carry, each taken in the order of its facts."""

    answers: list[Answer]
    asks: list[Any]
    objections: list[Any]
    extensions: Sequence[Extension]
    redate: Redate | None
    reviews: list[Any]
    notices: dict[str, list[Any]]
    verdicts: list[Any]
    units: dict[str, str] = field(default_factory=dict)
    ceiling_on: date | None = None
    used: dict[str, int] = field(default_factory=dict)

    def take(self, name: str, found: Sequence[Any]) -> Any:
        """The next unused row of a list, or None."""
        place = self.used.get(name, 0)
        self.used[name] = place + 1
        return found[place] if place < len(found) else None


def rows_of(demand: Demand, facts: Iterable[Fact], ceiling_on: date | None) -> Rows:
    """Everything the timeline quotes; one query for each kind of row."""
    notices: dict[str, list[Any]] = {}
    for notice in demand.notices.all():
        notices.setdefault(notice.about, []).append(notice)
    named = {str(fact.payload["to_unit"]) for fact in facts if "to_unit" in fact.payload}
    units = Unit.objects.filter(pk__in=[UUID(code) for code in named]) if named else []
    return Rows(
        answers=list(_answers(demand, {fact.kind for fact in facts})),
        asks=list(demand.asks.all()),
        objections=list(demand.objection_rows.all()),
        extensions=list(demand.extensions.filter(granted=True).order_by("asked_on", "pk")),
        redate=demand.redates.filter(granted=True).first(),
        reviews=list(demand.reviews.select_related("unit")),
        notices=notices,
        verdicts=list(demand.verdicts.all()),
        units={unit.pk.hex: unit.name for unit in units},
        ceiling_on=ceiling_on,
    )


def _answers(demand: Demand, kinds: set[str]) -> Iterable[Answer]:
    answers = demand.answers.select_related("unit").prefetch_related("photos")
    if "voice.claim.determined" in kinds:
        answers = answers.prefetch_related("findings__claim")
    return with_citations(list(answers))


def facts_of(demand: Demand) -> list[Fact]:
    """The facts of a demand in their own order: one query."""
    found = Fact.objects.filter(subject_kind="demand", subject_id=str(demand.pk))
    return list(found.order_by("place"))


def timeline(facts: Iterable[Fact], rows: Rows) -> list[Event]:
    """The events a speaker reads; what is only the office's own paperwork is left out."""
    events: list[Event] = []
    for fact in facts:
        tell = TOLD.get(fact.kind)
        event = tell(fact, rows) if tell else None
        if event is None:
            continue
        event.fact = fact.kind
        events.append(event)
    return _joined(events)


def _joined(events: list[Event]) -> list[Event]:
    """Steps of one day that belong together in one line."""
    result: list[Event] = []
    for event in events:
        last = result[-1] if result else None
        if last and last.day == event.day and (joined := JOINED.get((last.fact, event.fact))):
            last.title, last.fact = joined(), f"{last.fact}+"
            last.text = "\n".join(text for text in (last.text, event.text) if text)
            continue
        result.append(event)
    return result


JOINED = {
    ("voice.demand.received", "voice.demand.registered"): lambda: _("你提交，当天登记"),
    ("voice.demand.received+", "voice.demand.accepted"): lambda: _("你提交，当天受理"),
    ("voice.demand.registered", "voice.demand.accepted"): lambda: _("受理了"),
    ("voice.demand.answered", "voice.promise.made"): lambda: _("答复你，答应了日子"),
    ("voice.demand.rated", "voice.demand.rework"): lambda: _("你说没解决，再办一次"),
}


def _accepted(fact: Fact, rows: Rows) -> Event:
    notice = rows.take("accepted", rows.notices.get("accepted", []))
    text = _("按“%(kind)s”办理。") % {"kind": kind_word(str(fact.payload["type"]))}
    return Event(fact.occurred_on, _("受理了"), text=f"{text}{notice.text if notice else ''}")


def _redirected(fact: Fact, rows: Rows) -> Event:
    notice = rows.take("redirected", rows.notices.get("redirected", []))
    return Event(fact.occurred_on, _("不归这里管，告诉你找谁"), "route", notice.text if notice else "")


def _merged(fact: Fact, rows: Rows) -> Event:
    notice = rows.take("merged", rows.notices.get("merged", []))
    return Event(fact.occurred_on, _("和你上次提的并在一起"), "git-merge", notice.text if notice else "")


def _kind_changed(fact: Fact, rows: Rows) -> Event:
    kind = kind_word(str(fact.payload["type"]))
    return Event(fact.occurred_on, _("类型改为“%(kind)s”") % {"kind": kind})


def _to_unit(fact: Fact, rows: Rows) -> str:
    return rows.units.get(str(fact.payload.get("to_unit", "")), pgettext("in a sentence", "承办单位"))


def _dispatched(fact: Fact, rows: Rows) -> Event:
    return Event(fact.occurred_on, _("交给%(unit)s") % {"unit": _to_unit(fact, rows)})


def _objected(fact: Fact, rows: Rows) -> Event:
    row = rows.take("objected", rows.objections)
    return Event(
        fact.occurred_on, _("承办单位说不归它管，正在定由谁来办"), "route", row.reason if row else ""
    )


def _ruled(fact: Fact, rows: Rows) -> Event:
    row = rows.take("ruled", rows.objections)
    upheld = fact.kind == "voice.objection.upheld"
    title = _("定了：改由%(unit)s办") if upheld else _("定了：还是%(unit)s办")
    return Event(fact.occurred_on, title % {"unit": _to_unit(fact, rows)}, text=row.ruling if row else "")


def _contacted(fact: Fact, rows: Rows) -> Event:
    again = rows.take("contacted", [None])
    first = rows.used["contacted"] == 1 and again is None
    channel = channel_word(str(fact.payload["channel"]))
    title = _("承办人第一次联系你") if first else _("承办人又联系了你")
    return Event(fact.occurred_on, title, "phone", channel)


def channel_word(value: str) -> str:
    return str(Call.Channel(value).label)


def _asked(fact: Fact, rows: Rows) -> Event:
    row = rows.take("asked", rows.asks)
    return Event(fact.occurred_on, _("请你补充"), "message-2", row.text if row else "")


def _extended(fact: Fact, rows: Rows) -> Event:
    row = rows.take("extended", rows.extensions)
    reason = f"{row.get_reason_display()}{mark('：')}{row.explanation}" if row else ""
    title = _("延期 %(days)s 天") % {"days": fact.payload["days"]}
    return Event(fact.occurred_on, title, "calendar-event", reason, rows.ceiling_on)


def _escalated(fact: Fact, rows: Rows) -> Event:
    why = {
        "time": _("时间快到了，系统自动报的，不用你催。"),
        "cross_unit": _("要几个单位一起办，请上一级定。"),
        "asked": _("有人请上一级来看。"),
    }[str(fact.payload["why"])]
    return Event(fact.occurred_on, _("已报上一级"), "trending-up", why)


def _answered(fact: Fact, rows: Rows) -> Event:
    return Event(fact.occurred_on, _("答复你"), answer=rows.take("answered", rows.answers))


def _redated(fact: Fact, rows: Rows) -> Event:
    row = rows.redate
    return Event(
        fact.occurred_on, _("答应的日子改了一次"), "calendar-event",
        row.reason if row else "", row.promised_on if row else None,
    )  # fmt: skip


def _promise_done(fact: Fact, rows: Rows) -> Event:
    done = [answer for answer in rows.answers if answer.done_on == fact.occurred_on]
    return Event(fact.occurred_on, _("承办单位说办好了"), text=done[-1].done_text if done else "")


def _rated(fact: Fact, rows: Rows) -> Event:
    verdict = rows.take("rated", rows.verdicts)
    words = {
        "solved": solved_word(str(fact.payload["solved"])),
        "satisfied": satisfied_word(str(fact.payload["satisfied"])),
    }
    union = fact.payload["by"] == "union"
    title = _("回访时你说：%(solved)s，%(satisfied)s") if union else _("你说：%(solved)s，%(satisfied)s")
    return Event(fact.occurred_on, title % words, "message-2", verdict.why if verdict else "")


def _visit_tried(fact: Fact, rows: Rows) -> Event:
    channel = channel_word(str(fact.payload["channel"]))
    return Event(fact.occurred_on, _("工会找过你，没联系上"), "phone", channel)


def _visit_reached(fact: Fact, rows: Rows) -> Event:
    return Event(fact.occurred_on, _("工会联系上你了"), "phone", channel_word(str(fact.payload["channel"])))


def _review(fact: Fact, rows: Rows, *, second: bool) -> Any:
    found = [review for review in rows.reviews if review.second == second]
    return found[-1] if found else None


def _review_requested(fact: Fact, rows: Rows) -> Event:
    second = fact.kind.startswith("voice.second_review")
    row = _review(fact, rows, second=second)
    title = _("你申请复核") if second else _("你申请复查")
    return Event(fact.occurred_on, title, "gavel", row.grounds if row else "")


def _review_taken(fact: Fact, rows: Rows) -> Event:
    second = fact.kind.startswith("voice.second_review")
    title = _("复核交给%(unit)s，换人办") if second else _("复查交给%(unit)s，换人办")
    return Event(fact.occurred_on, title % {"unit": _to_unit(fact, rows)}, "users")


def _review_decided(fact: Fact, rows: Rows) -> Event:
    second = fact.kind.startswith("voice.second_review")
    row = _review(fact, rows, second=second)
    if fact.payload["changed"]:
        title = _("复核意见：改变原来的结果") if second else _("复查意见：改变原来的答复")
    else:
        title = _("复核意见：维持原来的结果") if second else _("复查意见：维持原来的答复")
    return Event(fact.occurred_on, title, "gavel", row.opinion if row else "")


def _lapsed(fact: Fact, rows: Rows) -> Event:
    notice = rows.take("lapsed", rows.notices.get("lapsed", []))
    return Event(fact.occurred_on, _("等你补充超过时间，先放下"), "clock", notice.text if notice else "")


def _claims_set(fact: Fact, rows: Rows) -> Event:
    title = _("把你说的分成 %(n)s 项，逐项答复") % {"n": fact.payload["count"]}
    return Event(fact.occurred_on, title, "arrows-split")


def _split_off(fact: Fact, rows: Rows) -> Event:
    notice = rows.take("split_off", rows.notices.get("split_off", []))
    return Event(fact.occurred_on, _("一项分出去单独办"), "arrows-split", notice.text if notice else "")


def _looked_again(fact: Fact, rows: Rows) -> Event:
    possible = fact.payload["possible"]
    title = _("又看了一次：现在有条件了") if possible else _("又看了一次：还没有条件，说明写在留言里")
    return Event(fact.occurred_on, title, "refresh")


def _handed_on(fact: Fact, rows: Rows) -> Event:
    notice = rows.take("handed_on", rows.notices.get("handed_on", []))
    return Event(fact.occurred_on, _("换到本单位另一个岗位办"), "route", notice.text if notice else "")


def _followed_up(fact: Fact, _rows: Rows) -> Event:
    title = _("回头看：协议都做到了") if fact.payload["kept"] else _("回头看：有没做到的")
    return Event(fact.occurred_on, title, "check")


TOLD: dict[str, Any] = {
    "voice.mediation.opened": lambda fact, rows: Event(fact.occurred_on, _("开始协调"), "heart-handshake"),
    "voice.mediation.met": lambda fact, rows: Event(fact.occurred_on, _("协调见了一次面"), "heart-handshake"),
    "voice.mediation.proposed": lambda fact, rows: Event(
        fact.occurred_on, _("谈出了协议，等你认可"), "writing"
    ),
    "voice.mediation.agreed": lambda fact, rows: Event(fact.occurred_on, _("你认可了协议"), "check"),
    "voice.mediation.declined": lambda fact, rows: Event(
        fact.occurred_on, _("你不认可协议，接着谈"), "message-2"
    ),
    "voice.mediation.failed": lambda fact, rows: Event(
        fact.occurred_on, _("协调不成，诉求照常办"), "x"
    ),
    "voice.mediation.followed_up": _followed_up,
    "voice.demand.handed_on": _handed_on,
    "voice.demand.received": lambda fact, rows: Event(fact.occurred_on, _("你提交了")),
    "voice.demand.registered": lambda fact, rows: Event(fact.occurred_on, _("登记了")),
    "voice.demand.accepted": _accepted,
    "voice.demand.redirected": _redirected,
    "voice.demand.merged": _merged,
    "voice.kind.contested": lambda fact, rows: Event(fact.occurred_on, _("你说类型不对"), "message-2"),
    "voice.kind.changed": _kind_changed,
    "voice.demand.dispatched": _dispatched,
    "voice.dispatch.undone": lambda fact, rows: Event(
        fact.occurred_on, _("刚才的转办收回了，重新安排"), "history"
    ),
    "voice.demand.signed_in": lambda fact, rows: Event(fact.occurred_on, _("承办人接手了")),
    "voice.handler.recused": lambda fact, rows: Event(
        fact.occurred_on, _("承办人和这件事有关系，回避了，换人办"), "ban"
    ),
    "voice.demand.objected": _objected,
    "voice.objection.upheld": _ruled,
    "voice.objection.dismissed": _ruled,
    "voice.demand.contacted": _contacted,
    "voice.info.requested": _asked,
    "voice.info.received": lambda fact, rows: Event(fact.occurred_on, _("你补充了"), "message-2"),
    "voice.demand.lapsed": _lapsed,
    "voice.demand.resumed": lambda fact, rows: Event(fact.occurred_on, _("你又补充，接着办")),
    "voice.claims.set": _claims_set,
    "voice.claim.split_off": _split_off,
    "voice.demand.split_from": lambda fact, rows: Event(
        fact.occurred_on, _("从你那一件里分出来，单独办"), "arrows-split"
    ),
    "voice.legacy.marked": lambda fact, rows: Event(
        fact.occurred_on, _("定为历史遗留问题，把当年的文件找齐"), "history"
    ),
    "voice.demand.looked_again": _looked_again,
    "voice.demand.extended": _extended,
    "voice.demand.escalated": _escalated,
    "voice.demand.answered": _answered,
    "voice.promise.made": lambda fact, rows: Event(fact.occurred_on, _("答应了日子"), "calendar-event"),
    "voice.promise.redated": _redated,
    "voice.promise.done": _promise_done,
    "voice.promise.denied": lambda fact, rows: Event(fact.occurred_on, _("你说没办好，再办"), "message-2"),
    "voice.demand.rated": _rated,
    "voice.demand.rework": lambda fact, rows: Event(fact.occurred_on, _("再办一次"), "rotate-clockwise"),
    "voice.visit.opened": lambda fact, rows: Event(fact.occurred_on, _("轮到工会来问你"), "phone"),
    "voice.visit.tried": _visit_tried,
    "voice.visit.reached": _visit_reached,
    "voice.visit.given_up": lambda fact, rows: Event(fact.occurred_on, _("几次没联系上你"), "phone"),
    "voice.review.requested": _review_requested,
    "voice.second_review.requested": _review_requested,
    "voice.review.taken": _review_taken,
    "voice.second_review.taken": _review_taken,
    "voice.review.decided": _review_decided,
    "voice.second_review.decided": _review_decided,
    "voice.demand.closed": lambda fact, rows: Event(fact.occurred_on, _("办结"), "circle-check"),
    "voice.demand.finalised": lambda fact, rows: Event(fact.occurred_on, _("终结"), "lock"),
    "voice.demand.reopened": lambda fact, rows: Event(fact.occurred_on, _("有新情况，重新受理"), "refresh"),
    "voice.demand.withdrawn": lambda fact, rows: Event(fact.occurred_on, _("你撤回了"), "minus"),
    "voice.demand.moved_to_discipline": lambda fact, rows: Event(
        fact.occurred_on, _("转给纪检，别的部门看不到"), "shield-lock"
    ),
    "voice.identity.shown": lambda fact, rows: Event(
        fact.occurred_on, _("你让承办人知道了你是谁"), "user"
    ),
    "voice.record.imported": lambda fact, rows: Event(fact.occurred_on, _("旧记录导入"), "archive"),
}  # fmt: skip
