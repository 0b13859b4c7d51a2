"""Punctuation between parts that are put together by the program, in the reader's language."""

from collections.abc import Iterable
from typing import Final

from django.utils.translation import get_language

IN_ENGLISH: Final = {
    "：": ": ", "、": ", ", "，": ", ", "；": "; ", "。": ". ", "（": " (", "）": ")", "「": "“", "」": "”",
}  # fmt: skip


def mark(chinese: str) -> str:
    """The mark that stands for this one."""
    return IN_ENGLISH[chinese] if get_language() == "en" else chinese


def listed(parts: Iterable[object], between: str = "、") -> str:
    """甲、乙、丙."""
    return mark(between).join(str(part) for part in parts)


def bracketed(text: object, inside: object) -> str:
    """甲（乙）."""
    return f"{text}{mark('（')}{inside}{mark('）')}"
