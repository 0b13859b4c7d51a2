"""An idea from the phone to the committee's decision."""

import pytest

from tests.e2e.walking import LOOKS, in_days, number, path_at
from zhiyin.demo import tour as accounts

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("view", LOOKS, ids=lambda view: view.name)]
MERIT = "现场看过，改动小，花钱不多，工人也说顺手。"


def test_an_idea_is_checked_evaluated_apart_and_decided_at_a_meeting(walker):
    author = walker(accounts.WORKER, "/app/suggestions/mine/new")
    title = f"{number()}号焊枪加防烫套"
    form = author.form()
    author.fill(
        form, title=title, now_text="焊枪太烫，换班要等十分钟。", better_text="加一个可拆的防烫套。",
        effects="safety", named="yes",
    )  # fmt: skip
    assert author.send(form, "button[value=file]") < 400
    office = walker(accounts.OFFICE, "/app/suggestions?view=all")
    office.go(f"/app/suggestions?view=all&q={title[:8]}")
    suggestion = path_at(office, title)
    office.go(f"{suggestion}?do=check")
    form = office.form("/do/check")
    unit = form.locator("[name=unit] option", has_text="设备部").first.get_attribute("value")
    office.fill(form, unit=unit)
    for name in ("孙立新", "刘海霞"):
        form.locator("label", has_text=name).locator("[name=reviewers]").check()
    assert office.send(form) < 400
    for login in (accounts.HANDLER, accounts.UNION):
        reviewer = walker(login, suggestion)
        assert title in reviewer.says() and "赵志刚" not in reviewer.says(), "whose idea it is is not told"
        assert MERIT not in reviewer.says(), "the first opinion is not told to the second"
        reviewer.take(suggestion, "evaluate", feasible="4", benefit="4", opinion="adopt", text=MERIT)
    office.go("/app/suggestions/meetings")
    form = office.form()
    form.locator("label", has_text=title).locator("[name=items]").check()
    office.fill(form, held_on=in_days(0), place="三楼会议室")
    assert office.send(form) < 400
    form = office.form()
    for box in form.locator("[name=present]").all():
        box.check()
    assert office.send(form) < 400
    member = walker(accounts.UNION, suggestion)
    member.take(suggestion, "decide", outcome="adopted_full", text=MERIT)
    author.go(suggestion.replace("/app/suggestions/", "/app/suggestions/mine/"))
    assert MERIT in author.says(), "the author reads the reason"
