"""Lines of the register in words."""

from typing import Final

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
    kind = kinds().get(name)
    return name if kind is None else (kind.fact.zh if words.lang() == "zh" else kind.fact.en)


def groups() -> list[tuple[str, str]]:
    return [(code, _(word)) for code, word in GROUPS.items()]
