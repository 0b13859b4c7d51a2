"""/p/<code>: where the code of a poster leads. It asks nothing and keeps nothing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zhiyin.people.access import public
from zhiyin.voice.selectors.posters import poster_of


@public
@require_safe
def show(request: HttpRequest, code: str) -> HttpResponse:
    """The place, and the two ways to speak; a code that no longer hangs leads to the plain forms."""
    poster = poster_of(code)
    query = f"?poster={poster.code}" if poster else ""
    context = {
        "page_title": _("有话就说"),
        "poster": poster,
        "anonymous_url": f"{reverse('voice:anonymous')}{query}",
    }
    return render(request, "voice/poster.html", context)
