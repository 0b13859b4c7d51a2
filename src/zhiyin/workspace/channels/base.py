"""What every channel can do, and how it says that a message was not taken."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Protocol

SHORT: Final = timedelta(minutes=1)
CONFIGURATION: Final = timedelta(minutes=10)


@dataclass(frozen=True)
class Message:
    """`reference` is the same each time one message is tried. `off_url`: one click, no more of this sort."""

    subject: str
    text: str
    reference: str
    off_url: str = ""


class Refused(Exception):
    """This message will never be taken there: no such address, no such member."""


class TryLater(Exception):
    """Not now. `channel`: nothing else gets through there either, before `after` has passed."""

    def __init__(self, problem: str, *, after: timedelta = SHORT, channel: bool = True) -> None:
        super().__init__(problem)
        self.after = after
        self.channel = channel


class Declined(TryLater):
    """The other side said that the request itself was wrong; mostly somebody has to mend the settings."""


class Channel(Protocol):
    """`send` returns when the message was taken. Raises Refused, TryLater."""

    def send(self, to: str, message: Message) -> None: ...


def within_bytes(text: str, most: int) -> str:
    """`text`, cut between two lines where it is too long for a channel; the last line (the link) stays."""
    if len(text.encode()) <= most:
        return text
    *lines, last = text.split("\n")
    room = most - len(f"\n…\n{last}".encode())
    if room <= 0:
        return text.encode()[:most].decode(errors="ignore")
    kept: list[str] = []
    for line in lines:
        room -= len(f"{line}\n".encode())
        if room < 0:
            break
        kept.append(line)
    return "\n".join([*kept, "…", last])


def marked(message: Message, most: int) -> str:
    """The text with a mark of its own.

    Chat platforms drop a text that the same person was sent before. With the mark a second message of the
    same words gets through, and the same message tried twice does not.
    """
    mark = f"\n[{message.reference[:6]}]"
    return within_bytes(message.text, most - len(mark.encode())) + mark
