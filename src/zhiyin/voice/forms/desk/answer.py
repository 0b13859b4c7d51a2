"""The written answer with its four elements, and what follows a promise."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhiyin.people.forms.fields import DayInput
from zhiyin.voice.claims import overall
from zhiyin.voice.forms.desk.answer_tools import AnswerTools
from zhiyin.voice.forms.desk.base import LONG, ChoiceNotes, DeskForm, WithDate
from zhiyin.voice.models import Answer, Claim, Finding
from zhiyin.voice.reasons import told
from zhiyin.voice.selectors.hot_public import prepared_for
from zhiyin.voice.services.answers import Found

FINAL, PROMISE = "final", "promise"


RESULT_NOTES: Mapping[str, object] = {
    Answer.Result.EXPLAIN: _("道理在他那边，现在做不到，说清楚差什么；一年后还要再看一次"),
    Answer.Result.NOT_SUPPORT: _("写明查过哪些规定、为什么这样定"),
}


class AnswerForm(AnswerTools):
    """One result for the whole; where the demand has several claims, one for each instead."""

    result = ChoiceNotes(label=_("结论"), choices=Answer.Result.choices, notes=RESULT_NOTES)
    request = forms.CharField(
        label=_("诉求"), widget=forms.Textarea(attrs={"rows": 2}), help_text=_("用一两句话复述，对方要点头。")
    )
    facts = forms.CharField(
        label=_("查明的事实"),
        widget=forms.Textarea(attrs=LONG),
        help_text=_("哪天、谁去看了、看到什么、数字是多少。"),
    )
    basis = forms.CharField(
        label=_("依据"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("哪部法规或制度、第几条。现行政策没有规定的，写明没有规定，理由是什么。"),
    )
    opinion = forms.CharField(
        label=_("处理意见"),
        widget=forms.Textarea(attrs=LONG),
        help_text=_("怎么办、谁来办、哪天办完。怎样申请复查由系统附上。"),
    )
    ending = ChoiceNotes(
        label=_("办到哪一步"),
        choices=[(FINAL, _("已经办完")), (PROMISE, _("承诺一个办好的日期"))],
        notes={PROMISE: _("到了那天再问他解决没有、满不满意；日期只能改一次")},
        initial=FINAL,
    )
    promised_on = forms.DateField(label=_("哪天办好"), required=False, widget=DayInput())
    without_tasks = forms.CharField(
        label=_("还有协办没有答，为什么不等了"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("已经办完的才要写；写了就把没答的协办收回。承诺日期的不用写。"),
    )

    def prepare(self) -> None:
        super().prepare()
        if prepared := prepared_for(self.case.demand):
            told = {
                name: getattr(prepared, name) for name in ("result", "request", "facts", "basis", "opinion")
            }
            ending = PROMISE if prepared.promised_on else FINAL
            self.initial = {**told, "ending": ending, "promised_on": prepared.promised_on, **self.initial}
        self.claims = [claim for claim in self.case.claims if claim.split_into_id is None]
        if not self.case.open_tasks:
            del self.fields["without_tasks"]
        if self.claims:
            self._one_by_one()
        if self.is_bound:
            self.use_tools()

    def _one_by_one(self) -> None:
        """A result, reason and ground for each claim, instead of one for the whole."""
        del self.fields["result"]
        self.fields["request"].initial = "\n".join(f"{c.place}. {c.text}" for c in self.claims)
        self.fields["basis"].required = False
        self.fields["basis"].help_text = gettext("各项的依据写在各项下面；这里写对整件都适用的，可以不填。")
        own = {name: field for claim in self.claims for name, field in _fields_of(claim).items()}
        self.fields |= own
        self.order_fields(
            ["request", "facts", *own, "opinion", "basis", "ending", "promised_on", "without_tasks"]
        )

    def found(self) -> list[Found]:
        """What was found of each claim."""
        data = self.cleaned_data
        return [Found(claim.pk, *(data[name] for name in _fields_of(claim))) for claim in self.claims]

    def whole_basis(self) -> str:
        """The basis of the whole: as written, or those of the claims together."""
        told = dict.fromkeys(one.basis for one in self.found())
        return str(self.cleaned_data["basis"].strip() or "；".join(told))

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        if data.get("ending") == PROMISE and not data.get("promised_on") and "promised_on" not in self.errors:
            self.add_error("promised_on", gettext("请写承诺哪天办好。"))
        unasked = "without_tasks" in self.fields and not str(data.get("without_tasks", "")).strip()
        if unasked and data.get("ending") == FINAL:
            self.add_error("without_tasks", told("tasks_still_open"))
        self.check_places(data)
        return data

    def promised(self) -> date | None:
        return self.cleaned_data["promised_on"] if self.cleaned_data["ending"] == PROMISE else None

    def result_words(self) -> str:
        """The result of the whole in words; with several claims it follows from theirs."""
        code = self.cleaned_data.get("result") or overall(one.result for one in self.found())
        return str(Answer.Result(code).label)

    def drafted_findings(self) -> list[Any]:
        """What was found of each claim, named like `Finding`."""
        return [
            Finding(claim=claim, result=one.result, reason=one.reason, basis=one.basis)
            for claim, one in zip(self.claims, self.found(), strict=True)
        ]


def _fields_of(claim: Claim) -> dict[str, forms.Field]:
    """Result, reason and legal ground of one claim, in this order."""
    about = {"n": claim.place, "text": claim.text}
    return {
        f"claim-{claim.place}-result": ChoiceNotes(
            label=gettext("第 %(n)d 项：%(text)s") % about, choices=Answer.Result.choices, row=True
        ),
        f"claim-{claim.place}-reason": forms.CharField(
            label=gettext("第 %(n)d 项的理由") % about, widget=forms.Textarea(attrs={"rows": 2})
        ),
        f"claim-{claim.place}-basis": forms.CharField(
            label=gettext("第 %(n)d 项的依据") % about, widget=forms.Textarea(attrs={"rows": 2})
        ),
    }


class KeepPromiseForm(DeskForm):
    evidence = forms.CharField(
        label=_("怎么证明办好了"),
        widget=forms.Textarea(attrs=LONG),
        help_text=_("做了什么、哪天、谁验收。提的人会看到，也可以说没办好。"),
    )


class RedateForm(WithDate):
    promised_on = forms.DateField(label=_("新的日期"), widget=DayInput())
    reason = forms.CharField(
        label=_("为什么改"),
        widget=forms.Textarea(attrs=LONG),
        help_text=_("只能改一次，要另一个人同意，并在原来的日期之前告诉提的人。"),
    )
