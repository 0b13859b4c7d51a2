"""What is filled in about hot problems."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhiyin.journal import clock
from zhiyin.people.acting import Acting
from zhiyin.people.forms.fields import DayInput
from zhiyin.people.models import Unit
from zhiyin.voice.forms.desk.base import LONG, ChoiceNotes, PlainSelect, offer
from zhiyin.voice.hot_words import WHY_AGAIN, WHY_DETACHED
from zhiyin.voice.models import Answer
from zhiyin.voice.models.demand import Topic
from zhiyin.voice.selectors.hot import HotCase, current_for
from zhiyin.voice.selectors.hot_owner import leading_posts
from zhiyin.voice.selectors.inbox import units_to_choose

NEW = "new"


def post_choices() -> list[tuple[str, str]]:
    """Leaders' posts that somebody holds."""
    posts = [(str(post.pk), f"{post.unit.name} · {post.title}") for post in leading_posts()]
    return [("", gettext("选负责的领导岗位")), *posts]


class GatherForm(forms.Form):
    """Into a problem that is there, or into a new one with its owner."""

    into = forms.ChoiceField(label=_("放到哪里"), widget=PlainSelect)
    title = forms.CharField(
        label=_("叫什么"),
        max_length=80,
        required=False,
        help_text=_("一句话，哪里、什么事。以后公开也用它，不写人名。"),
    )
    about = forms.CharField(
        label=_("是什么问题"),
        required=False,
        widget=forms.Textarea(attrs=LONG),
        help_text=_("大家反映的是什么，多久了，影响谁。不写谁提的。"),
    )
    topic = forms.ChoiceField(label=_("事由"), choices=Topic.choices, required=False, widget=PlainSelect)
    unit = forms.ChoiceField(label=_("哪个单位的事"), required=False, widget=PlainSelect)
    place = forms.CharField(label=_("地点"), max_length=80, required=False)
    post = forms.ChoiceField(
        label=_("谁负责"),
        required=False,
        widget=PlainSelect,
        help_text=_("要由领导岗位负责到底，人换了岗位不变。"),
    )

    def __init__(self, *args: Any, acting: Acting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = [(str(p.pk), f"{p.number} {p.title}") for p in current_for(acting)]
        offer(self, "into", [(NEW, gettext("立一个新的热点问题")), *there])
        offer(self, "unit", [("", gettext("不限一个单位")), *units_to_choose(acting)])
        offer(self, "post", post_choices())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("into") == NEW:
            for name in ("title", "about", "post"):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, gettext("立新的热点问题，这一项要填。"))
        return data

    def clean_unit(self) -> Unit | None:
        code = self.cleaned_data["unit"]
        return Unit.objects.get(code=code) if code else None

    @property
    def into_existing(self) -> UUID | None:
        into = self.cleaned_data["into"]
        return None if into == NEW else UUID(into)


class HotForm(forms.Form):
    """A step of one problem."""

    def __init__(self, *args: Any, case: HotCase, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "do-%s")
        super().__init__(*args, **kwargs)
        self.case = case
        self.prepare()

    def prepare(self) -> None:
        """Choices and first values that depend on the problem."""


