"""Claims at the desk and on the speaker's page, through both doors."""

import pytest
from django.urls import reverse
from tests.voice.conftest import Walk

from zhiyin.voice.models import Claim, Demand
from zhiyin.voice.services import claims
from zhiyin.voice.states import State, Way

pytestmark = pytest.mark.django_db
TEXTS = ["先修好淋浴间的热水", "把上个月扣的夜班津贴补上"]


def do(client, demand, name, **data):
    fresh = Demand.objects.get(pk=demand.pk)
    url = reverse("voice:desk_do", args=[demand.pk, name])
    return client.post(url, {"version": fresh.version, **data})


def test_claims_are_written_split_and_answered_one_by_one_on_the_pages(walk, client_as):
    way: Walk = walk().in_handling()
    office, handler = client_as("demand_officer"), client_as("workshop_handler")
    answer = do(office, way.demand, "claims", texts="只有一项")
    assert answer.status_code == 422
    assert "至少写两项" in answer.content.decode()
    assert do(office, way.demand, "claims", texts="\n".join([*TEXTS, "换掉更衣柜"])).status_code == 302
    third = Claim.objects.get(demand=way.demand, place=3)
    assert do(office, way.demand, "split-off", claim=third.pk, topic="living").status_code == 302
    form = handler.get(reverse("voice:desk_case", args=[way.demand.pk]) + "?do=answer").content.decode()
    assert "第 2 项" in form
    assert "第 3 项" not in form
    told = {"request": "您要两样。", "facts": "查过。", "opinion": "分别办理。", "ending": "final"}
    for place, result in ((1, "support"), (2, "not_support")):
        told |= {
            f"claim-{place}-result": result,
            f"claim-{place}-reason": f"理由{place}",
            f"claim-{place}-basis": f"《办法》第{place}条",
        }
    assert do(handler, way.demand, "answer", **told).status_code == 302
    demand = way.fresh()
    assert demand.state == State.ANSWERED
    assert demand.answers.get().basis == "《办法》第1条；《办法》第2条"
    page = client_as("employee").get(reverse("voice:case", args=[demand.pk])).content.decode()
    assert "理由2" in page
    assert "现行政策没有规定，说明理由" in page
    assert third.text in page


def test_an_answer_with_a_claim_left_out_comes_back_with_what_was_typed(walk, client_as):
    way: Walk = walk().in_handling()
    office, handler = client_as("demand_officer"), client_as("workshop_handler")
    do(office, way.demand, "claims", texts="\n".join(TEXTS))
    told = {"request": "您要两样。", "facts": "查过两次。", "opinion": "分别办理。", "ending": "final"}
    answer = do(handler, way.demand, "answer", **told)
    assert answer.status_code == 422
    assert "查过两次。" in answer.content.decode()
    assert way.fresh().state == State.IN_HANDLING


def test_with_the_receipt_of_the_whole_one_opens_and_acts_on_its_part(walk, client, keepers):
    way: Walk = walk(Way.ANONYMOUS).accepted()
    officer = way.enterprise.acting("demand_officer")
    claims.set_claims(acting=officer, demand_id=way.demand.pk, texts=TEXTS)
    claim = way.demand.claims.first()
    part = claims.split_off(acting=officer, demand_id=way.demand.pk, claim_id=claim.pk, topic="living")
    opened = client.post("/a/case", {"code": way.code}, headers={"sec-fetch-site": "same-origin"})
    assert part.number in opened.content.decode()
    ask = {"code": way.code, "part": str(part.pk)}
    page = client.post("/a/case", ask, headers={"sec-fetch-site": "same-origin"}).content.decode()
    assert f'name="part" value="{part.pk}"' in page
    copy = client.post("/a/copy", ask, headers={"sec-fetch-site": "same-origin"})
    assert part.number in copy.text and copy.text.count(f'name="part" value="{part.pk}"') == 2
    said = {**ask, "do": "write", "text": "热水还是凉的", "seen": "0", "token": "00" * 16}
    assert client.post("/a/case", said, headers={"sec-fetch-site": "same-origin"}).status_code == 200
    assert part.messages.get().text == "热水还是凉的"
    assert not way.demand.messages.exists()


def test_an_old_problem_and_its_papers_stand_on_the_page_and_the_sheet(walk, client_as):
    way: Walk = walk().in_handling()
    handler = client_as("workshop_handler")
    assert do(handler, way.demand, "mark-legacy").status_code == 302
    paper = {"title": "厂长办公会纪要", "number": "", "dated": "约1998年", "says": "同意补发，待资金。"}
    assert do(handler, way.demand, "legacy-paper", **paper).status_code == 302
    for url in ("voice:desk_case", "voice:desk_sheet"):
        assert "待资金" in handler.get(reverse(url, args=[way.demand.pk])).content.decode()
    assert "待资金" in client_as("employee").get(reverse("voice:case", args=[way.demand.pk])).content.decode()
