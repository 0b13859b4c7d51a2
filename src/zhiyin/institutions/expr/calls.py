"""The closed list of functions: known, share, count, distinct, total, min, max, ceil, floor."""

from abc import abstractmethod

from zhiyin.institutions.expr import runs
from zhiyin.institutions.expr.runs import Run
from zhiyin.institutions.expr.scope import Scope
from zhiyin.institutions.expr.syntax import Call, ExprError, Name, Tree
from zhiyin.institutions.expr.types import BOOL, NUMBER, SHARE, Type, meet
from zhiyin.institutions.language.problems import offer


class Calls:
    """The part of the builder that knows the functions."""

    scope: Scope
    fields: set[str]
    uses_registers: bool

    @abstractmethod
    def build(self, tree: Tree, wanted: Type | None = None) -> tuple[Run, Type]: ...

    @abstractmethod
    def need_quantity(self, tree: Tree, type_: Type) -> None: ...

    @abstractmethod
    def nested(self, scope: Scope) -> "Calls": ...

    @abstractmethod
    def truth(self, tree: Tree) -> Run: ...

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
            raise mismatch(tree.at, part_type, whole_type)
        return runs.share(part, whole), SHARE

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
            inner = self.nested(
                Scope(
                    fields=kept.fields,
                    profile=self.scope.profile,
                    numbers=self.scope.numbers,
                    opening=self.scope.opening,
                )
            )
            test = inner.truth(tree.where)
        return runs.register_count(register.path, test), Type(kept.unit)

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
        return runs.total(name), type_

    def call_extreme(self, tree: Call) -> tuple[Run, Type]:
        self.arity(tree, 2, 3, 4)
        found, type_ = [], NUMBER
        for arg in tree.args:
            run, arg_type = self.build(arg)
            self.need_quantity(arg, arg_type)
            met = meet(type_, arg_type)
            if met is None:
                raise mismatch(arg.at, type_, arg_type)
            type_ = met
            found.append(run)
        return runs.extreme(min if tree.function == "min" else max, found), type_

    def call_round(self, tree: Call) -> tuple[Run, Type]:
        self.arity(tree, 1)
        run, type_ = self.build(tree.args[0])
        self.need_quantity(tree.args[0], type_)
        return runs.rounded(run, up=tree.function == "ceil"), type_

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


def mismatch(at: int, one: Type, other: Type) -> ExprError:
    return ExprError(
        at,
        f"{one.zh}和{other.zh}不能放在一起",
        f"{one} and {other} do not go together",
        "两边用同一种单位",
        "use one unit on both sides",
    )
