"""Signing in: guessing is slow, and no colleague can lock you out."""

from datetime import timedelta
from hmac import compare_digest
from secrets import token_urlsafe

from django.contrib.auth.hashers import make_password

from zhiyin.journal import clock
from zhiyin.journal.verbs import verb
from zhiyin.people import secrets
from zhiyin.people.models import Account, Device, FailedSignIn, SignedIn
from zhiyin.people.refusals import TooManyTries

WINDOW = timedelta(minutes=15)
# Five wrong passwords from places never signed in from lock those places alone; each known device
# has five tries of its own. Network addresses play no part: a whole plant is behind one.
MOST_PASSWORDS = 5
# A code of 40 bits cannot be guessed at a hundred tries in 15 minutes for 30 days (< 1 in 3 million),
# and so few wrong ones cannot keep a colleague from a first sign-in.
MOST_CODES = 100
MOST_SECOND = 5


def with_password(login: str, password: str, device: str) -> Account | None:
    """The account of this number and password, as slow for an unknown number. Raises TooManyTries."""
    login = secrets.normal_login(login)
    origin = known_origin(login, device)
    tried = secrets.keyed("tried-password", login)
    _count_try(tried=tried, origin=origin, most=MOST_PASSWORDS)
    account = _account(login)
    if account is None:
        make_password(password)
        return None
    if not account.check_password(password):
        return None
    _forget_tries(tried=tried, origin=origin)
    return account


def with_first_code(login: str, code: str) -> Account | None:
    """The account of this number whose slip carries this code; the code works until a password is set.

    Raises TooManyTries.
    """
    login = secrets.normal_login(login)
    tried = secrets.keyed("tried-code", login)
    _count_try(tried=tried, origin="", most=MOST_CODES)
    account = _account(login)
    stored = account.first_code if account else ""
    good = compare_digest(stored, secrets.code_hash(login, code))
    if not (account and good and _in_time(account)):
        return None
    _forget_tries(tried=tried, origin="")
    return account


def count_second_factor(account: Account, device: str) -> None:
    """Count one try of the second factor. Raises TooManyTries."""
    tried = secrets.keyed("tried-second", account.login)
    origin = known_origin(account.login, device)
    _count_try(tried=tried, origin=origin, most=MOST_SECOND)


def second_factor_was_good(account: Account, device: str) -> None:
    origin = known_origin(account.login, device)
    _forget_tries(tried=secrets.keyed("tried-second", account.login), origin=origin)


def known_origin(login: str, device: str) -> str:
    """The mark of a device from which this login has signed in before; empty for any other place."""
    if not device:
        return ""
    mark = secrets.keyed("device", device)
    return mark if Device.objects.filter(account__login=login, mark=mark).exists() else ""


@verb(silent="who signs in when, and from where, is nobody's business")
def remember(*, account: Account, session_key: str, device: str, device_name: str) -> str:
    """Note a new session for its owner to see, and this device as known; returns the device's secret."""
    device = device or token_urlsafe(32)
    SignedIn.objects.create(account=account, session_key=session_key, device=device_name, since=clock.now())
    mark = secrets.keyed("device", device)
    Device.objects.update_or_create(account=account, mark=mark, defaults={"seen_on": clock.today()})
    return device


@verb(silent="who signs out when is nobody's business")
def forget_session(*, session_key: str) -> None:
    SignedIn.objects.filter(session_key=session_key).delete()


@verb(silent="wrong tries are kept for a quarter of an hour, to count them")
def _count_try(*, tried: str, origin: str, most: int) -> None:
    """Count a try before it is checked, so that tries made at once all count. Raises TooManyTries."""
    since = clock.now() - WINDOW
    FailedSignIn.objects.filter(at__lt=since).delete()
    last = list(FailedSignIn.objects.filter(login=tried, origin=origin).order_by("-at")[:most])
    if len(last) >= most:
        raise TooManyTries(last[-1].at + WINDOW)
    FailedSignIn.objects.create(login=tried, origin=origin, at=clock.now())


@verb(silent="wrong tries are kept for a quarter of an hour, to count them")
def _forget_tries(*, tried: str, origin: str) -> None:
    FailedSignIn.objects.filter(login=tried, origin=origin).delete()


def _account(login: str) -> Account | None:
    return Account.objects.filter(login=login, is_active=True).first()


def _in_time(account: Account) -> bool:
    return account.first_code_until is not None and clock.today() <= account.first_code_until
