"""The inbox: whose turn it is, the order of dates, and what a list may tell."""

from datetime import date

from zhiyin.institutions import clocks
from zhiyin.voice.services import verdicts


def test_a_new_demand_is_the_offices_turn_and_nobody_elses(client_as, walk):
    demand = walk().demand
    page = client_as("demand_officer").get("/app/inbox")
    assert demand.title in page.content.decode()
    for other in ("workshop_handler", "union_officer", "workshop_leader", "reviewer"):
        assert demand.title not in client_as(other).get("/app/inbox").content.decode()


def test_after_dispatch_it_is_the_turn_of_the_post_that_holds_it(client_as, walk):
    demand = walk().accepted().dispatched().demand
    assert demand.title in client_as("workshop_handler").get("/app/inbox").content.decode()
    assert demand.title not in client_as("handler").get("/app/inbox?view=open").content.decode()


def test_the_soonest_date_comes_first_and_pages_never_overlap(client_as, walk, monkeypatch, at):
    from zhiyin.voice.selectors import inbox_pages

    monkeypatch.setattr(inbox_pages, "PAGE", 2)
    made = []
    for day in ("2026-10-20", "2026-10-12", "2026-10-14", "2026-10-13", "2026-10-19"):
        with at(day):
            made.append((day, walk().demand.pk))
    expected = [pk for _day, pk in sorted(made)]
    client, seen, url = client_as("demand_officer"), [], "/app/inbox?view=open"
    with at("2026-10-20"):
        for _turn in range(5):
            page = client.get(url)
            seen += [row.demand.pk for row in page.context["rows"]]
            if not page.context["page"].next:
                break
            url = f"/app/inbox?view=open&after={page.context['page'].next}"
        assert seen == expected
        back = client.get(f"/app/inbox?view=open&before={page.context['page'].previous}")
        assert [row.demand.pk for row in back.context["rows"]] == expected[2:4]
        assert page.context["counts"]["open"] == 5 and page.context["counts"]["breached"] >= 1


def test_counts_and_lists_agree_in_every_view(client_as, walk, at):
    with at("2026-10-05"):
        walk(urgent=True)
    with at("2026-10-20"):
        walk().in_handling()
        walk().in_handling().answered(promised_on=date(2026, 10, 22))
        client = client_as("demand_officer")
        for view in ("mine", "soon", "breached", "rework", "promised", "safety", "open"):
            page = client.get(f"/app/inbox?view={view}")
            assert page.context["counts"][view] == len(page.context["rows"]), view


def test_filters_live_in_the_address_and_nonsense_is_ignored(client_as, walk, enterprise):
    demand = walk(topic="living").demand
    client = client_as("demand_officer")
    found = client.get("/app/inbox?view=open&topic=living&unit=YS01&way=named&since=2000-01-01")
    assert [row.demand.pk for row in found.context["rows"]] == [demand.pk]
    assert client.get("/app/inbox?view=open&topic=pay").context["rows"] == []
    odd = client.get("/app/inbox?view=zz&topic=zz&since=yesterday&after=zz&case=zz&unit=")
    assert odd.status_code == 200 and len(odd.context["rows"]) == 1


def test_the_chosen_case_stands_beside_the_list_with_or_without_script(client_as, walk):
    demand = walk().demand
    client = client_as("demand_officer")
    plain = client.get(f"/app/inbox?case={demand.pk}")
    assert demand.text[:10] in plain.content.decode()
    url = f"/app/cases/{demand.pk}?from=/app/inbox"
    pane = client.get(url, headers={"HX-Request": "true", "HX-Target": "pane"})
    assert pane.content.decode().lstrip().startswith("<article") and demand.text[:10] in pane.content.decode()
    assert "<html" in client.get(url).content.decode()


def test_keys_have_their_places_on_the_page(client_as, walk):
    demand = walk().demand
    text = client_as("demand_officer").get(f"/app/inbox?case={demand.pk}").content.decode()
    for mark in ("data-row", "data-check", "data-keys", 'data-key="/"', 'data-key="a"', 'data-bulk-key="t"'):
        assert mark in text, mark
    handling = walk().in_handling().demand
    assert 'data-key="r"' in client_as("workshop_handler").get(f"/app/cases/{handling.pk}").content.decode()


def test_a_return_visit_is_the_unions_turn(client_as, walk):
    case = walk().in_handling().answered()
    verdicts.open_visit(acting=None, demand_id=case.demand.pk)
    assert case.demand.title in client_as("union_officer").get("/app/inbox").content.decode()


def test_a_right_that_lapsed_is_no_date_that_anybody_missed(client_as, walk, at):
    with at("2026-09-01"):
        case = walk().in_handling().answered()
    with at("2026-11-20"):
        one, many = (
            clocks.for_subject("demand", case.demand.pk),
            clocks.for_subjects("demand", [case.demand.pk]),
        )
        assert {c.rule: c.status for c in one} == {c.rule: c.status for c in many[case.demand.pk]}
        assert "passed" in {c.status for c in one}


QUERIES = (
    "the session",
    "its account and employee",
    "the posts held",
    "their grants",
    "how many facts are numbered",
    "how many wait for their number",
    "counts of all views",
    "saved views",
    "a run that may still be taken back",
    "the keys of the page",
    "the rows of the page",
    "the clocks of the rows",
    "the units to narrow by",
    "notices for the rail",
)


def test_the_inbox_needs_no_more_queries_than_it_names(client_as, walk, django_assert_max_num_queries):
    for _n in range(8):
        walk().in_handling()
    client = client_as("demand_officer")
    with django_assert_max_num_queries(len(QUERIES)):
        assert len(client.get("/app/inbox?view=open").context["rows"]) == 8
