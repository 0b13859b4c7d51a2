"""Alerts of danger: who takes them up, and what they do."""

from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from zhiyin.people.access import SignedInRequest, roles
from zhiyin.voice.selectors.alerts import ON_DUTY, alerts_for
from zhiyin.voice.services.alerts import take_up_alert

on_duty = roles(*ON_DUTY)
SHOWN = 100


class TakeUpForm(forms.Form):
    action = forms.CharField(
        label=gettext_lazy("现在做什么"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("谁去现场、几点到、先采取什么措施。"),
    )


@on_duty
@require_safe
def show(request: SignedInRequest) -> HttpResponse:
    return _list(request)


def _list(
    request: SignedInRequest, tried: UUID | None = None, form: TakeUpForm | None = None
) -> HttpResponse:
    alerts = list(alerts_for(request.acting)[:SHOWN])
    waiting = [a for a in alerts if a.seen_at is None]
    forms_of = [
        (a, form if form and a.pk == tried else TakeUpForm(auto_id=f"{a.pk.hex}-%s")) for a in waiting
    ]
    context = {
        "page_title": _("安全告警"),
        "waiting": forms_of,
        "taken": [a for a in alerts if a.seen_at is not None],
    }
    return render(request, "voice/desk/alerts.html", context, status=422 if form else 200)


@on_duty
@require_POST
def take_up(request: SignedInRequest, alert_id: UUID) -> HttpResponse:
    acting = request.acting
    if not alerts_for(acting).filter(pk=alert_id).exists():
        raise Http404
    form = TakeUpForm(request.POST, auto_id=f"{alert_id.hex}-%s")
    if not form.is_valid():
        return _list(request, alert_id, form)
    take_up_alert(acting=acting, alert_id=alert_id, action=form.cleaned_data["action"])
    return HttpResponseRedirect(reverse("voice:alerts"))
