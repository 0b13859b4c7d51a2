"""The rival of our pages: bare Django views of the same tables and rows, served by the same process.

Signed in with Django's own session and account, the same rows through the ORM, a minimal template: no
rights, no frame, no counts, no explanation of dates, no forms, no translation, no strict headers, no
compression. What a page of ours takes longer is what all that costs.
"""

import os
from datetime import timedelta
from typing import Any
from uuid import UUID

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhiyin.config.settings")

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.core.wsgi import get_wsgi_application
from django.db.models import Count, Sum
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.template import Context, Engine
from django.test.utils import override_settings
from django.urls import path

ours = get_wsgi_application()

from zhiyin.institutions.models import ClockRow, ObligationRow, RuleVersion, Tally  # noqa: E402 (apps are ready)
from zhiyin.institutions.selectors.board import quarter_of  # noqa: E402
from zhiyin.journal import clock  # noqa: E402
from zhiyin.journal.models import Fact  # noqa: E402
from zhiyin.people.models import Unit  # noqa: E402
from zhiyin.voice.models import Demand  # noqa: E402
from zhiyin.voice.states import State  # noqa: E402

ENGINE = Engine()
ROW = (
    "<tr><td>{{ d.number }}</td><td>{{ d.title }}</td><td>{{ d.state }}</td>"
    "<td>{{ d.handling_unit.name }}</td>"
    "<td>{% for c in d.clocks %}{{ c.title_zh }} {{ c.due_on }} {% endfor %}</td>"
)
LIST = ENGINE.from_string(
    "<!doctype html><title>Demands</title><table>{% for d in demands %}"
    + ROW
    + "<td>{{ d.unit.name }}</td><td>{{ d.author.name }}</td></tr>{% endfor %}</table>"
)
HOME = ENGINE.from_string(
    "<!doctype html><title>Mine</title><table>{% for d in demands %}"
    + ROW
    + "</tr>{% endfor %}</table><p>{{ total }}</p>"
)
CASE = ENGINE.from_string(
    "<!doctype html><title>{{ d.title }}</title><h1>{{ d.number }} {{ d.title }}</h1><p>{{ d.text }}</p>"
    "<p>{{ d.unit.name }} {{ d.handling_unit.name }} {{ d.author.name }} {{ d.state }}</p>"
    "{% for c in d.clocks %}<p>{{ c.title_zh }} {{ c.due_on }}</p>{% endfor %}"
    "{% for some in rows %}{% for row in some %}<p>{{ row }} {{ row.text }}</p>{% endfor %}{% endfor %}"
)
BOARD = ENGINE.from_string(
    "<!doctype html><title>Board</title>{% for r in rules %}<p>{{ r.title_zh }} {{ r.force }}</p>{% endfor %}"
    "{% for rule, status, n in counts %}<p>{{ rule }} {{ status }} {{ n }}</p>{% endfor %}"
    "{% for rule, n in soon %}<p>{{ rule }} {{ n }}</p>{% endfor %}"
)
INSTITUTION = ENGINE.from_string(
    "<!doctype html><title>Duties</title><table>{% for r, unit in rows %}<tr><td>{{ r.key }}</td>"
    "<td>{{ r.due_on }}</td><td>{{ r.status }}</td><td>{{ unit }}</td></tr>{% endfor %}</table>"
)
FIRST_PAGE, LATEST = 50, 4
OF_SPEAKER = (State.AWAITING_EMPLOYEE, State.ANSWERED, State.RETURN_VISIT, State.REVIEW_DECIDED)
OF_OFFICE = (
    State.SUBMITTED,
    State.REGISTERED,
    State.ACCEPTED,
    State.OBJECTED,
    State.UNREACHABLE,
    State.REVIEW_REQUESTED,
    State.SECOND_REVIEW_REQUESTED,
)


