"""Photos and dated copies behind /app/."""

from collections.abc import Callable
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhiyin.people.access import SignedInRequest, signed_in
from zhiyin.vault.codes import BadCode
from zhiyin.voice.models import Demand, Photo
from zhiyin.voice.selectors.case_of_speaker import copy_of, load
from zhiyin.voice.selectors.visible import visible
from zhiyin.voice.selectors.words import way_chip
from zhiyin.voice.services.photos import read_photo
from zhiyin.voice.speakers import by_person, by_receipt
from zhiyin.voice.views.employee.cases import own
from zhiyin.voice.views.photo_urls import by_id, by_token


@signed_in
@require_safe
def photo(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """A photo of a case, for its speaker and for those officers who see the case."""
    found = get_object_or_404(Photo.objects.select_related("demand"), pk=pk)
    if by_person(request.acting, found.demand) is None:
        get_object_or_404(visible(request.acting).only("pk"), pk=found.demand_id)
    return jpeg(found)


def jpeg(found: Photo) -> HttpResponse:
    """The picture itself. Raises Http404 where it could not be made."""
    content = read_photo(photo=found)
    if content is None:
        raise Http404
    return HttpResponse(content, content_type="image/jpeg", headers={"Content-Disposition": "inline"})


@signed_in
@require_safe
def copy(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The dated copy of one's own demand."""
    demand, _speaker = own(request, pk)
    if request.GET.get("form") == "txt":
        return text_copy(request, demand, "")
    return copy_page(request, demand, "", by_id, reverse("voice:case", args=[pk]))


@signed_in
@require_POST
def copy_by_code(request: SignedInRequest) -> HttpResponse:
    """The same from the receipt, for those who keep no link."""
    code = request.POST.get("code", "")
    try:
        speaker = by_receipt(code)
    except BadCode as error:
        raise Http404 from error
    demand = load(speaker.demand_id) if speaker else None
    if demand is None:
        raise Http404
    if request.POST.get("form") == "txt":
        return text_copy(request, demand, code)
    return copy_page(request, demand, code, by_token)


def copy_page(
    request: HttpRequest, demand: Demand, code: str, address: Callable[[Photo], str], back: str = ""
) -> HttpResponse:
    """One sheet to print, with the photos."""
    pictures = list(demand.photos.filter(message__isnull=True, answer__isnull=True, failed=False))
    for picture in pictures:
        picture.src = address(picture)  # type: ignore[attr-defined]
    context = {
        "page_title": _("诉求副本"), "back_url": back, "copy": copy_of(demand), "demand": demand,
        "code": code, "photos": pictures, "way": way_chip(demand),
        "part": demand.pk if demand.split_from_id else "",
    }  # fmt: skip
    return render(request, "voice/speaker/copy.html", context)


def text_copy(request: HttpRequest, demand: Demand, code: str) -> HttpResponse:
    """The same as a plain file."""
    response = render(
        request,
        "voice/speaker/copy.txt",
        {"copy": copy_of(demand), "demand": demand, "code": code, "way": way_chip(demand)},
        content_type="text/plain; charset=utf-8",
    )
    response["Content-Disposition"] = f'attachment; filename="{demand.number}.txt"'
    return response
