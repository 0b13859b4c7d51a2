"""我也有这个问题: once per person, taken back at will, and never a list of names."""

import hmac
from datetime import date, timedelta
from hashlib import sha256
from uuid import UUID

from django.core.exceptions import PermissionDenied

from zhiyin.journal import clock
from zhiyin.journal.kinds import Value
from zhiyin.journal.record import Entry, record_all
from zhiyin.journal.verbs import verb
from zhiyin.people.acting import Acting
from zhiyin.vault import codes
from zhiyin.vault.keys import derived_key
from zhiyin.vault.models import Receipt
from zhiyin.vault.services import cases_linked_to, issue_receipt
from zhiyin.voice import facts_hot, rules_hot
from zhiyin.voice.models import Demand, HotProblem, HotSupport
from zhiyin.voice.rules import NotNow
from zhiyin.voice.states import Solved
from zhiyin.voice.states_hot import GOING_ON, HotState

NOT_A_FACT = "who has a problem too is nobody's business; a count per day is told instead"


def mark_of(acting: Acting, problem_id: UUID) -> bytes:
    """A keyed hash of person and problem: equal people look different in each problem.

    Whoever holds the server's key and the database could try every employee; officers hold neither.
    """
    said = f"{problem_id.hex}/{acting.actor}".encode()
    return hmac.digest(derived_key("hot-support"), said, sha256)


def told_it(acting: Acting, problem_id: UUID) -> bool:
    """Whether one of this person's own demands is part of it already: they count once. Two queries."""
    attached = Demand.objects.filter(hot__problem_id=problem_id)
    return (
        attached.filter(author=acting.employee).exists()
        or attached.filter(pk__in=cases_linked_to(acting.actor)).exists()
    )


@verb(silent=NOT_A_FACT)
def support_problem(*, acting: Acting, problem_id: UUID) -> bool:
    """True when this was new; a second tap changes nothing. Raises NotNow."""
    _open_to_support(problem_id)
    if told_it(acting, problem_id):
        raise NotNow("hot_told_it_yourself")
    _row, new = HotSupport.objects.get_or_create(
        problem_id=problem_id, mark=mark_of(acting, problem_id), defaults={"supported_on": clock.today()}
    )
    return new


@verb(silent=NOT_A_FACT)
def support_anonymously(*, problem_id: UUID, token: bytes) -> str:
    """The receipt code, with which the support can be taken back or a verdict given. Raises NotNow."""
    _open_to_support(problem_id)
    mark = sha256(b"hot" + problem_id.bytes + token).digest()
    row, new = HotSupport.objects.get_or_create(
        problem_id=problem_id, mark=mark, defaults={"supported_on": clock.today()}
    )
    own = sha256(problem_id.bytes + token).digest()[:16]
    return issue_receipt(case_id=row.pk, token=own) if new else codes.code_for(own)


def _open_to_support(problem_id: UUID) -> HotProblem:
    """Public and going on, locked against closing meanwhile. Raises NotNow."""
    problem = HotProblem.objects.select_for_update().filter(pk=problem_id).first()
    if problem is None or problem.published_on is None or problem.state not in GOING_ON:
        raise NotNow("hot_not_public")
    return problem


@verb(silent=NOT_A_FACT)
def withdraw_support(*, acting: Acting, problem_id: UUID) -> bool:
    """Gone without a trace; False when there was none."""
    own = HotSupport.objects.filter(problem_id=problem_id, mark=mark_of(acting, problem_id))
    return bool(own.delete()[0])


@verb(silent=NOT_A_FACT)
def withdraw_anonymously(*, support_id: UUID) -> None:
    """Gone, and its receipt with it."""
    HotSupport.objects.filter(pk=support_id).delete()
    Receipt.objects.filter(case_id=support_id).delete()


@verb(silent="shown as counts beside the problem; not one of the three rates, and nobody's by name")
def judge_result(*, support_id: UUID, solved: str) -> HotSupport:
    """A supporter's own word after the result; the last one inside the window counts. Raises NotNow."""
    row = HotSupport.objects.select_for_update(of=("self",)).select_related("problem").get(pk=support_id)
    if solved not in (Solved.YES, Solved.NO):
        raise PermissionDenied("judge")
    if not may_judge(row.problem):
        raise NotNow("hot_verdict_not_open")
    row.solved = solved
    row.save(update_fields=["solved"])
    return row


def may_judge(problem: HotProblem) -> bool:
    """After the result and within the window that speakers have too."""
    if problem.resolved_on is None or problem.state not in (HotState.RESOLVED, HotState.CLOSED):
        return False
    return clock.today() <= rules_hot.verdict_until(problem.resolved_on)


def own_support(acting: Acting, problem_id: UUID) -> HotSupport | None:
    """One query."""
    return HotSupport.objects.filter(problem_id=problem_id, mark=mark_of(acting, problem_id)).first()


def tell_supporters() -> int:
    """Background: how many had each problem at the end of yesterday, where that changed."""
    yesterday = clock.today() - timedelta(days=1)
    told = 0
    for problem in HotProblem.objects.filter(published_on__isnull=False).order_by("pk"):
        told += _tell(problem_id=problem.pk, on=yesterday)
    return told


@verb(may=("voice.hot.supported",))
def _tell(*, problem_id: UUID, on: date) -> int:
    problem = HotProblem.objects.select_for_update(of=("self",)).select_related("post").get(pk=problem_id)
    people = problem.supports.filter(supported_on__lte=on).count()
    if people == problem.supporters_told:
        return 0
    HotProblem.objects.filter(pk=problem.pk).update(supporters_told=people)
    payload: dict[str, Value | None] = {"on": on, "people": people}
    record_all([Entry(facts_hot.HOT_SUPPORTED, problem.pk, unit=problem.post.unit_id, payload=payload)])
    return 1


@verb(silent="a mark no longer needed: the count stays, and nobody can be tried against it any more")
def forget_marks() -> int:
    """Background: a month after the end nobody's support can be recognised, not even with the key."""
    limit = clock.today() - rules_hot.MARKS_KEPT
    ended = HotSupport.objects.filter(
        mark__isnull=False, problem__state=HotState.CLOSED, problem__closed_on__lt=limit
    )
    return ended.update(mark=None)
