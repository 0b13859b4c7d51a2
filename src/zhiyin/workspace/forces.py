"""The force of a rule in words and ink: the heavier the ink, the stronger the rule."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FORCES: Final[dict[str, tuple[str | Promise, str]]] = {
    "LAW": (_("法律"), "law"),
    "AR": (_("行政法规"), "reg"),
    "DR": (_("部门规章"), "reg"),
    "PARTY": (_("党内法规"), "party"),
    "LOCAL": (_("地方性法规"), "local"),
    "ND": (_("规范性文件"), "local"),
    "PRACTICE": (_("参考做法"), "house"),
    "HOUSE": (_("本企业承诺"), "house"),
}


def force_of(code: str) -> tuple[str | Promise, str]:
    """Label and class ending of a force. Raises KeyError for an unknown one."""
    return FORCES[code]
