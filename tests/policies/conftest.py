"""Two who keep the library, and a way to put a document into it."""

from datetime import date

import pytest
from tests.fixtures.people import acting, client_as, enterprise  # noqa: F401

from zhiyin.policies.services import drafts, publishing
from zhiyin.policies.services.drafts import Described, Text

OLD = """第一章 总则
第一条 为了办好职工诉求，制定本办法。
第二条 本办法适用于全体职工。
第二章 办理
第三条 申诉自受理之日起20个工作日内书面答复本人。
请本人补充材料的时间不算。
第四条 本办法由工会解释。"""
NEW = OLD.replace("20个工作日", "15个工作日").replace(
    "第四条 本办法由工会解释。", "第四条 答复要写明依据的条文。\n第五条 本办法由工会解释。"
)


@pytest.fixture
def keep(enterprise, acting):  # noqa: F811
    """`keep(title, text, from_on)`: drafted by the disclosure officer, published by the union's."""

    def make(title="职工诉求办理办法", text=OLD, from_on=date(2024, 3, 1), *, open=True, **more):
        described = Described(
            title=title, number=more.pop("number", ""), issuer=more.pop("issuer", "远山装备集团"),
            level=more.pop("level", "group"), kind="house", open=open, unit=enterprise.units["YS"],
            topics=more.pop("topics", ("demands",)),
        )  # fmt: skip
        draft = drafts.draft_document(
            acting=acting("disclosure_officer"), described=described, text=Text(text, from_on, **more)
        )
        return publish(draft)

    def publish(draft):
        return publishing.publish(
            acting=acting("union_officer"), version_id=draft.pk, revision=draft.revision
        )

    def later(document, text=NEW, from_on=date(2026, 1, 1), **more):
        draft = drafts.draft_version(
            acting=acting("disclosure_officer"), document_id=document.pk, text=Text(text, from_on, **more)
        )
        return publish(draft)

    make.later, make.publish = later, publish
    return make
