"""Pages of officers, opened as the person who uses them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client


@pytest.fixture
def post_step(client_as: Callable[..., Client]) -> Callable[..., Any]:
    """`post_step("handler", demand, "sign-in", …)`: take a step on the page of a case."""

    def post(who: str | Client, demand: Any, name: str, **data: Any) -> Any:
        client = client_as(who) if isinstance(who, str) else who
        data.setdefault("version", demand.version)
        return client.post(f"/app/cases/{demand.pk}/do/{name}", data)

    return post
