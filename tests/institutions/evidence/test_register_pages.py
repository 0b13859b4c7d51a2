"""The pages of the register: forms made from kinds, waiting lines first, few queries."""

import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from zhiyin.institutions.forms.evidence import EvidenceForm
from zhiyin.institutions.models import EvidenceEntry, EvidenceSubject, KeptFile
from zhiyin.institutions.register import kinds
from zhiyin.institutions.selectors import evidence as selectors
from zhiyin.institutions.services import evidence
from zhiyin.institutions.views.evidence_words import kind_word
from zhiyin.journal.models import Fact

ASKED = "rules.objection.received"
VISIT = "frontline.visit.made"
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 32


def visit(enterprise, **more):
    return {
        "subject": "3月走访铸造三班", "occurred_on": "2026-03-01", "unit": str(enterprise.units["YS01"].pk),
        "f_leader": "何厂长", "f_point": "三班联系点", "f_halfdays": "1", "f_met": "",
        "text": "看了三班更衣室。", **more,
    }  # fmt: skip


def test_a_visit_is_recorded_confirmed_and_in_the_journal(client_as, enterprise):
    boss, union = client_as("workshop_leader"), client_as("union_officer")
    answer = boss.post(
        f"/app/evidence/new?kind={VISIT}", visit(enterprise, uploads=[SimpleUploadedFile("照片.png", PNG)])
    )
    entry = EvidenceEntry.objects.get()
    assert answer.status_code == 302 and str(entry.pk) in answer["Location"]
    assert not Fact.objects.filter(kind=VISIT).exists()
    waiting = union.get("/app/evidence").content.decode()
    assert "3月走访铸造三班" in waiting
    page = union.get(f"/app/evidence/{entry.pk}").content.decode()
    assert "看了三班更衣室" in page and "何厂长" in page and page.count("z-btn--go") == 1
    assert union.post(f"/app/evidence/{entry.pk}/confirm").status_code == 302
    fact = Fact.objects.get(kind=VISIT)
    leader = EvidenceSubject.objects.get(kind="leader")
    assert (
        fact.payload["leader"] == leader.ref and fact.payload["halfdays"] == 1 and "met" not in fact.payload
    )
    kept = KeptFile.objects.get()
    assert union.get(f"/app/evidence/files/{kept.pk}").content == PNG
    assert "z-btn--go" not in union.get(f"/app/evidence/{entry.pk}/print").content.decode()


def test_a_mistake_in_a_form_loses_nothing(client_as, enterprise):
    boss = client_as("workshop_leader")
    answer = boss.post(f"/app/evidence/new?kind={VISIT}", visit(enterprise, f_halfdays="many"))
    text = answer.content.decode()
    assert answer.status_code == 422 and "看了三班更衣室" in text and "3月走访铸造三班" in text
    later = boss.post(f"/app/evidence/new?kind={VISIT}", visit(enterprise, occurred_on="2027-01-01"))
    assert later.status_code == 422
    assert not EvidenceEntry.objects.exists() and not EvidenceSubject.objects.exists()


def test_every_kind_has_a_form_in_both_languages(enterprise):
    units = [enterprise.units["YS01"]]
    for lang, day in (("zh-hans", "发生日期"), ("en", "Day it happened")):
        with translation.override(lang):
            for kind in kinds().values():
                form = EvidenceForm(kind=kind, units=units)
                assert form["occurred_on"].label == day, kind.name
                labels = [str(field.label) for field in form]
                assert all(labels) and len(set(labels)) == len(labels), (kind.name, labels)
                assert {f"f_{name}" for name in kind.fact.fields} <= set(form.fields), kind.name


def test_kinds_are_grouped_and_searched(client_as, enterprise):
    union = client_as("union_officer")
    every = union.get("/app/evidence/new").content.decode()
    some = union.get("/app/evidence/new?q=走访").content.decode()
    assert "到一线" in every and "企业基本情况" in every
    assert 0 < some.count("?kind=") < every.count("?kind=")
    assert "没有找到" in union.get("/app/evidence/new?q=zzzz").content.decode()


def test_a_finding_is_offered_to_its_judges_alone(client_as, enterprise):
    address = "/app/evidence/new?kind=institutions.finding.recorded"
    assert client_as("union_officer").get(address).status_code == 200
    assert client_as("leader").get(address).status_code == 403
    assert (
        "institutions.finding.recorded" not in client_as("leader").get("/app/evidence/new").content.decode()
    )


