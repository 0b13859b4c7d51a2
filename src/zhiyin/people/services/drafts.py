"""Where an app keeps what its employees have begun: locked, one for each, and forgotten in time."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from nacl.secret import SecretBox

from zhiyin.journal import clock
from zhiyin.people.models import BoxedDraft, Employee
from zhiyin.vault.keys import derived_key

BLOCK: Final = 4096  # bytes: the length of a box tells nothing of the length of a text


@dataclass(frozen=True)
class Begun:
    """What was written so far, and on which day."""

    values: Mapping[str, Any]
    updated_on: date


@dataclass(frozen=True)
class DraftBox:
    """The drafts of one app. `use` names its key; drafts untouched for `kept_for` are forgotten.

    Its methods write without a fact: the app's own verbs call them and say why they are silent.
    """

    rows: type[BoxedDraft]
    use: str
    kept_for: timedelta

    def keep(self, employee: Employee, values: Mapping[str, Any]) -> None:
        plain = json.dumps(values, ensure_ascii=False).encode()
        padded = plain.ljust(-(-len(plain) // BLOCK) * BLOCK)
        box = bytes(self._key().encrypt(padded))
        self.rows._default_manager.update_or_create(
            employee=employee, defaults={"box": box, "updated_on": clock.today()}
        )

    def drop(self, employee: Employee) -> None:
        self.rows._default_manager.filter(pk=employee.pk).delete()

    def begun_by(self, employee: Employee) -> Begun | None:
        """One query."""
        draft = self.rows._default_manager.filter(pk=employee.pk).first()
        if draft is None:
            return None
        return Begun(json.loads(self._key().decrypt(bytes(draft.box))), draft.updated_on)

    def expire(self) -> int:
        """Returns how many were forgotten."""
        oldest = clock.today() - self.kept_for
        return self.rows._default_manager.filter(updated_on__lt=oldest).delete()[0]

    def _key(self) -> SecretBox:
        return SecretBox(derived_key(self.use))
