"""The rival of our pages: bare Django views of the same tables and rows, served by the same process.

The same rows through the ORM and a minimal template: no middleware, no session, no rights, no frame, no
counts, no clocks, no translation, no compression. What a page of ours takes longer is what all that costs.
"""

import os
from typing import Any
from uuid import UUID

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhiyin.config.settings")

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.test.utils import override_settings
from django.urls import path

ours = get_wsgi_application()

from zhiyin.institutions.models import NextDue  # noqa: E402 (after the apps are ready)
from zhiyin.journal.models import Fact  # noqa: E402
from zhiyin.voice.models import Demand  # noqa: E402
from zhiyin.voice.states import State  # noqa: E402

ENGINE = Engine()
LIST = ENGINE.from_string(
    "<!doctype html><title>Demands</title><table>{% for d in demands %}<tr><td>{{ d.number }}</td>"
    "<td>{{ d.title }}</td><td>{{ d.state }}</td><td>{{ d.unit.name }}</td>"
    "<td>{{ d.handling_unit.name }}</td><td>{{ d.author.name }}</td><td>{{ d.due }}</td></tr>"
    "{% endfor %}</table>"
)
CASE = ENGINE.from_string(
    "<!doctype html><title>{{ d.title }}</title><h1>{{ d.number }} {{ d.title }}</h1><p>{{ d.text }}</p>"
    "<p>{{ d.unit.name }} {{ d.handling_unit.name }} {{ d.author.name }} {{ d.state }}</p>"
    "{% for f in facts %}<p>{{ f.occurred_on }} {{ f.kind }}</p>{% endfor %}"
    "{% for m in messages %}<p>{{ m.written_on }} {{ m.text }}</p>{% endfor %}"
    "{% for n in notices %}<p>{{ n.given_on }} {{ n.text }}</p>{% endfor %}"
    "{% for a in answers %}<p>{{ a.answered_on }} {{ a.opinion }}</p>{% endfor %}"
)
FIRST_PAGE = 50
OF_OFFICE = (
    State.SUBMITTED,
    State.REGISTERED,
    State.ACCEPTED,
    State.OBJECTED,
    State.UNREACHABLE,
    State.REVIEW_REQUESTED,
    State.SECOND_REVIEW_REQUESTED,
)


def inbox(_request: HttpRequest) -> HttpResponse:
    """The fifty nearest dates of what waits for the office, with the names in each row."""
    dues = NextDue.objects.filter(subject_kind="demand").order_by("next_due", "subject_id")
    found: list[Any] = []
    related = ("unit", "handling_unit", "handling_post", "author")
    for start in range(0, 5000, 400):
        page = dict(dues.values_list("subject_id", "next_due")[start : start + 400])
        rows = Demand.objects.filter(pk__in=page, state__in=OF_OFFICE).select_related(*related)
        by_id = {row.pk: row for row in rows}
        for pk, due in page.items():
            if pk in by_id:
                by_id[pk].due = due  # type: ignore[attr-defined]
                found.append(by_id[pk])
        if len(found) >= FIRST_PAGE or len(page) < 400:
            break
    return HttpResponse(LIST.render(Context({"demands": found[:FIRST_PAGE]})))


def case(_request: HttpRequest, pk: UUID) -> HttpResponse:
    """One demand with what was said and done in it."""
    demand = Demand.objects.select_related("unit", "handling_unit", "handling_post", "handler", "author").get(
        pk=pk
    )
    context = {
        "d": demand,
        "facts": Fact.objects.filter(subject_kind="demand", subject_id=str(pk)).order_by("place"),
        "messages": demand.messages.all(),
        "notices": demand.notices.all(),
        "answers": demand.answers.all(),
    }
    return HttpResponse(CASE.render(Context(context)))


def home(_request: HttpRequest, pk: UUID) -> HttpResponse:
    """The latest demands of one employee."""
    demands = (
        Demand.objects.filter(author_id=pk).select_related("handling_unit").order_by("-submitted_on", "id")
    )
    return HttpResponse(LIST.render(Context({"demands": demands[:10]})))


urlpatterns = [
    path("bare/inbox", inbox),
    path("bare/case/<uuid:pk>", case),
    path("bare/home/<uuid:pk>", home),
]


class BareRequest(WSGIRequest):
    urlconf = "bench.bare"


class BareHandler(WSGIHandler):
    request_class = BareRequest


with override_settings(MIDDLEWARE=[]):
    bare = BareHandler()


def application(environ: dict[str, Any], start_response: Any) -> Any:
    """Bare pages under /bare/, ours everywhere else."""
    handler = bare if environ["PATH_INFO"].startswith("/bare/") else ours
    return handler(environ, start_response)
