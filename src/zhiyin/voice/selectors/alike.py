"""Cases like one case: what was said about the same, among those that this person may see."""

from datetime import timedelta

from zhiyin.insight.alike import Text, nearest
from zhiyin.people.acting import Acting
from zhiyin.voice import search
from zhiyin.voice.models import Demand
from zhiyin.voice.selectors.visible import visible

RECENT, FOUND, SHOWN = 250, 150, 8
LOOKED_BACK = timedelta(days=400)
NEEDED = ("title", "text", "place", "topic", "state", "track", "urgent", "submitted_on", "answered_on")


def alike_to(acting: Acting, demand: Demand) -> list[Demand]:
    """The most alike, the nearest first. Three queries: recent ones of the same topic, those that the
    search finds with its title, and the rows that are shown. Who spoke plays no part."""
    others = visible(acting).filter(track=demand.track).exclude(pk=demand.pk)
    since = demand.submitted_on - LOOKED_BACK
    recent = others.filter(topic=demand.topic, submitted_on__gte=since).order_by("-submitted_on", "pk")
    candidates = {row.pk: row for row in recent.only(*NEEDED)[:RECENT]}
    if demand.track == Demand.Track.ORDINARY:
        # A title that hundreds have says nothing that the recent ones do not say.
        same_words = search.few(demand.title[:12], FOUND) or []
        candidates |= {row.pk: row for row in others.filter(pk__in=same_words).only(*NEEDED)}
    rows = list(candidates.values())
    texts = [Text(f"{row.title} {row.place}", row.text) for row in rows]
    near = nearest(Text(f"{demand.title} {demand.place}", demand.text), texts)[:SHOWN]
    ids = [rows[place].pk for place in near]
    shown = Demand.objects.select_related("unit", "handling_unit", "handling_post", "hot__problem")
    by_id = {row.pk: row for row in shown.filter(pk__in=ids).prefetch_related("answers")}
    return [by_id[pk] for pk in ids if pk in by_id]
