"""A citation: an article as it read on a day. No tables here, so that anything may hold one."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from zhiyin.people.sent import id_in


@dataclass(frozen=True)
class Citation:
    """What was cited. `valid`: it was in force on `on`; `code` is what an editor stores."""

    article_id: UUID
    document_id: UUID
    title: str
    article: str
    text: str
    url: str
    on: date
    valid: bool
    open: bool

    @property
    def label(self) -> str:
        """《信访工作条例》第三十四条."""
        return f"《{self.title}》{self.article}"

    @property
    def code(self) -> str:
        return f"policy:{self.article_id.hex}"


def article_of(code: str) -> UUID | None:
    """The article that a stored code names; None for anything else."""
    kind, _colon, pk = code.partition(":")
    return id_in(pk) if kind == "policy" else None
