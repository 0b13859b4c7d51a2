"""A headless Chromium looking at a running site, in every look that readers may choose."""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.error import URLError
from urllib.request import urlopen

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

CHROMIUM: Final = ("chromium", "chromium-browser", "google-chrome")
# A test machine has no graphics and no sandbox for root; the rest keeps Chromium from calling home.
FLAGS: Final = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-sync",
    "--no-first-run",
    "--font-render-hinting=none",
]


@dataclass(frozen=True)
class View:
    """One way to look at a page."""

    name: str
    width: int
    height: int
    lang: str = "zh"
    theme: str = "light"
    text: str = "normal"

    @property
    def query(self) -> str:
        return f"lang={self.lang}&theme={self.theme}&text={self.text}"

    @property
    def cookie(self) -> str:
        return f"{self.lang}.{self.theme}.{self.text}"


PHONE: Final = View("phone", 360, 780)
DESK: Final = View("desk", 1440, 900)
VIEWS: Final = (
    PHONE,
    DESK,
    View("large", 360, 780, text="large"),
    View("dark", 1440, 900, theme="dark"),
    View("dark-phone", 360, 780, theme="dark"),
    View("english", 1440, 900, lang="en"),
    View("english-phone", 360, 780, lang="en"),
)


def chromium_path() -> str:
    """The Chromium of this machine. Raises FileNotFoundError."""
    for name in CHROMIUM:
        if path := shutil.which(name):
            return path
    raise FileNotFoundError("chromium")


@contextmanager
def chromium() -> Iterator["Browser"]:
    """A running browser."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def visitor(browser: "Browser", site: str, view: View, session: str = "") -> Iterator["BrowserContext"]:
    """A visitor with this look; `session` is the value of the sign-in cookie."""
    context = browser.new_context(
        viewport={"width": view.width, "height": view.height}, base_url=site, device_scale_factor=1
    )
    host = site.split("//", 1)[1].split(":", 1)[0]
    cookies = {"zhiyin-look": view.cookie, "zhiyin": session}
    context.add_cookies(
        [{"name": n, "value": v, "domain": host, "path": "/app/"} for n, v in cookies.items() if v]
    )
    try:
        yield context
    finally:
        context.close()


def address(path: str, view: View) -> str:
    """`path` carrying the look where no cookie does."""
    if path.startswith("/app/"):
        return path
    return f"{path}{'&' if '?' in path else '?'}{view.query}"


@contextmanager
def running_site(environment: dict[str, str]) -> Iterator[str]:
    """The site served by a process of its own, without background work; its address."""
    port = free_port()
    command = [sys.executable, "-m", "zhiyin.cli", "serve", "--port", str(port), "--no-worker"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    site = f"http://127.0.0.1:{port}"
    try:
        wait_until_it_answers(site, process)
        yield site
    finally:
        process.terminate()
        process.wait(15)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_it_answers(site: str, process: "subprocess.Popen[bytes]", patience: float = 30.0) -> None:
    """Raises RuntimeError when the process ends or stays silent."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the site ended with status {process.returncode}")
        try:
            with urlopen(site, timeout=5) as answer:  # noqa: S310
                answer.read()
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise RuntimeError(f"{site} did not answer within {patience:.0f} s")
