"""Claims told apart, one split off; the papers of an old problem; the second look."""

from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from zhiyin.voice import claims
from zhiyin.voice.forms.desk.base import LONG, ChoiceNotes, DeskForm, offer
from zhiyin.voice.models.demand import Topic
from zhiyin.voice.reasons import told
from zhiyin.voice.rules import NotNow

NOT_YET, NOW = "same", "possible"


class ClaimsForm(DeskForm):
    texts = forms.CharField(
        label=_("他要的是哪几项"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("一行一项，用他自己会点头的话。每一项都要单独给结论和依据。"),
    )

    def prepare(self) -> None:
        self.fields["texts"].initial = "\n".join(claim.text for claim in self.case.claims)

    def clean_texts(self) -> list[str]:
        found = claims.lines_of(self.cleaned_data["texts"])
        try:
            claims.check_claims(found)
        except NotNow as refused:
            raise forms.ValidationError(told(refused.reason)) from refused
        return found


class SplitForm(DeskForm):
    claim = ChoiceNotes(label=_("把哪一项分出去"), coerce=UUID)
    topic = forms.ChoiceField(label=_("它是哪方面的事"), choices=Topic.choices)

    def prepare(self) -> None:
        here = [claim for claim in self.case.claims if claim.split_into_id is None]
        offer(self, "claim", [(str(claim.pk), claim.text) for claim in here])
        self.fields["topic"].initial = self.case.demand.topic


class LegacyPaperForm(DeskForm):
    title = forms.CharField(label=_("文件名称"), max_length=120)
    number = forms.CharField(label=_("文号"), max_length=60, required=False, help_text=_("没有就不填。"))
    dated = forms.CharField(
        label=_("哪年哪月"), max_length=40, help_text=_("知道多少写多少，比如“1998年6月”“约2003年”。")
    )
    says = forms.CharField(
        label=_("当时怎么定的"),
        widget=forms.Textarea(attrs=LONG),
        help_text=_("摘原文要紧的话，或者写明谁手里有原件。提的人看得到。"),
    )


class LookAgainForm(DeskForm):
    possible = ChoiceNotes(
        label=_("现在有条件了吗"),
        choices=[(NOT_YET, _("还没有")), (NOW, _("有了，重新办"))],
        notes={NOT_YET: _("一年后再看一次"), NOW: _("马上重新登记，从今天起算期限")},
        coerce=lambda said: said == NOW,
    )
    text = forms.CharField(
        label=_("告诉他"),
        widget=forms.Textarea(attrs=LONG),
        help_text=_("上次差的是什么，现在怎么样了，下一步怎么办。"),
    )
