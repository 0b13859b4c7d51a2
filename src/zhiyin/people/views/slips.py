"""/app/admin/slips: first-sign-in slips, printed with lines to cut along."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zhiyin.people import qr, selectors
from zhiyin.people.access import SignedInRequest, roles
from zhiyin.people.forms.admin import SlipsForm
from zhiyin.people.models import Employee
from zhiyin.people.refusals import Refused
from zhiyin.people.roles import Role
from zhiyin.people.services import accounts

ISSUERS = (Role.SYSTEM_ADMIN, Role.UNION_OFFICER)
MOST = 500


@roles(*ISSUERS)
@require_http_methods(["GET", "HEAD", "POST"])
def slips(request: SignedInRequest) -> HttpResponse:
    """Choose a unit; the answer to the POST is the page to print, shown this once."""
    form = SlipsForm(request.POST or None, initial={"unit": request.GET.get("unit", ""), "only_new": True})
    form.fields["unit"].offer(selectors.units_within(request.acting, *ISSUERS))  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        unit = form.cleaned_data["unit"]
        people = selectors.people_for_slips(unit, only_new=form.cleaned_data["only_new"], limit=MOST + 1)
        if not people:
            form.add_error("unit", _("没有要发的人：都已设过密码。"))
        elif len(people) > MOST:
            form.add_error("unit", _("超过 %(most)d 人，请选下一级单位，分批打。") % {"most": MOST})
        else:
            return _printed(request, people, unit.name)
    context = {"page_title": _("登录纸条"), "form": form, "days": accounts.CODE_DAYS}
    return render(request, "people/admin/slips.html", context)


@roles(*ISSUERS)
@require_POST
def slip(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """One slip for one person, at the counter."""
    person = Employee.objects.select_related("unit").filter(pk=pk).first()
    if person is None or not request.acting.over(person.unit.path, *ISSUERS):
        raise Http404
    return _printed(request, [person], person.name)


def _printed(request: SignedInRequest, people: list[Employee], title: str) -> HttpResponse:
    try:
        issued = accounts.issue_slips(acting=request.acting, employees=people)
    except Refused as refused:
        raise Http404 from refused
    rows = [
        {
            "employee": s.employee,
            "code": s.shown,
            # The code stands after #: browsers keep that part to themselves.
            "qr": qr.svg(_address(request, s), _("打开登录页的二维码"), small=True),
        }
        for s in issued
    ]
    context = {
        "page_title": _("登录纸条 · %(unit)s") % {"unit": title},
        "slips": rows,
        "days": accounts.CODE_DAYS,
        "address": request.build_absolute_uri(reverse("people:sign_in")).split("://", 1)[1],
        "back_url": reverse("people:slips"),
    }
    return render(request, "people/admin/slips_print.html", context)


def _address(request: SignedInRequest, slip: accounts.Slip) -> str:
    query = urlencode({"n": slip.employee.number})
    return f"{request.build_absolute_uri(reverse('people:first'))}?{query}#{slip.code}"
