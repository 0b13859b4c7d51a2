"""Forms of speakers, as browsers send them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.fixtures.pictures import photo

__all__ = ["photo"]
SAME_ORIGIN = {"HTTP_SEC_FETCH_SITE": "same-origin"}


@pytest.fixture(autouse=True)
def files_of_their_own(settings: Any, tmp_path: Path) -> None:
    settings.FILES_DIR = tmp_path / "files"


@pytest.fixture
def raised() -> Callable[..., dict[str, Any]]:
    """`raised(way="named")`: what the form behind /app/ sends."""

    def form(**changed: Any) -> dict[str, Any]:
        values = {
            "token": "0f" * 16,
            "way": "confidential",
            "remind": "on",
            "text": "淋浴间没有热水，希望先修一个龙头。",
        }
        return {key: value for key, value in {**values, **changed}.items() if value is not None}

    return form


@pytest.fixture
def anonymous() -> Client:
    """A browser at the anonymous door: it says where its form came from and has no cookie."""
    return Client(enforce_csrf_checks=True, **SAME_ORIGIN)
