"""What every template may rely on. No query but the rail's count of notices."""

from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from zhiyin.journal import clock
from zhiyin.people.roles import Role
from zhiyin.people.views.door import FIRST_TIME
from zhiyin.workspace import navigation
from zhiyin.workspace.channels.registry import chat_ways
from zhiyin.workspace.doors import door_of
from zhiyin.workspace.first_steps import first_steps
from zhiyin.workspace.help import page_help
from zhiyin.workspace.look import look_of
from zhiyin.workspace.notifying.waiting import unread_count

# Where one arrives after signing in.
ARRIVALS = frozenset({"voice:home", "voice:today", "voice:inbox"})


def _first_steps(request: HttpRequest, acting: Any, page: str) -> Any:
    """Only after a first sign-in, until it ends or they are put away: the session says so, no query."""
    if acting is None or page not in ARRIVALS or not request.session.get(FIRST_TIME):
        return None
    return SimpleLazyObject(partial(first_steps, acting))


def frame(request: HttpRequest) -> dict[str, Any]:
    """acting, today, enterprise, look, door, nav, my_roles and the frame that `frame/app.html` takes."""
    acting = getattr(request, "acting", None)
    door = door_of(request.path_info)
    held = acting.roles if acting else ()
    place = navigation.place_of(acting) if door == "app" else "public"
    match = request.resolver_match
    nav = SimpleLazyObject(partial(navigation.shown, place, request.path, held))
    return {
        "acting": acting,
        "today": clock.today(),
        "enterprise": settings.ENTERPRISE,
        "look": getattr(request, "look", None) or look_of(request),
        "door": door,
        "nav": nav,
        "nav_groups": SimpleLazyObject(lambda: navigation.gathered(nav)),
        # Called only where a rail is drawn: one query.
        "notice_count": partial(unread_count, acting.employee.pk) if acting and place == "rail" else None,
        "page_help": page_help(match.view_name, held) if acting and match else None,
        "first_steps": _first_steps(request, acting, match.view_name if match else ""),
        "my_roles": [role.label for role in Role if role in held],
        "frame_template": "frame/app_desk.html" if place == "rail" else "frame/app_phone.html",
        "sign_in_url": settings.LOGIN_URL,
        "chat_ways": chat_ways if door == "app" and acting is None else (),
    }
