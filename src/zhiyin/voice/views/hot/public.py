"""热点问题 for everybody, without a cookie."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zhiyin.people.access import public
from zhiyin.voice.views.hot.showing import list_context, page_context, published


@public
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    context = {"page_title": _("大家都在说的事"), **list_context(request)}
    return render(request, "voice/hot/public_index.html", context)


@public
@require_safe
def one(request: HttpRequest, problem_id: UUID) -> HttpResponse:
    return render(request, "voice/hot/public_one.html", page_context(published(problem_id)))
