"""本企业的数: the list, the form with its preview, a proposal and its decision, the export."""

from typing import Any, Final
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhiyin.institutions import words
from zhiyin.institutions.dials import YEAR, dials, tried
from zhiyin.institutions.forms.numbers import AnswerForm, NumbersForm
from zhiyin.institutions.house import dials_of
from zhiyin.institutions.language.rules import Rule
from zhiyin.institutions.models import HousePack
from zhiyin.institutions.permissions import approving_grant, proposing_grant
from zhiyin.institutions.selectors import numbers as selectors
from zhiyin.institutions.services import numbers as services
from zhiyin.institutions.views import number_words
from zhiyin.journal import clock
from zhiyin.journal.refusal import NotNow
from zhiyin.people.access import SignedInRequest, roles
from zhiyin.people.roles import OFFICERS

NOT_TAKEN: Final = 422
ABOUT_THE_DAY: Final = frozenset(
    {"number_too_early", "number_too_late", "number_before_latest", "number_mid_period"}
)
at_numbers = roles(*OFFICERS)


@at_numbers
@require_safe
def listed(request: SignedInRequest) -> HttpResponse:
    """What the house may set, what waits, and what was changed last."""
    groups = sorted(selectors.settings(clock.today()), key=number_words.place_of_group)
    context = {
        "page_title": _("本企业的数"),
        "groups": [number_words.group(group, found) for group, found in groups],
        "waiting": [number_words.line(one) for one in selectors.waiting()],
        "recent": [number_words.line(one) for one in selectors.recent()],
        "may_propose": proposing_grant(request.acting) is not None,
        "may_approve": approving_grant(request.acting) is not None,
        "me": request.acting.employee.pk,
    }
    return render(request, "institutions/numbers/list.html", context)


