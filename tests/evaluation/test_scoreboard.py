"""The page of units: who may see it, and that small numbers stay small on page and paper."""

import csv
import io
from collections import Counter
from datetime import date
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhiyin.evaluation.models import NO_UNIT, Tally
from zhiyin.evaluation.periods import read_period
from zhiyin.evaluation.selectors.scoreboard import scoreboard
from zhiyin.evaluation.selectors.tree import Node, Shown, Tree
from zhiyin.evaluation.suppression import safe

pytestmark = pytest.mark.django_db
URL = "/app/scoreboard"
NOW = ("2026-10-20", "09:30")


def count(unit: UUID, *, yes: int, no: int = 0, unrated: int = 0, month: date = date(2026, 8, 1)) -> None:
    """So many demands of the month, all answered in time, with these verdicts."""
    whole = yes + no + unrated
    told = {
        "answer.in_time": whole, "response.in_time": whole, "days.05": whole,
        "solved.yes": yes, "solved.no": no, "solved.unrated": unrated,
        "solved_strict.yes": yes, "solved_strict.no": no, "solved_strict.unrated": unrated,
        "satisfied.yes": yes, "satisfied.no": no, "satisfied.unrated": unrated,
        "rated.rated": yes + no, "rated.unrated": unrated, "answer.withdrawn": 1,
    }  # fmt: skip
    Tally.objects.bulk_create(
        [Tally(month=month, unit_id=unit, measure=key, count=n) for key, n in told.items() if n]
    )


@pytest.fixture
def counted(enterprise):
    """Of July to September: two units with many verdicts, one with few."""
    units = enterprise.units
    count(units["YS0101"].pk, yes=20, no=10, unrated=5)
    count(units["YS0201"].pk, yes=12, no=3)
    count(units["YS90"].pk, yes=3, no=1)
    count(NO_UNIT, yes=0, unrated=2)
    return units


def seen(code: str, period: str = "2026-Q3"):
    tree = Tree.load()
    return scoreboard(tree, tree.by_code(code), read_period(period))


@pytest.mark.parametrize("who", ["leader", "union_officer", "demand_officer", "discipline_officer"])
def test_those_who_answer_and_those_who_watch_see_the_page(counted, client_as, at, who):
    with at(*NOW):
        assert client_as(who).get(URL).status_code == 200


@pytest.mark.parametrize("who", ["employee", "handler", "reviewer", "system_admin"])
def test_others_do_not(counted, client_as, at, who):
    with at(*NOW):
        assert client_as(who).get(URL).status_code == 403


def test_the_head_of_a_works_sees_that_works_and_no_other(counted, client_as, at):
    with at(*NOW):
        client = client_as("workshop_leader")
        page = client.get(URL)
        assert page.status_code == 200 and "热处理厂" in page.content.decode()
        assert client.get(URL, {"unit": "YS02"}).status_code == 403
        assert client.get(URL, {"unit": "YS"}).status_code == 403
        assert client.get("/app/scoreboard/export", {"unit": "YS02"}).status_code == 403


@pytest.mark.parametrize("asked", [{"unit": "YS77"}, {"period": "2026-Q9"}, {"period": "2031"}])
def test_what_there_is_not_is_not_found(counted, client_as, at, asked):
    with at(*NOW):
        assert client_as("leader").get(URL, asked).status_code == 404


def test_numbers_stand_beside_every_percentage(counted, client_as, at):
    with at(*NOW):
        page = client_as("leader").get(URL).content.decode()
    assert "<b>56</b> / 56 件应答复" in page
    assert "<b>35</b> / 49 件已评价" in page and "71<small>%</small>" in page


def test_few_verdicts_are_merged_with_others_so_that_all_adds_up(counted, at):
    with at(*NOW):
        found = seen("YS")
    merged = [row for row in found.rows if len(row.nodes) > 1]
    assert [[node.code for node in row.nodes] for row in merged] == [["YS02", "YS90"]]
    wholes = [row.cells["solved"].figure.whole for row in found.rows]
    assert sum(wholes) == found.own.cells["solved"].figure.whole
    assert all(whole >= 10 for whole in wholes)


def test_a_hidden_unit_hides_its_verdicts_on_its_own_page_too(counted, at):
    with at(*NOW):
        small, taken = seen("YS90"), seen("YS02")
    for found in (small, taken):
        assert found.own.cells["solved"].figure is None
        assert found.own.cells["satisfied"].figure is None
        assert found.own.cells["answer"].figure is not None
        assert all(row.cells["solved"].figure is None for row in found.rows)


