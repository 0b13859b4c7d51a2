"""Forms of one's own pages."""

from django import forms
from django.utils.translation import gettext_lazy as _

from zhiyin.people.models import CorrectionRequest


class CorrectionForm(forms.Form):
    field = forms.ChoiceField(
        label=_("哪一项不对"), choices=[("", _("请选择")), *CorrectionRequest.Field.choices],
        error_messages={"required": _("选一项。")},
    )  # fmt: skip
    wanted = forms.CharField(
        label=_("应当是什么"), max_length=200, widget=forms.TextInput(),
        error_messages={"required": _("写上应当是什么。")},
    )  # fmt: skip
