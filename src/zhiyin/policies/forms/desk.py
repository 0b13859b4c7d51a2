"""What is written at the desk of the library."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from zhiyin.journal import clock
from zhiyin.people.forms.fields import DayInput
from zhiyin.people.models import Unit
from zhiyin.policies.docx import Unreadable
from zhiyin.policies.files import LARGEST, read_text
from zhiyin.policies.models import Document, Version
from zhiyin.policies.parsing import LONGEST_TEXT
from zhiyin.policies.selectors.library import documents
from zhiyin.policies.services.drafts import Described, Text, bare_title
from zhiyin.policies.words import FILE_PROBLEMS, TOPICS


class UnitField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class DocumentForm(forms.Form):
    """A document's particulars."""

    title = forms.CharField(label=_("名称"), max_length=120, help_text=_("全称，不用写书名号"))
    number = forms.CharField(label=_("文号"), max_length=64, required=False)
    issuer = forms.CharField(label=_("制定机关"), max_length=80)
    level = forms.ChoiceField(label=_("层级"), choices=Document.Level.choices)
    kind = forms.ChoiceField(label=_("种类"), choices=Document.Kind.choices)
    unit = UnitField(label=_("归口单位"), queryset=Unit.objects.none())
    topics = forms.MultipleChoiceField(
        label=_("讲的是什么"),
        choices=list(TOPICS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    open = forms.ChoiceField(
        label=_("给谁看"),
        choices=[("yes", _("谁都能看")), ("no", _("内部"))],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, units: QuerySet[Unit], of: Document | None = None, **options: Any) -> None:
        if of is not None:
            options["initial"] = {
                "title": of.title, "number": of.number, "issuer": of.issuer, "level": of.level,
                "kind": of.kind, "unit": of.unit_id, "open": "yes" if of.open else "no",
                "topics": [one.topic for one in of.topics.all()],
            }  # fmt: skip
        super().__init__(*args, **options)
        field = cast(forms.ModelChoiceField, self.fields["unit"])
        field.queryset, field.empty_label = units, None
        self.fields["open"].notes = {  # type: ignore[attr-defined]
            "yes": _("不登录也能看"), "no": _("登录的职工才能看"),
        }  # fmt: skip

    def clean_title(self) -> str:
        title = bare_title(self.cleaned_data["title"])
        if not title:
            raise forms.ValidationError(_("写上文件的名称。"))
        return title

    def described(self) -> Described:
        data = self.cleaned_data
        return Described(
            title=data["title"], number=data["number"], issuer=data["issuer"], level=data["level"],
            kind=data["kind"], open=data["open"] == "yes", unit=data["unit"], topics=data["topics"],
        )  # fmt: skip


class TextForm(forms.Form):
    """A text: a file, or typed."""

    from_on = forms.DateField(label=_("施行日期"), widget=DayInput)
    file = forms.FileField(
        label=_("制度文件"), required=False, help_text=_(".docx、.txt 或 .md，不超过 5 MB"),
        widget=forms.FileInput({"accept": ".docx,.txt,.md,.markdown"}),
    )  # fmt: skip
    source = forms.CharField(
        label=_("或者把文字写在这里"), required=False, strip=False, max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 14}),
        help_text=_("每一条另起一行，以“第一条”“第二条”开头；章写“第一章”。一条里的每一款另起一行。"),
    )  # fmt: skip
    excerpt = forms.BooleanField(label=_("节选：只收录部分条文"), required=False)
    note = forms.CharField(
        label=_("说明"), max_length=400, required=False, help_text=_("比如：这一版改了什么")
    )

    def __init__(self, *args: Any, of: Version | None = None, **options: Any) -> None:
        if of is not None:
            options["initial"] = {
                "from_on": of.from_on, "source": of.source, "excerpt": of.excerpt, "note": of.note,
            }  # fmt: skip
        super().__init__(*args, **options)
        if of is not None and of.corrects_id:
            del self.fields["from_on"]
        self.read = ""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        file = data.get("file")
        if file is None:
            if not str(data.get("source", "")).strip() and "file" not in self.errors:
                self.add_error("source", str(_("选一个文件，或者写上文字。")))
            return data
        try:
            if (file.size or 0) > LARGEST:
                raise Unreadable("too_big")
            self.read = read_text(bytes(file.read()))
        except Unreadable as problem:
            self.add_error("file", str(FILE_PROBLEMS[problem.code]))
        return data

    def text(self) -> Text:
        """What was uploaded, or else typed."""
        data = self.cleaned_data
        source = self.read or str(data["source"]).replace("\r\n", "\n")
        return Text(
            source=source, from_on=data.get("from_on") or clock.today(), excerpt=data["excerpt"],
            note=data["note"], source_name=data["file"].name if self.read else "",
        )  # fmt: skip


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("理由"), max_length=400, widget=forms.Textarea({"rows": 3}))


class RepealForm(ReasonForm):
    on = forms.DateField(label=_("从哪天起废止"), widget=DayInput, help_text=_("从这一天起不再施行"))
    by = forms.CharField(
        label=_("由哪个文件代替"), max_length=120, required=False, help_text=_("写库里的名称")
    )
    field_order = ("on", "by", "reason")

    def __init__(self, *args: Any, of: Document, **options: Any) -> None:
        super().__init__(*args, **options)
        self.of = of

    def clean_by(self) -> Document | None:
        title = bare_title(self.cleaned_data["by"])
        if not title:
            return None
        found = documents(inside=True).filter(title=title).exclude(pk=self.of.pk).first()
        if found is None:
            raise forms.ValidationError(_("库里没有这个名称。"))
        return found
