"""Why a verb did not happen, in words for the person who asked."""

from datetime import datetime


class Refused(Exception):
    """The message is translated and may be shown as it is."""


class TooManyTries(Exception):
    """Too many wrong passwords or codes; the next one counts from `until` on."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until.isoformat())
        self.until = until
