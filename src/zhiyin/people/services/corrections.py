"""Corrections: what is kept about a person is wrong, says that person."""

from django.utils.translation import gettext as _

from zhiyin.journal import clock
from zhiyin.journal.record import record
from zhiyin.journal.verbs import verb
from zhiyin.people import facts
from zhiyin.people.acting import Acting
from zhiyin.people.models import CorrectionRequest
from zhiyin.people.permissions import require_admin
from zhiyin.people.refusals import Refused
from zhiyin.people.services.posts import lock_people


@verb("people.correction.asked")
def ask_correction(*, acting: Acting, field: str, wanted: str) -> CorrectionRequest:
    """Ask for one's own data to be corrected. Raises Refused while the same is still open."""
    employee = acting.employee
    # Of one form sent twice the second waits here, and finds the first.
    lock_people([employee])
    if CorrectionRequest.objects.filter(employee=employee, field=field, state="open").exists():
        raise Refused(_("这一项你已经提过，还在处理。"))
    request = CorrectionRequest.objects.create(
        employee=employee, field=field, wanted=wanted, asked_on=clock.today()
    )
    record(facts.CORRECTION_ASKED, employee.pk, actor=acting.actor, unit=employee.unit_id, field=field)
    return request


@verb("people.correction.decided")
def decide_correction(
    *, acting: Acting, request: CorrectionRequest, done: bool, answer: str
) -> CorrectionRequest:
    """Say what came of it, with the reason. Raises Refused."""
    require_admin(acting, request.employee.unit.path)
    if request.employee_id == acting.employee.pk:
        raise Refused(_("自己提的更正，由别的管理员处理。"))
    state = CorrectionRequest.State.DONE if done else CorrectionRequest.State.REFUSED
    changed = CorrectionRequest.objects.filter(pk=request.pk, state="open").update(
        state=state, answer=answer, decided_by=acting.employee, decided_on=clock.today()
    )
    if not changed:
        raise Refused(_("这一条已经处理过了。"))
    record(
        facts.CORRECTION_DECIDED, request.employee_id, actor=acting.actor,
        unit=request.employee.unit_id, done=done,
    )  # fmt: skip
    return request
