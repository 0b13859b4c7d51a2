"""The landing page, how it works, the choice of looks, and the small files browsers ask for."""

from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from zhiyin.people.access import door, public
from zhiyin.workspace.assets import asset_url
from zhiyin.workspace.look import COOKIE, YEAR, look_of

# What one can do without signing in: url name, icon, title, one line.
WAYS: Final = (
    (
        "voice:anonymous",
        "eye-off",
        gettext_lazy("匿名提一件事"),
        gettext_lazy("不登录、不留名，凭回执码查"),
    ),
    ("voice:follow", "receipt", gettext_lazy("用回执码查进度"), gettext_lazy("看答复、补充、评价")),
    (
        "policies:shelf",
        "notebook",
        gettext_lazy("查制度原文"),
        gettext_lazy("法律和本企业的办法，按哪天有效查"),
    ),
    ("workspace:how", "info-circle", gettext_lazy("看看怎么用"), gettext_lazy("十句话说完")),
)


@public
@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    ways = [
        {"url": reverse(name), "icon": icon, "title": title, "text": text} for name, icon, title, text in WAYS
    ]
    return render(request, "workspace/landing.html", {"page_title": settings.ENTERPRISE, "ways": ways})


@public
@require_safe
def how(request: HttpRequest) -> HttpResponse:
    return render(request, "workspace/how.html", {"page_title": _("怎么用")})


@door
@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """Keep a choice of language, theme or text size for /app/ and go back."""
    chosen = look_of(request).changed(request.POST.dict())
    back = request.POST.get("next", "")
    if not (back.startswith("/app/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)):
        back = "/app/"
    response = HttpResponseRedirect(back)
    response.set_cookie(
        COOKIE,
        chosen.cookie(),
        max_age=YEAR,
        path="/app/",
        samesite="Lax",
        secure=settings.HTTPS,
        httponly=True,
    )
    return response


@public
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    return HttpResponse("User-agent: *\nDisallow: /app/\nDisallow: /a/\n", content_type="text/plain")


@public
@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(asset_url("zhiyin/seal-64.png"))


@public
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone needs to keep the signed-in pages on its home screen."""
    icons = [
        {"src": asset_url(f"zhiyin/seal-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"}
        for size in (192, 512)
    ]
    content = {
        "name": f"{_('职音')} · {settings.ENTERPRISE}",
        "short_name": _("职音"),
        "lang": "zh-CN",
        "start_url": "/app/",
        "scope": "/app/",
        "display": "standalone",
        "background_color": "#faf8f3",
        "theme_color": "#faf8f3",
        "icons": icons,
    }
    return JsonResponse(
        content, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False}
    )


@door
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker of /app/: it keeps one page, the one for when there is no network."""
    return render(request, "workspace/worker.js", content_type="text/javascript")
