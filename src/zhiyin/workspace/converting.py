"""A demand that is an idea for improvement becomes a suggestion, by its author's own hand, once."""

from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhiyin.journal.refusal import NotNow
from zhiyin.people.access import SignedInRequest, signed_in
from zhiyin.people.refusals import Refused
from zhiyin.suggestions.forms.idea import IdeaForm
from zhiyin.suggestions.models import Suggestion
from zhiyin.suggestions.services import filing
from zhiyin.suggestions.views.mine import token_of_form
from zhiyin.voice.models import Demand
from zhiyin.voice.selectors.case_of_speaker import convertible, load
from zhiyin.voice.services.speaking import withdraw_demand
from zhiyin.voice.speakers import by_person


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def convert(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The suggestion's form, filled with what the demand said; filing it takes the demand back."""
    demand = load(pk)
    speaker = by_person(request.acting, demand) if demand else None
    if demand is None or speaker is None:
        raise Http404
    if grown := _grown(pk):
        return HttpResponseRedirect(reverse("suggestions:own", args=[grown]))
    if not convertible(demand):
        raise Http404
    if request.method != "POST":
        return _page(request, demand, IdeaForm(acting=request.acting, initial=_said(demand)))
    form = IdeaForm(request.POST, request.FILES, acting=request.acting)
    if not form.is_valid():
        return _page(request, demand, form, status=422)
    idea = filing.Idea(token=token_of_form(request), from_demand=pk, **form.cleaned_data)
    try:
        with transaction.atomic():
            # First: of two forms sent at once the second waits here, and finds it taken back.
            withdraw_demand(speaker=speaker, demand_id=pk)
            filed = filing.file_suggestion(acting=request.acting, idea=idea)
    except NotNow:
        grown = _grown(pk)
        page = reverse("suggestions:own", args=[grown]) if grown else reverse("voice:case", args=[pk])
        return HttpResponseRedirect(page)
    except Refused as refusal:
        form.add_error("with_whom", str(refusal))
        return _page(request, demand, form, status=422)
    return HttpResponseRedirect(f"{reverse('suggestions:own', args=[filed.pk])}?did=filed")


def _grown(pk: UUID) -> UUID | None:
    """The suggestion that it became already."""
    return Suggestion.objects.filter(from_demand=pk).values_list("pk", flat=True).first()


def _said(demand: Demand) -> dict[str, object]:
    return {
        "title": demand.title[:40],
        "now_text": demand.text,
        "place": demand.place[:60],
    }


def _page(request: SignedInRequest, demand: Demand, form: IdeaForm, *, status: int = 200) -> HttpResponse:
    context = {
        "page_title": _("转成合理化建议"),
        "back_url": reverse("voice:case", args=[demand.pk]),
        "form": form,
        "token": token_of_form(request).hex(),
        "begun": None,
        "kept": False,
        "converting": True,
    }
    return render(request, "suggestions/new.html", context, status=status)
