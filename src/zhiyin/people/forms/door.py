"""Forms before and about signing in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class SignInForm(forms.Form):
    """A number with either a password or the code of a slip."""

    # Either of two fields is needed: the browser must not insist on one of them.
    use_required_attribute = False

    number = forms.CharField(
        label=_("工号"), max_length=32,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "class": "z-input--code", "autocapitalize": "characters"}
        ),
        error_messages={"required": _("填上工号。")},
    )  # fmt: skip
    code = forms.CharField(
        label=_("首次登录码"), max_length=32, required=False,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code", "class": "z-input--code", "placeholder": _("比如 H4TK-92WM"),
                "autocapitalize": "characters", "data-nodraft": "",
            }
        ),
    )  # fmt: skip
    password = forms.CharField(
        label=_("密码"), max_length=200, required=False, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.errors:
            return data
        if not data.get("code") and not data.get("password"):
            raise forms.ValidationError(_("填上首次登录码；登录过的，填密码。"))
        return data


class NewPasswordForm(forms.Form):
    password = forms.CharField(
        label=_("新密码"), max_length=200, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "minlength": "8"}),
        help_text=_("至少 8 位。别用工号、生日、连号。"),
        error_messages={"required": _("填上新密码。")},
    )  # fmt: skip
    again = forms.CharField(
        label=_("再输一遍"), max_length=200, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("再输一遍，免得打错。")},
    )  # fmt: skip

    def clean_again(self) -> str:
        again = str(self.cleaned_data["again"])
        if "password" in self.cleaned_data and again != self.cleaned_data["password"]:
            raise forms.ValidationError(_("两遍不一样。"))
        return again


class ChangePasswordForm(NewPasswordForm):
    old = forms.CharField(
        label=_("现在的密码"), max_length=200, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("填上现在的密码。")},
    )  # fmt: skip
    field_order = ("old", "password", "again")


class SecondFactorForm(forms.Form):
    code = forms.CharField(
        label=_("六位数"), max_length=16,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "z-input--code"}
        ),
        error_messages={"required": _("填上手机上的六位数。")},
    )  # fmt: skip
