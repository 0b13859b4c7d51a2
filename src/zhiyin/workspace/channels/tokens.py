"""Access tokens: fetched once, kept until shortly before they end, fetched anew when they are refused."""

from collections.abc import Callable
from hashlib import sha256
from typing import Any, Final

from django.core.cache import cache

from zhiyin.workspace.channels.base import TryLater

EARLY: Final = 300  # seconds before the end that the other side names
Answer = dict[str, Any]


class Tokens:
    """The token of one app; `fetch` asks for (token, seconds)."""

    def __init__(self, name: str, identity: str, fetch: Callable[[], tuple[str, int]]) -> None:
        self._key = f"access-token-{name}-{sha256(identity.encode()).hexdigest()[:16]}"
        self._fetch = fetch

    def current(self) -> str:
        """A token that should still be good. Raises what fetching raises."""
        token = cache.get(self._key)
        if token is None:
            token, seconds = self._fetch()
            cache.set(self._key, token, max(seconds - EARLY, 60))
        return str(token)

    def forget(self) -> None:
        cache.delete(self._key)

    def using(self, call: Callable[[str], Answer], *, refused: Callable[[Answer], bool]) -> Answer:
        """`call` with a token; once more with a new one when the old is refused. Raises TryLater."""
        answer = call(self.current())
        if not refused(answer):
            return answer
        self.forget()
        answer = call(self.current())
        if refused(answer):
            raise TryLater("access token refused")
        return answer


def token_in(answer: Answer) -> tuple[str, int]:
    """(token, seconds) of an answer to 获取access_token. Raises TryLater where there is none."""
    token, seconds = answer.get("access_token"), answer.get("expires_in", 7200)
    if not token or not isinstance(seconds, int):
        raise TryLater("no access token")
    return str(token), seconds
