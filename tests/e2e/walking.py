"""A person at a page: fills its forms and goes where its buttons lead, in either language."""

import re
from datetime import date, timedelta
from itertools import count
from typing import Any

from playwright.sync_api import expect

from zhiyin.commands import browser as chrome

ENGLISH = next(view for view in chrome.VIEWS if view.name == "english")
# Half of the walks' readers hold a phone and half sit at a desk; each language is walked once.
LOOKS = (chrome.PHONE, ENGLISH)
PATIENCE = 10_000  # milliseconds until what a page should show is given up
_numbers = count(101)


def number() -> int:
    """Every walk has a matter of its own, found by the number that its words begin with."""
    return next(_numbers)


def in_days(days: int) -> str:
    """A day as a date field takes it."""
    return (date.today() + timedelta(days=days)).isoformat()


class Walker:
    """One signed-in person's browser. Paths are the site's; forms are found by where they are sent."""

    def __init__(self, visit: Any, view: chrome.View, session: str, start: str) -> None:
        self.page = visit(view, start, session)
        self.page.set_default_timeout(PATIENCE)

    def go(self, path: str) -> Any:
        """The page at `path`."""
        answer = self.page.goto(path, wait_until="load")
        assert answer.status < 400, f"{path} answers {answer.status}"
        return self.page

    def form(self, action: str = "", field: str = "") -> Any:
        """The form of this page that is sent to an address ending with `action`, or that has this field."""
        sent = f'[action$="{action}"]' if action else "[method=post]"
        return self.page.locator(f"main form{sent}" + (f":has([name={field}])" if field else "")).first

    def fill(self, form: Any, **values: Any) -> None:
        """Text, dates, choices, ticks (True) and files (names and bytes) by the names of their fields."""
        for name, value in values.items():
            self._fill(form.locator(f'[name="{name}"]'), value)

    def _fill(self, field: Any, value: Any) -> None:
        kind = field.first.evaluate("field => field.type")
        if kind == "radio" or (kind == "checkbox" and value is not True):
            field.and_(self.page.locator(f'[value="{value}"]')).check()
        elif kind == "checkbox":
            field.first.check()
        elif kind == "file":
            field.set_input_files(value)
        elif kind == "select-one":
            self._choose(field, value)
        else:
            field.fill(str(value))

    def _choose(self, field: Any, value: Any) -> None:
        """An option by its value, by words in it, or by its place."""
        if isinstance(value, re.Pattern):
            texts = field.locator("option").all_inner_texts()
            value = next(n for n, text in enumerate(texts) if value.search(text))
        field.select_option(**({"index": value} if isinstance(value, int) else {"value": value}))

    def send(self, form: Any, button: str = "button:not([name])") -> int:
        """Press a button of the form; the status of the page that comes."""
        with self.page.expect_navigation() as gone:
            form.locator(button).last.click()
        return int(gone.value.status)

    def take(self, case: str, step: str, **values: Any) -> None:
        """Take a step of a case as its page offers it; the page that comes shows no refusal."""
        self.go(f"{case}?do={step}")
        form = self.form(f"/do/{step}")
        self.fill(form, **values)
        status = self.send(form)
        assert status < 400, self.page.locator("main").inner_text()
        expect(self.page.locator("main .z-note--breach")).to_have_count(0)

    def says(self) -> str:
        """What the page shows."""
        return str(self.page.locator("main").inner_text())


def path_of(page: Any) -> str:
    """The path of the page, without what follows a question mark."""
    return re.sub(r"^https?://[^/]+|[?#].*$", "", page.url)


def path_at(walker: Walker, text: str) -> str:
    """Where the link leads that begins with the words of `text`."""
    link = walker.page.locator("main a", has_text=text[:8]).first
    return str(link.get_attribute("href")).split("?")[0]
