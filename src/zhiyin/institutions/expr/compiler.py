"""Trees to functions: every name is resolved and every type checked once, then evaluated many times.

Logic has three values. An empty field gives None (unknown), and only True fulfils.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from itertools import product
from typing import Any, Final, Protocol

from zhiyin.institutions.expr.parser import parse
from zhiyin.institutions.expr.syntax import Binary, Call, ExprError, In, Literal, Name, Not, Tree
from zhiyin.institutions.expr.types import BOOL, DATE, NUMBER, SHARE, TEXT, Type, Value, meet
from zhiyin.institutions.language.problems import offer

MOST_CASES: Final = 4096
_EMPTY: Final[Mapping[str, Any]] = {}


class Registers(Protocol):
    """What expressions ask of registers: how many members satisfied a test at the end of a day."""

    def count(self, register: str, day: date, test: "Callable[[Env], Value] | None") -> int: ...


@dataclass(slots=True)
class Env:
    """Everything a condition may look at."""

    fields: Mapping[str, Any] = field(default_factory=dict)
    day: date | None = None
    unit: str | None = None
    actor: str | None = None
    opening: Mapping[str, Any] = field(default_factory=dict)
    due: date | None = None
    profile: Mapping[str, Any] = field(default_factory=dict)
    registers: Registers | None = None
    group: "Sequence[tuple[date, Mapping[str, Any]]]" = ()


Run = Callable[[Env], Value]


@dataclass(frozen=True, slots=True)
class RegisterType:
    """A register as expressions see it: the unit it counts in and the fields its members keep."""

    unit: str
    fields: Mapping[str, Type]


@dataclass(frozen=True, slots=True)
class Scope:
    """The names a condition may use."""

    fields: Mapping[str, Type] = field(default_factory=dict)
    opening: Mapping[str, Type] | None = None
    due: bool = False
    profile: Mapping[str, Type] = field(default_factory=dict)
    numbers: Mapping[str, tuple[Type, Value]] = field(default_factory=dict)
    registers: Mapping[str, RegisterType] | None = None
    group: bool = False


@dataclass(frozen=True, slots=True)
class Compiled:
    """A checked condition. `fields` and `opening` are the fields it reads; `amount` splits `a >= b` for have/need."""

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
    if compiled.is_late or compiled.uses_profile or compiled.uses_registers or scope.group or not names:
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


class _Builder:
    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.fields: set[str] = set()
        self.opening: set[str] = set()
        self.uses_due = False
        self.uses_registers = False
        self.uses_profile = False

    def build(self, tree: Tree, wanted: Type | None = None) -> tuple[Run, Type]:
        match tree:
            case Literal():
                return _constant(tree.value), Type(tree.unit or "number")
            case Name():
                return self.name(tree, wanted)
            case Not():
                run = self.truth(tree.inner)
                return (lambda env: _negate(run(env))), BOOL
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
            return (_all_of(left, right) if tree.op == "and" else _any_of(left, right)), BOOL
        if tree.op == "of":
            return self.part(tree)
        if tree.op == "*":
            left, _ = self.build(tree.left)
            right, type_ = self.build(tree.right)
            self.need_quantity(tree.right, type_)
            return _arithmetic("*", left, right), type_
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
        self.need_quantity(tree.right, type_)
        return _arithmetic("*", share, whole), type_

    def addition(self, tree: Binary) -> tuple[Run, Type]:
        left, left_type = self.build(tree.left)
        right, right_type = self.build(tree.right)
        if left_type.kind == "date" and right_type.kind in ("days", "number"):
            return _shift(tree.op, left, right), DATE
        if tree.op == "-" and left_type.kind == right_type.kind == "date":
            return _gap(left, right), Type("days")
        self.need_quantity(tree.left, left_type)
        type_ = meet(left_type, right_type)
        if type_ is None:
            raise _mismatch(tree.at, left_type, right_type)
        return _arithmetic(tree.op, left, right), type_

    def comparison(self, tree: Binary) -> tuple[Run, Type]:
        left, left_type, right, right_type = self.pair(tree.left, tree.right)
        if meet(left_type, right_type) is None:
            raise _mismatch(tree.at, left_type, right_type)
        ordered = left_type.is_quantity or left_type.kind in ("date", "share")
        if tree.op not in ("=", "!=") and not ordered:
            raise ExprError(
                tree.at,
                f"{left_type.zh}不能比大小",
                f"{left_type} has no order",
                "用 = 或 in (…)",
                "use = or in (…)",
            )
        return _compare(tree.op, left, right), BOOL

    def pair(self, left: Tree, right: Tree) -> tuple[Run, Type, Run, Type]:
        """Codes are written bare, so the side that is a field tells what the other side's word means."""
        if isinstance(left, Name) and self.known(left) is None:
            right_run, right_type = self.build(right)
            left_run, left_type = self.build(left, right_type)
        else:
            left_run, left_type = self.build(left)
            right_run, right_type = self.build(right, left_type)
        return left_run, left_type, right_run, right_type

    def membership(self, tree: In) -> tuple[Run, Type]:
        left, left_type = self.build(tree.left)
        runs = []
        for option in tree.options:
            run, type_ = self.build(option, left_type)
            if meet(left_type, type_) is None:
                raise _mismatch(option.at, left_type, type_)
            runs.append(run)
        return _one_of(left, runs), BOOL

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
                return _constant(path), wanted
            if self.known(tree) is None:
                raise self.unknown(tree, wanted.options, "代码", "code")
        match self.known(tree):
            case "field":
                self.fields.add(path)
                return _field(path, scope.fields[path]), scope.fields[path]
            case "opening":
                self.opening.add(path[8:])
                type_ = (scope.opening or {})[path[8:]]
                return _opening(path[8:], type_), type_
            case "profile":
                self.uses_profile = True
                return _profile(path, scope.profile[path]), scope.profile[path]
            case "number":
                type_, value = scope.numbers[path]
                return _constant(value), type_
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

    def call(self, tree: Call) -> tuple[Run, Type]:
        builders = {
            "known": self.call_known,
            "share": self.call_share,
            "count": self.call_count,
            "distinct": self.call_distinct,
            "total": self.call_total,
            "min": self.call_extreme,
            "max": self.call_extreme,
            "ceil": self.call_round,
            "floor": self.call_round,
        }
        builder = builders.get(tree.function)
        if builder is None:
            fix_zh, fix_en = offer(tree.function, builders)
            raise ExprError(
                tree.at,
                f"没有函数“{tree.function}”",
                f"there is no function '{tree.function}'",
                fix_zh,
                fix_en,
            )
        return builder(tree)

    def arity(self, tree: Call, *allowed: int) -> None:
        if len(tree.args) not in allowed or (tree.where is not None and tree.function != "count"):
            raise ExprError(
                tree.at,
                f"{tree.function}() 的写法不对",
                f"{tree.function}() takes {' or '.join(map(str, allowed))} values",
                "看语言说明里的函数表",
                "see the list of functions in the language's description",
            )

    def call_known(self, tree: Call) -> tuple[Run, Type]:
        self.arity(tree, 1)
        run, _ = self.build(tree.args[0])
        return (lambda env: run(env) is not None), BOOL

    def call_share(self, tree: Call) -> tuple[Run, Type]:
        self.arity(tree, 2)
        (part, part_type), (whole, whole_type) = self.build(tree.args[0]), self.build(tree.args[1])
        self.need_quantity(tree.args[0], part_type)
        if meet(part_type, whole_type) is None:
            raise _mismatch(tree.at, part_type, whole_type)
        return _share(part, whole), SHARE

    def call_count(self, tree: Call) -> tuple[Run, Type]:
        self.arity(tree, 0, 1)
        if not tree.args:
            self.need_group(tree)
            return (lambda env: len(env.group)), Type("items")
        register = tree.args[0]
        registers = self.scope.registers or {}
        if not isinstance(register, Name) or register.path not in registers:
            path = register.path if isinstance(register, Name) else "…"
            fix_zh, fix_en = offer(path, registers)
            raise ExprError(tree.at, f"没有名册“{path}”", f"there is no register '{path}'", fix_zh, fix_en)
        self.uses_registers = True
        kept = registers[register.path]
        test = None
        if tree.where is not None:
            inner = _Builder(
                Scope(fields=kept.fields, profile=self.scope.profile, numbers=self.scope.numbers)
            )
            test = inner.truth(tree.where)
        return _register_count(register.path, test), Type(kept.unit)

    def call_distinct(self, tree: Call) -> tuple[Run, Type]:
        self.arity(tree, 1)
        self.need_group(tree)
        if isinstance(tree.args[0], Name) and tree.args[0].path == "day":
            return (lambda env: len({day for day, _ in env.group})), Type("items")
        name = self.group_field(tree)
        return (
            lambda env: len({fields[name] for _, fields in env.group if fields.get(name) is not None})
        ), Type("items")

    def call_total(self, tree: Call) -> tuple[Run, Type]:
        self.arity(tree, 1)
        self.need_group(tree)
        name = self.group_field(tree)
        type_ = self.scope.fields[name]
        self.need_quantity(tree.args[0], type_)
        return _total(name), type_

    def call_extreme(self, tree: Call) -> tuple[Run, Type]:
        self.arity(tree, 2, 3, 4)
        runs, type_ = [], NUMBER
        for arg in tree.args:
            run, arg_type = self.build(arg)
            self.need_quantity(arg, arg_type)
            met = meet(type_, arg_type)
            if met is None:
                raise _mismatch(arg.at, type_, arg_type)
            type_ = met
            runs.append(run)
        return _extreme(min if tree.function == "min" else max, runs), type_

    def call_round(self, tree: Call) -> tuple[Run, Type]:
        self.arity(tree, 1)
        run, type_ = self.build(tree.args[0])
        self.need_quantity(tree.args[0], type_)
        return _rounded(run, up=tree.function == "ceil"), type_

    def group_field(self, tree: Call) -> str:
        arg = tree.args[0]
        if not isinstance(arg, Name) or arg.path not in self.scope.fields:
            path = arg.path if isinstance(arg, Name) else "…"
            fix_zh, fix_en = offer(path, self.scope.fields)
            raise ExprError(tree.at, f"没有字段“{path}”", f"there is no field '{path}'", fix_zh, fix_en)
        self.fields.add(arg.path)
        return arg.path

    def need_group(self, tree: Call) -> None:
        if not self.scope.group:
            raise ExprError(
                tree.at,
                f"{tree.function}() 只能用在 enough 里",
                f"{tree.function}() belongs in 'enough'",
                "名册用 count(名册)",
                "for a register write count(register)",
            )


