"""Headers, doors and looks around every request."""

from collections.abc import Callable
from typing import Final, cast

from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from zhiyin.workspace.doors import door_of, proves_itself, same_origin
from zhiyin.workspace.look import look_of, with_look

GetResponse = Callable[[HttpRequest], HttpResponse]

CONTENT_SECURITY_POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
HEADERS: Final = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=(), payment=()",
    # Not no-referrer: under it browsers send `Origin: null` with forms, and no page could prove where
    # its form came from. same-origin tells other sites just as little.
    "Referrer-Policy": "same-origin",
}
SAFE_METHODS: Final = ("GET", "HEAD", "OPTIONS", "TRACE")


class SecurityHeaders:
    """Strict headers on every answer, static files and errors included."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if door_of(request.path_info) != "public":
            response.headers["Cache-Control"] = "no-store"
        if settings.HTTPS:
            response.headers["Strict-Transport-Security"] = "max-age=31536000"
        return response


class Doors:
    """Sessions exist behind /app/ alone; everywhere else no cookie is read or set."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.signed_in = SessionMiddleware(AuthenticationMiddleware(self._acting))

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if door_of(request.path_info) == "app":
            return cast(HttpResponse, self.signed_in(request))
        return self._without_cookies(request)

    def _acting(self, request: HttpRequest) -> HttpResponse:
        from zhiyin.people.acting import acting_for

        request.acting = acting_for(request.user)  # type: ignore[attr-defined]
        return self.get_response(request)

    def _without_cookies(self, request: HttpRequest) -> HttpResponse:
        request.COOKIES.clear()
        request.acting = None  # type: ignore[attr-defined]
        checks = not getattr(request, "_dont_enforce_csrf_checks", False)
        checks = checks and not proves_itself(request.path_info)
        request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]
        if checks and request.method not in SAFE_METHODS and not same_origin(request):
            from zhiyin.workspace.errors import foreign_form

            return foreign_form(request)
        response = self.get_response(request)
        response.cookies.clear()
        if response.status_code < 500:
            response._has_been_logged = True  # type: ignore[attr-defined]  # no times of day at this door
        return response


class Preferences:
    """Language, theme and text size of this request; translations follow."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        look = look_of(request)
        request.look = look  # type: ignore[attr-defined]
        with translation.override(look.language):
            response = self.get_response(request)
        if response.has_header("Location"):
            response["Location"] = with_look(response["Location"], look)
        return response


class TooManyTriesPage:
    """Wherever tries are counted, the same page says when to go on."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Django asks with whatever a view let through."""
        from zhiyin.people.refusals import TooManyTries
        from zhiyin.workspace.errors import too_many_tries

        return too_many_tries(request, exception.until) if isinstance(exception, TooManyTries) else None


class ReadableAddresses:
    """No text holds the character NUL and PostgreSQL takes none: an address with one is not understood."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info or "%00" in request.META["QUERY_STRING"]:
            from zhiyin.workspace.errors import bad_request

            return bad_request(request)
        return self.get_response(request)
