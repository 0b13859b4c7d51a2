"""Drafts, the second person, versions in time, misprints, repeal; each told by a fact without prose."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from tests.policies.conftest import NEW, OLD

from zhiyin.journal import leaf
from zhiyin.journal.models import Fact
from zhiyin.policies.models import Article, Document, Version
from zhiyin.policies.rules import NotNow, Span, taking_effect
from zhiyin.policies.selectors import citing, library
from zhiyin.policies.services import drafts, publishing
from zhiyin.policies.services.drafts import Described, Text


def described(enterprise, **more):
    known = {
        "title": "食堂管理办法", "number": "", "issuer": "远山", "level": "group", "kind": "house",
        "open": True, "unit": enterprise.units["YS"],
    }  # fmt: skip
    return Described(**{**known, **more})


def text_on(document, day):
    rows = library.articles_valid_on(day).filter(version__document=document)
    return [one.text for one in rows.order_by("place")]


def test_the_version_in_force_on_the_day_is_read(keep):
    document = keep().document
    keep.later(document)
    assert "20个工作日" in text_on(document, date(2025, 12, 31))[2]
    assert "15个工作日" in text_on(document, date(2026, 1, 1))[2]
    assert text_on(document, date(2024, 2, 29)) == []
    assert len(text_on(document, date(2026, 1, 1))) == 5


def test_an_older_text_may_be_added_later(keep):
    document = keep(from_on=date(2026, 1, 1), text=NEW).document
    keep.later(document, OLD, date(2024, 3, 1))
    spans = Version.objects.filter(document=document).order_by("from_on").values_list("from_on", "until_on")
    assert list(spans) == [(date(2024, 3, 1), date(2026, 1, 1)), (date(2026, 1, 1), None)]


def test_two_versions_never_begin_on_the_same_day(keep):
    document = keep().document
    with pytest.raises(NotNow, match="begins_the_same_day"):
        keep.later(document, from_on=date(2024, 3, 1))
    assert document.versions.filter(state="draft").count() == 1, "the draft is kept"


def test_who_wrote_a_draft_last_does_not_publish_it(enterprise, acting):
    author = acting("disclosure_officer")
    draft = drafts.draft_document(
        acting=author, described=described(enterprise), text=Text(OLD, date(2026, 1, 1))
    )
    with pytest.raises(NotNow, match="published_by_the_same_person"):
        publishing.publish(acting=author, version_id=draft.pk, revision=1)
    union = acting("union_officer")
    drafts.edit_draft(acting=union, version_id=draft.pk, revision=1, text=Text(NEW, date(2026, 1, 1)))
    with pytest.raises(NotNow, match="published_by_the_same_person"):
        publishing.publish(acting=union, version_id=draft.pk, revision=2)
    publishing.publish(acting=author, version_id=draft.pk, revision=2)
    draft.refresh_from_db()
    assert draft.published_by == author.employee and draft.count == 5


def test_a_page_that_shows_an_older_draft_publishes_nothing(enterprise, acting):
    author = acting("disclosure_officer")
    draft = drafts.draft_document(
        acting=author, described=described(enterprise), text=Text(OLD, date(2026, 1, 1))
    )
    drafts.edit_draft(acting=author, version_id=draft.pk, revision=1, text=Text(NEW, date(2026, 1, 1)))
    with pytest.raises(NotNow, match="changed_meanwhile"):
        publishing.publish(acting=acting("union_officer"), version_id=draft.pk, revision=1)
    with pytest.raises(NotNow, match="changed_meanwhile"):
        drafts.edit_draft(acting=author, version_id=draft.pk, revision=1, text=Text("没了", date(2026, 1, 1)))
    draft.refresh_from_db()
    assert draft.source == NEW


def test_broken_numbers_are_kept_as_a_draft_and_not_published(enterprise, acting):
    broken = "第一条 甲。\n第三条 丙。"
    draft = drafts.draft_document(
        acting=acting("disclosure_officer"),
        described=described(enterprise),
        text=Text(broken, date(2026, 1, 1)),
    )
    with pytest.raises(NotNow, match="not_ready"):
        publishing.publish(acting=acting("union_officer"), version_id=draft.pk, revision=1)
    draft.refresh_from_db()
    assert (draft.state, draft.source) == ("draft", broken) and not Article.objects.exists()


def test_publishing_twice_is_told_and_changes_nothing(keep, acting):
    version = keep()
    with pytest.raises(NotNow, match="not_a_draft"):
        keep.publish(version)
    assert Article.objects.count() == 4


def test_a_misprint_is_corrected_from_the_first_day(keep, acting):
    wrong = keep(text=OLD.replace("职工诉求", "职工诉球"))
    draft = drafts.draft_correction(acting=acting("disclosure_officer"), version_id=wrong.pk, reason="错字")
    drafts.edit_draft(
        acting=acting("disclosure_officer"), version_id=draft.pk, revision=1,
        text=Text(OLD, date(2030, 1, 1), note="错字"),
    )  # fmt: skip
    draft.refresh_from_db()
    right = keep.publish(draft)
    wrong.refresh_from_db()
    assert wrong.state == "corrected" and right.from_on == wrong.from_on
    assert "职工诉求" in text_on(right.document, date(2024, 3, 1))[0]
    assert not library.finds(library.Wanted(on=date(2024, 3, 1), q="诉球"), inside=True).rows
    fact = Fact.objects.get(kind="policies.document.corrected")
    assert fact.payload["wrong"] == str(wrong.pk)
    (cited,) = citing.citations([wrong.articles.first().pk], date(2024, 3, 1)).values()
    assert cited.valid is False


def test_a_correction_needs_its_reason(keep, acting):
    with pytest.raises(NotNow, match="reason_needed"):
        drafts.draft_correction(acting=acting("disclosure_officer"), version_id=keep().pk, reason=" ")


def test_repealed_from_a_day_and_still_readable_before_it(keep, acting):
    document = keep().document
    by = keep("新办法").document
    repealed = publishing.repeal(
        acting=acting("union_officer"),
        document_id=document.pk,
        on=date(2026, 7, 1),
        reason="由新办法代替",
        by=by.pk,
    )
    assert repealed.repealed_by == by
    assert text_on(document, date(2026, 6, 30)) and not text_on(document, date(2026, 7, 1))
    with pytest.raises(NotNow, match="already_repealed"):
        publishing.repeal(
            acting=acting("union_officer"), document_id=document.pk, on=date(2026, 8, 1), reason="再一次"
        )


def test_facts_hold_ids_dates_and_digests_only(keep):
    version = keep()
    fact = Fact.objects.get(kind="policies.document.published")
    assert fact.payload == {
        "version": str(version.pk), "from_on": "2024-03-01", "articles": 4, "public": True, "excerpt": False,
        "text": leaf.text_digest(version.salt, OLD),
    }  # fmt: skip
    assert "诉求" not in str(Fact.objects.values_list("payload", flat=True))


@pytest.mark.parametrize("who", ["employee", "leader", "demand_officer", "system_admin"])
def test_others_keep_nothing(enterprise, acting, who):
    with pytest.raises(PermissionDenied):
        drafts.draft_document(
            acting=acting(who), described=described(enterprise), text=Text(OLD, date(2026, 1, 1))
        )


def test_one_draft_at_a_time_and_no_two_documents_of_one_name(keep, enterprise, acting):
    document = keep().document
    author = acting("disclosure_officer")
    drafts.draft_version(acting=author, document_id=document.pk, text=Text(NEW, date(2026, 1, 1)))
    with pytest.raises(NotNow, match="has_a_draft"):
        drafts.draft_version(acting=author, document_id=document.pk, text=Text(NEW, date(2027, 1, 1)))
    with pytest.raises(NotNow, match="same_name"):
        drafts.draft_document(
            acting=author, described=described(enterprise, title=f"《{document.title}》"),
            text=Text(OLD, date(2026, 1, 1)),
        )  # fmt: skip


def test_a_discarded_first_draft_leaves_nothing_behind(enterprise, acting):
    author = acting("disclosure_officer")
    draft = drafts.draft_document(
        acting=author, described=described(enterprise), text=Text(OLD, date(2026, 1, 1))
    )
    drafts.discard_draft(acting=author, version_id=draft.pk, revision=1)
    assert not Document.objects.exists()


def test_where_a_version_stands_in_time():
    a, b = Span(date(2024, 1, 1), date(2025, 1, 1)), Span(date(2025, 1, 1), date(2026, 1, 1))
    assert taking_effect([a, b], date(2025, 6, 1)) == (Span(date(2025, 6, 1), date(2026, 1, 1)), 1)
    assert taking_effect([a, b], date(2026, 6, 1)) == (Span(date(2026, 6, 1), None), None)
    assert taking_effect([a, b], date(2023, 1, 1)) == (Span(date(2023, 1, 1), date(2024, 1, 1)), None)


def test_a_renamed_document_is_found_by_its_new_name(keep, enterprise, acting):
    document = keep().document
    drafts.describe(
        acting=acting("union_officer"),
        document_id=document.pk,
        described=described(enterprise, title="暖气收费规则"),
    )
    assert library.finds(library.Wanted(on=date(2026, 1, 1), q="暖气"), inside=True).total == 4
