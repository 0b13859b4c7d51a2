"""Forms of the administration pages."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhiyin.people.forms.fields import DayInput
from zhiyin.people.models import Employee, Post, Unit
from zhiyin.people.roles import Role


def unit_choices(units: Iterable[Unit]) -> list[tuple[str, str]]:
    """Units for a select, indented as in the tree."""
    rows = list(units)
    top = min((unit.path.count("/") for unit in rows), default=0)
    return [(str(u.pk), "　" * (u.path.count("/") - top) + f"{u.name} {u.code}") for u in rows]


class UnitChoice(forms.ChoiceField):
    """One of the units given to the form; cleaned to the Unit."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.units: dict[str, Unit] = {}

    def offer(self, units: Iterable[Unit], empty: str = "") -> None:
        self.units = {str(unit.pk): unit for unit in units}
        first = [("", empty or str(_("请选择")))]
        self.choices = first + unit_choices(self.units.values())

    def clean(self, value: Any) -> Any:
        key = super().clean(value)
        return self.units.get(key)


class NewUnitForm(forms.Form):
    parent = UnitChoice(label=_("上级单位"))
    code = forms.CharField(label=_("单位编码"), max_length=32)
    name = forms.CharField(label=_("单位名称"), max_length=64)
    level = forms.ChoiceField(label=_("层级"), choices=Unit.Level.choices)


class RenameUnitForm(forms.Form):
    name = forms.CharField(label=_("单位名称"), max_length=64)
    level = forms.ChoiceField(label=_("层级"), choices=Unit.Level.choices)


class MoveUnitForm(forms.Form):
    parent = UnitChoice(label=_("划到哪个单位下面"))


class SearchForm(forms.Form):
    q = forms.CharField(label=_("工号或姓名"), max_length=64, required=False)
    unit = UnitChoice(label=_("单位"), required=False)
    left = forms.BooleanField(label=_("看已离开的"), required=False)


class EmployeeForm(forms.ModelForm):  # type: ignore[type-arg]
    """What may be changed of a person; the number and the unit have their own ways."""

    class Meta:
        model = Employee
        fields = (
            "name", "sex", "category", "frontline", "rank", "form", "status", "shift",
            "union_member", "joined_on",
        )  # fmt: skip
        widgets = {"joined_on": DayInput()}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        staying = [choice for choice in Employee.Status.choices if choice[0] != Employee.Status.LEFT]
        self.fields["status"].choices = staying  # type: ignore[attr-defined]


class NewEmployeeForm(EmployeeForm):
    number = forms.CharField(label=_("工号"), max_length=32)
    unit = UnitChoice(label=_("单位"))
    field_order = ("number", "name", "unit")


class MoveEmployeeForm(forms.Form):
    unit = UnitChoice(label=_("调到哪个单位"))


class NewPostForm(forms.Form):
    unit = UnitChoice(label=_("单位"))
    title = forms.CharField(label=_("岗位"), max_length=64)


class PersonForm(forms.Form):
    """A person by employee number."""

    number = forms.CharField(label=_("工号"), max_length=32)

    def clean_number(self) -> Employee:
        number = self.cleaned_data["number"].strip().upper()
        person = Employee.objects.select_related("unit").filter(number=number).first()
        if person is None:
            raise forms.ValidationError(_("没有这个工号。"))
        return person


class HandOverForm(PersonForm):
    giver = forms.ChoiceField(label=_("谁离岗"))

    def __init__(self, post: Post, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.people = {str(h.employee.pk): h.employee for h in post.held_now}  # type: ignore[attr-defined]
        self.fields["giver"].choices = [  # type: ignore[attr-defined]
            (key, f"{person.name} {person.number}") for key, person in self.people.items()
        ]
        self.fields["number"].label = _("谁接岗（工号）")

    def clean_giver(self) -> Employee:
        return self.people[self.cleaned_data["giver"]]


class GrantForm(forms.Form):
    role = forms.ChoiceField(label=_("角色"), choices=Role.choices)
    unit = UnitChoice(label=_("管到哪个单位"))


class DecideForm(forms.Form):
    done = forms.ChoiceField(
        label=_("结果"), choices=[("1", _("已经改了")), ("0", _("不改"))], widget=forms.RadioSelect
    )
    answer = forms.CharField(label=_("写给本人"), max_length=300, widget=forms.Textarea(attrs={"rows": "3"}))


class SlipsForm(forms.Form):
    unit = UnitChoice(label=_("单位"))
    only_new = forms.BooleanField(label=_("只发给还没设过密码的人"), required=False, initial=True)


class RosterForm(forms.Form):
    file = forms.FileField(label=_("名册文件"), help_text=_(".xlsx、.xls 或 .csv"))
    complete_for = UnitChoice(label=_("这份名册"), required=False)
