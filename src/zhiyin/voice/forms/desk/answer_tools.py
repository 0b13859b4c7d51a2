"""What helps while an answer is written: templates, places 【…】, articles, helpers, plain words."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from zhiyin.insight.plain import Part
from zhiyin.institutions import clocks
from zhiyin.journal import clock
from zhiyin.people.marks import listed
from zhiyin.policies.citations import Citation, article_of
from zhiyin.policies.selectors.citing import citations, cited
from zhiyin.policies.selectors.library import Wanted, finds
from zhiyin.voice import placeholders
from zhiyin.voice.forms.desk.base import DeskForm, WithDate
from zhiyin.voice.models import AnswerTemplate, Claim, Task
from zhiyin.voice.plain_words import Advice, advice
from zhiyin.voice.rules_joint import TaskState
from zhiyin.voice.selectors.templates import offered_for
from zhiyin.voice.services.answers import Cited

WHOLE: Final = ("request", "facts", "opinion", "basis")
FILL, CITE, FIND, QUOTE, CHECK, LOOK = "template", "cite", "find", "quote", "check", "look"

STEPS: Final = frozenset({FILL, CITE, FIND, QUOTE, CHECK, LOOK})


@dataclass(frozen=True)
class Rows:
    """Rows that a template asks for with `.all`, before they are saved."""

    all: list[Any] = field(default_factory=list)


@dataclass(frozen=True)
class Drafted:
    """The answer as the employee will read it, not sent yet; named like `Answer`."""

    get_result_display: str
    request: str
    facts: str
    basis: str
    opinion: str
    promised_on: Any
    unit: Any
    answered_on: Any
    findings: Rows
    citations: Rows
    photos: Rows = field(default_factory=Rows)
    imported_text: str = ""
    cites: int = 0


@dataclass(frozen=True)
class DraftedCitation:
    """Named like `models.Citation`."""

    inside: Citation
    outside: Citation


class AnswerTools(WithDate):
    """A form whose texts are helped along by steps that send nothing; nothing typed is ever lost."""

    own_template = "voice/desk/part_answer_form.html"
    asked: str = ""
    claims: list[Claim]

    def __init__(self, data: Any = None, *args: Any, cited_codes: Any = (), **kwargs: Any) -> None:
        # What the tools do is done to a copy of what was typed, before anything else looks at it.
        data = data.copy() if data is not None else None
        self.step = str(data.get("step", "")) if data is not None else ""
        self.rehearses = self.step.partition(":")[0] in STEPS
        self.cited_codes = list(cited_codes)
        if data is not None:
            self.cited_codes = list(dict.fromkeys(data.getlist("cited")))
        self.shows_advice = self.shows_preview = False
        self.said = ""
        self._typed: Any = data
        super().__init__(data, *args, **kwargs)

    def whole_basis(self) -> str:
        """The legal ground of the whole."""
        raise NotImplementedError

    def promised(self) -> date | None:
        raise NotImplementedError

    def result_words(self) -> str:
        raise NotImplementedError

    def drafted_findings(self) -> list[Any]:
        raise NotImplementedError

    @property
    def texts(self) -> list[str]:
        """Names of the fields that hold words of the answer."""
        own = [f"claim-{claim.place}-{what}" for claim in self.claims for what in ("reason", "basis")]
        return [name for name in (*WHOLE, *own) if name in self.fields]

    def use_tools(self) -> None:
        """Do what the step asks for to the copy of what was typed."""
        kind, _colon, which = self.step.partition(":")
        if kind == FILL:
            self._use_template()
        if kind == QUOTE:
            self._quote(which)
        for code in self._typed.getlist("cites"):
            self._insert(code)
        values = self.values()
        for name in self.texts:
            self._put(name, placeholders.filled(self._text(name), values))

    def _text(self, name: str) -> str:
        return str(self.data.get(name, ""))

    def _put(self, name: str, text: str) -> None:
        if text != self._text(name):
            self._typed[name] = text

    def _append(self, name: str, text: str) -> None:
        """After what was typed; what stands there already is not put there twice."""
        before = self._text(name)
        if text.strip() and text not in before:
            self._put(name, f"{before.rstrip()}\n{text}" if before.strip() else text)

    def _use_template(self) -> None:
        template = next((one for one in self.templates if str(one.pk) == self.data.get("template")), None)
        if template is None:
            self.said = _("先选一个模板。")
            return
        for name in WHOLE:
            self._append(name, getattr(template, name))
        self.said = _("模板写进来了，你写的都还在。把【…】换成实际的内容。")

    def _quote(self, which: str) -> None:
        task = next((one for one in self.answered_tasks if str(one.place) == which), None)
        if task is not None:
            self._append("facts", _("%(unit)s：%(text)s") % {"unit": task.unit.name, "text": task.answer})
            self.said = _("协办的答复写进“查明的事实”了。")

    def _insert(self, code: str) -> None:
        """《…》第…条 into the legal ground of the whole or of one claim."""
        pk = article_of(code)
        cite = citations([pk], self.case.demand.submitted_on, inside=True).get(pk) if pk else None
        if cite is None or not cite.valid:
            self.said = _("这一条在他提出那天不是有效的，没有引用。")
            return
        place = self.data.get("cite_for", "")
        name = f"claim-{place}-basis" if place else "basis"
        if name not in self.fields:
            name, place = "basis", ""
        if cite.label not in self._text(name):
            before = self._text(name).rstrip()
            self._put(name, f"{before}；{cite.label}" if before else cite.label)
        self.cited_codes = list(dict.fromkeys([*self.cited_codes, f"{code}@{place}" if place else code]))
        self.said = _("条文写进“依据”了。")

    def values(self) -> dict[str, str]:
        """What the places that fill themselves are filled with, for this case."""
        demand = self.case.demand
        told = {
            "日期": _day(clock.today()),
            "诉求编号": demand.number,
            "事项": demand.title,
            "提出日期": _day(demand.submitted_on),
            "提出单位": demand.unit.name if demand.unit else "",
            "地点": demand.place,
            "称呼": demand.author.name if demand.author else "您",
            "承办单位": demand.handling_unit.name if demand.handling_unit else "",
            "承办岗位": demand.handling_post.title if demand.handling_post else "",
        }
        if ceiling := clocks.ceiling_on("demand", demand.pk):
            told["最晚办结日"] = _day(ceiling)
        if self.is_bound and self.data.get("ending") == "promise":
            with suppress(ValidationError):
                if promised := self.fields["promised_on"].clean(self.data.get("promised_on")):
                    told[placeholders.PROMISED] = _day(promised)
        return told

    def rehearsed(self) -> DeskForm:
        """The form after a step that sends nothing: as a draft, or checked and shown as it will be read."""
        if self.step == LOOK:
            self.shows_preview, self.shows_advice = self.is_valid(), True
            return self
        initial = {name: self.data.get(name) for name in self.fields if name in self.data}
        draft = type(self)(initial=initial, case=self.case, acting=self.acting, cited_codes=self.cited_codes)
        draft.step, draft.said = self.step, self.said
        draft.asked = str(self.data.get("q", "")).strip()[:60]
        draft.shows_advice = self.step == CHECK
        return draft

    @cached_property
    def found_articles(self) -> list[dict[str, Any]]:
        """What the search for articles finds, without script."""
        if not self.asked:
            return []
        page = finds(Wanted(self.case.demand.submitted_on, self.asked), inside=True)
        day = self.case.demand.submitted_on
        return [{"cite": cited(one.article, day, inside=True), "parts": one.parts} for one in page.rows]

    @cached_property
    def templates(self) -> list[AnswerTemplate]:
        return offered_for(self.case.demand)

    @property
    def answered_tasks(self) -> list[Task]:
        return [task for task in self.case.tasks if task.state == TaskState.ANSWERED]

    @cached_property
    def cited(self) -> list[tuple[str, Citation, str]]:
        """Code, article and the claim's number of each citation chosen so far. One query."""
        pairs = [(code, *_parted(code)) for code in self.cited_codes]
        day = self.case.demand.submitted_on
        known = citations([pk for _c, pk, _p in pairs if pk], day, inside=True)
        return [(code, known[pk], place) for code, pk, place in pairs if pk in known]

    def cites(self) -> list[Cited]:
        """Those whose article still stands in the words of its legal ground."""
        by_place = {str(claim.place): claim.pk for claim in self.claims}
        data = self.cleaned_data
        return [
            Cited(cite.article_id, by_place.get(place))
            for _code, cite, place in self.cited
            if cite.label in str(data.get(f"claim-{place}-basis" if place else "basis", ""))
        ]

    def advice(self) -> list[Advice]:
        """What could be said more plainly."""
        kinds = {"request": Part.REQUEST, "facts": Part.FACTS, "opinion": Part.OPINION, "basis": Part.BASIS}
        told = {}
        for name in self.texts:
            part = kinds.get(name, Part.BASIS)
            told[str(self[name].label)] = (str(self[name].value() or ""), part)
        return advice(told)

    def preview(self) -> Drafted:
        """The answer as it will stand on the employee's page. Only for a valid form."""
        data, demand = self.cleaned_data, self.case.demand
        chosen = [
            DraftedCitation(cite, citations([cite.article_id], cite.on)[cite.article_id])
            for _code, cite, _place in self.cited
        ]
        return Drafted(
            get_result_display=self.result_words(),
            request=data["request"],
            facts=data["facts"],
            basis=self.whole_basis(),
            opinion=data["opinion"],
            promised_on=self.promised(),
            unit=demand.handling_unit,
            answered_on=clock.today(),
            findings=Rows(self.drafted_findings()),
            citations=Rows(chosen),
            cites=len(chosen),
        )

    def check_places(self, data: dict[str, Any]) -> None:
        """A place of a template that is still there is named, where it stands."""
        for name in self.texts:
            if left := placeholders.found(str(data.get(name, ""))):
                places = listed(placeholders.written(left))
                self.add_error(name, _("还有没填的：%(places)s。填好再发。") % {"places": places})


def _parted(code: str) -> tuple[UUID | None, str]:
    article, _at, place = code.partition("@")
    return article_of(article), place


def _day(day: Any) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
