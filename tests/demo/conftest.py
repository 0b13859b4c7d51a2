"""One small enterprise for all tests of the demo, made twice to see that it comes out the same."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from zhiyin.demo.build import build
from zhiyin.institutions.models import EvidenceEntry, ObligationRow, Violation
from zhiyin.journal import clock
from zhiyin.voice.models import Answer, Demand
from zhiyin.voice.services import submit

NOW = datetime(2026, 10, 20, 16, 20, tzinfo=ZoneInfo("Asia/Shanghai"))
SCALE = 0.02
Print = list[tuple[object, ...]]


class Undone(Exception):
    """Takes the first making back."""


@pytest.fixture(scope="package")
def made(django_db_setup: None, django_db_blocker: pytest.FixtureDef) -> Iterator[tuple[Print, Print]]:
    """What was made first and taken back, and what was made then and is there."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():  # type: ignore[attr-defined]
        # Which tenth the union calls is drawn secretly; here it is nobody.
        patch.setattr(submit.secrets, "randbelow", lambda _limit: 1)
        with clock.moved_to(NOW), transaction.atomic():
            try:
                with transaction.atomic():
                    build(lambda _text: None, scale=SCALE)
                    first = fingerprint()
                    raise Undone
            except Undone:
                build(lambda _text: None, scale=SCALE)
            yield first, fingerprint()
            transaction.set_rollback(True)


def fingerprint() -> Print:
    """What people said, when, and what came of it; what was done about the institutions, and the sheets."""
    demands = Demand.objects.values_list(
        "text", "way", "submitted_on", "state", "handling_unit__code", "author__name", "solved", "satisfied"
    )
    answers = Answer.objects.values_list("answered_on", "facts", "opinion", "promised_on", "done_text")
    register = EvidenceEntry.objects.values_list(
        "occurred_on", "kind", "text", "unit__code", "state", "recorded_by__number", "decided_on"
    )
    duties = ObligationRow.objects.values_list("rule__uid", "due_on", "kept_on", "status", "told_on")
    sheets = Violation.objects.values_list("rule", "due_on", "unit__code", "state", "rung", "outcome")
    # Sorted whole: where a database orders by some columns, rows equal in those come in any order.
    return [row for part in (demands, answers, register, duties, sheets) for row in sorted(part, key=str)]


@pytest.fixture(autouse=True)
def there(made: tuple[Print, Print]) -> Iterator[None]:
    """Every test looks at the enterprise on its day."""
    with clock.moved_to(NOW):
        yield
