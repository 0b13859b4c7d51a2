"""The employee's own: list, form and draft; and the public page of adopted suggestions."""

import secrets
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zhiyin.people.access import SignedInRequest, public, signed_in
from zhiyin.people.refusals import Refused
from zhiyin.suggestions.forms.idea import IdeaForm
from zhiyin.suggestions.selectors import board, mine
from zhiyin.suggestions.services import drafts, filing
from zhiyin.suggestions.services.steps import seat_of
from zhiyin.suggestions.words import EFFECT_WORDS, chip_of, effects_said, unit_said, yuan

TOKEN_BYTES = 16


@signed_in
@require_safe
def mine_list(request: SignedInRequest) -> HttpResponse:
    """Own suggestions, what one was named for, and what one is to evaluate."""
    query = request.GET
    page, rows = mine.mine(request.acting, after=query.get("after", ""), before=query.get("before", ""))
    context = {
        "page_title": _("我的建议"),
        "page": page,
        "rows": rows,
        "invited": mine.invitations(request.acting),
        "to_review": mine.to_review(request.acting),
        "draft": drafts.draft_of(request.acting),
        "at_desk": board.may_enter(request.acting, seat_of(request.acting)),
    }
    return render(request, "suggestions/mine.html", context)


@signed_in
def new(request: SignedInRequest) -> HttpResponse:
    """Write, keep as a draft, or file."""
    if request.method == "POST":
        return _posted(request)
    begun = drafts.draft_of(request.acting)
    form = IdeaForm(acting=request.acting, initial=dict(begun.values) if begun else None)
    return _form(request, form, begun=begun, kept=request.GET.get("did") == "kept")


def _posted(request: SignedInRequest) -> HttpResponse:
    form = IdeaForm(request.POST, request.FILES, acting=request.acting)
    if request.POST.get("do") == "keep":
        values = {name: request.POST.get(name, "")[:2000] for name in drafts.FIELDS if name != "effects"}
        kept: dict[str, object] = {**values, "effects": request.POST.getlist("effects")[:5]}
        drafts.save_draft(acting=request.acting, values=kept)
        return HttpResponseRedirect(f"{reverse('suggestions:new')}?did=kept")
    if not form.is_valid():
        return _form(request, form, status=422)
    try:
        filed = filing.file_suggestion(
            acting=request.acting, idea=filing.Idea(token=token_of_form(request), **form.cleaned_data)
        )
    except Refused as refusal:
        form.add_error("with_whom", str(refusal))
        return _form(request, form, status=422)
    return HttpResponseRedirect(f"{reverse('suggestions:own', args=[filed.pk])}?did=filed")


def token_of_form(request: HttpRequest) -> bytes:
    """The form's own random bytes: one form, one suggestion."""
    try:
        token = bytes.fromhex(request.POST.get("token", ""))
    except ValueError:
        token = b""
    return token if len(token) == TOKEN_BYTES else secrets.token_bytes(TOKEN_BYTES)


def _form(request: SignedInRequest, form: IdeaForm, *, status: int = 200, **more: Any) -> HttpResponse:
    token = request.POST.get("token", "")[:32] or secrets.token_hex(TOKEN_BYTES)
    context = {
        "page_title": _("提建议"),
        "back_url": reverse("suggestions:mine"),
        "form": form,
        "token": token,
        "begun": None,
        "kept": False,
        **more,
    }
    return render(request, "suggestions/new.html", context, status=status)


@public
@require_safe
def adopted(request: HttpRequest) -> HttpResponse:
    """Everybody: what was adopted, where it stands, what it brought, and whose idea it was if they wish."""
    query = request.GET
    effect = query.get("effect", "") if query.get("effect", "") in EFFECT_WORDS else ""
    done = query.get("done") == "1"
    page, rows = mine.public(
        effect=effect, done=done, after=query.get("after", ""), before=query.get("before", "")
    )
    figures, here = mine.public_figures(), reverse("suggestions:adopted")
    context = {
        "page_title": _("采纳的合理化建议"),
        "page": page,
        "rows": [_public_row(row) for row in rows],
        "effects": [(code, word, f"{here}?effect={code}") for code, word in EFFECT_WORDS.items()],
        "done_url": f"{here}?done=1",
        "effect": effect,
        "done": done,
        "figures": figures,
        "value": yuan(figures["value"]) if figures["value"] else "",  # type: ignore[arg-type]
    }
    return render(request, "suggestions/adopted.html", context)


def _public_row(row: mine.Credited) -> dict[str, Any]:
    suggestion = row.suggestion
    words = [one.text for one in suggestion.effects_stated.all() if one.confirmed]
    return {
        "suggestion": suggestion,
        "chip": chip_of(suggestion),
        "names": _("、").join(row.names),
        "named": len(row.names),
        "unnamed": row.unnamed,
        "effects": effects_said(suggestion.effect_codes),
        "department": unit_said(suggestion.handling_unit),
        "value": yuan(suggestion.value),
        "said": words[-1] if words else "",
    }
