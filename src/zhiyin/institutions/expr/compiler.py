"""Trees to functions: every name is resolved and every type checked once, then evaluated many times.

Logic has three values. An empty field gives None (unknown), and only True fulfils.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

from zhiyin.institutions.expr import runs
from zhiyin.institutions.expr.calls import Calls, mismatch
from zhiyin.institutions.expr.parser import parse
from zhiyin.institutions.expr.runs import Env, Registers, Run
from zhiyin.institutions.expr.scope import RegisterType, Scope
from zhiyin.institutions.expr.syntax import Binary, Call, ExprError, In, Literal, Name, Not, Tree
from zhiyin.institutions.expr.types import BOOL, DATE, TEXT, Type, Value, meet
from zhiyin.institutions.language.problems import offer

MOST_CASES: Final = 4096


@dataclass(frozen=True, slots=True)
class Compiled:
    """A checked condition, the fields it reads, and the two sides of `a >= b` as its `amount`."""

    text: str
    run: Run
    type: Type
    tree: Tree
    fields: frozenset[str]
    opening: frozenset[str]
    uses_due: bool
    uses_registers: bool
    uses_profile: bool
    amount: tuple[Run, Run] | None = None

    @property
    def is_late(self) -> bool:
        """It looks beyond its own fact, so it can only be judged together with the opening."""
        return bool(self.opening) or self.uses_due


def compile_condition(text: str, scope: Scope) -> Compiled:
    """A yes/no condition; raises ExprError."""
    compiled = compile_value(text, scope)
    if compiled.type.kind != "bool":
        raise ExprError(
            0,
            f"条件必须是“是/否”，这里是{compiled.type.zh}",
            f"a condition must be yes or no, this is {compiled.type}",
            "写成比较，如 x >= 1",
            "write a comparison such as x >= 1",
        )
    _refuse_never_true(compiled, scope)
    return compiled


def compile_profile_condition(text: str, profile: Mapping[str, Type]) -> Compiled:
    """A condition over the profile alone, such as `applies`; raises ExprError if no profile meets it."""
    compile_condition(text, Scope(fields=profile))
    return compile_value(text, Scope(profile=profile))


def compile_value(text: str, scope: Scope) -> Compiled:
    tree = parse(text)
    builder = _Builder(scope)
    run, type_ = builder.build(tree)
    amount = None
    if isinstance(tree, Binary) and tree.op in (">", ">="):
        amount = (builder.build(tree.left)[0], builder.build(tree.right)[0])
    return Compiled(
        text,
        run,
        type_,
        tree,
        frozenset(builder.fields),
        frozenset(builder.opening),
        builder.uses_due,
        builder.uses_registers,
        builder.uses_profile,
        amount,
    )


def literal(text: str) -> tuple[Type, Value]:
    """A number with its unit, such as `20%`, `40 items`, `60`; raises ExprError."""
    tree = parse(text)
    if not isinstance(tree, Literal):
        raise ExprError(
            0,
            f"“{text}”不是一个数",
            f"'{text}' is not a number",
            "写成 20% 或 40 items",
            "write 20% or 40 items",
        )
    return Type(tree.unit or "number"), tree.value


def _refuse_never_true(compiled: Compiled, scope: Scope) -> None:
    """Codes and yes/no are enumerated; a condition that no combination makes true is a mistake."""
    names = sorted(compiled.fields)
    types = [scope.fields.get(name) for name in names]
    beyond = compiled.is_late or compiled.uses_registers or compiled.uses_profile
    if beyond or scope.group or not names:
        return
    choices: list[Sequence[Value]] = []
    size = 1
    for type_ in types:
        if type_ is None or type_.kind not in ("code", "bool"):
            return
        options: Sequence[Value] = (True, False, None) if type_.kind == "bool" else (*type_.options, None)
        choices.append(options)
        size *= len(options)
    if size > MOST_CASES:
        return
    for values in product(*choices):
        if compiled.run(Env(fields=dict(zip(names, values, strict=True)))) is True:
            return
    raise ExprError(
        0,
        "这个条件永远不成立",
        "this condition can never be true",
        "检查 and / or 和代码",
        "check and / or and the codes",
    )


class _Builder(Calls):
    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.fields: set[str] = set()
        self.opening: set[str] = set()
        self.uses_due = False
        self.uses_registers = False
        self.uses_profile = False

    def nested(self, scope: Scope) -> "_Builder":
        return _Builder(scope)

    def build(self, tree: Tree, wanted: Type | None = None) -> tuple[Run, Type]:
        match tree:
            case Literal():
                return runs.constant(tree.value), Type(tree.unit or "number")
            case Name():
                return self.name(tree, wanted)
            case Not():
                run = self.truth(tree.inner)
                return (lambda env: runs.negate(run(env))), BOOL
            case In():
                return self.membership(tree)
            case Call():
                return self.call(tree)
            case Binary():
                return self.binary(tree)

    def truth(self, tree: Tree) -> Run:
        run, type_ = self.build(tree)
        if type_.kind != "bool":
            raise ExprError(
                tree.at,
                f"这里要“是/否”，却是{type_.zh}",
                f"expected yes or no, found {type_}",
                "写成比较",
                "write a comparison",
            )
        return run

    def binary(self, tree: Binary) -> tuple[Run, Type]:
        if tree.op in ("and", "or"):
            left, right = self.truth(tree.left), self.truth(tree.right)
            return (runs.all_of(left, right) if tree.op == "and" else runs.any_of(left, right)), BOOL
        if tree.op == "of":
            return self.part(tree)
        if tree.op == "*":
            left, _ = self.build(tree.left)
            right, type_ = self.build(tree.right)
            self.need_quantity(tree.right, type_)
            return runs.arithmetic("*", left, right), type_
        if tree.op in ("+", "-"):
            return self.addition(tree)
        return self.comparison(tree)

    def part(self, tree: Binary) -> tuple[Run, Type]:
        share, share_type = self.build(tree.left)
        whole, type_ = self.build(tree.right)
        if share_type.kind != "share":
            raise ExprError(
                tree.at,
                "of 前面要是比例",
                "a share must stand before 'of'",
                "写成 20% of x",
                "write 20% of x",
            )
        if type_.kind != "share":
            self.need_quantity(tree.right, type_)
        return runs.arithmetic("*", share, whole), type_

    def addition(self, tree: Binary) -> tuple[Run, Type]:
        left, left_type = self.build(tree.left)
        right, right_type = self.build(tree.right)
        if left_type.kind == "date" and right_type.kind in ("days", "number"):
            return runs.shift(tree.op, left, right), DATE
        if tree.op == "-" and left_type.kind == right_type.kind == "date":
            return runs.gap(left, right), Type("days")
        self.need_quantity(tree.left, left_type)
        type_ = meet(left_type, right_type)
        if type_ is None:
            raise mismatch(tree.at, left_type, right_type)
        return runs.arithmetic(tree.op, left, right), type_

    def comparison(self, tree: Binary) -> tuple[Run, Type]:
        left, left_type, right, right_type = self.pair(tree.left, tree.right)
        if meet(left_type, right_type) is None:
            raise mismatch(tree.at, left_type, right_type)
        ordered = left_type.is_quantity or left_type.kind in ("date", "share")
        if tree.op not in ("=", "!=") and not ordered:
            raise ExprError(
                tree.at,
                f"{left_type.zh}不能比大小",
                f"{left_type} has no order",
                "用 = 或 in (…)",
                "use = or in (…)",
            )
        return runs.compare(tree.op, left, right), BOOL

    def pair(self, left: Tree, right: Tree) -> tuple[Run, Type, Run, Type]:
        """Codes are written bare, so the side that is a field tells what the other side's word means."""
        is_word = isinstance(left, Name) and self.known(left) is None
        if is_word and not (isinstance(right, Name) and self.known(right) is None):
            right_run, right_type = self.build(right)
            left_run, left_type = self.build(left, right_type)
        else:
            left_run, left_type = self.build(left)
            right_run, right_type = self.build(right, left_type)
        return left_run, left_type, right_run, right_type

    def membership(self, tree: In) -> tuple[Run, Type]:
        left, left_type = self.build(tree.left)
        found = []
        for option in tree.options:
            run, type_ = self.build(option, left_type)
            if meet(left_type, type_) is None:
                raise mismatch(option.at, left_type, type_)
            found.append(run)
        return runs.one_of(left, found), BOOL

    def need_quantity(self, tree: Tree, type_: Type) -> None:
        if not type_.is_quantity:
            raise ExprError(
                tree.at,
                f"{type_.zh}不能计算",
                f"{type_} cannot be calculated with",
                "只有数量可以加减乘",
                "only quantities can",
            )

    def known(self, tree: Name) -> str | None:
        path, scope = tree.path, self.scope
        if path in scope.fields:
            return "field"
        if path in ("day", "unit", "actor"):
            return path
        if path == "due" and scope.due:
            return "due"
        if path.startswith("opening.") and scope.opening is not None:
            return "opening" if path[8:] in scope.opening else None
        if path in scope.numbers:
            return "number"
        return "profile" if path in scope.profile else None

    def name(self, tree: Name, wanted: Type | None) -> tuple[Run, Type]:
        path, scope = tree.path, self.scope
        if wanted is not None and wanted.kind == "code":
            if path in wanted.options:
                return runs.constant(path), wanted
            if self.known(tree) is None:
                raise self.unknown(tree, wanted.options, "代码", "code")
        match self.known(tree):
            case "field":
                self.fields.add(path)
                return runs.field_of(path, scope.fields[path]), scope.fields[path]
            case "opening":
                self.opening.add(path[8:])
                type_ = (scope.opening or {})[path[8:]]
                return runs.opening_of(path[8:], type_), type_
            case "profile":
                self.uses_profile = True
                return runs.profile_of(path, scope.profile[path]), scope.profile[path]
            case "number":
                type_, value = scope.numbers[path]
                return runs.constant(value), type_
            case "day":
                return (lambda env: env.day), DATE
            case "due":
                self.uses_due = True
                return (lambda env: env.due), DATE
            case "unit":
                return (lambda env: env.unit), Type("ref", to="unit")
            case "actor":
                return (lambda env: env.actor), Type("ref", to="person")
        names = [*scope.fields, *scope.profile, *scope.numbers]
        names += [f"opening.{name}" for name in scope.opening or ()]
        raise self.unknown(tree, names, "字段", "field")

    def unknown(self, tree: Name, names: Sequence[str], zh: str, en: str) -> ExprError:
        fix_zh, fix_en = offer(tree.path, names)
        return ExprError(tree.at, f"没有{zh}“{tree.path}”", f"there is no {en} '{tree.path}'", fix_zh, fix_en)


__all__ = [
    "TEXT",
    "Compiled",
    "Env",
    "ExprError",
    "RegisterType",
    "Registers",
    "Scope",
    "compile_condition",
    "compile_profile_condition",
    "compile_value",
    "literal",
]
