"""A template of an answer: title, topic and its four elements with places 【…】."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhiyin.people.marks import listed
from zhiyin.people.models import Unit
from zhiyin.voice import placeholders
from zhiyin.voice.forms.desk.base import offer
from zhiyin.voice.models.demand import Topic
from zhiyin.voice.services.templates import Words

ELEMENTS = ("request", "facts", "basis", "opinion")


def _words(label: Any, rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": rows})
    )


class TemplateForm(forms.Form):
    unit = forms.TypedChoiceField(label=_("哪个单位用"), coerce=UUID)
    title = forms.CharField(label=_("名称"), max_length=60, help_text=_("一看就知道什么时候用。"))
    topic = forms.ChoiceField(
        label=_("哪方面的事"), required=False, choices=[("", _("都可以用")), *Topic.choices]
    )
    request = _words(_("诉求"), 2)
    facts = _words(_("查明的事实"), 4)
    basis = _words(_("依据"), 2)
    opinion = _words(_("处理意见"), 4)

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "unit", [(str(unit.pk), unit.name) for unit in units])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in ELEMENTS:
            if unknown := placeholders.unknown(str(data.get(name, ""))):
                known = listed(placeholders.written((*placeholders.BY_ITSELF, *placeholders.BY_HAND)))
                wrong = listed(placeholders.written(unknown))
                self.add_error(
                    name,
                    gettext("不认识%(wrong)s。可以用的有：%(known)s。") % {"wrong": wrong, "known": known},
                )
        if not any(str(data.get(name, "")).strip() for name in ELEMENTS) and not self.errors:
            self.add_error("facts", gettext("四段里至少写一段。"))
        return data

    def words(self) -> Words:
        names = ("title", "topic", *ELEMENTS)
        return Words(**{name: self.cleaned_data[name].strip() for name in names})
