"""What people keep for themselves: views, one of them shared; a reminder; a demand half written."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

from zhiyin.demo.case import Story
from zhiyin.demo.cast import Cast
from zhiyin.demo.days import at, working_days_before
from zhiyin.institutions.calendar import Calendar
from zhiyin.journal import clock
from zhiyin.voice.models import Demand
from zhiyin.voice.services.drafts import save_draft
from zhiyin.voice.services.own_notes import note_down
from zhiyin.voice.services.saved_views import save_view
from zhiyin.voice.states import State

VIEWS: Final = (
    ("宿舍食堂，没答复的", {"view": "open", "topic": "living"}, True),
    ("热处理厂，最近的", {"view": "open", "unit": "YS02", "order": "latest"}, False),
)
DRAFT: Final = {
    "text": "二工段的吸烟点就在砂轮房门口，排风一开烟全进来。能不能挪到",
    "topic": "safety", "place": "二工段砂轮房", "unit": "", "way": "named",
}  # fmt: skip
TOKEN: Final = b"kept by the demo"
WRITTEN_BACK = timedelta(days=2)


def stories(cast: Cast, today: date) -> Iterator[tuple[datetime, Story]]:
    yield at(working_days_before(today, 20), 9 * 60), _views(cast)
    yield at(working_days_before(today, 1), 16 * 60), _note(cast)
    yield at(today - WRITTEN_BACK, 20 * 60 + 40), _draft(cast)


def _views(cast: Cast) -> Story:
    for name, query, shared in VIEWS:
        save_view(acting=cast.officer("demand1"), name=name, query=query, shared=shared)
    yield from ()


def _note(cast: Cast) -> Story:
    """The handler wants to look at the oldest open case again."""
    handler = cast.officer("YS-XZ/handler")
    mine = Demand.objects.filter(handling_post=cast.posts["YS-XZ/handler"], state=State.IN_HANDLING)
    oldest = mine.order_by("submitted_on", "number").values_list("pk", flat=True).first()
    if oldest:
        on = Calendar.shipped().add_working_days(clock.today(), 1)
        note_down(acting=handler, demand_id=oldest, on=on, text="问问车队新站牌哪天到货")
    yield from ()


def _draft(cast: Cast) -> Story:
    save_draft(acting=cast.officer("employee"), token=TOKEN, values=DRAFT)
    yield from ()
