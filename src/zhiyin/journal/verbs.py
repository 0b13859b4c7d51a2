"""The verb: one atomic service function that records exactly the kinds of facts it declares."""

from collections.abc import Callable, Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import transaction

P = ParamSpec("P")
R = TypeVar("R")


class UndeclaredFact(RuntimeError):
    """A verb recorded something else than it declares, or nothing of what it must."""


@dataclass(frozen=True)
class Verb:
    name: str
    records: tuple[str, ...]
    may_record: tuple[str, ...]
    silent_because: str


_registry: dict[str, Verb] = {}
_current: ContextVar[list[str] | None] = ContextVar("zhiyin_verb", default=None)


def verb(
    *records: str, may: tuple[str, ...] = (), silent: str = ""
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Declare a service verb.

    `records`: kinds that every call records. `may`: kinds that a call may record besides.
    `silent`: why this verb records nothing (then both are empty).
    A verb called inside another joins its transaction; both keep their own account.
    Raises UndeclaredFact when the account is not as declared.
    """
    if bool(silent) == bool(records or may):
        raise ValueError("a verb either records facts or says why it does not")

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        name = f"{function.__module__}.{function.__qualname__}"
        _registry[name] = Verb(name, records, may, silent)

        @wraps(function)
        def call(*args: P.args, **kwargs: P.kwargs) -> R:
            outer = _current.get()
            token = _current.set([])
            try:
                with transaction.atomic():
                    result = function(*args, **kwargs)
                    _settle(name, records, may, _current.get() or [])
            finally:
                _current.reset(token)
            # The inner verb's facts are its own account, not the outer one's.
            _current.set(outer)
            return result

        return call

    return decorate


def _settle(name: str, records: tuple[str, ...], may: tuple[str, ...], recorded: list[str]) -> None:
    missing = set(records) - set(recorded)
    undeclared = set(recorded) - set(records) - set(may)
    if missing or undeclared:
        raise UndeclaredFact(
            f"{name} declares {sorted(records)}, recorded {sorted(set(recorded))}: "
            f"missing {sorted(missing)}, undeclared {sorted(undeclared)}"
        )


def noted(kinds: Iterable[str]) -> None:
    """Called by the journal for each recorded fact."""
    account = _current.get()
    if account is not None:
        account.extend(kinds)


def registered() -> dict[str, Verb]:
    """Every declared verb by name."""
    return _registry
