"""Accounts: first-sign-in codes, passwords, second factor, sessions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from zhiyin.journal import clock
from zhiyin.journal.kinds import FactKind
from zhiyin.journal.record import Entry, record, record_all
from zhiyin.journal.verbs import verb
from zhiyin.people import facts, secrets
from zhiyin.people.acting import Acting
from zhiyin.people.models import Account, Employee, SignedIn
from zhiyin.people.permissions import actor_of, require_admin
from zhiyin.people.refusals import Refused
from zhiyin.people.roles import Role

BATCH = 500
CODE_DAYS = 30
RECOVERY_CODES = 8


@dataclass(frozen=True, slots=True)
class Slip:
    """What is printed for one person; the code exists nowhere else in clear."""

    employee: Employee
    code: str

    @property
    def shown(self) -> str:
        return secrets.shown_code(self.code)


@verb(may=("people.slip.issued",))
def issue_slips(*, acting: Acting | None, employees: Sequence[Employee]) -> list[Slip]:
    """New first-sign-in codes, valid 30 days; older codes of these people stop working. Raises Refused."""
    for path in {e.unit.path for e in employees}:
        if not (acting and acting.over(path, Role.UNION_OFFICER)):
            require_admin(acting, path)
    until = clock.today() + timedelta(days=CODE_DAYS)
    slips = {e.pk: Slip(e, secrets.new_code()) for e in employees if e.status != Employee.Status.LEFT}
    accounts: list[Account] = []
    keys = list(slips)
    for start in range(0, len(keys), BATCH):
        accounts += Account.objects.filter(employee__in=keys[start : start + BATCH], is_active=True)
    for account in accounts:
        account.first_code = secrets.code_hash(account.login, slips[account.employee_id].code)
        account.first_code_until = until
    Account.objects.bulk_update(accounts, ["first_code", "first_code_until"], batch_size=BATCH)
    issued = {account.employee_id for account in accounts}
    result = [slip for key, slip in slips.items() if key in issued]
    actor = actor_of(acting)
    record_all(Entry(facts.SLIP_ISSUED, s.employee.pk, actor, s.employee.unit_id) for s in result)
    return result


@verb("people.password.set")
def set_password(*, account: Account, password: str, keep_session: str = "") -> None:
    """The owner's own password; the slip stops working, every session but `keep_session` ends.

    Raises django's ValidationError with what is wrong with the password.
    """
    validate_password(password, account)
    if account.login.lower() in password.lower():
        raise ValidationError(_("密码里不能有工号。"))
    account.set_password(password)
    account.first_code, account.first_code_until = "", None
    account.save(update_fields=["password", "first_code", "first_code_until"])
    drop_sessions(SignedIn.objects.filter(account=account).exclude(session_key=keep_session))
    _record_own(facts.PASSWORD_SET, account)


@verb("people.second_factor.set")
def enrol_second_factor(*, account: Account, secret: bytes, code: str) -> list[str]:
    """Turn TOTP on once the owner has typed a first code; returns recovery codes, shown this once.

    Raises Refused if the code is not the one of this moment.
    """
    step = secrets.matching_step(secret, code, clock.now().timestamp(), 0)
    if step is None:
        raise Refused(_("六位数不对。看清手机上的时间是否准确，再输入新的一组。"))
    codes = [secrets.new_code() for _n in range(RECOVERY_CODES)]
    account.totp_secret, account.totp_last_step = secrets.locked(secret), step
    account.recovery_codes = [secrets.recovery_hash(account.login, c) for c in codes]
    account.save(update_fields=["totp_secret", "totp_last_step", "recovery_codes"])
    _record_own(facts.SECOND_FACTOR_SET, account, on=True)
    return [secrets.shown_code(c) for c in codes]


@verb(silent="using a second factor changes nothing that others need to know")
def use_second_factor(*, account: Account, code: str) -> bool:
    """Whether this TOTP or recovery code is good; a good one never works again."""
    row = Account.objects.select_for_update(of=("self",)).get(pk=account.pk)
    if row.totp_secret is None:
        return False
    step = secrets.matching_step(
        secrets.opened(bytes(row.totp_secret)), code, clock.now().timestamp(), row.totp_last_step
    )
    if step is not None:
        row.totp_last_step = step
        row.save(update_fields=["totp_last_step"])
        return True
    spent = secrets.recovery_hash(row.login, code)
    if spent in row.recovery_codes:
        row.recovery_codes = [c for c in row.recovery_codes if c != spent]
        row.save(update_fields=["recovery_codes"])
        return True
    return False


@verb("people.second_factor.set")
def drop_second_factor(*, acting: Acting, account: Account) -> None:
    """Turn TOTP off: by its owner, or by a security administrator for somebody who lost the phone.

    Raises Refused. The administrator who issues slips cannot do this, so that no one alone takes an account.
    """
    own = account.employee_id == acting.employee.pk
    if not own and not acting.over(account.employee.unit.path, Role.SECURITY_ADMIN):
        raise Refused(_("只有本人或安全管理员可以关闭两步验证。"))
    account.totp_secret, account.totp_last_step, account.recovery_codes = None, 0, []
    account.save(update_fields=["totp_secret", "totp_last_step", "recovery_codes"])
    if not own:
        drop_sessions(SignedIn.objects.filter(account=account))
    record(
        facts.SECOND_FACTOR_SET, account.employee_id, actor=acting.actor,
        unit=account.employee.unit_id, on=False,
    )  # fmt: skip


@verb("people.session.ended")
def end_session(*, account: Account, signed_in: SignedIn) -> None:
    """The owner ends one of their sessions."""
    drop_sessions(SignedIn.objects.filter(pk=signed_in.pk, account=account))
    _record_own(facts.SESSION_ENDED, account)


@verb("people.session.ended")
def end_other_sessions(*, account: Account, keep_session: str) -> None:
    """The owner ends every session but this one."""
    drop_sessions(SignedIn.objects.filter(account=account).exclude(session_key=keep_session))
    _record_own(facts.SESSION_ENDED, account)


@verb(silent="part of leaving, which has its own fact")
def close_accounts(*, employees: Sequence[Employee]) -> None:
    """Accounts of people who left: no sign-in, no session, no code."""
    for start in range(0, len(employees), BATCH):
        some = Account.objects.filter(employee__in=employees[start : start + BATCH])
        drop_sessions(SignedIn.objects.filter(account__in=some))
        some.update(is_active=False, first_code="", first_code_until=None)


def drop_sessions(signed_in: QuerySet[SignedIn]) -> None:
    """End these sessions in the session store too."""
    keys = list(signed_in.values_list("session_key", flat=True))
    if keys:
        Session.objects.filter(session_key__in=keys).delete()
        SignedIn.objects.filter(session_key__in=keys).delete()


def _record_own(kind: FactKind, account: Account, **payload: bool) -> None:
    employee = account.employee
    actor = f"employee:{employee.pk.hex}"
    record_all([Entry(kind, employee.pk, actor, employee.unit_id, payload=payload)])
