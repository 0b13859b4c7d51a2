"""A form made from the typed fields of a kind of fact, and what it means as values."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhiyin.institutions.code_words import word_of
from zhiyin.institutions.forms.execution import FilesField
from zhiyin.institutions.language.catalogue import FINDING
from zhiyin.institutions.register import Kind, judged
from zhiyin.institutions.services.evidence import Said, subject_named
from zhiyin.institutions.subjects import PERSONS
from zhiyin.institutions.words import lang, told
from zhiyin.journal import clock
from zhiyin.journal.kinds import COUNTS, Field, Value, is_reference
from zhiyin.people.forms.fields import DayInput
from zhiyin.people.models import Unit

BY_NAME = frozenset({"demand", "post", "rule", "obligation", "key", "code", "text", "number", "share"})


class EvidenceForm(forms.Form):
    """`f_…` are the kind's own fields; the thing it is about is named by people, not by its id."""

    def __init__(self, *args: Any, kind: Kind, units: Sequence[Unit], **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "e-%s")
        super().__init__(*args, **kwargs)
        self.kind, self.units = kind, {str(unit.pk): unit for unit in units}
        self.named: dict[str, str] = {}
        if kind.fact.subject != "enterprise" and kind.name != FINDING:
            self.fields["subject"] = _named_field(_("关于什么"), kind.fact.subject, required=True)
        self.fields["occurred_on"] = forms.DateField(label=_("发生日期"), widget=DayInput)
        self.fields["unit"] = forms.ChoiceField(
            label=_("单位"), choices=[(pk, unit.name) for pk, unit in self.units.items()]
        )
        for name, spec in kind.fact.fields.items():
            self.fields[f"f_{name}"] = _field(spec, name, kind)
        self.fields["text"] = forms.CharField(
            label=_("经过"), max_length=2000, widget=forms.Textarea({"rows": 4}),
            help_text=_("谁、在哪、做了什么。文字只留在台账里，不进日志。"),
        )  # fmt: skip
        self.fields["uploads"] = FilesField()

    def clean_occurred_on(self) -> Any:
        day = self.cleaned_data["occurred_on"]
        if day > clock.today():
            raise forms.ValidationError(told("happened_later"))
        return day

    def said(self) -> Said:
        """What was filled in; things that are new get their id now. Raises NotNow."""
        data = self.cleaned_data
        subject = data.get("subject") or ""
        fields = {
            name: self._value(spec, data.get(f"f_{name}")) for name, spec in self.kind.fact.fields.items()
        }
        return Said(
            kind=self.kind.name,
            subject=self._subject(subject),
            unit=self.units[data["unit"]],
            occurred_on=data["occurred_on"],
            text=data["text"],
            fields=fields,
            uploads=data["uploads"],
        )

    def _subject(self, said: str) -> str:
        kind = self.kind.fact.subject
        if self.kind.name == FINDING:
            return f"finding:{self.cleaned_data['f_rule']}"[:64]
        if kind == "enterprise":
            return "enterprise"
        return said if kind in BY_NAME else subject_named(kind=kind, name=said)

    def _value(self, spec: Field, value: Any) -> Value | None:
        if value in (None, ""):
            return None
        if spec.type == "bool":
            return bool(value == "yes")
        if spec.type == "ref" and spec.ref not in BY_NAME:
            return subject_named(kind=spec.ref, name=str(value))
        return value  # type: ignore[no-any-return]

    def suggested(self) -> dict[str, str]:
        """Field → kind of things whose names are offered while typing."""
        found = {"subject": self.kind.fact.subject} if "subject" in self.fields else {}
        for name, spec in self.kind.fact.fields.items():
            if spec.type == "ref" and spec.ref not in BY_NAME:
                found[f"f_{name}"] = spec.ref
        return found


def _named_field(label: str, kind: str, required: bool) -> forms.CharField:
    help_text = ""
    if kind in ("employee", "person"):
        help_text = _("写工号")
    elif kind in PERSONS:
        help_text = _("本企业的人写工号，别人写名字。")
    elif kind not in BY_NAME:
        help_text = _("写大家叫它的名字；以前写过的会提示，写一样的名字就是同一件。")
    widget = forms.TextInput({"list": f"known-{kind}", "autocomplete": "off"})
    validators = [_reference] if kind in BY_NAME else []
    return forms.CharField(
        label=label, max_length=64, required=required, help_text=help_text, widget=widget,
        validators=validators,
    )  # fmt: skip


def _reference(value: str) -> None:
    if not is_reference(value):
        raise forms.ValidationError(gettext_lazy("这里只能写编号：字母、数字和 : . _ / -"))


def _field(spec: Field, name: str, kind: Kind) -> forms.Field:
    label = spec.zh if lang() == "zh" else spec.en[:1].upper() + spec.en[1:]
    required = not spec.optional
    known: dict[str, Any] = {"label": label, "required": required}
    match spec.type:
        case "code":
            choices = [(code, word_of(code)) for code in spec.options]
            return forms.ChoiceField(choices=[("", _("请选择")), *choices], **known)
        case "bool":
            # No answer ticked in advance: an empty record gives no green light.
            return forms.ChoiceField(choices=[("", _("请选择")), ("yes", _("是")), ("no", _("否"))], **known)
        case "date":
            return forms.DateField(widget=DayInput, **known)
        case "ref" if kind.name == FINDING and name == "rule":
            rules = [(rule.id, rule.title[lang()]) for rule in judged()]
            return forms.ChoiceField(choices=[("", _("请选择")), *rules], **known)
        case "ref":
            return _named_field(label, spec.ref, required)
        case "yuan":
            known["label"] = _("%(label)s（元）") % {"label": label}
            return forms.DecimalField(min_value=0, max_digits=14, decimal_places=2, **known)
        case unit if unit in COUNTS:
            return forms.IntegerField(min_value=0, max_value=10_000_000, **known)
        case _:
            raise ValueError(f"{kind.name}.{name}: {spec.type}")


class WhyForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("理由"), max_length=400, widget=forms.Textarea({"rows": 2}))