@pytest.mark.parametrize("who", ["employee", "delegate", "system_admin"])
def test_others_do_not_enter(client_as, enterprise, who):
    assert client_as(who).get("/app/evidence").status_code == 403
    assert client_as(who).get("/app/evidence/export.xlsx").status_code == 403


def test_a_line_of_another_unit_is_not_seen(client_as, enterprise, acting, said):
    entry = evidence.record_evidence(acting=acting("leader"), said=said(ASKED, "o1", unit="YS02"))
    assert client_as("workshop_leader").get(f"/app/evidence/{entry.pk}").status_code == 404
    assert client_as("workshop_leader").post(f"/app/evidence/{entry.pk}/confirm").status_code == 404


def test_what_waits_for_me_is_what_i_may_confirm(acting, said):
    kinds_of_sides = (ASKED, "care.event.visited")
    for kind in kinds_of_sides:
        evidence.record_evidence(acting=acting("leader"), said=said(kind, "x1", unit="YS"))
    waiting = {}
    for who in ("union_officer", "discipline_officer", "leader", "disclosure_officer"):
        rows = selectors.entries(acting(who)).filter(selectors.to_confirm(acting(who)))
        waiting[who] = set(rows.values_list("kind", flat=True))
    assert waiting == {
        "union_officer": {ASKED},
        "discipline_officer": set(kinds_of_sides),
        "leader": set(),
        "disclosure_officer": {"care.event.visited"},
    }


def test_the_list_costs_few_queries_whatever_its_length(client_as, acting, said):
    lines = [said(ASKED, f"o{n}") for n in range(70)]
    evidence.record_confirmed(recorder=acting("leader"), confirmer=acting("union_officer"), said=lines)
    union = client_as("union_officer")
    union.get("/app/evidence?view=confirmed")
    with CaptureQueriesContext(connection) as few:
        page = union.get("/app/evidence?view=confirmed").content.decode()
    assert page.count("/app/evidence/") > 50
    # session, account, posts, grants | notices | counts, page, names of things, units
    assert len(few) <= 10, [q["sql"][:120] for q in few]
    following = re.search(r'href="(\?[^"]*after=[^"]*)" rel="next"', page)
    second = union.get("/app/evidence" + following[1].replace("&amp;", "&")).content.decode()
    assert 'rel="prev"' in second and 'rel="next"' not in second


def test_a_line_begins_in_english_as_a_line_does():
    with translation.override("en"):
        said = {kind_word(name) for name in kinds()}
    assert all(word[0] == word[0].upper() for word in said)


def test_the_spreadsheet_has_the_chosen_lines_and_no_formula(client_as, acting, said):
    from dataclasses import replace

    line = replace(said(ASKED, "o1"), text="=1+1")
    evidence.record_evidence(acting=acting("leader"), said=line)
    answer = client_as("union_officer").get("/app/evidence/export.xlsx?view=all")
    content = b"".join(answer.streaming_content)
    with ZipFile(BytesIO(content)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert sheet.count("<row") == 2 and "<f>" not in sheet and "=1+1" in sheet


def test_a_correction_begins_with_what_was_said(client_as, enterprise):
    boss, union = client_as("workshop_leader"), client_as("union_officer")
    boss.post(f"/app/evidence/new?kind={VISIT}", visit(enterprise))
    entry = EvidenceEntry.objects.get()
    union.post(f"/app/evidence/{entry.pk}/confirm")
    address = f"/app/evidence/new?kind={VISIT}&corrects={entry.pk}"
    page = boss.get(address).content.decode()
    assert "何厂长" in page and "看了三班更衣室" in page
    boss.post(address, visit(enterprise, f_halfdays="2"))
    again = EvidenceEntry.objects.get(corrects=entry)
    union.post(f"/app/evidence/{again.pk}/confirm")
    entry.refresh_from_db()
    assert entry.state == "withdrawn"
    assert Fact.objects.filter(kind="journal.fact.voided").count() == 1
    assert "后来更正的一条" in boss.get(f"/app/evidence/{entry.pk}").content.decode()


def test_an_address_with_nonsense_still_gives_a_page(client_as, enterprise):
    union = client_as("union_officer")
    assert union.get("/app/evidence?view=zzz&group=x&unit=y&since=never&after=nonsense").status_code == 200
    assert union.get("/app/evidence/new?kind=no.such.kind").status_code == 200
    assert union.get(f"/app/evidence/new?kind={VISIT}&corrects=zzz").status_code == 200
