"""The form of a segment: a name, whose it is, a subtree, and a box for each value of each dimension."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhiyin.people.forms.admin import UnitChoice
from zhiyin.people.forms.fields import DayInput
from zhiyin.people.models import Unit
from zhiyin.people.segments.dimensions import DIMENSIONS, choices, label


class DimensionsForm(forms.Form):
    unit = UnitChoice(label=_("哪个单位里的人"))

    def __init__(self, *args: Any, units: Iterable[Unit], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["unit"].offer(units)  # type: ignore[attr-defined]
        for name in DIMENSIONS:
            self.fields[name] = forms.MultipleChoiceField(
                label=str(label(name)), choices=choices(name), required=False,
                widget=forms.CheckboxSelectMultiple,
            )  # fmt: skip

    def groups(self) -> list[Any]:
        """The bound fields of the dimensions, in order."""
        return [self[name] for name in DIMENSIONS]

    def filters(self) -> Mapping[str, list[str]]:
        return {name: self.cleaned_data[name] for name in DIMENSIONS}


class NewSegmentForm(DimensionsForm):
    name = forms.CharField(label=_("名称"), max_length=40)
    owner_role = forms.ChoiceField(label=_("谁用"))
    field_order = ("name", "owner_role", "unit")

    def __init__(self, *args: Any, roles: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["owner_role"].choices = roles  # type: ignore[attr-defined]


class OnDayForm(forms.Form):
    on = forms.DateField(label=_("哪一天"), required=False, widget=DayInput())
