"""The filter of a list, read from the address; what it does not know, it leaves out."""

from collections.abc import Mapping

from zhiyin.people.sent import day_in
from zhiyin.voice.selectors.inbox import FLAGS, LATEST, VIEW_NAMES, Filter, valid

LONGEST_SEARCH = 60


def filter_from(query: Mapping[str, str], track: str = "") -> Filter:
    view = query.get("view", "mine")
    return Filter(
        view=view if view in VIEW_NAMES else "mine",
        q=query.get("q", "").strip()[:LONGEST_SEARCH],
        unit=query.get("unit", "")[:32],
        topic=valid("topic", query.get("topic", "")),
        kind=valid("kind", query.get("kind", "")),
        way=valid("way", query.get("way", "")),
        state=valid("state", query.get("state", "")),
        since=day_in(query.get("since", "")),
        until=day_in(query.get("until", "")),
        track=track,
        channel=valid("channel", query.get("channel", "")),
        handling=query.get("handling", "")[:32],
        **{name: query.get(name) == "1" for name in FLAGS},
        order=LATEST if query.get("order") == LATEST else "",
    )
