"""Language, theme and text size: a cookie under /app/; elsewhere the query string, and nothing kept."""

from dataclasses import dataclass, replace
from typing import Final, Self
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.http import HttpRequest

from zhiyin.workspace.doors import door_of

COOKIE: Final = "zhiyin-look"
YEAR: Final = 365 * 24 * 3600
CHOICES: Final[dict[str, tuple[str, ...]]] = {
    "lang": ("zh", "en"),
    "theme": ("auto", "light", "dark"),
    "text": ("normal", "large"),
}


@dataclass(frozen=True, slots=True)
class Look:
    """How pages appear to one reader; the first choice of each is the default."""

    lang: str = "zh"
    theme: str = "auto"
    text: str = "normal"

    @property
    def language(self) -> str:
        """Django's language code."""
        return "en" if self.lang == "en" else "zh-hans"

    @property
    def html_lang(self) -> str:
        return "en" if self.lang == "en" else "zh-CN"

    def changed(self, wanted: dict[str, str]) -> Self:
        """The look with every valid choice of `wanted` taken over; others are ignored."""
        valid = {key: value for key, value in wanted.items() if value in CHOICES.get(key, ())}
        return replace(self, **valid)

    def choices(self) -> dict[str, str]:
        """What differs from the default, as query parameters."""
        return {key: value for key in CHOICES if (value := getattr(self, key)) != CHOICES[key][0]}

    def cookie(self) -> str:
        return ".".join(getattr(self, key) for key in CHOICES)


def look_of(request: HttpRequest) -> Look:
    """The look a request asks for; the browser's own language is never asked."""
    if door_of(request.path_info) != "app":
        return Look().changed({key: request.GET[key] for key in CHOICES if key in request.GET})
    values = request.COOKIES.get(COOKIE, "").split(".")
    return Look().changed(dict(zip(CHOICES, values, strict=False)))


def with_look(url: str, look: Look) -> str:
    """`url` carrying `look` in its query; addresses of other sites and of /app/ stay as they are."""
    parts = urlsplit(url)
    if parts.netloc or parts.scheme or not parts.path.startswith("/") or door_of(parts.path) == "app":
        return url
    query = [(key, value) for key, value in parse_qsl(parts.query, True) if key not in CHOICES]
    return urlunsplit(parts._replace(query=urlencode([*query, *look.choices().items()])))
