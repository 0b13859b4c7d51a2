"""Who may enter a page. Every route states it with one of these; a test walks all routes."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from zhiyin.people.acting import Acting

View = Callable[..., Any]


class SignedInRequest(HttpRequest):
    """A request behind `signed_in` or `roles`."""

    acting: Acting


def _state(view: View, access: str) -> View:
    view.access = access  # type: ignore[attr-defined]
    return view


def public(view: View) -> View:
    """Anyone, without a cookie."""
    return _state(view, "public")


def anonymous_door(view: View) -> View:
    """The anonymous door under /a/: no cookie, no name; unsafe methods are checked by Origin."""
    return _state(view, "anonymous door")


def door(view: View) -> View:
    """Under /app/ but before signing in."""
    return _state(view, "door")


def signed_in(view: View) -> View:
    """Any employee who is signed in."""

    @wraps(view)
    def check(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if getattr(request, "acting", None) is None:
            return cast(HttpResponse, redirect_to_login(request.get_full_path()))
        return cast(HttpResponse, view(request, *args, **kwargs))

    return _state(check, "signed in")


def roles(*allowed: str) -> Callable[[View], View]:
    """Only holders of one of these roles, over any unit; the view narrows to units itself."""

    def decorate(view: View) -> View:
        @wraps(view)
        def check(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            acting: Acting | None = getattr(request, "acting", None)
            if acting is None:
                return cast(HttpResponse, redirect_to_login(request.get_full_path()))
            if not acting.has(*allowed):
                raise PermissionDenied
            return cast(HttpResponse, view(request, *args, **kwargs))

        return _state(check, "roles: " + ", ".join(sorted(str(role) for role in allowed)))

    return decorate
