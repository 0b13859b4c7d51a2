"""What answers without HTTPS beside `zhiyin serve --tls`: how to trust the certificate, and nothing else."""

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from django.conf import settings

from zhiyin.config.certificates import Folder, names
from zhiyin.config.wsgi import application as whole

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

GUIDE: Final = "/trust"


def application(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    """The guide, its certificate and its styles; every other address is sent to HTTPS unanswered."""
    path = environ.get("PATH_INFO", "")
    if path == GUIDE or path.startswith((f"{GUIDE}/", "/static/")):
        return whole(environ, start_response)
    start_response("308 Permanent Redirect", [("Location", _secure(environ, path)), ("Content-Length", "0")])
    return []


def _secure(environ: "WSGIEnvironment", path: str) -> str:
    """The same address by HTTPS, on a name that the certificate carries whatever the request claims."""
    known = names(Folder(settings.DATA_DIR / "tls"))
    asked = str(environ.get("HTTP_HOST", "")).rsplit(":", 1)[0].strip("[]").lower()
    name = asked if asked in known else known[0]
    shown = f"[{name}]" if ":" in name else name
    port = os.environ.get("ZHIYIN_TLS_PORT", "443")
    query = environ.get("QUERY_STRING", "")
    return f"https://{shown}{'' if port == '443' else ':' + port}{quote(path)}{'?' + query if query else ''}"
