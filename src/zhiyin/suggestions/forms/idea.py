"""The employee's form: two minutes on a phone."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhiyin.people.acting import Acting
from zhiyin.people.models import Employee, Unit
from zhiyin.people.rules import is_within
from zhiyin.suggestions.forms.files import PlainFilesField
from zhiyin.suggestions.words import EFFECT_WORDS, unit_said

PLACES = (Unit.Level.GROUP, Unit.Level.SECOND, Unit.Level.OFFICE)
LONGEST = 2000


class UnitField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return unit_said(obj)


def units() -> Any:
    return Unit.objects.filter(closed_on=None, level__in=PLACES).select_related("parent").order_by("path")


class IdeaForm(forms.Form):
    title = forms.CharField(label=_("一句话说清"), max_length=40)
    now_text = forms.CharField(
        label=_("现在是什么样"), max_length=LONGEST, widget=forms.Textarea({"rows": 4}),
        help_text=_("在哪里、多久了、有什么不好。"),
    )  # fmt: skip
    better_text = forms.CharField(
        label=_("怎样做更好"), max_length=LONGEST, widget=forms.Textarea({"rows": 4}),
        help_text=_("说你的办法；不用画图，不用算账。"),
    )  # fmt: skip
    uploads = PlainFilesField()
    effects = forms.MultipleChoiceField(
        label=_("会好在哪里"), choices=list(EFFECT_WORDS.items()), widget=forms.CheckboxSelectMultiple,
        help_text=_("可以选几样。"),
    )  # fmt: skip
    unit = UnitField(label=_("是哪个单位的事"), queryset=Unit.objects.none(), empty_label=None)
    place = forms.CharField(label=_("具体地点"), max_length=60, required=False)
    with_whom = forms.CharField(
        label=_("和谁一起提"), max_length=200, required=False,
        help_text=_("写工号，用空格分开；他们各自确认以后才算数。"),
    )  # fmt: skip
    named = forms.ChoiceField(
        label=_("采纳以后公开时"), initial="yes", widget=forms.RadioSelect,
        choices=[("yes", _("写我的名字")), ("no", _("不写名字，只写“一名职工”"))],
    )  # fmt: skip

    def __init__(self, *args: Any, acting: Acting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["unit"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = units()
        own = acting.employee.unit.path
        above = [one for one in field.queryset if is_within(own, one.path)]
        field.initial = max(above, key=lambda one: len(one.path)).pk if above else None

    def clean_effects(self) -> list[str]:
        return list(self.cleaned_data["effects"])

    def clean_with_whom(self) -> list[Employee]:
        text = self.cleaned_data["with_whom"]
        for mark in "，,、；;":
            text = text.replace(mark, " ")
        numbers = list(dict.fromkeys(text.upper().split()))
        found = {one.number: one for one in Employee.objects.filter(number__in=numbers)}
        missing = [number for number in numbers if number not in found]
        if missing:
            raise forms.ValidationError(_("没有这个工号：%(numbers)s"), params={"numbers": " ".join(missing)})
        return [found[number] for number in numbers]

    def clean_named(self) -> bool:
        return bool(self.cleaned_data["named"] == "yes")
