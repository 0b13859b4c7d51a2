"""Keeping the form while it is written."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from zhiyin.people.access import SignedInRequest, signed_in
from zhiyin.voice.services import drafts
from zhiyin.voice.views.speaking import token_of


@signed_in
@require_POST
def save(request: SignedInRequest) -> HttpResponse:
    """What the page sends of itself between two pauses in typing."""
    drafts.save_draft(acting=request.acting, token=token_of(request), values=written(request))
    return HttpResponse(status=204)


def written(request: HttpRequest) -> dict[str, str]:
    return {name: request.POST.get(name, "") for name in drafts.FIELDS}
