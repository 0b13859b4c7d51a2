"""The pages that the demo is shown and tested with: name, path, login of the account or none."""

from django.db.models import QuerySet
from django.urls import reverse

from zhiyin.demo.accounts import ACCOUNTS
from zhiyin.institutions.models import ObligationRow, Violation
from zhiyin.journal.models import Fact
from zhiyin.people.models import Employee, Post, Unit
from zhiyin.vault.services import cases_linked_to
from zhiyin.voice.models import Demand
from zhiyin.voice.states import State

Page = tuple[str, str, str | None]
LOGINS = {one.key: one.login for one in ACCOUNTS}
WORKER, HANDLER, HEAD = LOGINS["employee"], LOGINS["YS-XZ/handler"], LOGINS["YS0100/leader"]
OFFICE, UNION, REVIEWER = LOGINS["demand1"], LOGINS["union1"], LOGINS["review1"]
DISCIPLINE, ADMIN, TOP = LOGINS["discipline1"], LOGINS["system_admin"], LOGINS["head"]
FINANCE, DISCLOSURE = LOGINS["YS-CW/handler"], LOGINS["disclosure"]


def pages() -> list[Page]:
    """Every page, the doors first. Reads the demo's database for the cases that it shows."""
    return [*_open(), *_worker(), *_desks(), *_institutions(), *_admin()]


def _open() -> list[Page]:
    return [
        ("landing", reverse("workspace:landing"), None),
        ("how", reverse("workspace:how"), None),
        ("sign-in", reverse("people:sign_in"), None),
        ("first-sign-in", reverse("people:first"), None),
        ("anonymous", reverse("voice:anonymous"), None),
        ("follow", reverse("voice:follow"), None),
        ("suggestions-adopted", reverse("suggestions:adopted"), None),
        ("institutions", reverse("institutions:rules"), None),
        ("bulletin", reverse("institutions:bulletin"), None),
        ("policies", reverse("policies:shelf"), None),
        ("glossary", reverse("workspace:glossary"), None),
        ("hot-problems", reverse("voice:hot_public"), None),
    ]


def _worker() -> list[Page]:
    found: list[Page] = [
        ("home", reverse("voice:home"), WORKER),
        ("raise", reverse("voice:raise"), WORKER),
        ("mine", reverse("voice:mine"), WORKER),
        ("my-suggestions", reverse("suggestions:mine"), WORKER),
        ("suggest", reverse("suggestions:new"), WORKER),
        ("account", reverse("people:me"), WORKER),
        ("notice-settings", reverse("workspace:wishes"), WORKER),
    ]
    mine = _own_demands()
    shown = {
        "demand": mine.filter(state__in=(State.ANSWERED, State.RETURN_VISIT)),
        "demand-promised": mine.filter(state=State.PROMISED),
        "demand-late": mine.filter(state=State.IN_HANDLING, topic="pay"),
        "demand-rated": mine.filter(solved="yes"),
    }
    return found + [
        (name, reverse("voice:case", args=[demand.pk]), WORKER)
        for name, rows in shown.items()
        if (demand := rows.order_by("submitted_on").first())
    ]


def _own_demands() -> QuerySet[Demand]:
    worker = Employee.objects.get(number=WORKER)
    linked = cases_linked_to(f"employee:{worker.pk.hex}")
    return Demand.objects.filter(author=worker) | Demand.objects.filter(pk__in=linked)


