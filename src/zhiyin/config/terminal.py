"""Chinese or English on the command line: ZHIYIN_LANG, else the locale, else Chinese."""

import os
import sys
from functools import lru_cache


@lru_cache(maxsize=1)
def english() -> bool:
    """Whether the command line speaks English."""
    for name in ("ZHIYIN_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        if value and value.split(".")[0] not in ("C", "POSIX"):
            return not value.lower().startswith("zh")
    return False


def pick(zh: str, en: str) -> str:
    """The one of two wordings that the reader understands."""
    return en if english() else zh


def labelled(label: str, value: str) -> str:
    """Two parts with the colon of the reader's language between them."""
    return f"{label}{pick('：', ': ')}{value}"


def say(zh: str, en: str) -> None:
    """One line to the reader."""
    sys.stdout.write(pick(zh, en) + "\n")
    sys.stdout.flush()


def complain(zh: str, en: str) -> None:
    """One line to the reader about what went wrong."""
    sys.stderr.write(pick(zh, en) + "\n")
    sys.stderr.flush()
