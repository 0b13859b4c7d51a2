"""/app/posters: codes to hang up where people pass."""

from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhiyin.journal import clock
from zhiyin.people import qr
from zhiyin.people.access import SignedInRequest, roles
from zhiyin.people.selectors import units_within
from zhiyin.people.sent import number_in
from zhiyin.people.spreadsheets import given
from zhiyin.voice.forms.desk.intake import PosterForm
from zhiyin.voice.models import Poster
from zhiyin.voice.poster_pdf import Sheet, drawn
from zhiyin.voice.selectors.posters import posters_of
from zhiyin.voice.services.intake import TAKERS, end_poster, make_poster


@roles(*TAKERS)
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: SignedInRequest) -> HttpResponse:
    """Those that hang, and a form for new ones."""
    units = units_within(request.acting, *TAKERS)
    form = PosterForm(request.POST if request.method == "POST" else None, units=units)
    if form.is_valid():
        data = form.cleaned_data
        for place in data["places"]:
            make_poster(acting=request.acting, place=place, unit=data["unit"], topic=data["topic"])
        return HttpResponseRedirect(f"{reverse('voice:posters')}?made={len(data['places'])}#posters")
    context = {
        "page_title": _("扫码海报"),
        "form": form,
        "posters": posters_of(request.acting),
        "made": number_in(request.GET, "made"),
    }
    return render(request, "voice/desk/posters.html", context, status=422 if form.errors else 200)


def _chosen(request: SignedInRequest) -> list[Poster]:
    """The posters picked in the address, or all. Raises Http404 where there are none."""
    wanted = set(request.GET.getlist("poster"))
    found = [one for one in posters_of(request.acting) if not wanted or str(one.pk) in wanted]
    if not found:
        raise Http404
    return found


def _address(request: SignedInRequest, poster: Poster) -> str:
    return request.build_absolute_uri(reverse("voice:poster", args=[poster.code]))


@roles(*TAKERS)
@require_safe
def sheets(request: SignedInRequest) -> HttpResponse:
    """Each poster on a sheet of its own, for the browser's printer."""
    rows = [
        (poster, qr.svg(_address(request, poster), _("打开提诉求页的二维码")), _address(request, poster))
        for poster in _chosen(request)
    ]
    context = {"page_title": _("扫码海报"), "rows": rows, "back_url": reverse("voice:posters")}
    return render(request, "voice/desk/posters_print.html", context)


@roles(*TAKERS)
@require_safe
def pdf(request: SignedInRequest) -> FileResponse:
    """The same as a file, for the print shop."""
    sheets = [Sheet(poster.place, poster.unit.name, _address(request, poster)) for poster in _chosen(request)]
    return given(drawn(sheets), _("扫码海报"), clock.today(), kind="pdf")


@roles(*TAKERS)
@require_POST
def end(request: SignedInRequest, poster_id: UUID) -> HttpResponse:
    """It has been taken down."""
    try:
        end_poster(acting=request.acting, poster_id=poster_id)
    except Poster.DoesNotExist:
        raise Http404 from None
    return HttpResponseRedirect(reverse("voice:posters"))
