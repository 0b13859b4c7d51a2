"""Another view keeps what a list is narrowed by, and begins at its first page."""

from django.test import RequestFactory

from zhiyin.people.tabs import View, query_without, tabs

VIEWS = (View("mine", "轮到我"), View("late", "已超期", "breach"), View("all", "全部", counted=False))


def test_a_view_keeps_what_the_list_is_narrowed_by_but_not_the_page():
    request = RequestFactory().get("/list?view=mine&unit=A1&after=2026-01-02_x")
    found = tabs(request, VIEWS, {"mine": 3, "late": 1}, "mine")
    assert [tab.url for tab in found] == [f"?view={name}&unit=A1" for name in ("mine", "late", "all")]
    assert [tab.current for tab in found] == [True, False, False]


def test_only_a_number_is_inked():
    request = RequestFactory().get("/list")
    late = tabs(request, VIEWS, {"mine": 3, "late": 1}, "mine")[1]
    none = tabs(request, VIEWS, {"mine": 3, "late": 0}, "mine")[1]
    all_of_them = tabs(request, VIEWS, {"mine": 3, "late": 0}, "mine")[2]
    assert (late.count, late.tone) == (1, "breach")
    assert (none.count, none.tone) == (0, "")
    assert all_of_them.count is None


def test_a_list_names_what_else_another_view_has_no_use_for():
    request = RequestFactory().get("/list?case=7&state=rework&unit=A1")
    only = tabs(request, VIEWS[:1], {}, "mine", gone=("case", "state"))[0]
    assert only.url == "?unit=A1&view=mine"
    assert query_without(request, ("case",)).urlencode() == "state=rework&unit=A1"
