"""The verb: one atomic service function that records exactly the kinds of facts it declares."""

from collections.abc import Callable, Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from typing import ParamSpec, TypeVar
from uuid import UUID

from django.db import connection, transaction

from zhiyin.journal.models import Fact

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


@dataclass(frozen=True)
class Noted:
    """One recorded fact, and the savepoints within which it was recorded."""

    kind: str
    fact_id: UUID
    within: tuple[str, ...]


_registry: dict[str, Verb] = {}
_current: ContextVar["list[Noted] | None"] = ContextVar("zhiyin_verb", default=None)


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
            # An inner verb's facts are its own account, not the outer one's.
            account: list[Noted] = []
            token = _current.set(account)
            try:
                with transaction.atomic():
                    result = function(*args, **kwargs)
                    _settle(name, records, may, _kept(account))
            finally:
                _current.reset(token)
            return result

        return call

    return decorate


def _kept(account: list[Noted]) -> set[str]:
    """Kinds that are still recorded: a savepoint that has ended may have taken its facts with it."""
    now = tuple(connection.savepoint_ids)
    doubtful = [noted.fact_id for noted in account if noted.within != now[: len(noted.within)]]
    if not doubtful:
        return {noted.kind for noted in account}
    there = set(Fact.objects.filter(pk__in=doubtful).values_list("pk", flat=True))
    return {n.kind for n in account if n.fact_id in there or n.fact_id not in doubtful}


def _settle(name: str, records: tuple[str, ...], may: tuple[str, ...], recorded: set[str]) -> None:
    missing = set(records) - recorded
    undeclared = recorded - set(records) - set(may)
    if missing or undeclared:
        raise UndeclaredFact(
            f"{name} declares {sorted(records)}, recorded {sorted(recorded)}: "
            f"missing {sorted(missing)}, undeclared {sorted(undeclared)}"
        )


def noted(facts: Iterable[Fact]) -> None:
    """Called by the journal for each recorded fact."""
    account = _current.get()
    if account is not None:
        within = tuple(connection.savepoint_ids)
        account.extend(Noted(fact.kind, fact.pk, within) for fact in facts)


def registered() -> dict[str, Verb]:
    """Every declared verb by name."""
    return _registry