def _mismatch(at: int, one: Type, other: Type) -> ExprError:
    return ExprError(
        at,
        f"{one.zh}和{other.zh}不能放在一起",
        f"{one} and {other} do not go together",
        "两边用同一种单位",
        "use one unit on both sides",
    )


def _constant(value: Value) -> Run:
    return lambda _: value


def _typed(value: Any, kind: str) -> Value:
    """Field values come from JSON: days and money are text there."""
    if isinstance(value, str) and kind == "date":
        return date.fromisoformat(value)
    if kind == "yuan" and value is not None:
        return Fraction(str(value))
    return value  # type: ignore[no-any-return]


def _field(name: str, type_: Type) -> Run:
    kind = type_.kind
    if kind in ("date", "yuan"):
        return lambda env: _typed(env.fields.get(name), kind)
    return lambda env: env.fields.get(name)


def _opening(name: str, type_: Type) -> Run:
    kind = type_.kind
    return lambda env: _typed(env.opening.get(name), kind)


def _profile(name: str, type_: Type) -> Run:
    kind = type_.kind
    return lambda env: _typed(env.profile.get(name), kind)


def _negate(value: Value) -> Value:
    return None if value is None else not value


def _all_of(left: Run, right: Run) -> Run:
    def run(env: Env) -> Value:
        one = left(env)
        if one is False:
            return False
        other = right(env)
        if other is False:
            return False
        return None if one is None or other is None else True

    return run


