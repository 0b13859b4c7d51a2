"""What the union writes down of its calls."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhiyin.voice.desk_words import SATISFIED, SOLVED
from zhiyin.voice.forms.desk.base import ChoiceNotes, DeskForm
from zhiyin.voice.models import Call


class TryForm(DeskForm):
    channel = ChoiceNotes(
        label=_("怎么联系的"),
        choices=Call.Channel.choices,
        help_text=_("要记为联系不上：三次，分在两天，用两种方式。"),
    )
    note = forms.CharField(label=_("备注"), required=False, max_length=300)


class ReachForm(DeskForm):
    """The two questions are never pre-ticked, and may stay unanswered."""

    channel = ChoiceNotes(label=_("怎么联系的"), choices=Call.Channel.choices)
    solved = ChoiceNotes(
        label=_("解决了吗"),
        row=True,
        required=False,
        choices=list(SOLVED.items()),
        help_text=_("照他的原话选。他不愿评，就都空着。"),
    )
    satisfied = ChoiceNotes(label=_("满意吗"), row=True, required=False, choices=list(SATISFIED.items()))
    why = forms.CharField(
        label=_("他怎么说"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        if bool(data.get("solved")) != bool(data.get("satisfied")):
            missing = "satisfied" if data.get("solved") else "solved"
            self.add_error(missing, gettext("两个问题要么都记下，要么都空着。"))
        return data
