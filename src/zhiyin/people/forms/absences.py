"""The form of an absence: who deputises, from which day, until which day."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhiyin.people.forms.fields import DayInput
from zhiyin.people.models import Employee


class AbsenceForm(forms.Form):
    deputy = forms.ChoiceField(label=_("请谁代"), error_messages={"required": _("选一个人。")})
    from_on = forms.DateField(
        label=_("从哪天"), widget=DayInput(), error_messages={"required": _("写上从哪天。")}
    )
    until_on = forms.DateField(
        label=_("到哪天（含这一天）"), widget=DayInput(), error_messages={"required": _("写上到哪天。")}
    )

    def __init__(self, *args: Any, people: Iterable[Employee], **options: Any) -> None:
        super().__init__(*args, **options)
        self.people = {str(person.pk): person for person in people}
        self.fields["deputy"].choices = [  # type: ignore[attr-defined]
            ("", _("请选择")),
            *((key, f"{person.name} {person.unit.name}") for key, person in self.people.items()),
        ]

    def clean_deputy(self) -> Employee:
        return self.people[self.cleaned_data["deputy"]]
