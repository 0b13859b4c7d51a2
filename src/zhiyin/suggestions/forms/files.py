"""Pictures and papers that go with a suggestion."""

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from zhiyin.institutions.forms.execution import FilesField
from zhiyin.institutions.services.files import Upload
from zhiyin.people.pictures import BadPicture, remade


class PlainFilesField(FilesField):
    """Files of which no picture tells where and with whose phone it was taken.

    Pictures are made anew here, before the transaction that keeps them: it takes seconds.
    """

    def clean(self, data: Any, initial: Any = None) -> list[Upload]:  # type: ignore[override]
        return [_plain(upload) for upload in super().clean(data, initial)]


def _plain(upload: Upload) -> Upload:
    if not upload.media.startswith("image/"):
        return upload
    try:
        return replace(upload, media="image/jpeg", content=remade(upload.content).content)
    except BadPicture:
        told = _("这张图片打不开：%(name)s。请重新拍一张，或者换一张。")
        raise forms.ValidationError(told, params={"name": upload.name}) from None
