"""/app/admin/posts: posts, who holds them, what they may do; handing over; the history of grants."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhiyin.people import notices, permissions, selectors
from zhiyin.people.access import SignedInRequest, roles
from zhiyin.people.facts_in_words import told
from zhiyin.people.forms.admin import GrantForm, HandOverForm, NewPostForm, PersonForm
from zhiyin.people.models import Employee, Grant, Post
from zhiyin.people.refusals import Refused
from zhiyin.people.roles import Role
from zhiyin.people.services import grants, posts

CHANGERS = (Role.SYSTEM_ADMIN, Role.UNION_OFFICER)


@roles(*selectors.POST_ROLES)
@require_safe
def post_list(request: SignedInRequest) -> HttpResponse:
    role = request.GET.get("role", "")
    page = selectors.posts_within(
        request.acting,
        role=role if role in Role.values else "",
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    context = {
        "page_title": _("岗位与权限"),
        "posts": page.rows,
        "page": page,
        "roles": Role.choices,
        "role": role,
        "may_change": request.acting.has(*CHANGERS),
        "done": notices.said(request),
    }
    return render(request, "people/admin/posts.html", context)


@roles(*selectors.POST_ROLES)
@require_safe
def history(request: SignedInRequest) -> HttpResponse:
    """Who gave which power to whom, from the facts themselves."""
    facts = selectors.facts_of_grants(request.acting)
    context = {
        "page_title": _("授权记录"),
        "history": told(facts, selectors.names_in(facts)),
        "back_url": reverse("people:posts"),
    }
    return render(request, "people/admin/grants_history.html", context)


@roles(*CHANGERS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    form = NewPostForm(request.POST or None)
    form.fields["unit"].offer(selectors.units_within(request.acting, *CHANGERS))  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        try:
            row = posts.open_post(acting=request.acting, **form.cleaned_data)
        except Refused as refused:
            form.add_error("title", str(refused))
        else:
            return notices.go("people:post", "saved", row.pk)
    context = {"page_title": _("设立岗位"), "form": form, "back_url": reverse("people:posts")}
    return render(request, "people/admin/post_new.html", context)


@roles(*selectors.POST_ROLES)
@require_safe
def post(request: SignedInRequest, pk: UUID) -> HttpResponse:
    return _page(request, _post(request, pk))


@roles(*CHANGERS)
@require_POST
def take(request: SignedInRequest, pk: UUID) -> HttpResponse:
    row, form = _post(request, pk), PersonForm(request.POST)
    if form.is_valid():
        try:
            posts.take_post(acting=request.acting, post=row, employee=form.cleaned_data["number"])
        except Refused as refused:
            form.add_error("number", str(refused))
        else:
            return notices.go("people:post", "taken", pk)
    return _page(request, row, take=form)


@roles(*CHANGERS)
@require_POST
def hand_over(request: SignedInRequest, pk: UUID) -> HttpResponse:
    row = _post(request, pk)
    form = HandOverForm(row, request.POST, prefix="over")
    if form.is_valid():
        data = form.cleaned_data
        try:
            posts.hand_over(acting=request.acting, post=row, giver=data["giver"], taker=data["number"])
        except Refused as refused:
            form.add_error("number", str(refused))
        else:
            return notices.go("people:post", "handed_over", pk)
    return _page(request, row, over=form)


@roles(*CHANGERS)
@require_POST
def give_up(request: SignedInRequest, pk: UUID, employee_id: UUID) -> HttpResponse:
    row = _post(request, pk)
    person = Employee.objects.filter(pk=employee_id).first()
    if person is None:
        raise Http404
    try:
        posts.give_up_post(acting=request.acting, post=row, employee=person)
    except Refused as refused:
        return _page(request, row, refused=str(refused))
    return notices.go("people:post", "given_up", pk)


@roles(*CHANGERS)
@require_POST
def close(request: SignedInRequest, pk: UUID) -> HttpResponse:
    row = _post(request, pk)
    try:
        posts.close_post(acting=request.acting, post=row)
    except Refused as refused:
        return _page(request, row, refused=str(refused))
    return notices.go("people:posts", "closed")


@roles(*CHANGERS)
@require_POST
def give(request: SignedInRequest, pk: UUID) -> HttpResponse:
    row, form = _post(request, pk), _grant_form(request, request.POST)
    if form.is_valid():
        try:
            grants.give_grant(acting=request.acting, post=row, **form.cleaned_data)
        except Refused as refused:
            form.add_error("role", str(refused))
        else:
            return notices.go("people:post", "granted", pk)
    return _page(request, row, grant=form)


@roles(*CHANGERS, Role.SECURITY_ADMIN)
@require_POST
def end(request: SignedInRequest, pk: UUID, grant_id: UUID) -> HttpResponse:
    row = _post(request, pk)
    grant = Grant.objects.select_related("unit").filter(pk=grant_id, post=row).first()
    if grant is None:
        raise Http404
    try:
        grants.end_grant(acting=request.acting, grant=grant)
    except Refused as refused:
        return _page(request, row, refused=str(refused))
    return notices.go("people:post", "ended", pk)


def _post(request: SignedInRequest, pk: UUID) -> Post:
    row = selectors.post_for(request.acting, pk)
    if row is None:
        raise Http404
    return row


def _grant_form(request: SignedInRequest, data: object = None) -> GrantForm:
    form = GrantForm(data)  # type: ignore[arg-type]
    form.fields["unit"].offer(selectors.units_within(request.acting, *CHANGERS))  # type: ignore[attr-defined]
    union = [role for role in Role.choices if role[0] in permissions.UNION_ROLES]
    others = [role for role in Role.choices if role[0] not in permissions.UNION_ROLES]
    offered = union if request.acting.has(Role.UNION_OFFICER) else []
    form.fields["role"].choices = offered + (others if request.acting.has(Role.SYSTEM_ADMIN) else [])  # type: ignore[attr-defined]
    return form


def _page(
    request: SignedInRequest,
    row: Post,
    *,
    take: PersonForm | None = None,
    over: HandOverForm | None = None,
    grant: GrantForm | None = None,
    refused: str = "",
) -> HttpResponse:
    acting, path = request.acting, row.unit.path
    facts = selectors.facts_of("post", row.pk)
    given = [
        {"grant": g, "may_end": permissions.may_end(acting, g.role, g.unit.path)}
        for g in row.given_now  # type: ignore[attr-defined]
    ]
    union = any(g.role in permissions.UNION_ROLES for g in row.given_now)  # type: ignore[attr-defined]
    needed = (Role.UNION_OFFICER,) if union else CHANGERS
    context = {
        "page_title": row.title,
        "post": row,
        "given": given,
        "take": take or PersonForm(),
        "over": over or HandOverForm(row, prefix="over"),
        "grant_form": grant or _grant_form(request),
        "may_fill": acting.over(path, *needed) and row.closed_on is None,
        "may_grant": acting.over(path, *CHANGERS) and row.closed_on is None,
        "history": told(facts, selectors.names_in(facts)),
        "refused": refused,
        "done": notices.said(request),
        "back_url": reverse("people:posts"),
    }
    return render(request, "people/admin/post.html", context)
