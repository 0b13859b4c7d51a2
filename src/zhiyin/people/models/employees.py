"""Units, employees and where they belonged."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhiyin.journal.ids import uuid7


class Unit(models.Model):
    """One node of the unit tree; `path` is the codes from the root, /YS/YS01/YS0102/."""

    class Level(models.TextChoices):
        GROUP = "group", _("集团总部")
        SECOND = "second", _("二级单位")
        THIRD = "third", _("三级单位")
        WORKSHOP = "workshop", _("车间、项目部、分公司")
        TEAM = "team", _("班组")
        OFFICE = "office", _("部门")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.CharField(_("单位编码"), max_length=32, unique=True)
    name = models.CharField(_("单位名称"), max_length=64)
    level = models.CharField(_("层级"), max_length=16, choices=Level.choices)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    path = models.CharField(max_length=400, unique=True)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["parent", "code"], name="unit_children")]

    def __str__(self) -> str:
        return self.name


class Employee(models.Model):
    """A person employed here, with only those dimensions that have a listed use."""

    class Category(models.TextChoices):
        MGMT = "mgmt", _("管理")
        TECH = "tech", _("专业技术")
        SKILL = "skill", _("技能操作")
        SALES = "sales", _("营销")
        SERVICE = "service", _("服务辅助")
        OTHER = "other", _("其他")

    class Form(models.TextChoices):
        FIXED = "fixed", _("固定期限")
        OPEN = "open", _("无固定期限")
        TASK = "task", _("以完成一定任务为期限")
        DISPATCH = "dispatch", _("劳务派遣")
        PART = "part", _("非全日制")
        REHIRED = "rehired", _("退休返聘")
        INTERN = "intern", _("实习见习")
        OUTSOURCED = "outsourced", _("业务外包人员")

    class Status(models.TextChoices):
        ACTIVE = "active", _("在岗")
        LEAVE = "leave", _("长期休假")
        INTERNAL_RETIRED = "internal_retired", _("内退")
        OFF_POST = "off_post", _("待岗")
        SECONDED = "seconded", _("借调")
        RETIRED = "retired", _("退休")
        LEFT = "left", _("已离开")

    class Shift(models.TextChoices):
        DAY = "day", _("常白班")
        TWO = "two", _("两班")
        THREE = "three", _("三班")
        FOUR = "four", _("四班三运转")
        FIELD = "field", _("野外、驻外")

    class Rank(models.TextChoices):
        L1 = "l1", _("企业领导人员")
        L2 = "l2", _("中层正职")
        L3 = "l3", _("中层副职")
        L4 = "l4", _("基层管理")
        L5 = "l5", _("班组长")
        L6 = "l6", _("一般员工")

    class Sex(models.TextChoices):
        MALE = "male", _("男")
        FEMALE = "female", _("女")
        UNKNOWN = "unknown", _("未说明")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.CharField(_("工号"), max_length=32, unique=True)
    name = models.CharField(_("姓名"), max_length=64)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="employees")
    sex = models.CharField(_("性别"), max_length=8, choices=Sex.choices, default=Sex.UNKNOWN)
    category = models.CharField(_("岗位类别"), max_length=8, choices=Category.choices)
    frontline = models.BooleanField(_("一线"), default=False)
    rank = models.CharField(_("职级"), max_length=2, choices=Rank.choices, default=Rank.L6)
    form = models.CharField(_("用工形式"), max_length=16, choices=Form.choices)
    status = models.CharField(_("在岗状态"), max_length=16, choices=Status.choices, default=Status.ACTIVE)
    shift = models.CharField(_("班制"), max_length=8, choices=Shift.choices, default=Shift.DAY)
    union_member = models.BooleanField(_("工会会员"), default=False)
    joined_on = models.DateField(_("入职日期"))
    left_on = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["unit", "number"], name="employee_of_unit"),
            models.Index(fields=["name"], name="employee_by_name"),
            models.Index(fields=["unit", "status"], name="employee_counted"),
        ]

    def __str__(self) -> str:
        return self.name


class Stay(models.Model):
    """When an employee belonged to a unit: moves and leavers keep their history."""

    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="stays")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="stays")
    from_on = models.DateField()
    until_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["employee"], condition=models.Q(until_on__isnull=True), name="stay_one_current"
            )
        ]

    def __str__(self) -> str:
        return f"{self.employee_id} {self.from_on}"


class Trait(models.Model):
    """What a dimension of an employee was before it changed, until the day on which it did.

    From these a group “as of a day” is counted as it was then. A value is written as the field keeps it;
    yes and no as 1 and 0.
    """

    id = models.BigAutoField(primary_key=True)
    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="traits")
    name = models.CharField(max_length=16)
    value = models.CharField(max_length=16)
    until_on = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["employee", "name", "until_on"], name="trait_as_of")]

    def __str__(self) -> str:
        return f"{self.name} {self.until_on}"
