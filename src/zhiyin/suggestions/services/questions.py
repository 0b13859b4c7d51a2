"""The union asks how a suggestion is dealt with (合理化建议条例 19); the department answers."""

from uuid import UUID

from django.core.exceptions import PermissionDenied

from zhiyin.institutions import clocks
from zhiyin.journal import clock
from zhiyin.journal.record import record
from zhiyin.journal.refusal import NotNow
from zhiyin.journal.verbs import verb
from zhiyin.people.acting import Acting
from zhiyin.suggestions import facts, rules
from zhiyin.suggestions.models import Question
from zhiyin.suggestions.permissions import parties
from zhiyin.suggestions.rules import Party
from zhiyin.suggestions.services.steps import advance, allow, locked, salted, standing


@verb("union.question.asked", "voice.suggestion.questioned")
def ask_about(*, acting: Acting, suggestion_id: UUID, text: str, version: int | None = None) -> Question:
    """One open question at a time."""
    suggestion = locked(suggestion_id, version=version)
    allow(acting, suggestion, "ask")
    rules.needs(text, "reason_too_short", rules.SHORTEST_REASON)
    if suggestion.questions.filter(answered_on=None).exists():
        raise NotNow("question_open")
    salt, digest = salted(text)
    question = Question.objects.create(
        suggestion=suggestion, text=text.strip(), salt=salt, asked_by=acting.employee, asked_on=clock.today()
    )
    unit = suggestion.handling_unit_id or suggestion.unit_id
    record(facts.QUESTION_ASKED, question.pk, actor=acting.actor, unit=unit, about=suggestion.pk, text=digest)
    clocks.refresh("question", [question.pk])
    advance(suggestion, "ask", acting)
    return question


@verb("union.question.answered")
def answer_question(
    *, acting: Acting, suggestion_id: UUID, text: str, version: int | None = None
) -> Question:
    """The department answers, or the office where no department has it yet."""
    suggestion = locked(suggestion_id, version=version)
    mine = parties(standing(acting, suggestion), suggestion)
    wanted = Party.DEPARTMENT if suggestion.handling_unit_id else Party.OFFICE
    if wanted not in mine:
        raise PermissionDenied("answer")
    question = suggestion.questions.select_for_update().filter(answered_on=None).last()
    if question is None:
        raise NotNow("moved_on")
    rules.needs(text, "reason_too_short", rules.SHORTEST_REASON)
    question.answer, question.answered_on, question.answered_by = text.strip(), clock.today(), acting.employee
    question.answer_salt, digest = salted(text)
    question.save()
    unit = suggestion.handling_unit_id or suggestion.unit_id
    record(facts.QUESTION_ANSWERED, question.pk, actor=acting.actor, unit=unit, text=digest)
    clocks.refresh("question", [question.pk])
    suggestion.version += 1
    suggestion.save()
    return question
