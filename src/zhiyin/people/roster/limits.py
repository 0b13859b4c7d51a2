"""How large a roster may be, and why a file is no roster at all."""

from typing import Final

MAX_MEGABYTES: Final = 50
MAX_BYTES: Final = MAX_MEGABYTES * 1024 * 1024
MAX_UNPACKED: Final = 800 * 1024 * 1024
MAX_ROWS: Final = 300_000
MAX_CELLS: Final = 8_000_000


class Unreadable(ValueError):
    """Not a roster at all; `code` is one of words.FILE_PROBLEMS."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
