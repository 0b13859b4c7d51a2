"""Demands walked through the real verbs, and their figures read from the journal."""

from collections.abc import Callable

import pytest

from tests.voice.conftest import acting, at, client_as, days_later, enterprise, keepers, walk
from zhiyin.evaluation.services.reader import read_facts
from zhiyin.journal import sequence

__all__ = ["acting", "at", "client_as", "days_later", "enterprise", "keepers", "walk"]


@pytest.fixture
def read() -> Callable[[], int]:
    """Number what may be numbered and let the reader take it in."""

    def take_in() -> int:
        sequence.number_all()
        return read_facts()

    return take_in