def signed_in(view: Any) -> Any:
    """As Django's own decorator, but with the account looked up as every signed-in page must."""

    def check(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return HttpResponseForbidden()
        return view(request, **kwargs)  # type: ignore[no-any-return]

    return check


def with_clocks(demands: list[Any]) -> list[Any]:
    """The rows of their clocks, one query."""
    clocks: dict[UUID, list[ClockRow]] = {}
    for row in ClockRow.objects.filter(subject_kind="demand", subject_id__in=[d.pk for d in demands]):
        clocks.setdefault(row.subject_id, []).append(row)
    for demand in demands:
        demand.clocks = clocks.get(demand.pk, [])
    return demands


@signed_in
def inbox(_request: HttpRequest) -> HttpResponse:
    """The fifty nearest dates of what waits for the office, with the names in each row."""
    waiting = Demand.objects.filter(state__in=OF_OFFICE, running__subject_kind="demand")
    related = waiting.select_related("unit", "handling_unit", "handling_post", "author")
    rows = related.order_by("running__next_due", "running__demand_id")[:FIRST_PAGE]
    return HttpResponse(LIST.render(Context({"demands": with_clocks(list(rows))})))


@signed_in
def case(_request: HttpRequest, pk: UUID) -> HttpResponse:
    """One demand with everything that was said and done in it."""
    related = ("unit", "handling_unit", "handling_post", "handler", "author")
    demand = with_clocks([Demand.objects.select_related(*related).get(pk=pk)])[0]
    rows = [
        Fact.objects.filter(subject_kind="demand", subject_id=str(pk)).order_by("place"),
        demand.messages.select_related("by"),
        demand.answers.select_related("unit"),
        demand.verdicts.all(),
        demand.notices.all(),
        demand.asks.all(),
        demand.extensions.select_related("handler"),
        demand.redates.select_related("handler"),
        demand.objection_rows.select_related("unit"),
        demand.reviews.select_related("unit", "reviewer"),
        demand.photos.filter(ready=True),
        demand.exclusions.all(),
    ]
    return HttpResponse(CASE.render(Context({"d": demand, "rows": rows})))


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """The latest demands of the one who is signed in, and those that wait for their word."""
    mine = Demand.objects.filter(author_id=request.user.employee_id).select_related("handling_unit")  # type: ignore[union-attr]
    latest = with_clocks(list(mine.order_by("-submitted_on", "id")[:LATEST]))
    waiting = mine.filter(state__in=OF_SPEAKER).order_by("-answered_on", "id")
    context = {"demands": [*waiting, *latest], "total": mine.count()}
    return HttpResponse(HOME.render(Context(context)))


@signed_in
def board(_request: HttpRequest) -> HttpResponse:
    """The quarter's counts and what is due soon by rule, as three queries and a line each."""
    quarter = quarter_of(clock.today())
    counted = Tally.objects.filter(month__gte=quarter.first, month__lt=quarter.after)
    soon = ObligationRow.objects.filter(status__in=ObligationRow.OPEN, due_on__gte=clock.today())
    near = soon.filter(due_on__lte=clock.today() + timedelta(days=7)).values_list("rule_id")
    context = {
        "rules": list(RuleVersion.objects.filter(in_packs=True)),
        "counts": list(counted.values_list("rule_id", "status").annotate(sum=Sum("count")).order_by()),
        "soon": list(near.annotate(n=Count("pk")).order_by()),
    }
    return HttpResponse(BOARD.render(Context(context)))


@signed_in
def institution(_request: HttpRequest, name: str) -> HttpResponse:
    """The fifty latest obligations of an institution, with the names of their units."""
    latest = ObligationRow.objects.filter(rule__institution=name, due_on__isnull=False)
    rows = list(latest.select_related("rule").order_by("-due_on", "-id")[:FIRST_PAGE])
    units = dict(Unit.objects.filter(pk__in={row.unit_id for row in rows}).values_list("pk", "name"))
    named = [(row, units.get(row.unit_id) if row.unit_id else "") for row in rows]
    return HttpResponse(INSTITUTION.render(Context({"rows": named})))


urlpatterns = [
    path("bare/board", board),
    path("bare/institution/<str:name>", institution),
    path("bare/inbox", inbox),
    path("bare/case/<uuid:pk>", case),
    path("bare/home", home),
]


class BareRequest(WSGIRequest):
    urlconf = "bench.bare"


class BareHandler(WSGIHandler):
    request_class = BareRequest


SIGNING_IN = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
with override_settings(MIDDLEWARE=SIGNING_IN):
    bare = BareHandler()


def application(environ: dict[str, Any], start_response: Any) -> Any:
    """Bare pages under /bare/, ours everywhere else."""
    handler = bare if environ["PATH_INFO"].startswith("/bare/") else ours
    return handler(environ, start_response)
