"""Codes of facts in words: the catalogue's, and those of people's dimensions, which it leaves to us."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhiyin.institutions.reading import programme
from zhiyin.institutions.words import lang

OWN: Final[dict[str, str | Promise]] = {
    "mgmt": _("管理"),
    "tech": _("专业技术"),
    "skill": _("技能操作"),
    "sales": _("营销"),
    "service": _("服务辅助"),
    "l4": _("基层管理"),
    "l5": _("班组长"),
    "l6": _("一般员工"),
    "national": _("不分省市"),
    "arbitration": _("仲裁"),
    "court": _("法院"),
    "police": _("公安"),
    "party": _("是当事人"),
    "kin": _("有亲属关系"),
    "subordinate": _("是上下级"),
    "done": _("已完成"),
    "fund": _("公积金、社保"),
    "model": _("劳模先进"),
    "state": _("国家秘密"),
    "business": _("商业秘密"),
}


def word_of(code: str) -> str:
    """The word for a code of a fact."""
    word = programme().catalogue.word(code, lang())
    return word if word != code else str(OWN.get(code, code))
