"""Every step of an officer, taken on the page of the case."""

from datetime import timedelta

from zhiyin.journal import clock
from zhiyin.voice.models import Alert
from zhiyin.voice.services import reviews, verdicts
from zhiyin.voice.states import State
from zhiyin.voice.views.desk.actions import ACTIONS


def done(response):
    assert response.status_code == 302, response.content.decode()[-3000:]


def test_an_objection_is_ruled_upon_by_the_office(post_step, walk, enterprise):
    case = walk().accepted().dispatched("handler")
    done(post_step("handler", case.demand, "object", reason="这是车间设备。"))
    assert case.fresh().state == State.OBJECTED
    post = str(enterprise.posts["workshop_handler"].pk)
    done(post_step("demand_officer", case.demand, "uphold", post=post, ruling="归热处理厂。"))
    assert case.fresh().handling_post_id == enterprise.posts["workshop_handler"].pk


def test_an_objection_may_be_dismissed(post_step, walk):
    case = walk().accepted().dispatched("handler")
    done(post_step("handler", case.demand, "object", reason="这是车间设备。"))
    done(post_step("demand_officer", case.fresh(), "dismiss", ruling="首接负责。"))
    assert case.fresh().state == State.IN_HANDLING


def test_the_handler_contacts_asks_and_reports_upwards(client_as, post_step, walk):
    case = walk().in_handling()
    done(post_step("workshop_handler", case.demand, "contact", channel="phone"))
    done(post_step("workshop_handler", case.fresh(), "escalate", why="cross_unit"))
    assert case.demand.title in client_as("workshop_leader").get("/app/inbox").content.decode()
    done(post_step("workshop_handler", case.fresh(), "ask", reason="facts", text="哪个班组？"))
    assert case.fresh().state == State.AWAITING_EMPLOYEE
    page = client_as("workshop_handler").get("/app/inbox?view=open").content.decode()
    assert "等职工补充" in page


def test_only_the_first_contact_is_called_the_first_on_the_desk(client_as, post_step, walk):
    case = walk().in_handling()
    for _time in range(2):
        done(post_step("workshop_handler", case.fresh(), "contact", channel="phone"))
    page = client_as("workshop_handler").get(f"/app/cases/{case.demand.pk}").text
    assert (page.count("第一次联系职工"), page.count("又联系了职工")) == (1, 1)


def test_a_promise_is_made_moved_once_by_a_second_person_and_kept(client_as, post_step, walk):
    case = walk().in_handling()
    written = {
        "result": "support",
        "request": "您要热水。",
        "facts": "坏了。",
        "basis": "第六条",
        "opinion": "换新。",
        "ending": "promise",
        "promised_on": (clock.today() + timedelta(days=5)).isoformat(),
    }
    done(post_step("workshop_handler", case.demand, "answer", **written))
    assert case.fresh().state == State.PROMISED
    later = clock.today() + timedelta(days=9)
    moved = {"promised_on": later.isoformat(), "reason": "配件晚到。"}
    done(post_step("workshop_handler", case.demand, "request-redate", **moved))
    assert post_step("workshop_handler", case.fresh(), "grant-redate").status_code == 403
    assert "等你决定" in client_as("workshop_leader").get("/app/today").content.decode()
    done(post_step("workshop_leader", case.fresh(), "grant-redate"))
    assert case.fresh().promised_on == later
    done(post_step("workshop_handler", case.demand, "keep-promise", evidence="11月28日换好，班长验收。"))
    assert case.fresh().state == State.ANSWERED


def test_the_union_records_what_it_hears_on_the_phone(post_step, walk):
    case = walk().in_handling().answered()
    verdicts.open_visit(acting=None, demand_id=case.demand.pk)
    half = post_step("union_officer", case.fresh(), "reach", channel="phone", solved="yes")
    assert half.status_code == 422
    heard = {"channel": "phone", "solved": "yes", "satisfied": "basically", "why": "慢了点"}
    done(post_step("union_officer", case.fresh(), "reach", **heard))
    assert case.fresh().state == State.RATED and case.demand.satisfied == "basically"
    done(post_step("demand_officer", case.demand, "close"))
    assert case.fresh().state == State.CLOSED


def test_out_of_reach_only_after_three_tries_on_two_days(client_as, post_step, walk, days_later):
    case = walk().in_handling().answered()
    verdicts.open_visit(acting=None, demand_id=case.demand.pk)
    done(post_step("union_officer", case.fresh(), "try", channel="phone"))
    done(post_step("union_officer", case.fresh(), "try", channel="chat"))
    union = client_as("union_officer")
    assert "/do/give-up" not in union.get(f"/app/cases/{case.demand.pk}").content.decode()
    with days_later(1):
        done(post_step("union_officer", case.fresh(), "try", channel="phone"))
        assert (
            "/do/give-up" in client_as("union_officer").get(f"/app/cases/{case.demand.pk}").content.decode()
        )
        done(post_step("union_officer", case.fresh(), "give-up"))
    assert case.fresh().state == State.UNREACHABLE


