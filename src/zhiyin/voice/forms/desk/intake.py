"""What an officer takes down for somebody, and where a poster hangs."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhiyin.insight import topics
from zhiyin.journal import clock
from zhiyin.people.forms.admin import UnitChoice
from zhiyin.people.forms.fields import DayInput
from zhiyin.people.models import Employee
from zhiyin.voice.forms.desk.base import ChoiceNotes
from zhiyin.voice.forms.speaker import CANNOT_SEAL, LONGEST, NAMES, SHORTEST
from zhiyin.voice.models import Demand
from zhiyin.voice.models.demand import Topic
from zhiyin.voice.selectors.words import kind_word
from zhiyin.voice.services.intake import OLDEST, employee_named
from zhiyin.voice.states import Kind, Way

CHANNELS = [
    (Demand.Channel.VISIT, _("来访")),
    (Demand.Channel.PHONE, _("来电")),
    (Demand.Channel.PAPER, _("书面")),
]
GUESS = ("", _("按内容猜"))


class IntakeForm(forms.Form):
    channel = ChoiceNotes(label=_("怎么来的"), choices=CHANNELS, row=True)
    way = ChoiceNotes(
        label=_("谁能看到是谁"),
        choices=[(Way.NAMED, _("实名")), (Way.CONFIDENTIAL, _("保密")), (Way.ANONYMOUS, _("不留名"))],
        initial=Way.NAMED,
        row=True,
    )
    number = forms.CharField(
        label=_("工号"),
        max_length=32,
        required=False,
        help_text=_("保密的，填了只用来封存，存好以后这里查不到。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-nodraft": ""}),
    )
    text = forms.CharField(
        label=_("他说的"),
        min_length=SHORTEST,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("照原话记：在哪里、从什么时候起、想怎么办。"),
    )
    unit = UnitChoice(label=_("哪个单位的事"))
    place = forms.CharField(label=_("具体地点"), max_length=80, required=False)
    topic = forms.ChoiceField(label=_("哪方面的"), choices=[GUESS, *Topic.choices], required=False)
    wish = forms.ChoiceField(label=_("他想要"), required=False)
    received_on = forms.DateField(label=_("哪天收到"), widget=DayInput(), help_text=_("期限从这一天算。"))
    keep_from = forms.CharField(
        label=_("不要让谁经手"), max_length=200, required=False, help_text=_("几个人用顿号隔开。")
    )
    urgent = forms.BooleanField(required=False)
    read_back = forms.BooleanField(
        label=_("念给他听过，他说对（来信的，照抄无误）"),
        error_messages={"required": _("先念一遍给他听，或者对着来信再核一遍。")},
    )

    def __init__(self, *args: Any, units: Any, can_seal: bool, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "intake-%s")
        super().__init__(*args, **kwargs)
        self.can_seal = can_seal
        self.speaker: Employee | None = None
        self.fields["unit"].offer(units)  # type: ignore[attr-defined]
        self.fields["wish"].choices = [  # type: ignore[attr-defined]
            ("", gettext("没有说")), *((kind.value, kind_word(kind)) for kind in Kind)
        ]  # fmt: skip
        day = self.fields["received_on"]
        day.initial = clock.today()
        day.widget.attrs |= {
            "min": (clock.today() - OLDEST).isoformat(),
            "max": clock.today().isoformat(),
        }

    def clean_way(self) -> str:
        way = str(self.cleaned_data["way"])
        if way == Way.CONFIDENTIAL and not self.can_seal:
            raise forms.ValidationError(CANNOT_SEAL)
        return way

    def clean_received_on(self) -> date:
        day: date = self.cleaned_data["received_on"]
        if not clock.today() - OLDEST <= day <= clock.today():
            raise forms.ValidationError(_("要在今天以前60天之内。更早的，用“导入旧记录”。"))
        return day

    def clean_keep_from(self) -> list[str]:
        return [name for name in NAMES.split(self.cleaned_data["keep_from"]) if name]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        number = str(data.get("number", "")).strip()
        if data.get("way") == Way.ANONYMOUS:
            if number:
                self.add_error("number", _("不留名就不要写工号：写了就不是不留名。"))
        elif data.get("way"):
            self.speaker = employee_named(number) if number else None
            if not number:
                self.add_error("number", _("写上工号；本人不愿留名的，选“不留名”。"))
            elif self.speaker is None:
                self.add_error("number", _("没有这个工号的在职职工。核对一下，或者选“不留名”。"))
        if not data.get("topic"):
            data["topic"] = topics.guess(str(data.get("text", ""))) or Topic.OTHER
        return data


class PosterForm(forms.Form):
    unit = UnitChoice(label=_("哪个单位"))
    places = forms.CharField(
        label=_("贴在哪里"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("一行一处，每处一张，比如“三车间更衣室”。扫码的人，地点已经替他填好。"),
    )
    topic = forms.ChoiceField(label=_("哪方面的"), choices=[("", _("不限")), *Topic.choices], required=False)

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "poster-%s")
        super().__init__(*args, **kwargs)
        self.fields["unit"].offer(units)  # type: ignore[attr-defined]

    def clean_places(self) -> list[str]:
        lines = [" ".join(line.split()) for line in self.cleaned_data["places"].splitlines()]
        found = list(dict.fromkeys(line for line in lines if line))
        if not found:
            raise forms.ValidationError(_("写上贴在哪里。"))
        if len(found) > 50:
            raise forms.ValidationError(_("一次最多50处。"))
        if any(len(place) > 80 for place in found):
            raise forms.ValidationError(_("一处最多80个字。"))
        return found
