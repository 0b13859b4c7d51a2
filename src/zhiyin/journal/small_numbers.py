"""The one size below which a group of people is never counted out, for every app. Pure."""

from typing import Final

FEWEST: Final = 10


def too_few(people: int) -> bool:
    """Whether the number itself may not be shown."""
    return people < FEWEST
