"""What is kept about a person, and why: the list shown to that person."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhiyin.people.marks import listed
from zhiyin.people.models import Employee

# field → why it is kept; every field of Employee that says something about the person is here (a test looks)
WHY: dict[str, str | Promise] = {
    "number": gettext_lazy("登录用，也用来和花名册对上。"),
    "name": gettext_lazy("实名提的事，承办人要知道是谁提的。"),
    "unit": gettext_lazy("你的事转到哪里办，单位决定。"),
    "sex": gettext_lazy("数职工代表中女职工的比例，法律有要求。"),
    "category": gettext_lazy("数各类职工的比例，不少于 10 人才显示。"),
    "frontline": gettext_lazy("数职工代表中一线职工的比例。"),
    "rank": gettext_lazy("数职工代表中中层以上的比例，不能超过规定。"),
    "form": gettext_lazy("派遣工、外包人员能用哪些渠道，看用工形式。"),
    "status": gettext_lazy("离开以后不能再登录。"),
    "shift": gettext_lazy("走访、座谈安排时间，不漏掉倒班的人。"),
    "union_member": gettext_lazy("只在工会选举时用。"),
    "joined_on": gettext_lazy("名册里核对是不是同一个人。"),
}


@dataclass(frozen=True)
class Kept:
    label: str
    value: str
    why: str


def kept_about(employee: Employee) -> list[Kept]:
    """Every field with its value in words."""
    rows = []
    for name, why in WHY.items():
        field = Employee._meta.get_field(name)
        value = _value(employee, name)
        label = _("单位") if name == "unit" else str(getattr(field, "verbose_name", name))
        rows.append(Kept(label, value, str(why)))
    places = listed(contact.get_channel_display() for contact in employee.contacts.all())
    why = _("加密保存，只用来发提醒，随时可以断开。")
    return [*rows, Kept(_("提醒发到哪里"), places or _("没有接"), why)]


def _value(employee: Employee, name: str) -> str:
    if name == "unit":
        return employee.unit.name
    display = getattr(employee, f"get_{name}_display", None)
    if display:
        return str(display())
    value = getattr(employee, name)
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return str(value)
