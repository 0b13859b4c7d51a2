"""先做这几件事: what one does first in a role, ticked by what really happened. Nothing is kept of it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import yaml
from django.urls import reverse

from zhiyin.journal.models import Fact
from zhiyin.people.acting import Acting
from zhiyin.people.models import Contact
from zhiyin.people.roles import Role
from zhiyin.suggestions.models import Author
from zhiyin.voice.models import Demand
from zhiyin.workspace.dates import english
from zhiyin.workspace.models import NoticeSettings

FILE: Final = Path(__file__).with_name("first_steps.yaml")
MOST: Final = 7
EMPLOYEE: Final = "employee"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do, and what shows that it was done."""

    key: str
    zh: str
    en: str
    page: str
    facts: tuple[str, ...]
    own: str


@dataclass(frozen=True, slots=True)
class Seen:
    """A step as its reader sees it."""

    text: str
    url: str
    done: bool


@lru_cache(maxsize=1)
def _file() -> tuple[dict[str, Step], dict[str, tuple[str, ...]]]:
    data = yaml.safe_load(FILE.read_text("utf-8"))
    steps = {key: _step(key, row) for key, row in data["steps"].items()}
    return steps, {role: tuple(keys) for role, keys in data["roles"].items()}


def _step(key: str, row: dict[str, Any]) -> Step:
    zh, en = row["say"].split(" || ")
    return Step(key, zh, en, row["page"], tuple(row.get("facts", ())), row.get("own", ""))


def steps() -> Mapping[str, Step]:
    return _file()[0]


def keys_of(role: str) -> tuple[str, ...]:
    return _file()[1][role]


def steps_for(roles: Iterable[str]) -> list[Step]:
    """Those of one role as written; of several roles each once, role by role, seven at most."""
    held = [str(role) for role in Role if role in set(roles) and role in _file()[1]] or [EMPLOYEE]
    keys = dict.fromkeys(key for role in held for key in keys_of(role))
    return [steps()[key] for key in list(keys)[:MOST]]


def first_steps(acting: Acting) -> list[Seen]:
    """What `acting` does first, with what they have done already."""
    wanted = steps_for(acting.roles)
    kinds = {kind for step in wanted for kind in step.facts}
    facts = Fact.objects.filter(actor=acting.actor, kind__in=kinds).values_list("kind", flat=True)
    done = set(facts.distinct()) if kinds else set()
    return [
        Seen(
            step.en if english() else step.zh,
            reverse(step.page),
            OWN[step.own](acting) if step.own else not done.isdisjoint(step.facts),
        )
        for step in wanted
    ]


def _has_password(acting: Acting) -> bool:
    return acting.account is not None and acting.account.has_usable_password()


def _has_second_factor(acting: Acting) -> bool:
    return acting.account is not None and acting.account.totp_secret is not None


def _has_notices(acting: Acting) -> bool:
    person = acting.employee.pk
    return (
        NoticeSettings.objects.filter(pk=person).exists() or Contact.objects.filter(employee=person).exists()
    )


def _has_spoken(acting: Acting) -> bool:
    """By name, or with a suggestion. What was said in confidence is not looked for."""
    person = acting.employee.pk
    return Demand.objects.filter(author=person).exists() or Author.objects.filter(employee=person).exists()


OWN: Final[dict[str, Callable[[Acting], bool]]] = {
    "password": _has_password,
    "second_factor": _has_second_factor,
    "notices": _has_notices,
    "spoke": _has_spoken,
}
