"""Lines of the register in words."""

from typing import Final

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhiyin.institutions import words
from zhiyin.institutions.models import EvidenceEntry
from zhiyin.institutions.register import BASICS, kinds
from zhiyin.institutions.views.sheet_words import Chip

GROUPS: Final = {
    **{group: word for group, word in words.GROUP_WORDS.items() if group != words.LEADERS},
    BASICS: gettext_noop("企业基本情况"),
}
CHIPS: Final = {
    "waiting": ("soon", "clock"),
    "confirmed": ("kept", "circle-check"),
    "rejected": ("mute", "x"),
    "withdrawn": ("mute", "ban"),
}


def chip_of(entry: EvidenceEntry) -> Chip:
    chip, icon = CHIPS[entry.state]
    return Chip(chip, icon, entry.get_state_display())


def kind_word(name: str) -> str:
    """As it stands at the head of a page or a line."""
    kind = kinds().get(name)
    if kind is None:
        return name
    return kind.fact.zh if words.lang() == "zh" else capfirst(kind.fact.en)


def groups() -> list[tuple[str, str]]:
    return [(code, _(word)) for code, word in GROUPS.items()]
