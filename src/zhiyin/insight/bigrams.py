"""Chinese full-text tokens: character bigrams, so that both databases search without a dictionary.

Lucene's CJKAnalyzer indexes the same way; here Latin words and numbers stay whole.
"""

import re
import unicodedata
from collections.abc import Sequence

_RUNS = re.compile(r"([㐀-䶿一-鿿豈-﫿]+)|([a-z0-9]+)")


def normal(text: str) -> str:
    """NFKC and lower case: full-width letters and digits equal their plain forms."""
    return unicodedata.normalize("NFKC", text).lower()


def tokens(text: str) -> list[str]:
    """Bigrams of each Chinese run (a lone character stays alone) and whole Latin words, in order."""
    found = []
    for chinese, word in _RUNS.findall(normal(text)):
        if word:
            found.append(word)
        elif len(chinese) == 1:
            found.append(chinese)
        else:
            found += [chinese[i : i + 2] for i in range(len(chinese) - 1)]
    return found


def document(*texts: str) -> str:
    """What is stored: distinct tokens of all texts, and the last character of each run, so that a search
    for one character (as a prefix) finds it wherever it stands."""
    found = [token for text in texts for token in tokens(text)]
    ends = [run[-1] for text in texts for run, _ in _RUNS.findall(normal(text)) if len(run) > 1]
    return " ".join(dict.fromkeys(found + ends))


def contains(stored: str, words: Sequence[str]) -> bool:
    """Whether a stored document has all of `words`, as the searches of both databases decide it."""
    padded = f" {stored} "
    return all((f" {word}" if _begins(word) else f" {word} ") in padded for word in words)


def _begins(word: str) -> bool:
    """Whether it finds every token that it begins: a lone Chinese character, but not 3, which is not 35."""
    return len(word) == 1 and not word.isascii()


def tsquery(words: Sequence[str]) -> str:
    """All of `words` in PostgreSQL's language of searches."""
    return " & ".join(f"'{word}'" + (":*" if _begins(word) else "") for word in words)


def fts5(words: Sequence[str]) -> str:
    """The same in that of SQLite's FTS5, for a column named grams."""
    return "grams : (" + " AND ".join(f'"{word}"' + (" *" if _begins(word) else "") for word in words) + ")"