def _any_of(left: Run, right: Run) -> Run:
    def run(env: Env) -> Value:
        one = left(env)
        if one is True:
            return True
        other = right(env)
        if other is True:
            return True
        return None if one is None or other is None else False

    return run


def _compare(op: str, left: Run, right: Run) -> Run:
    import operator

    test: Callable[[Any, Any], bool] = {
        "=": operator.eq,
        "!=": operator.ne,
        "<": operator.lt,
        "<=": operator.le,
        ">": operator.gt,
        ">=": operator.ge,
    }[op]

    def run(env: Env) -> Value:
        one, other = left(env), right(env)
        return None if one is None or other is None else test(one, other)

    return run


def _one_of(left: Run, options: Sequence[Run]) -> Run:
    def run(env: Env) -> Value:
        value = left(env)
        if value is None:
            return None
        found = [option(env) for option in options]
        if value in found:
            return True
        return None if None in found else False

    return run


def _arithmetic(op: str, left: Run, right: Run) -> Run:
    def run(env: Env) -> Value:
        one: Any = left(env)
        other: Any = right(env)
        if one is None or other is None:
            return None
        result = one * other if op == "*" else one + other if op == "+" else one - other
        return result  # type: ignore[no-any-return]

    return run


def _shift(op: str, left: Run, right: Run) -> Run:
    def run(env: Env) -> Value:
        day: Any = left(env)
        days: Any = right(env)
        if day is None or days is None:
            return None
        moved = timedelta(days=int(days))
        try:
            return day + moved if op == "+" else day - moved  # type: ignore[no-any-return]
        except OverflowError:
            return None

    return run


def _gap(left: Run, right: Run) -> Run:
    def run(env: Env) -> Value:
        one: Any = left(env)
        other: Any = right(env)
        return None if one is None or other is None else (one - other).days

    return run


def _share(part: Run, whole: Run) -> Run:
    def run(env: Env) -> Value:
        one: Any = part(env)
        other: Any = whole(env)
        return None if one is None or not other else Fraction(one) / Fraction(other)

    return run


def _total(name: str) -> Run:
    def run(env: Env) -> Value:
        total = Fraction(0)
        for _, fields in env.group:
            value = fields.get(name)
            if value is not None:
                total += Fraction(str(value))
        return total

    return run


def _extreme(choose: Callable[..., Any], runs: Sequence[Run]) -> Run:
    def run(env: Env) -> Value:
        values = [one(env) for one in runs]
        return None if any(value is None for value in values) else choose(values)

    return run


def _rounded(run_inner: Run, up: bool) -> Run:
    def run(env: Env) -> Value:
        value: Any = run_inner(env)
        if value is None:
            return None
        exact = Fraction(value)
        return -(-exact.numerator // exact.denominator) if up else exact.numerator // exact.denominator

    return run


def _register_count(register: str, test: Run | None) -> Run:
    def run(env: Env) -> Value:
        if env.registers is None or env.day is None:
            return None
        return env.registers.count(register, env.day, test)

    return run


__all__ = [
    "TEXT",
    "Compiled",
    "Env",
    "ExprError",
    "RegisterType",
    "Registers",
    "Scope",
    "compile_condition",
    "compile_value",
    "literal",
]
