"""Mediation: opened, a meeting, the points of an agreement, why it failed, what the follow-up saw."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from zhiyin.journal import clock
from zhiyin.people.forms.fields import DayInput
from zhiyin.voice import rules_mediation
from zhiyin.voice.forms.desk.base import LONG, ChoiceNotes, DeskForm
from zhiyin.voice.models import Mediation
from zhiyin.voice.reasons import told
from zhiyin.voice.rules import NotNow

KEPT, NOT_KEPT = "kept", "not_kept"
FIRST_LOOK = timedelta(days=30)


class OpenMediationForm(DeskForm):
    matter = forms.CharField(
        label=_("协调什么事"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("一两句话，两边都会点头的话。"),
    )
    parties = forms.CharField(
        label=_("有哪几方"),
        widget=forms.Textarea(attrs=LONG),
        help_text=_("一行一方，写身份就行，比如“职工本人”“二线班长”。保密、匿名的不要写他的姓名。"),
    )

    def clean_parties(self) -> list[str]:
        lines = rules_mediation.lines_of(self.cleaned_data["parties"])
        try:
            rules_mediation.check_parties(lines)
        except NotNow as refused:
            raise forms.ValidationError(told(refused.reason)) from refused
        return lines


class MeetForm(DeskForm):
    met_on = forms.DateField(label=_("哪天见的面"), widget=DayInput())
    where = forms.CharField(label=_("在哪里"), max_length=120)
    attended = forms.CharField(label=_("谁来了"), max_length=400, help_text=_("写身份；本人没来的也写明。"))
    said = forms.CharField(
        label=_("说了什么、谈到哪一步"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("两边各说了什么，哪几点谈拢了，哪几点没有。本人会看到。"),
    )

    def prepare(self) -> None:
        attrs = self.fields["met_on"].widget.attrs
        attrs["max"] = clock.today().isoformat()
        self.fields["met_on"].initial = clock.today()


class AgreementForm(DeskForm):
    items = forms.CharField(
        label=_("协议的各条"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("一行一条，每条写明谁、做什么、哪天前。本人在自己那边认可了才算数。"),
    )
    follow_up_on = forms.DateField(
        label=_("哪天回头看"), widget=DayInput(), help_text=_("到那天看每一条做到没有，写给本人。")
    )

    def prepare(self) -> None:
        tomorrow = clock.today() + timedelta(days=1)
        self.fields["follow_up_on"].widget.attrs["min"] = tomorrow.isoformat()
        self.fields["follow_up_on"].initial = clock.today() + FIRST_LOOK
        running = self.case.mediation
        if running:
            self.fields["items"].initial = "\n".join(item.text for item in running.items.all())

    def clean_items(self) -> list[str]:
        return rules_mediation.lines_of(self.cleaned_data["items"])


class FailMediationForm(DeskForm):
    because = ChoiceNotes(label=_("为什么不成"), choices=list(Mediation.WHY.items()))
    why = forms.CharField(
        label=_("说明"),
        widget=forms.Textarea(attrs=LONG),
        help_text=_("卡在哪一点，下一步怎么办。本人会看到；诉求照常办，期限不变。"),
    )


class FollowUpForm(DeskForm):
    kept = ChoiceNotes(
        label=_("都做到了吗"),
        choices=[(KEPT, _("都做到了")), (NOT_KEPT, _("有没做到的"))],
        row=True,
        coerce=lambda said: said == KEPT,
    )
    text = forms.CharField(
        label=_("看到了什么"),
        widget=forms.Textarea(attrs=LONG),
        help_text=_("一条一条写：做到没有，怎么看出来的。没做到的写下一步。"),
    )
