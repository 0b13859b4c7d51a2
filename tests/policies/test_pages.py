"""What people see: public pages without internal documents and without a cookie, and the desk."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.policies.conftest import NEW, OLD

from zhiyin.policies.models import Document, Version
from zhiyin.policies.services import drafts
from zhiyin.policies.services.drafts import Text

SECRET = "内部调薪细则"


def text(answer):
    return answer.content.decode()


@pytest.fixture
def both(keep):
    """A public document of two versions, and an internal one."""
    document = keep(number="远山〔2024〕8号").document
    keep.later(document, note="答复缩短到15个工作日")
    secret = keep(SECRET, OLD.replace("诉求", "调薪"), open=False).document
    return document, secret


def test_internal_documents_are_never_on_public_pages(client, both, client_as):
    document, secret = both
    for address in (
        "/policies", "/policies?q=调薪", "/policies?level=group", "/policies?topic=demands",
        f"/policies/{document.pk}", f"/policies/{document.pk}/3",
    ):  # fmt: skip
        assert SECRET not in text(client.get(address)), address
    for address in ("", "/1", "/print", "/compare"):
        assert client.get(f"/policies/{secret.pk}{address}").status_code == 404
    inside = client_as("employee")
    assert SECRET in text(inside.get("/app/policies")) and SECRET in text(inside.get("/app/policies?q=调薪"))
    assert inside.get(f"/app/policies/{secret.pk}").status_code == 200


def test_the_public_door_does_not_name_an_internal_document_that_takes_the_place_of_a_public_one(
    client, both, client_as
):
    document, _secret = both
    form = {"on": "2099-06-01", "reason": "并到别处", "by": SECRET}
    client_as("union_officer").post(f"/app/policies/{document.pk}/repeal", form)
    outside = text(client.get(f"/policies/{document.pk}"))
    assert "2099年6月1日 起废止" in outside and SECRET not in outside
    assert SECRET in text(client_as("employee").get(f"/app/policies/{document.pk}"))


@pytest.mark.parametrize("by", ["还没发布的草案", "职工诉求办理办法"])
def test_a_draft_takes_no_documents_place_nor_does_a_document_its_own(client_as, both, enterprise, by):
    document, _secret = both
    author = client_as("disclosure_officer")
    author.post("/app/policies/desk/new", {**form(enterprise), "title": "还没发布的草案"})
    asked = {"on": "2026-06-01", "reason": "并到别处", "by": by}
    page = author.post(f"/app/policies/{document.pk}/repeal", asked)
    assert page.status_code == 422
    assert not Version.objects.exclude(repealed_by=None).exists()


def test_a_name_of_book_marks_alone_is_none(client_as, enterprise):
    page = client_as("disclosure_officer").post(
        "/app/policies/desk/new", {**form(enterprise), "title": "《 》"}
    )
    assert page.status_code == 422
    assert not Document.objects.exists()


def test_what_a_correction_took_out_can_still_be_read(client, client_as, keep, acting):
    wrong = keep(text=OLD.replace("第三条 申诉", "第三条 申斥"))
    draft = drafts.draft_correction(acting=acting("disclosure_officer"), version_id=wrong.pk, reason="错字")
    drafts.edit_draft(
        acting=acting("disclosure_officer"), version_id=draft.pk, revision=1,
        text=Text(OLD, wrong.from_on, note="错字"),
    )  # fmt: skip
    draft.refresh_from_db()
    keep.publish(draft)
    base = f"/policies/{wrong.document_id}"
    assert f"{base}/compare?wrong={wrong.pk}" in text(client.get(base))
    assert f"{base}/compare?wrong={wrong.pk}&amp;lang=en" in text(client.get(f"{base}?lang=en"))
    page = text(client.get(f"{base}/compare?wrong={wrong.pk}"))
    assert "<del>斥</del><ins>诉</ins>" in page and "勘误改了 1 条" in page
    assert client.get(f"{base}/compare?wrong=nonsense").status_code == 200


def test_public_pages_set_no_cookie(client, both):
    document, _secret = both
    for address in ("/policies", f"/policies/{document.pk}", f"/policies/{document.pk}/3"):
        answer = client.get(address)
        assert answer.status_code == 200 and not answer.cookies


def test_the_day_picks_the_version(client, both):
    document, _secret = both
    old = text(client.get(f"/policies/{document.pk}?on=2025-01-01"))
    assert "20个工作日" in old and "2025年1月1日" in old
    assert "这一天它不在施行" in text(client.get(f"/policies/{document.pk}?on=2020-01-01"))
    assert "15个工作日" in text(client.get(f"/policies/{document.pk}?on=2026-05-01"))
    assert "20个工作日" in text(client.get(f"/policies/{document.pk}/3?on=2025-01-01"))
    assert client.get(f"/policies/{document.pk}?on=nonsense").status_code == 200


def test_an_article_has_its_own_address_and_anchor(client, both):
    document, _secret = both
    assert 'id="a3"' in text(client.get(f"/policies/{document.pk}"))
    page = text(client.get(f"/policies/{document.pk}/3"))
    assert "<del>20</del><ins>15</ins>" in page
    assert client.get(f"/policies/{document.pk}/99").status_code == 404
    assert client.get(f"/policies/{document.pk}/abc").status_code == 404


def test_two_versions_side_by_side(client, both):
    document, _secret = both
    page = text(client.get(f"/policies/{document.pk}/compare"))
    assert "<del>20</del><ins>15</ins>" in page and "改 1 条，增 1 条，删 0 条，只换了条号 1 条" in page
    assert client.get(f"/policies/{document.pk}/compare?old=x&new=y").status_code == 200


def test_found_words_are_marked_and_a_past_day_travels_along(client, both):
    document, _secret = both
    page = text(client.get("/policies?q=书面答复&on=2025-01-01"))
    assert "<mark>书面答复</mark>" in page
    assert f"/policies/{document.pk}/3?on=2025-01-01" in page
    assert "没有找到" in text(client.get("/policies?q=班车"))
    assert client.get("/policies?q=答复&after=x").status_code == 200


def test_the_print_page_holds_the_whole_text(client, both):
    document, _secret = both
    assert "第五条" in text(client.get(f"/policies/{document.pk}/print"))


def test_the_empty_library_says_so(client, db):
    assert "库里还没有文件" in text(client.get("/policies"))


def test_the_lists_cost_few_queries_whatever_their_length(client, client_as, keep):
    keep()
    with CaptureQueriesContext(connection) as few:
        client.get("/policies")
    with CaptureQueriesContext(connection) as found:
        client.get("/policies?q=答复")
    for n in range(8):
        document = keep(f"办法{n}").document
        keep.later(document)
    with CaptureQueriesContext(connection) as many:
        client.get("/policies")
    with CaptureQueriesContext(connection) as found_many:
        client.get("/policies?q=答复")
    # documents, versions, topics, topics in use | count, articles, topics in use
    assert len(few) == len(many) <= 4 and len(found) == len(found_many) <= 3
    desk = client_as("union_officer")
    desk.get("/app/policies/desk")
    with CaptureQueriesContext(connection) as queries:
        desk.get("/app/policies/desk")
    assert len(queries) <= 8, [q["sql"][:100] for q in queries]
    with CaptureQueriesContext(connection) as queries:
        client.get(f"/policies/{document.pk}")
    assert len(queries) <= 6


def form(enterprise, **more):
    known = {
        "title": "食堂管理办法", "issuer": "远山装备集团", "level": "group", "kind": "house", "open": "yes",
        "unit": enterprise.units["YS"].pk, "topics": ["living"], "from_on": "2026-01-01", "source": OLD,
    }  # fmt: skip
    return {**known, **more}


def test_from_upload_to_publication(client, client_as, enterprise):
    author, union = client_as("disclosure_officer"), client_as("union_officer")
    file = SimpleUploadedFile("办法.txt", OLD.encode("gbk"))
    answer = author.post("/app/policies/desk/new", form(enterprise, source="", file=file))
    draft = Version.objects.get()
    assert answer["Location"] == f"/app/policies/drafts/{draft.pk}"
    page = text(author.get(answer["Location"]))
    assert "第二章 办理" in page and "由另一个人看过发布" in page and "办法.txt" in page
    assert "等你看过发布" in text(union.get("/app/policies/desk"))
    answer = union.post(f"/app/policies/drafts/{draft.pk}/publish", {"revision": "1"})
    assert answer.status_code == 302
    assert "食堂管理办法" in text(client.get("/policies"))


def test_what_is_wrong_is_shown_by_line_and_the_draft_is_kept(client_as, enterprise):
    author = client_as("disclosure_officer")
    author.post("/app/policies/desk/new", form(enterprise, source="第一条 甲。\n第三条 丙。\n第三条 丁。"))
    draft = Version.objects.get()
    page = text(author.get(f"/app/policies/drafts/{draft.pk}"))
    assert "第三条前面缺第二条" in page and "第 3 行" in page and "「第三条 丁。」" in page
    union = client_as("union_officer")
    refused = union.post(f"/app/policies/drafts/{draft.pk}/publish", {"revision": "1"})
    assert refused.status_code == 422 and "改好再发布" in text(refused)
    answer = author.post(
        f"/app/policies/drafts/{draft.pk}/edit", {"revision": "1", "from_on": "2026-01-01", "source": OLD}
    )
    assert answer.status_code == 302
    assert "改好这些才能发布" not in text(author.get(f"/app/policies/drafts/{draft.pk}"))


def test_a_stale_edit_is_told_and_its_text_stays_on_the_page(client_as, enterprise):
    author = client_as("disclosure_officer")
    author.post("/app/policies/desk/new", form(enterprise))
    draft = Version.objects.get()
    address = f"/app/policies/drafts/{draft.pk}/edit"
    author.post(address, {"revision": "1", "from_on": "2026-01-01", "source": OLD})
    answer = author.post(address, {"revision": "1", "from_on": "2026-01-01", "source": "第一条 我写的。"})
    assert answer.status_code == 422 and "第一条 我写的。" in text(answer) and "草稿又改了" in text(answer)
    assert f'href="/app/policies/drafts/{draft.pk}" target' in text(answer), (
        "what the other wrote can be read"
    )


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("制度.docx", b"\xd0\xcf\x11\xe0" + b"\0" * 99, "旧格式"),
        ("制度.docx", b"x" * (20 * 1024 * 1024), "文件太大"),
        ("制度.docx", b"PK\x03\x04", "文件坏了"),
    ],
)
def test_a_bad_file_leaves_what_was_typed(client_as, enterprise, name, data, said):
    author = client_as("disclosure_officer")
    file = SimpleUploadedFile(name, data)
    answer = author.post("/app/policies/desk/new", form(enterprise, source="", file=file))
    assert answer.status_code == 422 and said in text(answer) and "食堂管理办法" in text(answer)
    assert not Document.objects.exists()


def test_new_version_correction_particulars_and_repeal_have_their_pages(client_as, both, enterprise):
    document, _secret = both
    author, union = client_as("disclosure_officer"), client_as("union_officer")
    base = f"/app/policies/{document.pk}"
    page = text(author.get(base))
    assert "发布新版本" in page and "废止" in page
    version = document.versions.get(until_on=None)
    answer = author.post(f"{base}/correct/{version.pk}", {"reason": "少一个字"})
    assert answer["Location"].endswith("/edit")
    assert "施行日期" not in text(author.get(answer["Location"])), "a correction keeps its day"
    draft = Version.objects.get(state="draft")
    union.post(f"/app/policies/drafts/{draft.pk}/publish", {"revision": "1"})
    assert "有错字，已勘误" in text(author.get(base))
    assert "第一章 总则" in text(author.get(f"{base}/new-version"))
    author.post(f"{base}/describe", {**form(enterprise), "title": "新名字", "open": "no"})
    document.refresh_from_db()
    assert (document.title, document.open) == ("新名字", False)
    wrong = author.post(f"{base}/repeal", {"on": "2020-01-01", "reason": "不用了"})
    assert wrong.status_code == 422 and "晚于" in text(wrong)
    author.post(f"{base}/repeal", {"on": "2026-06-01", "reason": "不用了"})
    assert document.versions.get(pk=draft.pk).until_on == date(2026, 6, 1)


@pytest.mark.parametrize("who", ["employee", "leader", "handler", "system_admin"])
def test_others_do_not_come_to_the_desk(client_as, enterprise, who):
    browser = client_as(who)
    assert browser.get("/app/policies/desk").status_code == 403
    assert browser.get("/app/policies/desk/new").status_code == 403
    assert browser.get("/app/policies").status_code == 200


def test_behind_the_sign_in_nobody_enters_without_it(both):
    document, _secret = both
    for address in ("/app/policies", f"/app/policies/{document.pk}", "/app/policies/pick?q=答复"):
        assert Client().get(address).status_code == 302


def test_picking_an_article_to_cite(client_as, both):
    handler = client_as("handler")
    whole = text(handler.get("/app/policies/pick?q=答复 申诉&on=2025-01-01"))
    assert "policy:" in whole and "《职工诉求办理办法》第三条" in whole
    part = text(handler.get("/app/policies/pick?q=申诉&field=cites", headers={"HX-Request": "true"}))
    assert "<html" not in part and 'name="cites"' in part
    assert 'name="&quot;' not in text(handler.get('/app/policies/pick?q=申诉&field="><b>'))


def test_the_page_of_a_rule_leads_to_the_article_it_comes_from(client, client_as, keep):
    law = keep("信访工作条例", "第三十四条 60日内办结。", excerpt=True, level="national").document
    page = text(client.get("/institutions/pet-finish-60d"))
    assert f'href="/policies/{law.pk}/34"' in page and "《信访工作条例》 34" in page
    inside = text(client_as("employee").get("/app/institutions/pet-finish-60d"))
    assert f'href="/app/policies/{law.pk}/34"' in inside
    assert "/policies/" in page and "34条" not in text(client.get("/institutions/wc-term"))


def test_the_second_person_sees_what_a_new_version_changes(client_as, both):
    document, _secret = both
    author, union = client_as("disclosure_officer"), client_as("union_officer")
    newer = NEW.replace("15个工作日", "10个工作日")
    address = f"/app/policies/{document.pk}/new-version"
    author.post(address, {"from_on": "2027-01-01", "source": newer})
    page = text(union.get(f"/app/policies/drafts/{Version.objects.get(state='draft').pk}"))
    assert "和 2026年1月1日 版对照" in page and "<del>15</del><ins>10</ins>" in page
