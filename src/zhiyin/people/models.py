"""Units, employees, posts, grants and accounts."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhiyin.journal.ids import uuid7
from zhiyin.people.roles import Role


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


class Post(models.Model):
    """Work belongs to a post, not to a person."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts")
    title = models.CharField(_("岗位"), max_length=64)
    closed_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "title"], name="post_title_in_unit")]

    def __str__(self) -> str:
        return self.title


class Holding(models.Model):
    """Who holds a post, and when."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="holdings")
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="holdings")
    from_on = models.DateField()
    until_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["post", "employee"], condition=models.Q(until_on__isnull=True), name="holding_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.post_id} {self.employee_id}"


class Grant(models.Model):
    """Role × unit subtree × dates, given to a post. Never edited: ended, and given anew."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    role = models.CharField(max_length=24, choices=Role.choices)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="grants")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="grants")
    from_on = models.DateField()
    until_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["role", "unit", "post"], condition=models.Q(until_on__isnull=True), name="grant_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.unit_id}"


class Accounts(BaseUserManager["Account"]):
    def get_queryset(self) -> models.QuerySet["Account"]:
        """With person and unit: every request asks for an account, and needs both."""
        return super().get_queryset().select_related("employee__unit")

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(login=username)


class Account(AbstractBaseUser):
    """How an employee signs in. The first-sign-in code and TOTP secret are never kept in clear."""

    class Look(models.TextChoices):
        LIGHT = "light"
        DARK = "dark"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    employee = models.OneToOneField(Employee, on_delete=models.CASCADE, related_name="account")
    login = models.CharField(max_length=32, unique=True)
    # When somebody last signed in is nobody's business.
    last_login = None
    is_active = models.BooleanField(default=True)
    first_code = models.CharField(max_length=128, blank=True)
    first_code_until = models.DateField(null=True)
    totp_secret = models.BinaryField(null=True)
    totp_last_step = models.BigIntegerField(default=0)
    recovery_codes = models.JSONField(default=list)
    language = models.CharField(max_length=8, blank=True)
    theme = models.CharField(max_length=8, blank=True)
    large_text = models.BooleanField(default=False)

    USERNAME_FIELD = "login"
    objects = Accounts()

    def __str__(self) -> str:
        return self.login


class Contact(models.Model):
    """Where outgoing notices reach a person. The address is locked; `mark` finds it by a keyed hash.

    `proved`: its owner showed that it is theirs, by a code or by the platform's own sign-in. One from the
    roster is not: notices are sent there, but nobody signs in by it.
    """

    class Channel(models.TextChoices):
        MAIL = "mail", _("邮箱")
        WECOM = "wecom", _("企业微信")
        DINGTALK = "dingtalk", _("钉钉")

    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="contacts")
    channel = models.CharField(max_length=8, choices=Channel.choices)
    address = models.BinaryField()
    mark = models.CharField(max_length=64)
    bound_on = models.DateField()
    proved = models.BooleanField(default=True)
    failing_since = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["employee", "channel"], name="contact_one_of_channel"),
            models.UniqueConstraint(
                fields=["channel", "mark"],
                condition=~models.Q(channel="mail"),
                name="contact_of_one_person",
            ),
        ]

    def __str__(self) -> str:
        return self.channel


class SignedIn(models.Model):
    """One signed-in session, so that its owner can see and end it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="signed_in")
    session_key = models.CharField(max_length=40, unique=True)
    device = models.CharField(max_length=64)
    since = models.DateTimeField()

    def __str__(self) -> str:
        return self.device


class Device(models.Model):
    """A browser from which an account has signed in before; only a hash of its cookie is kept."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="devices")
    mark = models.CharField(max_length=64)
    seen_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "mark"], name="device_once")]

    def __str__(self) -> str:
        return str(self.pk)


class FailedSignIn(models.Model):
    """A wrong secret, kept for minutes. `login` is a keyed hash: people type passwords into the wrong box.

    `origin` is the mark of a known device, or empty for every place never signed in from.
    """

    id = models.BigAutoField(primary_key=True)
    login = models.CharField(max_length=64)
    origin = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["login", "origin", "at"], name="failed_by_login"),
            models.Index(fields=["at"], name="failed_by_time"),
        ]

    def __str__(self) -> str:
        return str(self.at)


class CorrectionRequest(models.Model):
    """An employee says that something kept about them is wrong."""

    class Field(models.TextChoices):
        NAME = "name", _("姓名")
        UNIT = "unit", _("单位")
        SEX = "sex", _("性别")
        CATEGORY = "category", _("岗位类别")
        FORM = "form", _("用工形式")
        SHIFT = "shift", _("班制")
        UNION_MEMBER = "union_member", _("工会会员")
        JOINED_ON = "joined_on", _("入职日期")
        OTHER = "other", _("其他")

    class State(models.TextChoices):
        OPEN = "open", _("待处理")
        DONE = "done", _("已更正")
        REFUSED = "refused", _("未更正")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="corrections")
    field = models.CharField(_("哪一项"), max_length=16, choices=Field.choices)
    wanted = models.CharField(_("应当是"), max_length=200)
    asked_on = models.DateField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    answer = models.CharField(_("答复"), max_length=300, blank=True)
    decided_by = models.ForeignKey(Employee, on_delete=models.PROTECT, null=True, related_name="+")
    decided_on = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "asked_on"], name="correction_open")]

    def __str__(self) -> str:
        return f"{self.field} {self.state}"


class RosterPreview(models.Model):
    """An uploaded roster, checked but not yet written; its rows lie in a file beside the database."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    made_by = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    complete_for = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    counts = models.JSONField(default=dict)
    applied_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name
