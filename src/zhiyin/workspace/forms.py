"""Forms of the notice settings."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

HOURS = [(hour, f"{hour}:00") for hour in range(24)]


class WishesForm(forms.Form):
    """`switches`: the (value, label) pairs that the page shows."""

    quiet_from = forms.TypedChoiceField(label=_("从"), choices=HOURS, coerce=int)
    quiet_until = forms.TypedChoiceField(label=_("到"), choices=HOURS, coerce=int)
    digest_hour = forms.TypedChoiceField(
        label=_("每天一条"), coerce=int, required=False, empty_value=None,
        choices=[("", _("不用，随时发")), *HOURS],
    )  # fmt: skip
    on = forms.MultipleChoiceField(required=False)

    def __init__(self, *args: Any, switches: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].choices = switches  # type: ignore[attr-defined]


class AddressForm(forms.Form):
    address = forms.EmailField(
        label=_("邮箱"), max_length=120,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": _("填上邮箱。"), "invalid": _("这不像一个邮箱地址。")},
    )  # fmt: skip


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("邮件里的验证码"), max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}),
        error_messages={"required": _("填上验证码。")},
    )  # fmt: skip
