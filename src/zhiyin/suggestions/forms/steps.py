"""One form for each step on a suggestion."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from zhiyin.people.acting import Acting
from zhiyin.people.forms.fields import DayInput
from zhiyin.people.marks import bracketed
from zhiyin.people.models import Employee, Post
from zhiyin.suggestions.forms.files import PlainFilesField
from zhiyin.suggestions.forms.idea import UnitField, units
from zhiyin.suggestions.grades import name_of, table
from zhiyin.suggestions.models import Decision, Meeting, Member, Review, Suggestion, Trial
from zhiyin.suggestions.rules import REVIEWERS, equal_shares
from zhiyin.suggestions.services.reviewing import kept_out
from zhiyin.suggestions.services.steps import authors_of, reviews_now
from zhiyin.suggestions.words import KEPT_OUT, unit_said, yuan

LEFT_OVER = _("上次的会没有结论")
SCALE = [(n, str(n)) for n in (1, 2, 3, 4, 5)]


def long(label: Any, *, required: bool = True, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=2000, required=required, widget=forms.Textarea({"rows": 3}), **more
    )


def radio(label: Any, choices: Any, **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, **more)


class StepForm(forms.Form):
    """A form about one suggestion."""

    def __init__(self, *args: Any, suggestion: Suggestion, acting: Acting, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "do-%s")
        super().__init__(*args, **kwargs)
        self.suggestion, self.acting = suggestion, acting
        self.prepare()

    def prepare(self) -> None:
        """Choices that depend on the suggestion."""


class SureForm(StepForm):
    """Nothing to fill in."""


class TextForm(StepForm):
    text = long(_("说明"))


class ReasonForm(StepForm):
    text = long(_("理由"), help_text=_("写具体些，至少 15 个字。"))


class JoinForm(StepForm):
    named = radio(_("采纳以后公开时"), [("yes", _("写我的名字")), ("no", _("不写名字"))], initial="yes")

    def clean_named(self) -> bool:
        return bool(self.cleaned_data["named"] == "yes")


class CreditForm(JoinForm):
    pass


class ShareForm(StepForm):
    """A whole percent for each author."""

    def prepare(self) -> None:
        self.rows = authors_of(self.suggestion)
        for author, equal in zip(self.rows, equal_shares(len(self.rows)), strict=True):
            self.fields[f"share-{author.pk.hex}"] = forms.IntegerField(
                label=f"{author.employee.name} %", min_value=1, max_value=100, initial=author.share or equal
            )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        shares = {UUID(name.removeprefix("share-")): value for name, value in data.items()}
        return {"shares": shares}


class CheckForm(StepForm):
    unit = UnitField(label=_("交给哪个单位办"), queryset=None, empty_label=_("请选"))
    reviewers = forms.MultipleChoiceField(
        label=_("两位评审人"), widget=forms.CheckboxSelectMultiple,
        help_text=_("两个人各评各的，互相看不到；提出人和同单位的人回避。"),
    )  # fmt: skip

    def prepare(self) -> None:
        self.fields["unit"].queryset = units()  # type: ignore[attr-defined]
        free, self.out = members_for(self.acting, self.suggestion)
        self.fields["reviewers"].choices = free  # type: ignore[attr-defined]

    def clean_reviewers(self) -> list[Employee]:
        return list(Employee.objects.filter(pk__in=self.cleaned_data["reviewers"]).select_related("unit"))


def members_for(
    acting: Acting, suggestion: Suggestion
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Members who may review it, and those who may not with the reason in words."""
    seats = list(Member.objects.filter(until_on=None).select_related("employee__unit__parent"))
    why = kept_out(acting, suggestion, [seat.employee for seat in seats])
    free, out = [], []
    for seat in seats:
        person = seat.employee
        label = f"{person.name} · {unit_said(person.unit)} · {seat.get_side_display()}"
        if why[person.pk]:
            out.append((label, str(KEPT_OUT[why[person.pk]])))
        else:
            free.append((str(person.pk), label))
    return free, out


class ReplaceForm(StepForm):
    instead_of = forms.ChoiceField(label=_("换下谁"), required=False)
    reviewer = forms.ChoiceField(label=_("换成谁"))

    def prepare(self) -> None:
        free, self.out = members_for(self.acting, self.suggestion)
        now = reviews_now(self.suggestion)
        names = [(str(one.pk), one.reviewer.name) for one in now if one.given_on is None]
        empty = [("", _("有人已经回避，补一位"))]
        self.fields["instead_of"].choices = names if len(now) >= REVIEWERS else empty  # type: ignore[attr-defined]
        self.fields["reviewer"].choices = free  # type: ignore[attr-defined]

    def clean_reviewer(self) -> Employee:
        return Employee.objects.select_related("unit").get(pk=self.cleaned_data["reviewer"])

    def clean_instead_of(self) -> UUID | None:
        text = self.cleaned_data["instead_of"]
        return UUID(text) if text else None


class EvaluateForm(StepForm):
    feasible = radio(_("做得成吗（1 难，5 容易）"), SCALE)
    benefit = radio(_("好处大吗（1 小，5 大）"), SCALE)
    opinion = radio(_("你的意见"), Review.Opinion.choices)
    text = long(_("为什么"), help_text=_("写具体些，至少 15 个字；交了就不能改。"))

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        return {name: int(v) if name in ("feasible", "benefit") else v for name, v in data.items()}


