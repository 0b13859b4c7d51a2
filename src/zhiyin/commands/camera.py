"""Takes the pictures of `zhiyin screenshots`."""

import os
import sys
import time
from collections import defaultdict
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final

from zhiyin.commands.browser import DESK, PHONE, VIEWS, View, address, chromium, running_site, visitor
from zhiyin.config.terminal import complain, say

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from zhiyin.people.models import Account

README_PICTURES: Final[dict[tuple[View, str], str]] = {
    (PHONE, "home"): "home-phone.png",
    (PHONE, "demand"): "demand-phone.png",
    (DESK, "office"): "office-desk.png",
    (DESK, "case-handling"): "case-desk.png",
}
README_FOLDER: Final = Path(__file__).resolve().parents[3] / "docs" / "screenshots"


def photograph(folder: Path, only: str) -> int:
    """Every page of the tour in every look, under `folder`/look/name.png; those of the README besides."""
    from zhiyin.demo import tour

    pages = [page for page in tour.pages() if only in page[0]]
    if not pages:
        complain(f"没有名字含「{only}」的页。", f"No page has a name with “{only}”.")
        return 1
    by_account: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for name, path, number in pages:
        by_account[number or ""].append((name, path))
    sessions = {number: session_of(number) if number else "" for number in by_account}
    README_FOLDER.mkdir(parents=True, exist_ok=True)
    started, failed = time.monotonic(), 0
    with running_site(dict(os.environ)) as site, chromium() as browser:
        for number, stops in by_account.items():
            for view in VIEWS:
                failed += photograph_as(browser, site, view, sessions[number], stops, folder / view.name)
    count, seconds = len(pages) * len(VIEWS) - failed, time.monotonic() - started
    say(f"{count} 张照片在 {folder}（{seconds:.0f} 秒）", f"{count} pictures in {folder} ({seconds:.0f} s)")
    return 1 if failed else 0


def photograph_as(
    browser: "Browser", site: str, view: View, session: str, stops: list[tuple[str, str]], folder: Path
) -> int:
    """Whole pages as one visitor sees them; how many the site refused."""
    failed = 0
    folder.mkdir(parents=True, exist_ok=True)
    with visitor(browser, site, view, session) as context:
        page = context.new_page()
        for name, path in stops:
            answer = page.goto(address(path, view), wait_until="load")
            page.screenshot(path=folder / f"{name}.png", full_page=True, animations="disabled")
            if readme := README_PICTURES.get((view, name)):
                page.screenshot(path=README_FOLDER / readme, animations="disabled")
            status = answer.status if answer else 599
            if status >= 400:
                failed += 1
                complain(f"✗ {name} {path}：{status}", f"✗ {name} {path}: {status}")
    return failed


def print_pages() -> None:
    """name, path, account and the value of a fresh session's cookie, for tests that drive a browser."""
    from zhiyin.demo import tour

    for name, path, number in tour.pages():
        row = (name, path, number or "", session_of(number) if number else "")
        sys.stdout.write("\t".join(row) + "\n")


def session_of(number: str) -> str:
    """A fresh session of the employee with this number; the value of its cookie."""
    from zhiyin.people.models import Account

    return session_for(Account.objects.get(employee__number=number), "screenshots")


def session_for(account: "Account", device: str) -> str:
    """A fresh session, made without a password; the value of its cookie."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from zhiyin.journal import clock
    from zhiyin.people.models import SignedIn

    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session.save()
    SignedIn.objects.create(
        account=account, session_key=session.session_key, device=device, since=clock.now()
    )
    return str(session.session_key)


if __name__ == "__main__":
    from zhiyin.cli import start_django

    start_django()
    print_pages()
