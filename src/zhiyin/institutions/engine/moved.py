"""Whether any obligation moved since something was last derived from all of them: one counter, no times."""

from typing import Final

from django.db.models import F

from zhiyin.journal.models import Watermark

MOVED: Final = "obligations"


def note_moved() -> None:
    """Some obligations were written; part of the transaction that wrote them."""
    if not Watermark.objects.filter(pk=MOVED).update(seq=F("seq") + 1):
        Watermark.objects.bulk_create([Watermark(pk=MOVED, seq=1)], ignore_conflicts=True)


def moved() -> int:
    """How often obligations were written; the same number means the same obligations."""
    return Watermark.objects.filter(pk=MOVED).values_list("seq", flat=True).first() or 0
