"""A step that the rules of some subject do not allow now. Pure."""


class NotNow(Exception):
    """`reason` is a code that each module tells the person in their language."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