def _desks() -> list[Page]:
    found: list[Page] = [
        ("today", reverse("voice:today"), HEAD),
        ("office", reverse("voice:inbox"), OFFICE),
        ("inbox-handler", reverse("voice:inbox"), HANDLER),
        ("inbox-union", reverse("voice:inbox"), UNION),
        ("inbox-reviewer", reverse("voice:inbox"), REVIEWER),
        ("inbox-leader", reverse("voice:inbox"), HEAD),
        ("alerts", reverse("voice:alerts"), OFFICE),
        ("tasks", reverse("voice:tasks"), HANDLER),
        ("tasks-finance", reverse("voice:tasks"), FINANCE),
        ("answer-templates", reverse("voice:answer_templates"), HANDLER),
        ("suggestions", reverse("suggestions:board"), OFFICE),
        ("suggestions-meetings", reverse("suggestions:meetings"), UNION),
        ("suggestions-committee", reverse("suggestions:seats"), UNION),
        ("discipline", reverse("voice:discipline"), DISCIPLINE),
        ("notices", reverse("workspace:notices"), OFFICE),
        ("numbers", reverse("institutions:numbers"), TOP),
        ("number-form", reverse("institutions:number_form", args=["house-answer-help"]), UNION),
        ("notice-settings-desk", reverse("workspace:wishes"), OFFICE),
        ("saved-views", reverse("voice:saved_views"), OFFICE),
        ("absence", reverse("workspace:absence"), HANDLER),
    ]
    ordinary = Demand.objects.filter(track=Demand.Track.ORDINARY).order_by("submitted_on", "number")
    handled = ordinary.filter(handling_unit__code="YS-XZ")
    cases = {
        ("case-new", OFFICE): ordinary.filter(state=State.REGISTERED),
        ("case-objected", OFFICE): ordinary.filter(state=State.OBJECTED),
        ("case-handling", HANDLER): handled.filter(state=State.IN_HANDLING),
        ("case-promised", HANDLER): handled.filter(state=State.PROMISED),
        ("case-visit", UNION): ordinary.filter(state=State.RETURN_VISIT),
        ("case-review", OFFICE): ordinary.filter(state=State.REVIEW_REQUESTED),
        ("case-final", OFFICE): ordinary.filter(state=State.FINAL),
        ("case-accusation", DISCIPLINE): Demand.objects.filter(track=Demand.Track.DISCIPLINE),
        ("case-found-out", DISCIPLINE): Demand.objects.filter(pk__in=_found_out()),
        ("case-deputised", HANDLER): ordinary.filter(handling_post__absences__deputy__number=HANDLER),
    }
    for (name, login), rows in cases.items():
        if demand := rows.first():
            found.append((name, reverse("voice:desk_case", args=[demand.pk]), login))
            if name == "case-final":
                found.append(("case-print", reverse("voice:desk_sheet", args=[demand.pk]), login))
    return found


def _found_out() -> list[str]:
    """Those that were everyday matters first: of an accusation the second fact moves it."""
    late = Fact.objects.filter(kind="voice.demand.moved_to_discipline", place__gt=2)
    return list(late.values_list("subject_id", flat=True))


def _institutions() -> list[Page]:
    """Duties, breaches and figures, with the pages of the office that came with them."""
    found: list[Page] = [
        ("board", reverse("institutions:board"), HEAD),
        ("duties", reverse("institutions:duties"), HEAD),
        ("supervision", reverse("institutions:supervision"), HEAD),
        ("evidence", reverse("institutions:evidence"), UNION),
        ("profile", reverse("institutions:profile"), ADMIN),
        ("scoreboard", reverse("evaluation:scoreboard"), TOP),
        ("hot", reverse("voice:hot_index"), OFFICE),
        ("intake", reverse("voice:intake"), UNION),
        ("posters", reverse("voice:posters"), UNION),
        ("segments", reverse("people:segments"), UNION),
        ("policies-inside", reverse("policies:desk"), UNION),
        ("policies-to-publish", reverse("policies:desk"), DISCLOSURE),
        ("help", reverse("workspace:handbook"), OFFICE),
    ]
    broken = ObligationRow.objects.filter(status="breached").order_by("due_on", "id").first()
    if broken:
        found.append(("obligation", reverse("institutions:obligation", args=[broken.pk]), HEAD))
    if sheet := Violation.objects.order_by("opened_on", "id").first():
        found.append(("sheet", reverse("institutions:sheet", args=[sheet.pk]), TOP))
    return found


def _admin() -> list[Page]:
    unit, post = Unit.objects.get(code="YS0103"), Post.objects.order_by("title").first()
    worker = Employee.objects.get(number=WORKER)
    found = [
        ("units", reverse("people:units")),
        ("unit", reverse("people:unit", args=[unit.pk])),
        ("employees", reverse("people:employees")),
        ("employee", reverse("people:employee", args=[worker.pk])),
        ("posts", reverse("people:posts")),
        ("grants-history", reverse("people:grants_history")),
        ("roster", reverse("people:roster")),
        ("slips", reverse("people:slips")),
        ("corrections", reverse("people:corrections")),
        ("given-up", reverse("workspace:given_up")),
        ("roster-runs", reverse("people:roster_runs")),
        ("handover", reverse("workspace:handover")),
    ]
    if post:
        found.append(("post", reverse("people:post", args=[post.pk])))
    return [(name, path, ADMIN) for name, path in found]
