"""The reviewer's written opinion."""

from django import forms
from django.utils.translation import gettext_lazy as _

from zhiyin.voice.forms.desk.base import ChoiceNotes, DeskForm

CHANGED = "yes"


class DecideReviewForm(DeskForm):
    changed = ChoiceNotes(
        label=_("结果"),
        choices=[("no", _("维持原答复")), (CHANGED, _("改变原答复"))],
        coerce=lambda said: said == CHANGED,
    )
    opinion = forms.CharField(
        label=_("复查意见"),
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("查了什么、依据哪一条、为什么。不同意可以怎样申请复核，由系统附上。"),
    )
