"""What helps to write an answer: templates of a unit, and the articles that an answer rests on."""

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhiyin.journal.ids import uuid7
from zhiyin.people.models import Employee, Unit
from zhiyin.policies import citations
from zhiyin.policies.models import Article
from zhiyin.policies.selectors.citing import cited
from zhiyin.voice.models.claim import Claim
from zhiyin.voice.models.demand import Topic
from zhiyin.voice.models.outcome import Answer


class AnswerTemplate(models.Model):
    """Words that a unit writes again and again, with places 【…】 to be filled in; ended, never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="answer_templates")
    topic = models.CharField(_("事由"), max_length=12, choices=Topic.choices, blank=True)
    title = models.CharField(_("名称"), max_length=60)
    request = models.TextField(_("诉求"), blank=True)
    facts = models.TextField(_("查明的事实"), blank=True)
    basis = models.TextField(_("依据"), blank=True)
    opinion = models.TextField(_("处理意见"), blank=True)
    made_by = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    saved_on = models.DateField()
    version = models.PositiveIntegerField(default=1)
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "title"],
                condition=models.Q(ended_on__isnull=True),
                name="template_title_once_a_unit",
            )
        ]
        ordering = ["unit__path", "title"]

    def __str__(self) -> str:
        return self.title


class Citation(models.Model):
    """An article that an answer, or what it says of one claim, rests on, as it read on a day."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="citations")
    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, null=True, related_name="+")
    place = models.PositiveSmallIntegerField()
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["answer", "place"], name="citation_one_place")]
        ordering = ["place"]

    def __str__(self) -> str:
        return f"{self.answer_id} {self.article_id}"

    @property
    def inside(self) -> citations.Citation:
        """For those who are signed in."""
        return cited(self.article, self.on, inside=True)

    @property
    def outside(self) -> citations.Citation:
        """For the anonymous door; internal documents have no page there."""
        return cited(self.article, self.on, inside=False)