def test_a_review_goes_to_someone_who_took_no_part(client_as, post_step, walk, enterprise):
    case = walk().in_handling().answered()
    reviews.request_review(speaker=case.speaker, demand_id=case.demand.pk, grounds="没说清楚。")
    url = f"/app/cases/{case.demand.pk}?do=assign-review"
    page = client_as("demand_officer").get(url).content.decode()
    assert "吴斌" in page and "没说清楚。" in page
    reviewer = f"{enterprise.units['YS'].pk}.{enterprise.people['reviewer'].pk}"
    done(post_step("demand_officer", case.fresh(), "assign-review", reviewer=reviewer))
    assert case.demand.title in client_as("reviewer").get("/app/inbox").content.decode()
    done(post_step("reviewer", case.fresh(), "decide-review", changed="no", opinion="经复查，维持。"))
    assert case.fresh().state == State.REVIEW_DECIDED


def test_one_persons_duplicates_are_merged_and_nobody_elses_are_offered(client_as, post_step, walk):
    first, again = walk(), walk(text="还是没有热水。")
    sealed = walk(way="anonymous", text="也没有热水。")
    office = client_as("demand_officer")
    page = office.get(f"/app/cases/{again.demand.pk}?do=merge").content.decode()
    assert first.demand.number in page and sealed.demand.number not in page
    assert "?do=merge" not in office.get(f"/app/cases/{sealed.demand.pk}").content.decode()
    done(post_step(office, again.demand, "merge", into=str(first.demand.pk)))
    assert again.fresh().state == State.MERGED


def test_a_demand_that_belongs_elsewhere_is_told_where_and_until_when(post_step, walk):
    case = walk(topic="pay")
    done(
        post_step(
            "demand_officer", case.demand, "redirect", channel="arbitration", explanation="裁决在仲裁委。"
        )
    )
    assert case.fresh().state == State.REDIRECTED
    assert "一年" in case.demand.notices.get(about="redirected").text


def test_the_office_changes_a_kind_reopens_and_writes(post_step, walk):
    case = walk().in_handling()
    done(post_step("demand_officer", case.demand, "change-kind", kind="help"))
    assert case.fresh().kind == "help"
    empty = post_step("demand_officer", case.demand, "write", text="  ")
    assert empty.status_code == 422
    done(post_step("demand_officer", case.demand, "write", text="请今天联系他。"))
    assert case.demand.messages.get().text == "请今天联系他。"


def test_an_alert_is_taken_up_once_and_names_no_demand(client_as, walk, enterprise):
    demand = walk(way="anonymous", urgent=True, place="二线行吊", text="行吊冲顶，下面有人。").demand
    alert = Alert.objects.get()
    leader = client_as("workshop_leader")
    page = leader.get("/app/alerts").content.decode()
    assert "二线行吊" in page and "冲顶" not in page and demand.number not in page
    assert leader.post(f"/app/alerts/{alert.pk}/take-up", {"action": ""}).status_code == 422
    assert leader.post(f"/app/alerts/{alert.pk}/take-up", {"action": "停用，人撤离。"}).status_code == 302
    alert.refresh_from_db()
    assert alert.seen_by == enterprise.people["workshop_leader"] and alert.action == "停用，人撤离。"
    assert client_as("workshop_handler").get("/app/alerts").status_code == 403


def test_every_step_has_one_name_and_no_two_keys_meet(client_as, walk):
    assert len({action.name for action in ACTIONS}) == len(ACTIONS)
    page = client_as("demand_officer").get(f"/app/cases/{walk().demand.pk}").content.decode()
    assert page.count('data-key="a"') == 1


def test_an_employee_has_no_desk(client_as, walk):
    demand = walk().demand
    for url in (
        "/app/inbox",
        f"/app/cases/{demand.pk}",
        "/app/today",
        "/app/inbox/export.xlsx",
        "/app/import",
    ):
        assert client_as("stranger").get(url).status_code == 403, url


def test_a_leader_of_another_unit_finds_nothing(client_as, walk):
    demand = walk(text="=总装看不到的事").demand
    other = client_as("handler")
    assert other.get(f"/app/cases/{demand.pk}").status_code == 404
    assert demand.title not in other.get("/app/inbox?view=open").content.decode()
