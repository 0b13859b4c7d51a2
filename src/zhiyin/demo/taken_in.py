"""What comes in by other ways: posters with a code, a call, a visit, a letter, a correction asked for."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from zhiyin.demo.case import Story
from zhiyin.demo.cast import Cast
from zhiyin.demo.days import at, working_days_before
from zhiyin.journal import clock
from zhiyin.people.services.corrections import ask_correction
from zhiyin.voice.models import Demand
from zhiyin.voice.services.intake import make_poster, take_down
from zhiyin.voice.services.submit import Said
from zhiyin.voice.states import Way

POSTERS: Final = (
    ("焊接车间东门", "YS0103", ""),
    ("二线淋浴间门口", "YS0202", "living"),
    ("集团食堂二楼", "YS", "living"),
)
POSTERS_BACK, CORRECTION_BACK = 90, 3


@dataclass(frozen=True)
class Told:
    """What an officer takes down: `team` of who spoke, and working days since it was said and written."""

    channel: str
    way: Way
    team: str
    topic: str
    place: str
    text: str
    said_back: int
    written_back: int


TOLD: Final = (
    Told(
        Demand.Channel.PHONE, Way.NAMED, "YS070201", "living", "项目部驻地",
        "打电话来说：驻地的热水器坏了十来天，夜里零度，报修说配件没到，问哪天能到。", 2, 2,
    ),
    Told(
        Demand.Channel.VISIT, Way.CONFIDENTIAL, "YS040301", "hours", "机加三线",
        "来工会当面说：连着四个周末加班，班里有人身体吃不消，又不敢自己提，希望排班的时候轮一轮。", 1, 1,
    ),
    Told(
        Demand.Channel.PAPER, Way.ANONYMOUS, "", "safety", "铸造厂北门",
        "意见箱里的一张纸：北门的减速带掉了一截，电动车过去老打滑，已经摔了两个人。", 5, 3,
    ),
)  # fmt: skip


def stories(cast: Cast, today: date) -> Iterator[tuple[datetime, Story]]:
    yield at(working_days_before(today, POSTERS_BACK), 14 * 60), _hung_up(cast)
    yield at(working_days_before(today, CORRECTION_BACK), 19 * 60), _corrected(cast)
    for place, told in enumerate(TOLD):
        said_on = working_days_before(today, told.said_back)
        moment = at(working_days_before(today, told.written_back), 10 * 60 + place)
        yield moment, _taken_down(cast, told, said_on)


def _hung_up(cast: Cast) -> Story:
    for place, unit, topic in POSTERS:
        make_poster(acting=cast.officer("union1"), place=place, unit=cast.units[unit], topic=topic)
    yield from ()


def _taken_down(cast: Cast, told: Told, said_on: date) -> Story:
    speaker = cast.staff[told.team][0] if told.team else None
    unit = cast.units[told.team[:6]] if told.team else cast.units["YS03"]
    said = Said(
        text=told.text, way=told.way, token=told.text.encode()[-16:], topic=told.topic, place=told.place,
        unit=unit, channel=told.channel, speaker=speaker, received_on=min(said_on, clock.today()),
    )  # fmt: skip
    take_down(acting=cast.officer("union1"), said=said)
    yield from ()


def _corrected(cast: Cast) -> Story:
    person = cast.staff["YS010301"][0]
    ask_correction(
        acting=cast.acting(person), field="joined_on", wanted="入职日期应该是 2015-07-06，合同上写着。"
    )
    yield from ()
