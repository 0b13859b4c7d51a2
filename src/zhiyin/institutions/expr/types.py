"""Types of values in expressions. A bare number fits any quantity; quantities of two units never mix."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

QUANTITIES: Final = ("people", "items", "yuan", "days", "hours")
KINDS: Final = ("code", "bool", "date", "ref", "text", "digest", "share", "number", *QUANTITIES)

Value = str | bool | int | Fraction | date | None


@dataclass(frozen=True, slots=True)
class Type:
    """`options` for codes, `to` for references."""

    kind: str
    options: tuple[str, ...] = ()
    to: str = ""

    @property
    def is_quantity(self) -> bool:
        return self.kind in QUANTITIES or self.kind == "number"

    @property
    def zh(self) -> str:
        return _ZH.get(self.kind, self.kind)

    def __str__(self) -> str:
        if self.kind == "code":
            return f"code({'|'.join(self.options)})"
        return f"ref:{self.to}" if self.kind == "ref" else self.kind


BOOL: Final = Type("bool")
DATE: Final = Type("date")
SHARE: Final = Type("share")
NUMBER: Final = Type("number")
TEXT: Final = Type("text")

_ZH: Final = {
    "code": "代码",
    "bool": "是否",
    "date": "日期",
    "ref": "编号",
    "text": "文字",
    "digest": "指纹",
    "share": "比例",
    "number": "数",
    "people": "人数",
    "items": "件数",
    "yuan": "金额",
    "days": "天数",
    "hours": "小时数",
}


def meet(one: Type, other: Type) -> Type | None:
    """The type in which two values can be compared or added; None when they cannot."""
    if one.is_quantity and other.is_quantity:
        if one.kind == other.kind:
            return one
        if one.kind == "number":
            return other
        return one if other.kind == "number" else None
    if one.kind == "ref" and other.kind == "ref":
        return one if one.to == other.to or "" in (one.to, other.to) else None
    return one if one.kind == other.kind else None
