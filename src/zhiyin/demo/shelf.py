"""The made-up enterprise's policy library: public law in excerpts, its own rules in full.

The library opens at the beginning of the played year; later texts come on the day they were announced.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import yaml

from zhiyin.demo.case import Story
from zhiyin.demo.cast import Cast
from zhiyin.demo.days import OPENS, at
from zhiyin.demo.library import FOLDER
from zhiyin.demo.stage import Stage
from zhiyin.demo.tree import ROOT
from zhiyin.journal import clock
from zhiyin.policies.models import Document, Version
from zhiyin.policies.services.drafts import Described, Text, draft_document, draft_version
from zhiyin.policies.services.publishing import publish

# Those who draft and who publish; a draft of the last days still waits for the second one.
AUTHOR, PUBLISHER = "disclosure", "union1"
DRAFT_WAITS: Final = timedelta(days=1)


@dataclass(frozen=True)
class Paper:
    """One file: what its head says, and the text."""

    head: dict[str, Any]
    source: str

    @property
    def from_on(self) -> date:
        start = self.head["from"]
        return start if isinstance(start, date) else date(clock.today().year + 1, 1, 1)


def papers() -> list[Paper]:
    """All files in order."""
    found = []
    for path in sorted((FOLDER / "policies").glob("*.md")):
        _before, head, source = path.read_text("utf-8").split("---\n", 2)
        found.append(Paper(yaml.safe_load(head), source))
    return found


def stock(stage: Stage, cast: Cast, opening: date, today: date) -> None:
    """Let every text come into the library on its day, in the order of the files."""
    for place, paper in enumerate(papers()):
        day = today - DRAFT_WAITS if paper.head.get("draft") else paper.head.get("announced", opening)
        stage.enter(at(max(day, opening), OPENS + 2 * place), _brought(paper, cast))


def _brought(paper: Paper, cast: Cast) -> Story:
    draft = _draft(paper, cast)
    if paper.head.get("draft"):
        return
    yield clock.now() + timedelta(hours=4)
    publish(acting=cast.officer(PUBLISHER), version_id=draft.pk, revision=draft.revision)


def _draft(paper: Paper, cast: Cast) -> Version:
    head, author = paper.head, cast.officer(AUTHOR)
    text = Text(paper.source, paper.from_on, bool(head.get("excerpt")), head.get("note", ""))
    if "document" in head:
        document = Document.objects.get(title=head["document"])
        return draft_version(acting=author, document_id=document.pk, text=text)
    described = Described(
        title=head["title"], number=head.get("number", ""), issuer=head["issuer"], level=head["level"],
        kind=head["kind"], open=head.get("open", True), unit=cast.units[ROOT], topics=head["topics"],
    )  # fmt: skip
    return draft_document(acting=author, described=described, text=text)
