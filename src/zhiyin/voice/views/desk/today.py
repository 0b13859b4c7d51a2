"""The day of an officer in one sentence, and what waits."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zhiyin.institutions.selectors.execution import waiting_for
from zhiyin.people.access import SignedInRequest
from zhiyin.people.selectors_absences import deputised
from zhiyin.voice.selectors import inbox
from zhiyin.voice.selectors.alerts import alerts_for
from zhiyin.voice.selectors.hot import own_going_on
from zhiyin.voice.selectors.own_notes import due_today
from zhiyin.voice.selectors.today import late_by_unit, to_decide
from zhiyin.voice.views.desk.access import at_desk


@at_desk
@require_safe
def show(request: SignedInRequest) -> HttpResponse:
    acting = request.acting
    counts = inbox.counts(acting, inbox.conditions(acting))
    extensions, redates = to_decide(acting)
    alerts = list(alerts_for(acting).filter(seen_at__isnull=True)[:20])
    context = {
        "page_title": _("今天"),
        "counts": counts,
        "deputising": deputised(acting),
        "extensions": extensions,
        "redates": redates,
        "late": late_by_unit(acting),
        "alerts": alerts,
        "waiting": waiting_for(acting),
        "notes": due_today(acting),
        "hot": own_going_on(acting),
        "nav_counts": {"voice:inbox": counts["mine"]},
    }
    return render(request, "voice/desk/today.html", context)
