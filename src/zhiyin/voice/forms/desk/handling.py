"""What the handler fills in while working."""

from django import forms
from django.utils.translation import gettext_lazy as _

from zhiyin.voice import rules
from zhiyin.voice.desk_words import CHANNELS, WHY_ESCALATED
from zhiyin.voice.forms.desk.base import LONG, ChoiceNotes, DeskForm
from zhiyin.voice.models import Ask, Extension


class ObjectForm(DeskForm):
    reason = forms.CharField(
        label=_("为什么不归我们办"),
        widget=forms.Textarea(attrs=LONG),
        help_text=_("写清楚哪一条职责不在本单位，应当由谁办。诉求办两个工作日内裁定，最多退两次。"),
    )


class ContactForm(DeskForm):
    channel = ChoiceNotes(label=_("怎么联系的"), choices=list(CHANNELS.items()))


class AskForm(DeskForm):
    reason = ChoiceNotes(label=_("要什么"), choices=Ask.Reason.choices)
    text = forms.CharField(
        label=_("请他补充什么"),
        widget=forms.Textarea(attrs=LONG),
        help_text=_("一次问全，写明到哪天、怎么补。企业承诺的期限暂停，最晚办结日不变。"),
    )


class ExtensionForm(DeskForm):
    days = forms.IntegerField(
        label=_("延长几天"),
        min_value=1,
        max_value=rules.EXTENSION_LIMIT,
        help_text=_("只能延一次，最多30天。"),
    )
    reason = ChoiceNotes(label=_("原因"), choices=Extension.Reason.choices)
    explanation = forms.CharField(
        label=_("说明"),
        widget=forms.Textarea(attrs=LONG),
        help_text=_("提的人当天会看到：卡在哪里、已经做了什么、到哪天给答复。"),
    )


class EscalateForm(DeskForm):
    why = ChoiceNotes(label=_("为什么报上一级"), choices=list(WHY_ESCALATED.items()))


class RecuseForm(DeskForm):
    conflict = ChoiceNotes(
        label=_("什么关系"),
        choices=[
            ("party", _("说的就是我，或者和我的利益直接有关")),
            ("kin", _("当事人是我的亲属")),
            ("subordinate", _("当事人是我的上级或下级，办了不公")),
        ],
    )


class WriteForm(DeskForm):
    text = forms.CharField(
        label=_("写一句"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("提的人和经手的同事都能看到。"),
    )
