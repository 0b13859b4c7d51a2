"""Choosing articles to cite: a page of its own, and a list that another form loads into itself."""

import re
from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zhiyin.people.access import SignedInRequest, signed_in
from zhiyin.policies.selectors import library
from zhiyin.policies.selectors.citing import cited
from zhiyin.policies.views.doors import wanted

FIELD: Final = re.compile(r"[a-z_][a-z0-9_-]{0,31}")


@signed_in
@require_safe
def pick(request: SignedInRequest) -> HttpResponse:
    """Articles in force on a day that hold the words, each with its code.

    `field`: the name of the box whose ticked values the surrounding form sends.
    """
    asked = wanted(request)
    field = request.GET.get("field", "")
    rows = []
    if asked.q:
        page = library.finds(asked, inside=True)
        rows = [
            {"cite": cited(find.article, asked.on, inside=True), "parts": find.parts} for find in page.rows
        ]
    context = {
        "page_title": _("引用条文"),
        "back_url": reverse("policies:app_shelf"),
        "wanted": asked,
        "rows": rows,
        "field": field if FIELD.fullmatch(field) else "",
    }
    template = "policies/pick_list.html" if request.headers.get("HX-Request") else "policies/pick.html"
    return render(request, template, context)
