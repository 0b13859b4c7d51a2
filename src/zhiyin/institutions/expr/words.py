"""A condition in words: `type = appeal` → 诉求类型是申诉 / kind is appeal."""

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import Final

from zhiyin.institutions.expr.syntax import Binary, Call, In, Literal, Name, Not, Tree

Labeller = Callable[[str], str]
_OPS: Final[Mapping[str, tuple[str, str]]] = {
    "=": ("是", "is"),
    "!=": ("不是", "is not"),
    "<": ("少于", "is less than"),
    "<=": ("不超过", "is at most"),
    ">": ("超过", "is more than"),
    ">=": ("不少于", "is at least"),
    "+": ("加", "plus"),
    "-": ("减", "minus"),
    "*": ("乘以", "times"),
}
_UNITS: Final[Mapping[str, tuple[str, str]]] = {
    "people": ("人", " people"),
    "items": ("件", " items"),
    "yuan": ("元", " yuan"),
    "days": ("日", " days"),
    "hours": ("小时", " hours"),
    "": ("", ""),
    "number": ("", ""),
}
_FUNCTIONS: Final[Mapping[str, tuple[str, str]]] = {
    "known": ("写明了{}", "{} is given"),
    "distinct": ("不同的{}数", "number of different {}"),
    "total": ("{}合计", "total of {}"),
    "min": ("（{}中较小的）", "the smaller of {}"),
    "max": ("（{}中较大的）", "the larger of {}"),
    "ceil": ("{}（向上取整）", "{} rounded up"),
    "floor": ("{}（向下取整）", "{} rounded down"),
}
# Labels that would read as part of the sentence: “利害关系是没有”, "is not not adopted".
_QUOTED: Final = ("不", "没", "未", "not ", "no ", "none")


def words(tree: Tree, zh: bool, label: Labeller) -> str:
    """The condition in Chinese or English; `label` names fields, codes, registers and numbers."""
    side = 0 if zh else 1
    match tree:
        case Literal():
            return literal_words(tree, side)
        case Name():
            return label(tree.path)
        case Not():
            inner = words(tree.inner, zh, label)
            return f"不是“{inner}”" if zh else f"not ({inner})"
        case In():
            options = [words(option, zh, label) for option in tree.options]
            left = words(tree.left, zh, label)
            return f"{left}是{'或'.join(options)}" if zh else f"{left} is {' or '.join(options)}"
        case Call():
            return _call(tree, zh, label)
        case Binary(op="and" | "or"):
            return _joined(tree, zh, label)
        case Binary(op="of"):
            share, whole = words(tree.left, zh, label), words(tree.right, zh, label)
            if isinstance(tree.right, Binary) and tree.right.op in ("+", "-"):
                whole = f"（{whole}）" if zh else f"({whole})"
            return f"{whole}的{share}" if zh else f"{share} of {whole}"
        case Binary():
            left, right = words(tree.left, zh, label), words(tree.right, zh, label)
            if tree.op in ("=", "!=") and right.startswith(_QUOTED):
                right = f"“{right}”" if zh else f"‘{right}’"
            return f"{left}{_OPS[tree.op][0]}{right}" if zh else f"{left} {_OPS[tree.op][1]} {right}"


def _joined(tree: Binary, zh: bool, label: Labeller) -> str:
    mark = {"and": ("，并且", ", and "), "or": ("，或者", ", or ")}[tree.op][0 if zh else 1]
    parts = []
    for part in (tree.left, tree.right):
        text = words(part, zh, label)
        mixed = isinstance(part, Binary) and part.op in ("and", "or") and part.op != tree.op
        parts.append((f"（{text}）" if zh else f"({text})") if mixed else text)
    return mark.join(parts)


def _call(tree: Call, zh: bool, label: Labeller) -> str:
    if tree.function == "count":
        return _count(tree, zh, label)
    if tree.function == "share":
        part, whole = (words(arg, zh, label) for arg in tree.args)
        return f"{part}占{whole}的比例" if zh else f"{part} as a share of {whole}"
    args = ("与" if zh else " and ").join(words(arg, zh, label) for arg in tree.args)
    return _FUNCTIONS[tree.function][0 if zh else 1].format(args)


def _count(tree: Call, zh: bool, label: Labeller) -> str:
    """`count()` counts facts; `count(register where …)` its members. `register#` asks for the unit's word."""
    if not tree.args or not isinstance(tree.args[0], Name):
        return "次数" if zh else "number of times"
    register = tree.args[0].path
    name, unit = label(register), label(f"{register}#")
    if tree.where is None:
        return f"{name}{unit}" if zh else f"number of {name}"
    where = words(tree.where, zh, lambda path: label(f"{register}:{path}"))
    return f"{name}中{where}的{unit}" if zh else f"number of {name} ({where})"


def literal_words(tree: Literal, side: int) -> str:
    if isinstance(tree.value, date):
        return tree.value.isoformat()
    if tree.unit == "share":
        return _share(tree.value, side)
    value = tree.value
    number = str(value.numerator) if value.denominator == 1 else str(float(value))
    return number + _UNITS[tree.unit][side]


def _share(value: Fraction, side: int) -> str:
    percent = value * 100
    if percent.denominator == 1:
        return f"{percent.numerator}%"
    if percent.denominator in (2, 5, 10):
        return f"{float(percent)}%"
    return (
        f"{value.denominator}分之{value.numerator}" if side == 0 else f"{value.numerator}/{value.denominator}"
    )
