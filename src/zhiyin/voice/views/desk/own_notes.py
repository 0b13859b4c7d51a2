"""A note to oneself in a case: write it, put it off, strike it out."""

from uuid import UUID

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from zhiyin.people.access import SignedInRequest
from zhiyin.people.forms.fields import DayInput
from zhiyin.voice.reasons import told
from zhiyin.voice.rules import NotNow
from zhiyin.voice.selectors.own_notes import note_in
from zhiyin.voice.services.own_notes import note_down, put_off, strike_out
from zhiyin.voice.views.desk.access import at_desk, demand_here
from zhiyin.voice.views.desk.case import safe_next

PUT_OFF = {"1": 1, "3": 3}


class NoteForm(forms.Form):
    on = forms.DateField(label=gettext_lazy("哪天提醒我"), widget=DayInput)
    text = forms.CharField(
        label=gettext_lazy("记什么"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("只有你自己看得到。"),
    )


@at_desk
@require_http_methods(["GET", "HEAD", "POST"])
def note(request: SignedInRequest, demand_id: UUID) -> HttpResponse:
    """The form of a note; the buttons put it off or strike it out."""
    acting = request.acting
    demand = demand_here(acting, demand_id)
    sent = request.POST if request.method == "POST" else request.GET
    back = safe_next(sent.get("next", "")) or reverse("voice:desk_case", args=[demand_id])
    what = request.POST.get("what", "") if request.method == "POST" else ""
    if what == "done":
        strike_out(acting=acting, demand_id=demand_id)
        return HttpResponseRedirect(back)
    if what in PUT_OFF:
        put_off(acting=acting, demand_id=demand_id, working_days=PUT_OFF[what])
        return HttpResponseRedirect(back)
    found = note_in(acting, demand_id)
    first = {"on": found.on, "text": found.text} if found else {}
    form = NoteForm(request.POST if request.method == "POST" else None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            note_down(acting=acting, demand_id=demand_id, **form.cleaned_data)
        except NotNow as why:
            form.add_error("on", told(why.reason))
        else:
            return HttpResponseRedirect(back)
    context = {
        "page_title": _("给自己记一笔"),
        "demand": demand,
        "form": form,
        "note": found,
        "next_url": back,
        "back_url": back,
    }
    return render(request, "voice/desk/own_note.html", context, status=422 if form.errors else 200)