@at_numbers
@require_safe
def export(request: SignedInRequest) -> HttpResponse:
    """All approved numbers as a pack."""
    answer = HttpResponse(selectors.exported(), content_type="application/yaml; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="house-numbers.yaml"'
    return answer


def _rule(rule_id: str) -> Rule:
    found = services.latest(rule_id)
    if found is None:
        raise Http404
    return found


@at_numbers
@require_http_methods(["GET", "HEAD", "POST"])
def form(request: SignedInRequest, rule_id: str) -> HttpResponse:
    """New numbers of one rule: try them on the past year, then propose them."""
    if proposing_grant(request.acting) is None:
        raise PermissionDenied
    rule = _rule(rule_id)
    found = dials(rule, request.GET.dict())
    if request.method != "POST":
        start = {"effect_on": services.earliest(rule), "seen": rule.uid}
        return _form(request, rule, NumbersForm(rule=rule, dials=found, initial=start))
    filled = NumbersForm(request.POST, rule=rule, dials=found)
    if request.POST.get("do") == "try":
        values = filled.good_values()
        return _form(request, rule, _only_numbers(filled), **_preview(rule, values))
    if not filled.is_valid():
        return _form(request, rule, filled, NOT_TAKEN)
    return _propose(request, rule, filled)


def _only_numbers(filled: NumbersForm) -> NumbersForm:
    """While trying, what is not yet written is no mistake."""
    for name in ("effect_on", "reason", "basis"):
        filled.errors.pop(name, None)
    return filled


def _preview(rule: Rule, values: dict[str, str] | None) -> dict[str, Any]:
    if values is None or values == dials_of(rule):
        return {"same_numbers": values is not None}
    return tried(rule, values, clock.today(), words.lang())


def _propose(request: SignedInRequest, rule: Rule, filled: NumbersForm) -> HttpResponse:
    said = filled.cleaned_data
    try:
        number = services.propose_numbers(
            acting=request.acting, rule_id=rule.id, values=filled.values(), effect_on=said["effect_on"],
            reason=said["reason"], basis=said["basis"], seen=said["seen"],
        )  # fmt: skip
    except services.Taken as taken:
        return _form(request, rule, filled, NOT_TAKEN, other=number_words.line(taken.other))
    except services.Moved as moved:
        fresh = NumbersForm(_now_seen(request, moved.rule), rule=moved.rule, dials=dials(moved.rule))
        return _form(request, moved.rule, fresh, NOT_TAKEN, moved=number_words.values(dials_of(moved.rule)))
    except services.Wrong as wrong:
        for field, text in number_words.mistakes(wrong.problems, rule):
            filled.add_error(field, text)
    except NotNow as refused:
        field = "effect_on" if refused.reason in ABOUT_THE_DAY else None
        filled.add_error(field, words.told(refused.reason))
    else:
        return HttpResponseRedirect(f"{reverse('institutions:number', args=[number.pk])}?did=propose")
    return _form(request, rule, filled, NOT_TAKEN)


def _now_seen(request: SignedInRequest, rule: Rule) -> Any:
    """What was typed stays; sent once more, it is meant against the numbers of now."""
    data = request.POST.copy()
    data["seen"] = rule.uid
    return data


def _form(
    request: SignedInRequest, rule: Rule, filled: NumbersForm, status: int = 200, **more: Any
) -> HttpResponse:
    today = clock.today()
    context = {
        "page_title": _("改本企业的数"),
        "back_url": reverse("institutions:numbers"),
        "form": filled,
        "rule": rule,
        "told": number_words.about(rule),
        "earliest": services.earliest(rule),
        "open": number_words.line(selectors.open_proposal(rule.id)) if "other" not in more else None,
        "history": [number_words.line(one) for one in selectors.history([rule.id])],
        "since": today - YEAR,
        "until": today,
        "check_url": reverse("institutions:number_check", args=[rule.id]),
        **more,
    }
    return render(request, "institutions/numbers/form.html", context, status=status)


@at_numbers
@require_safe
def check(request: SignedInRequest, rule_id: str) -> HttpResponse:
    """What is wrong with the numbers typed so far, or how the rule would read. For the form's own script."""
    rule = _rule(rule_id)
    filled = NumbersForm(request.GET, rule=rule, dials=dials(rule))
    values = filled.good_values()
    context: dict[str, Any] = {"mistakes": [], "reads": None, "typed": values is not None}
    if values is None:
        context["mistakes"] = [(one.label, one.errors[0]) for one in filled.numbers() if one.errors]
    elif values != dials_of(rule):
        context |= number_words.checked_reading(rule, values)
    return render(request, "institutions/numbers/checked.html", context)


@at_numbers
@require_safe
def show(request: SignedInRequest, number_id: UUID) -> HttpResponse:
    return _page(request, number_id)


def _page(request: SignedInRequest, number_id: UUID, refused: str = "", status: int = 200) -> HttpResponse:
    number = selectors.number(number_id)
    if number is None:
        raise Http404
    waits = number.state == HousePack.State.PROPOSED
    own = number.proposed_by_id == request.acting.employee.pk
    approver = approving_grant(request.acting) is not None
    rule = services.latest(number.rule)
    today = clock.today()
    context = {
        "page_title": _("改本企业的数"),
        "back_url": reverse("institutions:numbers"),
        "number": number,
        "line": number_words.line(number),
        "told": number_words.about(rule) if rule else None,
        "may_decide": waits and approver and not own,
        "may_withdraw": waits and own,
        "own": own,
        "waits": waits,
        "rows_of_pack": number.text.replace(" ", "\u00a0").splitlines(),
        "why": AnswerForm(auto_id="w-%s"),
        "refused": refused,
        "proposed": request.GET.get("did") == "propose",
        "since": today - YEAR,
        "until": today,
    }
    if waits and rule is not None:
        context |= tried(rule, number.dials, today, words.lang())
    return render(request, "institutions/numbers/show.html", context, status=status)


@at_numbers
@require_POST
def decide(request: SignedInRequest, number_id: UUID, name: str) -> HttpResponse:
    """Approve, refuse or withdraw one proposal."""
    if selectors.number(number_id) is None:
        raise Http404
    try:
        match name:
            case "approve":
                services.approve_numbers(acting=request.acting, number_id=number_id)
            case "refuse":
                reason = request.POST.get("reason", "")[:400]
                services.refuse_numbers(acting=request.acting, number_id=number_id, reason=reason)
            case "withdraw":
                services.withdraw_numbers(acting=request.acting, number_id=number_id)
            case _:
                raise Http404
    except NotNow as refused:
        return _page(request, number_id, words.told(refused.reason), NOT_TAKEN)
    except services.Wrong as wrong:
        told = " ".join(text for _field, text in number_words.mistakes(wrong.problems, None))
        return _page(request, number_id, told, NOT_TAKEN)
    return HttpResponseRedirect(reverse("institutions:number", args=[number_id]))
