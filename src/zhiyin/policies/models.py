"""Documents, their dated versions and the articles of each version."""

from datetime import date, timedelta
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhiyin.journal.ids import uuid7
from zhiyin.people.models import Employee, Unit
from zhiyin.policies.numbering import Number
from zhiyin.policies.rules import Span


class Document(models.Model):
    """A law or a rule by its name; what it says stands in its versions."""

    class Level(models.TextChoices):
        NATIONAL = "national", _("国家")
        LOCAL = "local", _("地方")
        GROUP = "group", _("集团")
        UNIT = "unit", _("本单位")

    class Kind(models.TextChoices):
        LAW = "law", _("法律")
        REGULATION = "regulation", _("行政法规")
        MINISTRY = "ministry", _("部门规章")
        PARTY = "party", _("党内法规")
        LOCAL = "local", _("地方性法规")
        NORMATIVE = "normative", _("规范性文件")
        HOUSE = "house", _("企业制度")
        AGREEMENT = "agreement", _("集体合同")
        OTHER = "other", _("其他")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    title = models.CharField(_("名称"), max_length=120, unique=True)
    number = models.CharField(_("文号"), max_length=64, blank=True)
    issuer = models.CharField(_("制定机关"), max_length=80)
    level = models.CharField(_("层级"), max_length=12, choices=Level.choices)
    kind = models.CharField(_("种类"), max_length=12, choices=Kind.choices)
    open = models.BooleanField(_("谁都能看"), default=False)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="policies", verbose_name=_("归口单位")
    )
    drafted_on = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["level", "title"], name="policy_by_level")]

    def __str__(self) -> str:
        return self.title

    @property
    def name(self) -> str:
        return f"《{self.title}》"


class DocumentTopic(models.Model):
    """What a document is about; codes of words.TOPICS."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="topics")
    topic = models.CharField(max_length=12)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "topic"], name="policy_topic_once")]

    def __str__(self) -> str:
        return self.topic


class Version(models.Model):
    """One text of a document, in force from `from_on` until the day before `until_on`.

    `source` is the text as it was typed or uploaded; articles are made of it on publishing.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("草稿")
        PUBLISHED = "published", _("已发布")
        CORRECTED = "corrected", _("已勘误")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="versions")
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    from_on = models.DateField(_("施行日期"))
    until_on = models.DateField(null=True)
    repealed_by = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")
    repeal_note = models.CharField(max_length=400, blank=True)
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="corrections")
    excerpt = models.BooleanField(_("节选"), default=False)
    note = models.CharField(_("说明"), max_length=400, blank=True)
    source = models.TextField()
    source_name = models.CharField(max_length=120, blank=True)
    opening = models.TextField(blank=True)
    annex = models.TextField(blank=True)
    count = models.SmallIntegerField(default=0)
    salt = models.CharField(max_length=32)
    revision = models.IntegerField(default=1)
    drafted_by = models.ForeignKey(Employee, on_delete=models.PROTECT, null=True, related_name="+")
    drafted_on = models.DateField()
    published_by = models.ForeignKey(Employee, on_delete=models.PROTECT, null=True, related_name="+")
    published_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document"], condition=Q(state="draft"), name="policy_one_draft"),
            models.UniqueConstraint(
                fields=["document", "from_on"],
                condition=Q(state="published"),
                name="policy_one_version_a_day",
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gt=models.F("from_on")),
                name="policy_ends_later",
            ),
        ]
        indexes = [models.Index(fields=["state", "from_on"], name="policy_in_force")]

    def __str__(self) -> str:
        return f"{self.document_id} {self.from_on}"

    def holds(self, day: date) -> bool:
        """Whether it is published and in force on `day`."""
        return self.state == self.State.PUBLISHED and Span(self.from_on, self.until_on).holds(day)

    @property
    def last_on(self) -> date | None:
        """The last day on which it is in force."""
        return self.until_on - timedelta(days=1) if self.until_on else None


class Article(models.Model):
    """One article of a published version; its number stays, its paragraphs are lines of `text`."""

    # Random: the search index of SQLite finds rows by half of the id, and time-ordered halves would meet.
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="articles")
    place = models.SmallIntegerField()
    number = models.SmallIntegerField()
    branch = models.SmallIntegerField(default=0)
    chapter = models.CharField(max_length=120, blank=True)
    section = models.CharField(max_length=120, blank=True)
    text = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "number", "branch"], name="policy_article_once"),
            models.UniqueConstraint(fields=["version", "place"], name="policy_article_place"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def which(self) -> Number:
        return Number(self.number, self.branch)

    @property
    def label(self) -> str:
        return self.which.label

    @property
    def key(self) -> str:
        return self.which.key

    @property
    def paragraphs(self) -> list[str]:
        return self.text.split("\n")
