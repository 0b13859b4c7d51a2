"""What to write instead, for each finding of the plain-language check."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhiyin.insight.plain import Finding, Kind, Part, check

ADVICE: Final[Mapping[Kind, tuple[str | Promise, str | Promise]]] = {
    Kind.LONG: (_("这句太长"), _("一句说一件事，拆成两三句，每句不超过40个字。")),
    Kind.STOCK: (_("套话"), _("去掉，或者写做了什么：哪天、谁、做了哪件事。")),
    Kind.WHO: (_("没有说是谁"), _("写部门的名称、岗位，或者电话能找到的人。")),
    Kind.WHEN: (_("没有说哪天"), _("写哪月哪日；定不下来的，写到哪天再告诉他。")),
    Kind.PASSIVE: (_("没有说谁做的"), _("写谁哪天做了什么，现在是什么样。")),
    Kind.NO_DATE: (_("没有日期"), _("写哪天去看的，或者哪天办完。")),
    Kind.NO_NUMBER: (_("没有数字"), _("写几个、几次、多少钱、多少度，他一看就明白。")),
    Kind.NO_ACTOR: (_("没有说谁来做"), _("写是哪个部门、哪个岗位的人。")),
    Kind.SHORT: (_("事实写得太少"), _("写哪天、谁去看了、看到什么、数字是多少。")),
}


@dataclass(frozen=True)
class Advice:
    """One finding in words, with where it stands."""

    where: str
    what: str
    instead: str
    finding: Finding


def advice(texts: Mapping[str, tuple[str, Part]]) -> list[Advice]:
    """For each text by its label; empty when all is plain."""
    return [
        Advice(label, str(ADVICE[found.kind][0]), str(ADVICE[found.kind][1]), found)
        for label, (text, part) in texts.items()
        for found in check(text, part)
    ]
