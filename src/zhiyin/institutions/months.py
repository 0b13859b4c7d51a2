"""Months, each named by its first day. Pure."""

from datetime import date


def months_after(month: date, n: int) -> date:
    """The first day of the month `n` months later; earlier for a negative `n`."""
    index = month.year * 12 + month.month - 1 + n
    return date(index // 12, index % 12 + 1, 1)
