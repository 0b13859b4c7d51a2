"""Those who walk, and the demand that most walks begin with."""

from typing import NamedTuple

import pytest

from tests.e2e.walking import Walker, number, path_at
from zhiyin.demo import tour as accounts


@pytest.fixture
def walker(tour, visit, view):
    """`walker(login, start)`: that person at a page; nobody signed in for None."""
    sessions = {stop.account: stop.session for stop in tour if stop.account}

    def begin(login, start):
        return Walker(visit, view, sessions[login] if login else "", start)

    return begin


class AtWork(NamedTuple):
    """A demand that its handler has signed in; its address for who raised it and at the desk."""

    worker: Walker
    officer: Walker
    handler: Walker
    own: str
    case: str


@pytest.fixture
def at_work(walker):
    """Raised by name, with two claims; accepted and dispatched by the office."""
    text = f"{number()}栋走廊的灯坏了两盏；饮水机一直没人换滤芯。"
    worker = walker(accounts.WORKER, "/app/raise")
    worker.fill(worker.form(), way="named", text=text)
    assert worker.send(worker.page.locator(".z-sticky"), "button") == 200
    assert "ZY-" in worker.says(), "the receipt tells the number"
    officer = walker(accounts.OFFICE, f"/app/inbox?view=open&q={text[:8]}")
    case = path_at(officer, text)
    officer.go(case)
    form = officer.form("/do/accept-and-dispatch")
    post = form.locator("optgroup[label=行政服务部] option").first.get_attribute("value")
    officer.fill(form, kind="help", post=post)
    assert officer.send(form) < 400
    handler = walker(accounts.HANDLER, "/app/inbox")
    handler.take(case, "sign-in")
    return AtWork(worker, officer, handler, case.replace("/app/cases/", "/app/mine/"), case)
