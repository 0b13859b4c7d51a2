"""Sub-tasks to other units, and the case handed to another post of the same unit."""

from uuid import UUID

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhiyin.journal import clock
from zhiyin.people.forms.fields import DayInput
from zhiyin.voice.forms.desk.base import (
    LONG,
    ChoiceNotes,
    DeskForm,
    PlainSelect,
    by_unit,
    offer,
)
from zhiyin.voice.models import Task
from zhiyin.voice.rules_joint import TaskState
from zhiyin.voice.selectors.tasks import helpers_for, posts_beside, still_open
from zhiyin.voice.services.joint import limit_for

WHAT = _("请他们做什么")
WHAT_HELP = _("写明要什么：查什么、给什么数、去看什么。他们看得到原话和地点，保密、匿名的看不到是谁。")


class GiveTaskForm(DeskForm):
    post = forms.TypedChoiceField(label=_("请哪个单位"), widget=PlainSelect, coerce=UUID)
    what = forms.CharField(label=WHAT, widget=forms.Textarea(attrs=LONG), help_text=WHAT_HELP)
    due_on = forms.DateField(label=_("哪天前答"), widget=DayInput())

    def prepare(self) -> None:
        offer(self, "post", [("", "—"), *by_unit(helpers_for(self.case.demand))])
        attrs = self.fields["due_on"].widget.attrs
        attrs["min"] = clock.today().isoformat()
        if limit := limit_for(self.case.demand):
            attrs["max"] = limit.isoformat()
            told = date_format(limit, "MONTH_DAY_FORMAT")
            self.fields["due_on"].help_text = gettext("不能晚于这件自己的日期：%(day)s") % {"day": told}


class _OneOfTasks(DeskForm):
    """Which of the sub-tasks; the only one needs no choosing."""

    task = ChoiceNotes(label=_("哪一项协办"), coerce=UUID)

    def of(self) -> list[Task]:
        raise NotImplementedError

    def prepare(self) -> None:
        tasks = self.of()
        field = offer(
            self, "task", [(str(one.pk), f"{one.place}. {one.unit.name}：{one.what[:40]}") for one in tasks]
        )
        if len(tasks) == 1:
            field.initial = str(tasks[0].pk)


class GiveAgainForm(_OneOfTasks, GiveTaskForm):
    field_order = ("task", "post", "what", "due_on")

    def of(self) -> list[Task]:
        return [one for one in self.case.tasks if one.state == TaskState.RETURNED]

    def prepare(self) -> None:
        GiveTaskForm.prepare(self)
        _OneOfTasks.prepare(self)
        tasks = self.of()
        if len(tasks) == 1:
            self.fields["post"].initial, self.fields["what"].initial = str(tasks[0].post_id), tasks[0].what


class TakeBackForm(_OneOfTasks):
    why = forms.CharField(
        label=_("为什么收回"), widget=forms.Textarea(attrs={"rows": 2}), help_text=_("协办的单位会看到。")
    )

    def of(self) -> list[Task]:
        return still_open(list(self.case.tasks))


class HandOnForm(DeskForm):
    post = ChoiceNotes(label=_("转给本单位哪个岗位"), coerce=UUID)
    reason = forms.CharField(
        label=_("为什么转"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("提的人会看到。日期不变；他只告诉过你的姓名，新的人看不到。"),
    )

    def prepare(self) -> None:
        offer(self, "post", [(str(post.pk), post.title) for post in posts_beside(self.case.demand)])