def test_under_ten_the_conduct_of_a_unit_is_told_as_a_count(counted, client_as, at):
    with at(*NOW):
        found = seen("YS90")
        page = client_as("leader").get(URL, {"unit": "YS90"}).content.decode()
    assert found.own.cells["answer"].percent is None
    assert "4 件中 <b>4</b> 件" in page


def test_a_month_of_one_unit_does_not_give_its_verdicts_away(counted, at):
    with at(*NOW):
        assert seen("YS01").own.cells["solved"].figure is not None
        assert seen("YS01", "2026-08").own.cells["solved"].figure is None
        assert seen("YS", "2026-08").own.cells["solved"].figure is not None


def test_a_month_tells_what_each_unit_did_without_what_people_said(counted, at):
    with at(*NOW):
        rows = seen("YS", "2026-08").rows
    assert ["YS01"] in [[node.code for node in row.nodes] for row in rows]
    assert all(row.cells["solved"].figure is None for row in rows)
    assert sum(row.cells["answer"].figure.whole for row in rows) == 54


def test_a_year_is_hidden_where_it_would_give_one_hidden_quarter_away(counted, enterprise, at):
    units = enterprise.units
    for code in ("YS01", "YS02", "YS90", "YS91"):
        count(units[code].pk, yes=30, month=date(2026, 2, 1))
    count(units["YS91"].pk, yes=20, month=date(2026, 8, 1))
    with at(*NOW):
        assert seen("YS90", "2026-Q1").own.cells["solved"].figure is not None
        assert seen("YS90", "2026-Q3").own.cells["solved"].figure is None
        assert seen("YS90", "2026").own.cells["solved"].figure is None
        assert seen("YS01", "2026").own.cells["solved"].figure is not None


def test_the_file_tells_no_more_than_the_page(counted, client_as, at):
    with at(*NOW):
        answer = client_as("leader").get("/app/scoreboard/export", {"form": "csv"})
        text = b"".join(answer.streaming_content).decode("utf-8-sig")
        xlsx = client_as("leader").get("/app/scoreboard/export")
        assert b"".join(xlsx.streaming_content)[:2] == b"PK"
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {row["单位"] for row in rows} >= {"远山装备集团", "热处理厂"}
    assert not {row["单位"] for row in rows} & {"行政服务部", "总装厂"}
    for row in rows:
        if row["分母"].isdigit() and row["没算在内的"].isdigit():
            assert int(row["分母"]) + int(row["没算在内的"]) == int(row["全部"])
            assert not row["百分比"] or int(row["分母"]) >= 10


def test_an_empty_period_says_so_and_offers_another(counted, client_as, at):
    with at(*NOW):
        page = client_as("leader").get(URL, {"period": "2024-Q1"}).content.decode()
    assert "还没有到期的诉求" in page


def test_the_page_asks_a_fixed_number_of_questions(counted, client_as, at, django_assert_max_num_queries):
    with at(*NOW):
        client = client_as("leader")
        client.get(URL)
        with django_assert_max_num_queries(24):
            client.get(URL)
        for number in range(40):
            count(UUID(int=number + 1), yes=11)
        with django_assert_max_num_queries(24):
            client.get(URL)


def test_units_are_listed_in_the_order_of_the_tree_and_never_by_rank(counted, enterprise, at):
    count(enterprise.units["YS91"].pk, yes=40)
    with at(*NOW):
        alone = [row.nodes[0].code for row in seen("YS").rows if len(row.nodes) == 1]
    assert alone == sorted(alone)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(0, 25), min_size=7, max_size=7))
def test_whatever_the_numbers_no_page_gives_a_small_one_away(found):
    """Any unit, shown or as total minus the shown, has no verdicts or at least ten."""
    paths = ("/A/", "/A/B/", "/A/B/C/", "/A/B/D/", "/A/E/", "/A/E/F/", "/A/G/")
    tree = Tree([Node(UUID(int=n + 1), path, path, path) for n, path in enumerate(paths)])
    counts = {UUID(int=n + 1): Counter({"solved.yes": size}) for n, size in enumerate(found)}
    shown = Shown(tree, read_period("2026-Q3"), counts, {})
    for node in tree.nodes.values():
        sizes = {
            pk: sum(counts[one]["solved.yes"] for one in units if one in counts)
            for pk, units in tree.parts(node)
        }
        if not shown.verdicts(node):
            assert all(not shown.verdicts(child) for child in tree.children(node))
            continue
        gone = shown.hidden(node)
        assert all(size == 0 or size >= 10 for pk, size in sizes.items() if pk not in gone)
        assert safe(sizes, gone)