class PlanForm(HotForm):
    plan = forms.CharField(
        label=_("怎么办"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("先做什么、后做什么、谁来做、钱从哪里来。会公开。"),
    )
    end_on = forms.DateField(
        label=_("哪天全部办好"), widget=DayInput(), help_text=_("这个日期定了不能改，晚了就显示晚了。")
    )

    def prepare(self) -> None:
        self.fields["end_on"].widget.attrs["min"] = clock.today().isoformat()
        self.initial.setdefault("plan", self.case.problem.plan)


class MilestoneForm(HotForm):
    title = forms.CharField(label=_("做成什么"), max_length=120)
    planned_on = forms.DateField(label=_("计划哪天"), widget=DayInput())

    def prepare(self) -> None:
        attrs = self.fields["planned_on"].widget.attrs
        attrs["min"] = clock.today().isoformat()
        if self.case.problem.end_on:
            attrs["max"] = self.case.problem.end_on.isoformat()


class WithMilestone(HotForm):
    milestone = forms.TypedChoiceField(label=_("哪个节点"), widget=PlainSelect, coerce=UUID)

    def prepare(self) -> None:
        still = [row.milestone for row in self.case.milestones if row.open]
        offer(self, "milestone", [(str(one.pk), one.title) for one in still])


class FinishForm(WithMilestone):
    text = forms.CharField(
        label=_("怎么证明办好了"),
        widget=forms.Textarea(attrs=LONG),
        help_text=_("做了什么、哪天、谁验收。会公开，不写职工姓名。"),
    )


class DropForm(WithMilestone):
    text = forms.CharField(
        label=_("为什么不做了"), widget=forms.Textarea(attrs=LONG), help_text=_("原因会公开。")
    )


class NewsForm(HotForm):
    text = forms.CharField(
        label=_("告诉大家"),
        widget=forms.Textarea(attrs=LONG),
        help_text=_("办到哪一步、下一步是什么。第一次发，这个问题就公开了，谁都看得到。"),
    )


class ResolveForm(HotForm):
    text = forms.CharField(
        label=_("结果"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("做成了什么、没做成什么、为什么。会公开，大家来说解决没有。"),
    )


class PrepareForm(HotForm):
    """The four elements, once for all."""

    result = ChoiceNotes(label=_("结论"), choices=Answer.Result.choices)
    request = forms.CharField(label=_("诉求"), widget=forms.Textarea(attrs={"rows": 2}))
    facts = forms.CharField(label=_("查明的事实"), widget=forms.Textarea(attrs=LONG))
    basis = forms.CharField(label=_("依据"), widget=forms.Textarea(attrs={"rows": 2}))
    opinion = forms.CharField(label=_("处理意见"), widget=forms.Textarea(attrs=LONG))
    promised_on = forms.DateField(
        label=_("承诺哪天办好"),
        required=False,
        widget=DayInput(),
        help_text=_("已经办完就空着。每件诉求的最晚办结日不同，超过的那几件会告诉你。"),
    )

    def prepare(self) -> None:
        if prepared := self.case.prepared:
            for name in self.fields:
                self.initial.setdefault(name, getattr(prepared, name))
        elif self.case.problem.result:
            self.initial.setdefault("opinion", self.case.problem.result)

    def clean_promised_on(self) -> date | None:
        day: date | None = self.cleaned_data["promised_on"]
        if day and day < clock.today():
            raise forms.ValidationError(gettext("承诺的日期要在今天或以后。"))
        return day


class OwnerForm(HotForm):
    post = forms.TypedChoiceField(label=_("改由谁负责"), widget=PlainSelect, coerce=UUID)
    text = forms.CharField(label=_("为什么换"), widget=forms.Textarea(attrs={"rows": 2}))

    def prepare(self) -> None:
        offer(self, "post", post_choices())


class DetachForm(HotForm):
    demand = forms.TypedChoiceField(label=_("哪一件"), widget=PlainSelect, coerce=UUID)
    why = ChoiceNotes(label=_("为什么移出"), choices=list(WHY_DETACHED.items()))

    def prepare(self) -> None:
        offer(self, "demand", [(str(d.pk), f"{d.number} {d.title}") for d in self.case.demands])


class ReopenForm(HotForm):
    why = ChoiceNotes(label=_("为什么重新办"), choices=list(WHY_AGAIN.items()))
    text = forms.CharField(label=_("说明"), widget=forms.Textarea(attrs=LONG), help_text=_("会公开。"))


class JudgeForm(forms.Form):
    """A supporter's own word; nothing is picked beforehand."""

    solved = forms.ChoiceField(
        label=_("解决了吗？"),
        choices=[("yes", _("解决了")), ("no", _("没解决"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("选一个再交。")},
    )
