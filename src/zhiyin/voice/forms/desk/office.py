"""What the demand office fills in: kind, post, legal channel, ruling, reviewer."""

from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhiyin.voice.desk_words import KINDS, LEGAL_CHANNELS
from zhiyin.voice.forms.desk.base import LONG, ChoiceNotes, DeskForm, PlainSelect, by_unit, offer
from zhiyin.voice.models import Demand
from zhiyin.voice.selectors.hands import hands_for, others_of_same_person, reviewers_for
from zhiyin.voice.states import Kind

ORDINARY_KINDS = [(kind, label) for kind, label in KINDS.items() if kind != Kind.REPORT]
KIND_NOTES: dict[str, object] = {
    Kind.CONSULT: _("想弄明白一件事"),
    Kind.HELP: _("有困难要帮忙"),
    Kind.APPEAL: _("要求对自己的利益作出处理"),
    Kind.SUGGESTION: _("对工作的想法"),
}


class WithKind(DeskForm):
    kind = ChoiceNotes(label=_("算哪一类"), choices=ORDINARY_KINDS, notes=KIND_NOTES)

    def prepare(self) -> None:
        super().prepare()
        demand = self.case.demand
        accusation = demand.track == Demand.Track.DISCIPLINE
        field = offer(self, "kind", [(Kind.REPORT, KINDS[Kind.REPORT])] if accusation else ORDINARY_KINDS)
        now = demand.kind or demand.wish
        field.initial = now if field.valid_value(now) else None


class WithPost(DeskForm):
    post = forms.TypedChoiceField(label=_("转给谁"), widget=PlainSelect, coerce=UUID)

    def prepare(self) -> None:
        super().prepare()
        hands = hands_for(self.acting, self.case.demand)
        field = offer(self, "post", [("", gettext("选承办岗位")), *by_unit(hands.posts)])
        if hands.usual:
            field.initial = str(hands.usual)
            field.help_text = gettext("建议的岗位：最近同类 %(of)d 件，有 %(n)d 件归它办。") % {
                "of": hands.of_count,
                "n": hands.usual_count,
            }
        if hands.left_out:
            told = gettext("有 %(n)d 个岗位的人被要求回避，没有列出。") % {"n": hands.left_out}
            field.help_text = f"{field.help_text} {told}".strip()


class AcceptForm(WithKind):
    pass


class KindForm(WithKind):
    pass


class DispatchForm(WithPost):
    pass


class AcceptAndDispatchForm(WithKind, WithPost):
    kind = ChoiceNotes(label=_("算哪一类"), choices=ORDINARY_KINDS, row=True)
    field_order = ("kind", "post")


class RedirectForm(DeskForm):
    channel = ChoiceNotes(
        label=_("该去哪里"),
        choices=[(key, label) for key, (label, _limit) in LEGAL_CHANNELS.items()],
        notes={key: limit for key, (_label, limit) in LEGAL_CHANNELS.items()},
    )
    explanation = forms.CharField(
        label=_("为什么不归这里管"),
        widget=forms.Textarea(attrs=LONG),
        help_text=_("写给提的人看：说清楚哪一点不归企业决定，带上什么去哪里办。"),
    )
    limit = forms.CharField(
        label=_("时限"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("不填就写上面选的那条途径的时限。"),
    )

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        if not str(data.get("limit", "")).strip() and (channel := data.get("channel")):
            data["limit"] = str(LEGAL_CHANNELS[channel][1])
        return data


class MergeForm(DeskForm):
    into = ChoiceNotes(label=_("并入哪一件"), help_text=_("只列同一个人实名提的、还没办完的。"), coerce=UUID)

    def prepare(self) -> None:
        others = others_of_same_person(self.acting, self.case.demand)
        offer(self, "into", [(str(other.pk), f"{other.number} {other.title}") for other in others])


class UpholdForm(WithPost):
    ruling = forms.CharField(label=_("裁定理由"), widget=forms.Textarea(attrs=LONG))


class DismissForm(DeskForm):
    ruling = forms.CharField(label=_("裁定理由"), widget=forms.Textarea(attrs=LONG))


class AssignReviewForm(DeskForm):
    reviewer = forms.ChoiceField(label=_("交给谁"), help_text=_("只列上级单位里没有经手过这件事的人。"))

    def prepare(self) -> None:
        choices = [
            (f"{grant.unit_id}.{person.pk}", f"{grant.unit.name} · {grant.post.title} · {person.name}")
            for grant, person in reviewers_for(self.case.demand)
        ]
        offer(self, "reviewer", choices)

    def clean_reviewer(self) -> tuple[UUID, UUID]:
        unit, _dot, person = self.cleaned_data["reviewer"].partition(".")
        return UUID(unit), UUID(person)


class ReopenForm(DeskForm):
    text = forms.CharField(label=_("有什么新情况"), widget=forms.Textarea(attrs=LONG))
