"""Following a demand with its receipt code. The code travels in the body of each form and is kept nowhere."""

import logging
from typing import Any, Final
from uuid import UUID

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhiyin.journal import clock
from zhiyin.people.access import anonymous_door
from zhiyin.people.sent import id_in
from zhiyin.vault.codes import LENGTH, BadCode, normal, shown
from zhiyin.vault.services import case_of_receipt
from zhiyin.voice.forms.speaker import CodeForm
from zhiyin.voice.models import Demand, Photo
from zhiyin.voice.selectors.case_of_speaker import case_of, load
from zhiyin.voice.services.speaking import mark_seen
from zhiyin.voice.speakers import Speaker, by_receipt
from zhiyin.voice.views.acting_in_case import Deed, act, blank_forms, context_of
from zhiyin.voice.views.employee.files import copy_page, jpeg, text_copy
from zhiyin.voice.views.hot.anonymous import page_of, support_with
from zhiyin.voice.views.photo_urls import by_token, give_addresses, photo_of

# A wrong code in 2^80 finds nothing by trying; so many in a day are worth a look, and worth no more answers.
MOST_WRONG_A_DAY: Final = 3000
DAY: Final = 24 * 3600
NO_SUCH: Final = shown("0" * LENGTH)
log = logging.getLogger(__name__)


@anonymous_door
@require_safe
def follow(request: HttpRequest) -> HttpResponse:
    """Where one writes the code."""
    return _ask_again(request, CodeForm())


@anonymous_door
@require_http_methods(["GET", "HEAD", "POST"])
def case(request: HttpRequest) -> HttpResponse:
    """The case that a code opens, and whatever its speaker can say to it."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("voice:follow"))
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _ask_again(request, form)
    speaker = _speaker(form.cleaned_data["code"], _part(request))
    demand = load(speaker.demand_id) if speaker else None
    if supported := support_with(speaker.demand_id) if speaker and demand is None else None:
        return page_of(request, supported)
    if speaker is None or demand is None:
        return _wrong(request, form)
    return _page(request, shown(normal(form.cleaned_data["code"])), speaker, demand)


def _speaker(text: str, part: UUID | None = None) -> Speaker | None:
    """The same work for every text, so that the time it takes tells nothing of which codes exist."""
    try:
        return by_receipt(text, part)
    except BadCode:
        case_of_receipt(NO_SUCH)
        return None


def _wrong(request: HttpRequest, form: CodeForm) -> HttpResponse:
    key = f"wrong-codes-{clock.today().isoformat()}"
    cache.add(key, 0, DAY)
    wrong = cache.incr(key)
    if wrong == MOST_WRONG_A_DAY:
        log.warning("%d wrong receipt codes in one day", wrong)
    if wrong > MOST_WRONG_A_DAY:
        form.add_error("code", _("今天输错的太多，错的码先不查了。码对的不受影响，明天照常。"))
        return _ask_again(request, form, status=429)
    form.add_error("code", _("没有找到这个码。一共 17 个字，对一对：有没有抄错、漏掉一个？"))
    return _ask_again(request, form)


def _ask_again(request: HttpRequest, form: CodeForm, status: int = 200) -> HttpResponse:
    context = {"page_title": _("用回执码查进度"), "form": form, "back_url": reverse("voice:anonymous")}
    return render(request, "voice/anonymous/follow.html", context, status=status)


def _page(request: HttpRequest, code: str, speaker: Speaker, demand: Demand) -> HttpResponse:
    wants = "do" in request.POST
    deed = act(request, speaker, demand) if wants else Deed(forms=blank_forms())
    context: dict[str, Any] = {
        "part": demand.pk if demand.split_from_id else "",
        "code": code,
        "demand": demand,
        "page_title": _("撤回"),
    }
    if deed.asked == "withdraw" and not deed.done and not deed.forms["withdraw"].errors:
        return render(request, "voice/anonymous/withdraw.html", context)
    if demand.has_news:
        mark_seen(speaker=speaker)
    found = case_of(load(demand.pk) or demand)
    give_addresses(found, by_token)
    if deed.done:
        deed = Deed(done=deed.done, forms=blank_forms())
    context |= {"page_title": _("我的诉求"), **context_of(found, deed, deed.done)}
    return render(request, "voice/anonymous/case.html", context)


def _part(request: HttpRequest) -> UUID | None:
    """The part of the case that is meant, where one was split off; a text that is none means the whole."""
    return id_in(request.POST.get("part", ""))


@anonymous_door
@require_POST
def copy(request: HttpRequest) -> HttpResponse:
    """The dated copy, as a sheet to print or a file."""
    code = request.POST.get("code", "")
    speaker = _speaker(code, _part(request))
    demand = load(speaker.demand_id) if speaker else None
    if demand is None:
        raise Http404
    if request.POST.get("form") == "txt":
        return text_copy(request, demand, code)
    return copy_page(request, demand, code, by_token)


@anonymous_door
@require_safe
def photo(request: HttpRequest, token: str) -> HttpResponse:
    """A photo, for the minutes after its case was opened."""
    photo_id = photo_of(token)
    found = Photo.objects.filter(pk=photo_id).first() if photo_id else None
    if found is None:
        raise Http404
    return jpeg(found)
