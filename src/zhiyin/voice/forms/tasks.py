"""What the post that was asked for its part fills in."""

from django import forms
from django.utils.translation import gettext_lazy as _


class AnswerTaskForm(forms.Form):
    text = forms.CharField(
        label=_("你们的答复"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("查到什么、哪天、数字是多少、能不能办。牵头的人会引用你的话。"),
    )


class ReturnTaskForm(forms.Form):
    reason = forms.CharField(
        label=_("为什么不归我们办"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("写明该由谁办。只能退一次。"),
    )
