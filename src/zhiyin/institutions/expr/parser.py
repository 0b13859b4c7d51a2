"""Text to tree. Loosest first: or, and, not, comparison, sum, `share of x`, `3 * x`."""

from datetime import date
from fractions import Fraction
from typing import Final

from zhiyin.institutions.expr.syntax import (
    Binary,
    Call,
    ExprError,
    In,
    Literal,
    Name,
    Not,
    Token,
    Tree,
    tokens,
)

DEEPEST: Final = 40
UNITS: Final = {
    "people": "people",
    "person": "people",
    "items": "items",
    "item": "items",
    "yuan": "yuan",
    "days": "days",
    "day": "days",
    "hours": "hours",
    "hour": "hours",
}
_COMPARE: Final = ("=", "!=", "<", "<=", ">", ">=")


def parse(text: str) -> Tree:
    """The tree of an expression; raises ExprError with the place of the first fault."""
    reader = _Parser(list(tokens(text)))
    tree = reader.disjunction(0)
    reader.expect_end()
    return tree


class _Parser:
    def __init__(self, words: list[Token]) -> None:
        self.words = words
        self.at = 0

    @property
    def next(self) -> Token:
        return self.words[self.at]

    def take(self) -> Token:
        token = self.next
        if token.kind != "end":
            self.at += 1
        return token

    def take_if(self, *texts: str) -> Token | None:
        if self.next.kind in ("op", "word") and self.next.text in texts:
            return self.take()
        return None

    def expect(self, text: str) -> None:
        if self.take_if(text) is None:
            raise self.surprise(f"“{text}”", f"'{text}'")

    def expect_end(self) -> None:
        if self.next.kind != "end":
            raise self.surprise("到此为止，或 and / or", "the end, or and / or")

    def surprise(self, zh: str, en: str) -> ExprError:
        found_zh = f"“{self.next.text}”" if self.next.kind != "end" else "结尾"
        found_en = f"'{self.next.text}'" if self.next.kind != "end" else "the end"
        return ExprError(
            self.next.at,
            f"这里应是{zh}，却是{found_zh}",
            f"expected {en}, found {found_en}",
            f"在这里写{zh}",
            f"write {en} here",
        )

    def disjunction(self, depth: int) -> Tree:
        if depth > DEEPEST:
            raise ExprError(
                self.next.at, "括号太深", "nested too deeply", "拆成几条规则", "split it into several rules"
            )
        left = self.conjunction(depth)
        while token := self.take_if("or"):
            left = Binary("or", left, self.conjunction(depth), token.at)
        return left

    def conjunction(self, depth: int) -> Tree:
        left = self.negation(depth)
        while token := self.take_if("and"):
            left = Binary("and", left, self.negation(depth), token.at)
        return left

    def negation(self, depth: int) -> Tree:
        if token := self.take_if("not"):
            if depth > DEEPEST:
                raise self.surprise("条件", "a condition")
            return Not(self.negation(depth + 1), token.at)
        return self.comparison(depth)

    def comparison(self, depth: int) -> Tree:
        left = self.sum(depth)
        if token := self.take_if(*_COMPARE):
            return Binary(token.text, left, self.sum(depth), token.at)
        if token := self.take_if("in"):
            return In(left, self.options(depth), token.at)
        return left

    def options(self, depth: int) -> tuple[Tree, ...]:
        self.expect("(")
        found = [self.sum(depth + 1)]
        while self.take_if(","):
            found.append(self.sum(depth + 1))
        self.expect(")")
        return tuple(found)

    def sum(self, depth: int) -> Tree:
        left = self.product(depth)
        while token := self.take_if("+", "-"):
            left = Binary(token.text, left, self.product(depth), token.at)
        return left

    def product(self, depth: int) -> Tree:
        if depth > DEEPEST:
            raise self.surprise("一个值", "a value")
        left = self.atom(depth)
        if token := self.take_if("of"):
            return Binary("of", left, self.product(depth + 1), token.at)
        if token := self.take_if("*"):
            if not isinstance(left, Literal) or left.unit:
                raise ExprError(
                    token.at,
                    "乘号前面只能是一个数",
                    "only a plain number may stand before '*'",
                    "写成 3 * x；比例写成 20% of x",
                    "write 3 * x; for shares write 20% of x",
                )
            return Binary("*", left, self.product(depth + 1), token.at)
        return left

    def atom(self, depth: int) -> Tree:
        token = self.next
        if self.take_if("("):
            inner = self.disjunction(depth + 1)
            self.expect(")")
            return inner
        if token.kind == "date":
            self.take()
            return self.day(token)
        if token.kind in ("share", "number"):
            self.take()
            return self.number(token)
        if token.kind == "name":
            self.take()
            return self.call(token, depth) if self.take_if("(") else Name(token.text, token.at)
        raise self.surprise("一个值", "a value")

    def day(self, token: Token) -> Literal:
        try:
            return Literal(date.fromisoformat(token.text), "date", token.at)
        except ValueError:
            raise ExprError(
                token.at,
                f"“{token.text}”不是日期",
                f"'{token.text}' is not a day",
                "写成 2026-03-01",
                "write it like 2026-03-01",
            ) from None

    def number(self, token: Token) -> Literal:
        text = token.text
        if text.endswith("%"):
            return Literal(Fraction(text[:-1]) / 100, "share", token.at)
        if "/" in text:
            above, below = text.split("/")
            if int(below) == 0:
                raise ExprError(token.at, "分母是零", "divided by zero", "写成 1/2", "write it like 1/2")
            return Literal(Fraction(int(above), int(below)), "share", token.at)
        if self.next.kind == "name" and self.next.text in UNITS:
            return Literal(Fraction(text), UNITS[self.take().text], token.at)
        return Literal(Fraction(text), "", token.at)

    def call(self, token: Token, depth: int) -> Call:
        args: list[Tree] = []
        where: Tree | None = None
        if not self.take_if(")"):
            args.append(self.disjunction(depth + 1))
            if self.take_if("where"):
                where = self.disjunction(depth + 1)
            while self.take_if(","):
                args.append(self.disjunction(depth + 1))
            self.expect(")")
        return Call(token.text, tuple(args), where, token.at)
