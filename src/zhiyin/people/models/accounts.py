"""Accounts, how they sign in, and what a person asks to be corrected."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhiyin.journal.ids import uuid7
from zhiyin.people.models.employees import Employee


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
