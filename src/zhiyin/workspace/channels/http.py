"""One JSON request over HTTP: with a time limit, without redirects, without addresses in what it says."""

import json
from http.client import HTTPException
from typing import Any, Final
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings

from zhiyin.workspace.channels.base import CONFIGURATION, Declined, TryLater

MOST: Final = 256 * 1024
Answer = dict[str, Any]


class _Stay(HTTPRedirectHandler):
    """A secret in an address is never carried to another host."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


_OPENER: Final = build_opener(_Stay)


def ask(
    url: str, query: dict[str, str], body: Answer | None = None, headers: dict[str, str] | None = None
) -> Answer:
    """The JSON object that the other side answers: GET, or POST with a body. Raises TryLater."""
    full = f"{url}{'&' if '?' in url else '?'}{urlencode(query)}" if query else url
    data = None if body is None else json.dumps(body, ensure_ascii=False).encode()
    request = Request(full, data, {"Content-Type": "application/json", **(headers or {})})  # noqa: S310 (checked in config)
    try:
        with _OPENER.open(request, timeout=settings.OUTGOING.timeout) as response:
            found = json.loads(response.read(MOST))
    except HTTPError as problem:
        with problem:
            if problem.code in (408, 425, 429) or problem.code >= 500:
                raise TryLater(f"HTTP {problem.code}") from None
            raise Declined(f"HTTP {problem.code}{_said(problem)}", after=CONFIGURATION) from None
    except (URLError, HTTPException, OSError) as problem:
        reason = getattr(problem, "reason", problem)
        raise TryLater(type(reason).__name__ if isinstance(reason, Exception) else str(reason)) from None
    except ValueError:
        raise TryLater("no JSON") from None
    if not isinstance(found, dict):
        raise TryLater("no JSON object")
    return found


def _said(problem: HTTPError) -> str:
    """The code by which the newer DingTalk interface names an error."""
    try:
        code = json.loads(problem.read(MOST)).get("code", "")
    except (ValueError, AttributeError, OSError):
        return ""
    return f" {code}" if isinstance(code, str) and code.isascii() else ""
