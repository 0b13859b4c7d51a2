"""Templates of answers: made, changed, ended by those who handle for their unit."""

from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import PermissionDenied

from zhiyin.journal import clock
from zhiyin.journal.kinds import named
from zhiyin.journal.record import Entry, record_all
from zhiyin.journal.verbs import verb
from zhiyin.people.acting import Acting
from zhiyin.people.models import Unit
from zhiyin.voice import placeholders, rules
from zhiyin.voice.models import AnswerTemplate
from zhiyin.voice.permissions import may_write_templates
from zhiyin.voice.services.steps import Conflict


@dataclass(frozen=True)
class Words:
    """What a template holds; elements may be empty, not all of them."""

    title: str
    topic: str = ""
    request: str = ""
    facts: str = ""
    basis: str = ""
    opinion: str = ""

    @property
    def elements(self) -> tuple[str, ...]:
        return (self.request, self.facts, self.basis, self.opinion)


@verb("voice.template.saved")
def make_template(*, acting: Acting, unit_id: UUID, words: Words) -> AnswerTemplate:
    """A new template of a unit. Raises PermissionDenied, NotNow."""
    unit = Unit.objects.get(pk=unit_id)
    _check(acting, unit, words)
    template = AnswerTemplate(unit=unit, made_by=acting.employee, saved_on=clock.today(), **vars(words))
    template.save(force_insert=True)
    _tell(template, acting, "voice.template.saved")
    return template


@verb("voice.template.saved")
def change_template(*, acting: Acting, template_id: UUID, words: Words, version: int) -> AnswerTemplate:
    """New words for it; answers already sent stay as they are. Raises Conflict, PermissionDenied, NotNow."""
    template = _locked(template_id)
    _check(acting, template.unit, words, but=template.pk)
    if template.ended_on:
        raise rules.NotNow("template_ended")
    if template.version != version:
        raise Conflict
    for name, value in vars(words).items():
        setattr(template, name, value)
    template.version += 1
    template.made_by, template.saved_on = acting.employee, clock.today()
    template.save()
    _tell(template, acting, "voice.template.saved")
    return template


@verb("voice.template.ended")
def end_template(*, acting: Acting, template_id: UUID) -> AnswerTemplate:
    """Nobody is offered it any more."""
    template = _locked(template_id)
    if not may_write_templates(acting, template.unit.path):
        raise PermissionDenied("template")
    if template.ended_on:
        raise rules.NotNow("template_ended")
    template.ended_on = clock.today()
    template.save(update_fields=["ended_on"])
    _tell(template, acting, "voice.template.ended")
    return template


def _locked(template_id: UUID) -> AnswerTemplate:
    rows = AnswerTemplate.objects.select_for_update(of=("self",)).select_related("unit")
    return rows.get(pk=template_id)


def _check(acting: Acting, unit: Unit, words: Words, but: UUID | None = None) -> None:
    if not may_write_templates(acting, unit.path):
        raise PermissionDenied("template")
    if not words.title.strip() or not any(part.strip() for part in words.elements):
        raise rules.NotNow("template_needs_words")
    if any(placeholders.unknown(part) for part in words.elements):
        raise rules.NotNow("template_has_unknown_place")
    same = AnswerTemplate.objects.filter(unit=unit, title=words.title, ended_on__isnull=True)
    if any(pk != but for pk in same.values_list("pk", flat=True)):
        raise rules.NotNow("template_title_taken")


def _tell(template: AnswerTemplate, acting: Acting, kind: str) -> None:
    payload = {"to_unit": template.unit_id.hex} if kind == "voice.template.saved" else {}
    record_all([Entry(named(kind), template.pk, acting.actor, template.unit_id, payload=payload)])
