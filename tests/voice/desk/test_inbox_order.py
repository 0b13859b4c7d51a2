"""Page by page, forwards and backwards, a list is the same list in the order of its dates."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from zhiyin.institutions.models import NextDue
from zhiyin.voice import search
from zhiyin.voice.models import Demand
from zhiyin.voice.selectors import inbox_pages
from zhiyin.voice.selectors.inbox import Filter, chosen, conditions
from zhiyin.voice.selectors.inbox_pages import PAGE, page

DAY = date(2026, 10, 20)


@pytest.fixture
def many(enterprise):
    """Open demands with equal dates, unequal dates, and none; some are nobody's business here."""
    demands = [
        Demand(
            number=f"ZY-{n:06}", way="anonymous", state="in_handling" if n % 7 else "closed", title=str(n),
            text="…", text_salt="0" * 32, submitted_on=DAY,
            unit=enterprise.units["YS0101" if n % 3 else "YS0201"],
        )
        for n in range(230)
    ]  # fmt: skip
    Demand.objects.bulk_create(demands)
    NextDue.objects.bulk_create(
        NextDue(subject_kind="demand", subject_id=d.pk, next_due=DAY + timedelta(days=n % 11), use_from=DAY)
        for n, d in enumerate(demands)
        if n % 5
    )
    # A date of something else must not get between.
    NextDue.objects.create(subject_kind="visit", subject_id=uuid4(), next_due=DAY, use_from=DAY)
    return demands


def whole(acting, wanted):
    rows = chosen(acting, wanted, conditions(acting))
    return [row.pk for row in sorted(rows, key=lambda row: (row.due, row.pk.hex))]


def leaf_through(acting, wanted, total):
    """All pages forwards, then all back again."""
    there, back, key = [], [], ""
    while True:
        shown = page(acting, wanted, conditions(acting), after=key, before="", total=total)
        there.append([row.pk for row in shown.rows])
        if shown.next is None:
            break
        key = shown.next
    while shown.previous is not None:
        shown = page(acting, wanted, conditions(acting), after="", before=shown.previous, total=total)
        back.append([row.pk for row in shown.rows])
    return there, back[::-1]


@pytest.mark.parametrize("reach", [60, 400])
@pytest.mark.parametrize("total", [None, 0, 10_000])
@pytest.mark.parametrize("unit", ["", "YS02"])
def test_leafing_through_shows_every_demand_once_and_in_order(acting, many, monkeypatch, reach, total, unit):
    monkeypatch.setattr(inbox_pages, "REACH", reach)
    officer, wanted = acting("demand_officer"), Filter(view="open", unit=unit)
    expected = whole(officer, wanted)
    assert len(expected) == (197 if not unit else 66)
    there, back = leaf_through(officer, wanted, total)
    assert [pk for part in there for pk in part] == expected
    assert all(len(part) == PAGE for part in there[:-1])
    assert [pk for part in back for pk in part] == [pk for part in there[:-1] for pk in part]


@pytest.mark.parametrize(("few", "along"), [(6000, (500, 8000)), (0, (500, 8000)), (0, (60, 100))])
@pytest.mark.parametrize("order", ["", "latest"])
def test_words_are_found_in_the_same_order_whether_they_are_seldom_or_everywhere(
    acting, many, monkeypatch, few, along, order
):
    search.index_all(many[::2])
    monkeypatch.setattr(search, "FEW", few)
    monkeypatch.setattr(inbox_pages, "LOOKED_ALONG", along)
    officer, wanted = acting("demand_officer"), Filter(view="open", q="zy", order=order)
    there, back = leaf_through(officer, wanted, None)
    shown = [pk for part in there for pk in part]
    monkeypatch.setattr(search, "FEW", 6000)
    assert set(shown) == {row.pk for row in chosen(officer, wanted, conditions(officer))}
    assert len(shown) == len(set(shown)) > PAGE
    assert [pk for part in back for pk in part] == [pk for part in there[:-1] for pk in part]
