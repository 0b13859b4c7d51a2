"""What is written on a sheet."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhiyin.institutions.models import Violation
from zhiyin.institutions.services.files import BadFile, Upload, checked
from zhiyin.people.forms.fields import DayInput

FILE_REASONS = {
    "kind": _("只收 PDF、JPG、PNG。"),
    "size": _("一个文件不超过 10 MB。"),
    "many": _("最多 6 个文件。"),
}


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, each checked by its first bytes; cleaned to `Upload`s."""

    widget = ManyFiles

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, label=_("附件"), help_text=_("PDF 或图片，最多 6 个"), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Upload]:  # type: ignore[override]
        files = [one for one in (data if isinstance(data, list | tuple) else [data]) if one]
        try:
            return checked(files)
        except BadFile as problem:
            raise forms.ValidationError(FILE_REASONS[problem.reason]) from None


def _long(label: Any, required: bool = True, **kwargs: Any) -> forms.CharField:
    widget = forms.Textarea({"rows": 3})
    return forms.CharField(label=label, max_length=2000, required=required, widget=widget, **kwargs)


class SheetForm(forms.Form):
    """A form about one sheet."""

    def __init__(self, *args: Any, sheet: Violation, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "do-%s")
        super().__init__(*args, **kwargs)
        self.sheet = sheet


class ContestForm(SheetForm):
    reason = _long(_("为什么不该算违反"))


class ConfirmForm(SheetForm):
    reason = _long(_("理由"), required=False)


class GroundForm(SheetForm):
    ground = _long(_("理由和依据"))


class SignForm(SheetForm):
    reason = _long(_("原因"), help_text=_("自己写，不代笔。"))
    new_on = forms.DateField(label=_("新的日期"), widget=DayInput)


class RectifyForm(SheetForm):
    cause = _long(_("原因"))
    measure = _long(_("改了什么"))
    owner = forms.CharField(label=_("责任岗位"), max_length=60)
    evidence = _long(_("拿什么证明"))
    uploads = FilesField()


class AcceptForm(SheetForm):
    opinion = _long(_("验收意见"), help_text=_("看了什么、问了谁。"))


class SendBackForm(AcceptForm):
    new_on = forms.DateField(label=_("再改到哪天"), widget=DayInput)


class OutcomeForm(SheetForm):
    outcome = forms.ChoiceField(
        label=_("处理结果"), choices=Violation.Outcome.choices, widget=forms.RadioSelect
    )
    reason = _long(_("理由"))
