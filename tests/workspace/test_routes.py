"""Every route says who may enter, and says what its door allows."""

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver


def routes(patterns: list, prefix: str = "") -> Iterator[tuple[str, object]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, prefix + str(pattern.pattern))
        elif isinstance(pattern, URLPattern):
            yield prefix + str(pattern.pattern), pattern.callback


ROUTES = list(routes(get_resolver().url_patterns))


@pytest.mark.parametrize(("route", "view"), ROUTES, ids=[route or "/" for route, _ in ROUTES])
def test_every_route_states_who_may_enter(route, view):
    access = getattr(view, "access", None)
    assert access, f"{route} does not say who may enter"
    if route.startswith("app/"):
        assert access in ("door", "signed in") or access.startswith("roles: ")
    elif route.startswith("a/"):
        assert access == "anonymous door"
    else:
        assert access == "public"