class ScheduleForm(StepForm):
    meeting_id = forms.ChoiceField(label=_("哪一次会"))

    def prepare(self) -> None:
        rows = Meeting.objects.filter(opened=False).order_by("held_on")
        choices = [(str(one.pk), f"{one.held_on:%Y-%m-%d} {one.place}") for one in rows]
        self.fields["meeting_id"].choices = choices  # type: ignore[attr-defined]
        if not choices:
            self.fields["meeting_id"].help_text = _("现在没有要开的会，先到“评审会”定一次。")

    def clean_meeting_id(self) -> UUID:
        return UUID(self.cleaned_data["meeting_id"])


class DecideForm(StepForm):
    outcome = radio(_("结论"), Suggestion.Outcome.choices)
    reason = forms.ChoiceField(
        label=_("不采纳的原因"), required=False, choices=[("", "—"), *Decision.Reason.choices],
    )  # fmt: skip
    text = long(_("理由，写给提出人看"), help_text=_("用大白话，至少 15 个字。"))


class StartTrialForm(StepForm):
    unit = UnitField(label=_("在哪里试"), queryset=None, empty_label=None)
    until_on = forms.DateField(label=_("试到哪天"), widget=DayInput)
    how = long(_("怎么试"))

    def prepare(self) -> None:
        self.fields["unit"].queryset = units()  # type: ignore[attr-defined]
        self.fields["unit"].initial = self.suggestion.unit_id


class EndTrialForm(StepForm):
    result = radio(_("试得怎样"), Trial.Result.choices)
    found = long(_("看到了什么"), help_text=_("至少 15 个字。"))


class PlanForm(StepForm):
    owner_post = forms.ModelChoiceField(label=_("由哪个岗位负责"), queryset=Post.objects.none())
    planned_on = forms.DateField(
        label=_("哪天做完"), widget=DayInput, help_text=_("定了就是期限，超了会亮红。")
    )
    how = long(_("怎么做"), required=False)

    def prepare(self) -> None:
        unit = self.suggestion.handling_unit
        rows = Post.objects.filter(closed_on=None, unit__path__startswith=unit.path if unit else "-")
        self.fields["owner_post"].queryset = rows.select_related("unit").order_by("unit__path", "title")  # type: ignore[attr-defined]


class ImplementForm(StepForm):
    evidence = long(
        _("拿什么证明做好了"), help_text=_("在哪里能看到、什么时候投用、谁验收的；至少 15 个字。")
    )
    uploads = PlainFilesField()


class EffectForm(StepForm):
    value = forms.DecimalField(
        label=_("一年的价值（元）"), required=False, max_digits=12, decimal_places=2,
        help_text=_("满 12 个月才能算钱；没有钱数的空着。"),
    )  # fmt: skip
    text = long(_("怎么算的，或者用文字写效果"))


class GradeForm(StepForm):
    grade = forms.ChoiceField(label=_("等级"))
    amount = forms.DecimalField(label=_("奖励（元）"), min_value=Decimal(1), max_digits=10, decimal_places=2)
    text = long(_("为什么是这一级"))

    def prepare(self) -> None:
        rows = [(one.code, _grade_line(one.code, one.low, one.high)) for one in table()]
        self.fields["grade"].choices = rows  # type: ignore[attr-defined]


def _grade_line(code: str, low: Decimal, high: Decimal) -> str:
    return bracketed(name_of(code), f"{yuan(low)}–{yuan(high)}")


class PayForm(StepForm):
    paid_on = forms.DateField(label=_("哪天发的"), widget=DayInput)


class AgendaForm(forms.Form):
    """A new meeting with what goes on its agenda."""

    held_on = forms.DateField(label=_("哪天开"), widget=DayInput)
    place = forms.CharField(label=_("在哪里开"), max_length=60)
    items = forms.MultipleChoiceField(label=_("议题"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, items: list[Suggestion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(one.pk), _item_line(one)) for one in items]
        self.fields["items"].choices = choices  # type: ignore[attr-defined]

    def clean_items(self) -> list[UUID]:
        return [UUID(text) for text in self.cleaned_data["items"]]


def _item_line(one: Suggestion) -> str:
    line = bracketed(one.title, one.number)
    return f"{line} · {LEFT_OVER}" if one.meeting_id else line


class PresentForm(forms.Form):
    """Who came."""

    present = forms.MultipleChoiceField(label=_("到会的委员"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, seats: list[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(one.pk), f"{one.employee.name} · {one.get_side_display()}") for one in seats]
        self.fields["present"].choices = choices  # type: ignore[attr-defined]

    def clean_present(self) -> list[UUID]:
        return [UUID(text) for text in self.cleaned_data["present"]]


class SeatForm(forms.Form):
    number = forms.CharField(label=_("工号"), max_length=32)
    side = forms.ChoiceField(label=_("哪一方"), choices=Member.Side.choices)

    def clean_number(self) -> Employee:
        number = self.cleaned_data["number"].strip().upper()
        found = Employee.objects.select_related("unit").filter(number=number).first()
        if found is None:
            raise forms.ValidationError(_("没有这个工号。"))
        return found
