"""What a speaker fills in: raising a demand, and answering inside a case."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhiyin.insight import topics
from zhiyin.people.acting import Acting
from zhiyin.people.models import Unit
from zhiyin.voice.models.demand import Topic
from zhiyin.voice.selectors.words import kind_note, kind_word
from zhiyin.voice.states import Kind, Satisfied, Solved, Way

LONGEST = 5000
SHORTEST = 4
NAMES = re.compile(r"[、，,；;\s]+")


class SaidForm(forms.Form):
    """What every way of speaking asks for."""

    text = forms.CharField(
        max_length=LONGEST,
        min_length=SHORTEST,
        widget=forms.Textarea,
        error_messages={
            "required": _("写一句是什么事，再提交。"),
            "min_length": _("太短了，别人看不懂。写清在哪里、什么时候、想怎么办。"),
        },
    )
    topic = forms.ChoiceField(choices=Topic.choices, required=False, widget=forms.RadioSelect)
    unit = forms.ChoiceField(required=False, widget=forms.Select(attrs={"data-nodraft": ""}))
    place = forms.CharField(max_length=80, required=False)
    keep_from = forms.CharField(max_length=200, required=False)
    wish = forms.ChoiceField(required=False, widget=forms.RadioSelect)
    urgent = forms.BooleanField(required=False)

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {str(unit.pk): unit for unit in units}
        self.fields["unit"].choices = self.unit_choices(units)  # type: ignore[attr-defined]
        wish = self.fields["wish"]
        wish.choices = [("", _("让受理的人定")), *((k.value, kind_word(k)) for k in Kind)]  # type: ignore[attr-defined]
        wish.notes = {k.value: kind_note(k) for k in Kind}  # type: ignore[attr-defined]

    def unit_choices(self, units: Sequence[Unit]) -> list[tuple[str, Any]]:
        return [("", _("不想说")), *((str(unit.pk), unit.name) for unit in units)]

    def clean_topic(self) -> str:
        """Guessed from the text where nothing was picked."""
        picked = self.cleaned_data["topic"]
        return picked or topics.guess(self.cleaned_data.get("text", "")) or Topic.OTHER

    def clean_unit(self) -> Unit | None:
        return self.units.get(self.cleaned_data["unit"])

    def clean_keep_from(self) -> list[str]:
        return [name for name in NAMES.split(self.cleaned_data["keep_from"]) if name]


class RaiseForm(SaidForm):
    """Behind /app/: under one's name or in confidence."""

    way = forms.ChoiceField(
        choices=[(Way.CONFIDENTIAL.value, _("保密")), (Way.NAMED.value, _("实名"))],
        initial=Way.CONFIDENTIAL,
        widget=forms.RadioSelect,
        error_messages={"required": _("先选谁能看到你是谁。")},
    )
    remind = forms.BooleanField(required=False, initial=True)
    on_behalf_of = forms.CharField(max_length=64, required=False)
    agreed = forms.BooleanField(required=False)
    field_order = ["way", "text"]

    def __init__(self, *args: Any, acting: Acting, can_seal: bool, sealed_only: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.can_seal, self.sealed_only = can_seal, sealed_only
        self.fields["unit"].initial = str(acting.employee.unit_id)
        if not can_seal:
            self.fields["way"].initial = None
            if self.initial.get("way") == Way.CONFIDENTIAL:
                self.initial = {**self.initial, "way": ""}

    def unit_choices(self, units: Sequence[Unit]) -> list[tuple[str, Any]]:
        return [*((str(unit.pk), unit.name) for unit in reversed(units)), ("", _("别的地方"))]

    def clean_way(self) -> str:
        way = str(self.cleaned_data["way"])
        if way == Way.CONFIDENTIAL and not self.can_seal:
            raise forms.ValidationError(CANNOT_SEAL)
        if way == Way.NAMED and self.sealed_only:
            raise forms.ValidationError(_("前一件是保密的。接着提也要保密，不然前一件也会被认出来。"))
        return way

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("on_behalf_of"):
            if data.get("way") == Way.CONFIDENTIAL:
                self.add_error("on_behalf_of", _("替同事提只能实名：两个人的名字都要记下。"))
            elif not data.get("agreed"):
                self.add_error("agreed", _("先问过本人，再替他（她）提。"))
        return data


CANNOT_SEAL = _(
    "现在还不能保密提：要有诉求办、工会两方的保管人，才能把姓名封存。可以实名提，或者换到匿名页。"
)


class RateForm(forms.Form):
    """The two questions; nothing is picked beforehand."""

    solved = forms.ChoiceField(
        label=_("1. 解决了吗？"),
        choices=[(Solved.YES, _("解决了")), (Solved.PARTLY, _("部分解决")), (Solved.NO, _("没解决"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("第一问还没选。")},
    )
    satisfied = forms.ChoiceField(
        label=_("2. 满意吗？"),
        choices=[
            (Satisfied.YES, _("满意")),
            (Satisfied.BASICALLY, _("基本满意")),
            (Satisfied.NO, _("不满意")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("第二问还没选。")},
    )
    why = forms.CharField(
        label=_("为什么这样说"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class WordsForm(forms.Form):
    """Some words: a message, facts that were asked for, grounds, news."""

    text = forms.CharField(
        label=_("写在这里"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("写点内容再发送。")},
    )


class ReasonForm(WordsForm):
    """Words that may be left out."""

    text = forms.CharField(
        label=_("哪里没办好"), max_length=LONGEST, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class NameForm(forms.Form):
    """The name that one handler may know."""

    name = forms.CharField(
        label=_("你的姓名"),
        max_length=64,
        widget=forms.TextInput(attrs={"data-nodraft": "", "autocomplete": "off"}),
        error_messages={"required": _("写上姓名。")},
    )


class CodeForm(forms.Form):
    """A receipt code as people type it."""

    code = forms.CharField(
        label=_("回执码"),
        max_length=60,
        widget=forms.TextInput(
            attrs={
                "class": "z-input--code",
                "data-nodraft": "",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "placeholder": "7KQF-2M9T-XW4H-P3RD-6",
            }
        ),
        error_messages={"required": _("把回执码写上。")},
    )


class AgreeForm(forms.Form):
    """Agreeing to the points as they were read: the day of the offer goes along."""

    proposed_on = forms.DateField(widget=forms.HiddenInput())
