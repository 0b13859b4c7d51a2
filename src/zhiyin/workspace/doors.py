"""Which of the three doors a request came through: /app/ signed in, /a/ anonymous, everything else public."""

from typing import Final, Literal
from urllib.parse import urlsplit

from django.http import HttpRequest

Door = Literal["app", "anonymous", "public"]
# Below these an address proves itself by its signature: a mail program's own button comes from no page.
SIGNED: Final = ("/notices/off/", "/notices/on/")


def door_of(path: str) -> Door:
    """The door of a path."""
    if path.startswith("/app/"):
        return "app"
    return "anonymous" if path.startswith("/a/") else "public"


def same_origin(request: HttpRequest) -> bool:
    """Whether a browser says that the request comes from a page of this very site.

    Takes the place of a CSRF cookie where no cookie may exist. Every browser above our floor sends
    Sec-Fetch-Site or Origin with a POST; a request with neither is refused.
    """
    fetched_from = request.headers.get("Sec-Fetch-Site")
    if fetched_from is not None:
        return fetched_from in ("same-origin", "none")
    return urlsplit(request.headers.get("Origin", "")).netloc.lower() == request.get_host().lower()


def proves_itself(path: str) -> bool:
    """Whether a form sent there needs no proof of the page that it comes from."""
    return path.startswith(SIGNED)
