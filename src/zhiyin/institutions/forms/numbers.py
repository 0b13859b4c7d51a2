"""New numbers of one rule: whole numbers within the bounds that the rule leaves."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhiyin.institutions.dials import Dial
from zhiyin.institutions.house import written
from zhiyin.institutions.language.rules import Rule
from zhiyin.people.forms.fields import DayInput
from zhiyin.people.marks import bracketed


class NumbersForm(forms.Form):
    """`values()` holds every number of the rule as packs write it, once valid."""

    effect_on = forms.DateField(
        label=gettext_lazy("从哪天起"),
        widget=DayInput,
        error_messages={"invalid": gettext_lazy("请填日期。")},
    )
    reason = forms.CharField(
        label=gettext_lazy("为什么改"),
        max_length=400,
        widget=forms.Textarea({"rows": 3, "maxlength": 400}),
        help_text=gettext_lazy("大家都看得到。"),
    )
    basis = forms.CharField(label=gettext_lazy("哪个会议、哪份文件定的"), max_length=80, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=96)

    def __init__(self, *args: Any, rule: Rule, dials: Sequence[Dial], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rule, self.dials = rule, dials
        for dial in dials:
            out = _("请填 %(low)s 到 %(high)s 之间的整数。") % {"low": dial.low, "high": dial.high}
            self.fields[dial.name] = forms.IntegerField(
                label=bracketed(dial.label, dial.unit) if dial.unit else dial.label,
                min_value=dial.low,
                max_value=dial.high,
                initial=dial.value,
                help_text=_("现在是 %(now)s；可以定 %(low)s 到 %(high)s。")
                % {"now": dial.now, "low": dial.low, "high": dial.high},
                error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), out),
                widget=forms.NumberInput({"inputmode": "numeric"}),
            )
        self.order_fields([*(dial.name for dial in dials), "effect_on", "reason", "basis", "seen"])

    def numbers(self) -> list[Any]:
        """The fields that hold numbers."""
        return [self[dial.name] for dial in self.dials]

    def values(self) -> dict[str, str]:
        return {dial.name: written(self.cleaned_data[dial.name], dial.written) for dial in self.dials}

    def good_values(self) -> dict[str, str] | None:
        """The numbers alone, whatever else is still missing; None while one of them is wrong."""
        self.full_clean()
        if any(dial.name in self.errors for dial in self.dials):
            return None
        return self.values()


class AnswerForm(forms.Form):
    """Why a proposal is not approved."""

    reason = forms.CharField(
        label=gettext_lazy("理由"), max_length=400, widget=forms.Textarea({"rows": 2, "maxlength": 400})
    )
