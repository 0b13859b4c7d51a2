"""The demand: what was said, where it stands, and who works on it; never who spoke in confidence."""

from typing import Any
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhiyin.people.models import Employee, Post, Unit
from zhiyin.voice.states import OPEN_STATES, Kind, State, Way


class Topic(models.TextChoices):
    PAY = "pay", _("工资津贴")
    DISMISSAL = "dismissal", _("辞退、解除")
    INJURY = "injury", _("工伤")
    SAFETY = "safety", _("安全")
    LIVING = "living", _("吃住行")
    FUND = "fund", _("社保公积金")
    CAREER = "career", _("评聘晋升")
    HOURS = "hours", _("工时休假")
    CONDUCT = "conduct", _("作风、违纪")
    LEGACY = "legacy", _("历史遗留")
    OTHER = "other", _("别的")


# Where the one-year limit for arbitration does not wait (劳动争议调解仲裁法 27).
ARBITRABLE = frozenset({Topic.PAY, Topic.DISMISSAL, Topic.INJURY})


class Demand(models.Model):
    """One demand. The id is random: an order of ids would tell an order of speaking."""

    class Channel(models.TextChoices):
        APP = "app", _("网上")
        PAPER = "paper", _("书面")
        VISIT = "visit", _("来访")
        PHONE = "phone", _("来电")
        CHAT = "chat", _("聊天平台")
        IMPORT = "import", _("旧记录")

    class Track(models.TextChoices):
        ORDINARY = "ordinary", _("普通")
        DISCIPLINE = "discipline", _("纪检")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    number = models.CharField(max_length=16, unique=True)
    way = models.CharField(max_length=16, choices=[(w.value, w.value) for w in Way])
    channel = models.CharField(max_length=8, choices=Channel.choices, default=Channel.APP)
    track = models.CharField(max_length=12, choices=Track.choices, default=Track.ORDINARY)
    state = models.CharField(
        max_length=24, choices=[(s.value, s.value) for s in State], default=State.SUBMITTED
    )
    resumes_to = models.CharField(max_length=24, default=State.IN_HANDLING)
    wish = models.CharField(max_length=12, blank=True)
    kind = models.CharField(max_length=12, blank=True, choices=[(k.value, k.value) for k in Kind])
    kind_contested = models.BooleanField(default=False)
    topic = models.CharField(max_length=12, choices=Topic.choices, default=Topic.OTHER)
    title = models.CharField(max_length=80)
    text = models.TextField()
    text_salt = models.CharField(max_length=32)
    place = models.CharField(max_length=80, blank=True)
    urgent = models.BooleanField(default=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="demands")
    author = models.ForeignKey(Employee, on_delete=models.PROTECT, null=True, related_name="demands")
    on_behalf_of = models.CharField(max_length=64, blank=True)
    recorded_by = models.ForeignKey(Employee, on_delete=models.PROTECT, null=True, related_name="+")
    shown_name = models.CharField(max_length=64, blank=True)
    shown_to = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="+")
    handling_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, related_name="handled_demands"
    )
    handling_post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="demands")
    handler = models.ForeignKey(Employee, on_delete=models.PROTECT, null=True, related_name="+")
    submitted_on = models.DateField()
    submitted_at = models.DateTimeField(null=True)
    answered_on = models.DateField(null=True)
    promised_on = models.DateField(null=True)
    solved = models.CharField(max_length=8, blank=True)
    satisfied = models.CharField(max_length=12, blank=True)
    visit_sampled = models.BooleanField(default=False)
    objections = models.PositiveSmallIntegerField(default=0)
    reworks = models.PositiveSmallIntegerField(default=0)
    continues = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="continued_by")
    split_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="split_off")
    legacy = models.BooleanField(default=False)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="merged")
    original_at = models.DateTimeField(null=True)
    import_key = models.CharField(max_length=80, null=True, unique=True)
    submission = models.UUIDField(null=True, unique=True)
    version = models.PositiveIntegerField(default=0)
    speaker_seen = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(way=Way.NAMED) | models.Q(author__isnull=True, recorded_by__isnull=True),
                name="demand_sealed_names_nobody",
            ),
            models.CheckConstraint(
                condition=~models.Q(way=Way.ANONYMOUS) | models.Q(submitted_at__isnull=True),
                name="demand_anonymous_has_no_time",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "track"], name="demand_by_state"),
            models.Index(fields=["unit", "answered_on"], name="demand_answered_in_unit"),
            models.Index(fields=["-submitted_on", "id"], name="demand_latest"),
            models.Index(fields=["handling_post", "state"], name="demand_of_post"),
            models.Index(fields=["author", "-submitted_on"], name="demand_of_author"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def sealed(self) -> bool:
        """Whether its facts must carry a day and no time."""
        return self.way == Way.ANONYMOUS

    @property
    def has_news(self) -> bool:
        """Whether something happened that its speaker has not seen."""
        return self.version > self.speaker_seen

    @property
    def hot_problem(self) -> Any:
        """The hot problem that it is told as part of, or None; `hot__problem` should be loaded."""
        row = getattr(self, "hot", None)
        return row.problem if row else None

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES


class Exclusion(models.Model):
    """不要让谁经手: as the speaker wrote it, and every employee of that name, from whom it is kept.

    `recused`: the officer said so themself (回避).
    """

    demand = models.ForeignKey(Demand, on_delete=models.CASCADE, related_name="exclusions")
    written = models.CharField(max_length=64)
    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, null=True, related_name="+")
    recused = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["employee", "demand"], name="excluded_employee")]

    def __str__(self) -> str:
        return self.written
