"""Facts about people, units, posts and grants as one reads them in a history."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zhiyin.journal.kinds import published
from zhiyin.journal.models import Fact
from zhiyin.people.roles import Role


@dataclass(frozen=True)
class Told:
    """One line of a history."""

    day: date
    what: str
    detail: str
    who: str


def told(facts: Iterable[Fact], names: Mapping[str, str]) -> list[Told]:
    """Lines for these facts; `names`: readable names by key, see selectors.names_in."""
    return [
        Told(
            day=fact.occurred_on,
            what=_what(fact),
            detail=" · ".join(_details(fact, names)),
            who=_who(fact, names),
        )
        for fact in facts
    ]


def _what(fact: Fact) -> str:
    kind = published().get(fact.kind)
    if kind is None:
        return fact.kind
    return kind.en if (get_language() or "").startswith("en") else kind.zh


def _who(fact: Fact, names: Mapping[str, str]) -> str:
    if not fact.actor.startswith("employee:"):
        return _("系统")
    key = fact.actor.removeprefix("employee:")
    return names.get(f"{key[:8]}-{key[8:12]}-{key[12:16]}-{key[16:20]}-{key[20:]}", _("已不在名册"))


def _details(fact: Fact, names: Mapping[str, str]) -> Iterable[str]:
    payload = fact.payload
    if fact.subject_kind == "post" and fact.subject_id in names:
        yield names[fact.subject_id]
    if "employee" in payload:
        yield names.get(str(payload["employee"]), "")
    if "deputy" in payload:
        yield _("由%(name)s代") % {"name": names.get(str(payload["deputy"]), "")}
        yield " – ".join(str(payload[key]) for key in ("from_on", "until_on") if key in payload)
    if "role" in payload:
        yield str(Role(payload["role"]).label)
    if "post" in payload:
        yield names.get(str(payload["post"]), "")
    if fact.subject_kind == "grant" and fact.unit_id:
        yield names.get(str(fact.unit_id), "")
    if "from_unit" in payload:
        old, new = (names.get(str(payload[key]), "") for key in ("from_unit", "to_unit"))
        yield f"{old} → {new}"
    if "parent" in payload:
        yield _("上级 %(unit)s") % {"unit": names.get(str(payload["parent"]), "")}
    if "on" in payload:
        yield _("已启用") if payload["on"] else _("未启用")
