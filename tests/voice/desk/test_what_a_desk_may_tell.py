"""Who sees what: a leader never learns who spoke in confidence, a handler never learns of a rating."""

from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from zhiyin.voice import search
from zhiyin.voice.models import Demand
from zhiyin.voice.services import verdicts
from zhiyin.voice.states import State, Way

OFFICERS = (
    "demand_officer",
    "workshop_handler",
    "leader",
    "workshop_leader",
    "union_officer",
    "discipline_officer",
)
SECRET = ("王强", "206318")


def pages(client, demand):
    """Every page on which a desk can show this case."""
    for url in (
        "/app/inbox?view=open",
        f"/app/inbox?view=open&case={demand.pk}",
        "/app/inbox?view=ended",
        f"/app/cases/{demand.pk}",
        f"/app/cases/{demand.pk}/print",
        "/app/today",
    ):
        yield url, client.get(url)


def sheet_of(client, query=""):
    response = client.get(f"/app/inbox/export.xlsx{query}")
    data = b"".join(response.streaming_content)
    return CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python()


def as_text(rows):
    return "\n".join(str(cell) for row in rows for cell in row)


@pytest.mark.parametrize("who", OFFICERS)
@pytest.mark.parametrize("way", [Way.CONFIDENTIAL, Way.ANONYMOUS])
def test_nobody_at_a_desk_finds_out_who_spoke(client_as, walk, keepers, way, who):
    case = walk(way=way).in_handling()
    client = client_as(who)
    for url, page in pages(client, case.demand):
        text = page.content.decode()
        assert not any(secret in text for secret in SECRET), url
    assert not any(secret in as_text(sheet_of(client, "?view=open")) for secret in SECRET)
    for secret in SECRET:
        found = client.get("/app/inbox", {"view": "open", "q": secret})
        assert case.demand.title not in found.content.decode()
    assert case.demand.author_id is None and case.code not in as_text(sheet_of(client, "?view=open"))


def test_a_named_speaker_is_named_on_the_desk_and_in_the_sheet(client_as, walk):
    case = walk()
    assert "王强" in client_as("demand_officer").get(f"/app/cases/{case.demand.pk}").content.decode()
    assert "王强" in as_text(sheet_of(client_as("demand_officer")))


def test_no_page_lists_demands_by_who_raised_them(client_as, walk, enterprise):
    walk()
    page = client_as("demand_officer").get("/app/inbox", {"author": str(enterprise.people["employee"].pk)})
    assert len(page.context["rows"]) == 1
    assert not any("author" in str(name) for name in page.context["wanted"].__dataclass_fields__)


def test_a_handler_never_learns_of_a_rating(client_as, walk):
    case = walk().in_handling().answered()
    verdicts.rate_demand(
        speaker=case.speaker, demand_id=case.demand.pk, solved="partly", satisfied="no", why="水还是凉的"
    )
    assert case.fresh().state == State.RATED
    told = ("已评价", "部分解决", "不满意", "水还是凉的", "回访")
    for who in ("workshop_handler", "workshop_leader"):
        client = client_as(who)
        case_page = client.get(f"/app/cases/{case.demand.pk}").content.decode()
        assert [word for word in told if word in case_page] == [], who
        sheet = as_text(sheet_of(client, "?view=ended")[1:])
        assert [word for word in told if word in sheet] == []
        rated = client.get("/app/inbox?view=ended&state=rated")
        assert rated.context["rows"] == []
        answered = client.get("/app/inbox?view=ended&state=answered")
        assert [row.demand.pk for row in answered.context["rows"]] == [case.demand.pk]
    union = client_as("union_officer").get(f"/app/cases/{case.demand.pk}").content.decode()
    assert "部分解决" in union and "水还是凉的" in union


def test_an_accusation_is_seen_by_discipline_alone_and_never_indexed(client_as, walk):
    demand = walk(wish="report", text="车间主任收回扣，供货价高了一倍。").demand
    for who in (*OFFICERS[:-1], "reviewer", "system_admin"):
        client = client_as(who)
        if who != "system_admin":
            assert "回扣" not in client.get("/app/inbox?view=open").content.decode(), who
            assert "回扣" not in as_text(sheet_of(client, "?view=open"))
        assert client.get(f"/app/cases/{demand.pk}").status_code in (403, 404)
        assert client.get("/app/discipline").status_code == 403
    mine = client_as("discipline_officer")
    assert "回扣" in mine.get("/app/discipline").content.decode()
    assert mine.get(f"/app/cases/{demand.pk}").status_code == 200
    assert "回扣" in as_text(sheet_of(mine, "?view=mine&track=discipline"))
    assert not search.matching(Demand.objects.all(), "回扣").exists()


def test_discipline_carries_an_accusation_through_alone(client_as, post_step, walk, enterprise):
    case = walk(wish="report", text="车间主任收回扣，供货价高了一倍。")
    post = str(enterprise.posts["discipline_officer"].pk)
    done = post_step("discipline_officer", case.demand, "accept-and-dispatch", kind="report", post=post)
    assert done.status_code == 302, done.content.decode()
    assert post_step("discipline_officer", case.fresh(), "sign-in").status_code == 302
    assert case.fresh().state == State.IN_HANDLING


def test_a_case_moved_to_discipline_leaves_the_office_at_once(client_as, post_step, walk):
    case = walk().accepted()
    office = client_as("demand_officer")
    done = post_step(office, case.demand, "to-discipline", next=f"/app/cases/{case.demand.pk}")
    assert done.status_code == 302 and done["Location"] == "/app/inbox"
    assert office.get(f"/app/cases/{case.demand.pk}").status_code == 404


def test_one_whom_the_speaker_wants_kept_out_neither_sees_nor_gets_the_case(client_as, walk, enterprise):
    case = walk(keep_from=["周伟"]).accepted()
    page = client_as("demand_officer").get(f"/app/cases/{case.demand.pk}").content.decode()
    assert str(enterprise.posts["workshop_handler"].pk) not in page and "周伟" not in page
    assert "要求回避" in page
    out = walk(keep_from=["何平"]).demand
    assert client_as("workshop_leader").get(f"/app/cases/{out.pk}").status_code == 404


def test_formulas_in_what_was_said_stay_text_in_the_sheet(client_as, walk):
    import zipfile

    walk(text='=HYPERLINK("http://x","点我")，@SUM(A1)', title="=1+1")
    response = client_as("demand_officer").get("/app/inbox/export.xlsx")
    data = b"".join(response.streaming_content)
    with zipfile.ZipFile(BytesIO(data)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet and "<hyperlink" not in sheet and "=1+1" in sheet
