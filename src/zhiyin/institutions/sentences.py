"""A rule as officers read it: one sentence, and the lines of who, from when, how long, what."""

from collections.abc import Iterable
from dataclasses import dataclass

from zhiyin.institutions.expr.parser import parse
from zhiyin.institutions.expr.syntax import Literal, Tree
from zhiyin.institutions.expr.words import literal_words, words
from zhiyin.institutions.language.catalogue import PROFILE, FieldSpec, KindSpec
from zhiyin.institutions.language.rules import (
    After,
    All_,
    Always,
    Any_,
    Before,
    Do,
    Each,
    Every,
    Keep,
    Pattern,
    Rule,
    leaves,
)
from zhiyin.institutions.programme import Programme
from zhiyin.institutions.provenance import FORCE, in_force, sources
from zhiyin.institutions.spans import Span
from zhiyin.institutions.trace import Lang

LEVEL = {
    "grave": ("严重", "grave"),
    "ordinary": ("一般", "ordinary"),
    "light": ("轻微", "light"),
    "none": ("不算违约，只提醒", "no breach, a reminder only"),
}
_PERIOD = {12: ("每年", "every year"), 6: ("每半年", "every half-year"), 3: ("每季度", "every quarter")}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a reading: `about` is who, when, long, what, done, pause, extend, unless, breach."""

    about: str
    question: str
    answer: str


class Reader:
    """Puts a rule into words of one language."""

    def __init__(self, programme: Programme, rule: Rule, lang: Lang) -> None:
        self.programme = programme
        self.rule = rule
        self.zh = lang == "zh"
        self.lang = lang

    def pick(self, zh: str, en: str) -> str:
        return zh if self.zh else en

    def span(self, span: Span) -> str:
        return span.zh if self.zh else span.en

    def role(self, role: str) -> str:
        return self.programme.roles.get(role, {}).get(self.lang, role)

    def label(self, path: str, kind: KindSpec | None) -> str:
        """The name of a field, code, register or number; `register#` means its unit."""
        if isinstance(self.rule.shape, Always) and path.rpartition(":")[2].startswith("opening."):
            return self.pick("本人", "that one")
        if path.startswith("opening."):
            inner = self.label(path[8:], None)
            return self.pick(f"原{inner}", f"the original {inner}")
        if path.endswith("#"):
            people = self.programme.registers[path[:-1]].unit == "people"
            return self.pick("人数" if people else "件数", "people" if people else "items")
        register, _, name = path.rpartition(":")
        spec = self._member_field(register, name) if register else None
        if spec is None and kind is not None:
            spec = kind.fields.get(name)
        if spec is None:
            spec = self._any_field(name)
        if spec is not None:
            return spec.label.get(self.lang) or name
        if name in self.programme.registers:
            return self.programme.registers[name].title[self.lang]
        number = self.rule.numbers.get(name)
        if number is not None:
            return self._number(number.text)
        members = {one.member: one.title for one in self.programme.registers.values()}
        if register and name in members:
            return members[name][self.lang]
        fixed = {"day": ("日期", "day"), "due": ("到期日", "due date"), "unit": ("单位", "unit")}
        if name in fixed:
            return self.pick(*fixed[name])
        return self.programme.catalogue.word(name, self.lang)

    def _number(self, text: str) -> str:
        tree = parse(text)
        return literal_words(tree, 0 if self.zh else 1) if isinstance(tree, Literal) else text

    def _member_field(self, register: str, name: str) -> FieldSpec | None:
        for pattern in self.programme.registers[register].enters:
            found = self.programme.catalogue.kinds[pattern.kind].fields.get(name)
            if found is not None:
                return found
        return None

    def _any_field(self, path: str) -> FieldSpec | None:
        for pattern in _patterns(self.rule):
            found = self.programme.catalogue.kinds[pattern.kind].fields.get(path)
            if found is not None:
                return found
        profile = self.programme.catalogue.kinds.get(PROFILE)
        return profile.fields.get(path) if profile else None

    def condition(self, tree: Tree, kind: KindSpec | None = None) -> str:
        return words(tree, self.zh, lambda path: self.label(path, kind))

    def pattern(self, pattern: Pattern) -> str:
        kind = self.programme.catalogue.kinds[pattern.kind]
        where = pattern.early or pattern.late
        parts = [self.condition(one.tree, kind) for one in (where, pattern.enough) if one is not None]
        joined = self.pick("，", ", ").join(parts)
        name = kind.label[self.lang]
        if not joined:
            return self.pick(f"「{name}」", f"‘{name}’")
        return self.pick(f"「{name}」（{joined}）", f"‘{name}’ ({joined})")

    def any_of(self, patterns: Iterable[Pattern]) -> str:
        return self.pick("或", " or ").join(self.pattern(pattern) for pattern in patterns)

    def do(self, do: Do) -> str:
        if isinstance(do, Pattern):
            return self.pattern(do)
        mark = self.pick("和", " and ") if isinstance(do, All_) else self.pick("或", " or ")
        inner = [
            f"（{self.do(part)}）" if isinstance(part, All_ | Any_) else self.do(part) for part in do.parts
        ]
        return mark.join(inner)

    def sentence(self) -> str:
        """The whole duty in one sentence."""
        who = self.role(self.rule.must)
        the = who if who.startswith(("the ", "each ", "all ", "both ")) else f"the {who}"
        match self.rule.shape:
            case After(on=on, within=within, do=do, counted_from=counted_from):
                zh, en = f"发生{self.any_of(on)}后", self.any_of(on)
                if counted_from:
                    named = self.label(counted_from, self.programme.catalogue.kinds[on[0].kind])
                    zh, en = f"{self.any_of(on)}的“{named}”起", f"the ‘{named}’ of {self.any_of(on)}"
                if not within.n:
                    zh, en = zh.removesuffix("起"), f"On {en}"
                    return self.pick(
                        f"{zh}当日为限，{who}须{self.do(do)}。",
                        f"{en} at the latest, {the} must do {self.do(do)}.",
                    )
                return self.pick(
                    f"{zh} {within.zh}内，{who}须{self.do(do)}。",
                    f"Within {within.en} after {en}, {the} must do {self.do(do)}.",
                )
            case Before(on=on, at_least=at_least, do=do, for_each=for_each, counted_from=counted_from):
                each = self._for_each(for_each)
                what = self.any_of(on)
                if counted_from:
                    named = self.label(counted_from, self.programme.catalogue.kinds[on[0].kind])
                    what = self.pick(f"{what}的“{named}”", f"the ‘{named}’ of {what}")
                zh, en = ("之前", "Before")
                if at_least:
                    zh, en = f"至少 {at_least.zh}前", f"At least {at_least.en} before"
                return self.pick(
                    f"{what}{zh}，{who}须{each}{self.do(do)}。",
                    f"{en} {what}, {the} must do {self.do(do)}{each}.",
                )
            case Every(do=do, per=per):
                duty, each = f"{who}须", ""
                if per:
                    register = self.programme.registers[per]
                    one = "每名" if register.unit == "people" else "每件"
                    duty, each = (
                        f"{one}{register.title['zh']}都要有",
                        f"for each of the {register.title['en']}, ",
                    )
                return self.pick(
                    f"{self.period()}，{duty}{self.do(do)}。",
                    f"{self.period().capitalize()}, {each}{the} must do {self.do(do)}.",
                )
            case Each(on=on, check=check):
                kind = self.programme.catalogue.kinds[on[0].kind]
                return self.pick(
                    f"每次{self.any_of(on)}应当符合：{self.condition(check.tree, kind)}。",
                    f"Each {self.any_of(on)} must satisfy: {self.condition(check.tree, kind)}.",
                )
            case Always(check=check, grace=grace, per=per):
                zh, en = "", ""
                if grace:
                    zh, en = f"；不符的，{grace.zh}内改正", f"; otherwise put right within {grace.en}"
                state = self.condition(check.tree)
                whose = ("", "")
                if per:
                    register = self.programme.registers[per]
                    one = "每名" if register.unit == "people" else "每件"
                    whose = (f"，{one}{register.title['zh']}都", f", for each of the {register.title['en']}")
                return self.pick(
                    f"始终保持{whose[0]}：{state}{zh}。", f"At all times{whose[1]}: {state}{en}."
                )
            case Keep(on=on, span=span, never=never):
                return self.pick(
                    f"{self.any_of(on)}起 {span.zh}内，不得{self.any_of(never)}。",
                    f"From {self.any_of(on)}, for {span.en}, never {self.any_of(never)}.",
                )

    def _for_each(self, names: tuple[str, ...]) -> str:
        titles = [self.programme.registers[name].title[self.lang] for name in names]
        if not titles:
            return ""
        return self.pick(f"对每一{'、每一'.join(titles)}", f" for each of: {', '.join(titles)}")

    def period(self) -> str:
        shape = self.rule.shape
        assert isinstance(shape, Every)
        zh, en = _PERIOD.get(shape.months) or (
            ("每月", "every month")
            if shape.months == 1
            else (f"每{shape.months}个月", f"every {shape.months} months")
        )
        if shape.by:
            zh, en = f"{zh} {shape.by[0]}月{shape.by[1]}日前", f"{en} by {shape.by[0]:02}-{shape.by[1]:02}"
        if shape.after_end:
            zh, en = f"{zh}结束后 {shape.after_end.zh}内", f"{en}, within {shape.after_end.en} after its end"
        return self.pick(zh, en)

    def lines(self) -> list[Line]:
        """The reading, line by line."""
        rule, shape = self.rule, self.rule.shape
        found = [Line("who", self.pick("谁", "who"), self.role(rule.must))]

        def add(about: str, zh: str, en: str, answer: str) -> None:
            found.append(Line(about, self.pick(zh, en), answer))

        on = getattr(shape, "on", ())
        if on:
            add("when", "从什么起", "counted from", self.any_of(on))
        if isinstance(shape, Every):
            add("when", "多久一次", "how often", self.period())
        span = (
            getattr(shape, "within", None) or getattr(shape, "span", None) or getattr(shape, "at_least", None)
        )
        if span is not None:
            add("long", "多久", "how long", self.counting(span))
        if isinstance(shape, After | Before | Every):
            add("what", "做什么", "what", self.do(shape.do))
        if isinstance(shape, Each | Always):
            kind = self.programme.catalogue.kinds[on[0].kind] if on else None
            add("done", "怎样算做到", "kept when", self.condition(shape.check.tree, kind))
        if isinstance(shape, Keep):
            add("what", "不得", "never", self.any_of(shape.never))
        if isinstance(shape, After) and shape.pause is not None:
            cap = Span(shape.pause.at_most, "working_day")
            start = self.any_of(shape.pause.start)
            add(
                "pause", "可以暂停", "may pause",
                self.pick(f"{start}之后，合计最多 {cap.zh}", f"after {start}, {cap.en} in all"),
            )  # fmt: skip
        if isinstance(shape, After) and shape.extend is not None:
            extend = shape.extend
            most = self.span(extend.at_most)
            text = self.pick(
                f"最多 {extend.times} 次，不超过 {most}", f"{extend.times} time(s), {most} at most"
            )
            if extend.valid is not None:
                kind = self.programme.catalogue.kinds[extend.by[0].kind]
                text += self.pick("；条件：", "; provided ") + self.condition(extend.valid.tree, kind)
            add("extend", "可以延期", "may be extended", text)
        if rule.unless:
            add("unless", "可以免除", "excused by", self.any_of(rule.unless))
        if rule.cancel:
            add("cancel", "不再要求", "ended by", self.any_of(rule.cancel))
        if rule.judged_by:
            add("judge", "由谁认定", "judged by", self.role(rule.judged_by))
        if rule.by_evidence:
            told = self.pick("没有模块自动记录，由人登记并附证明", "recorded by hand, with its proof")
            add("evidence", "凭什么", "evidence", told)
        add("breach", "违反了", "if broken", self._breach())
        return found

    def _breach(self) -> str:
        breach = self.rule.breach
        text = self.pick(*LEVEL[breach.level])
        if breach.rectify is not None:
            within = self.span(breach.rectify)
            text += self.pick(f"；{within}内整改", f"; put right within {within}")
        if breach.by:
            text += self.pick(f"，由{self.role(breach.by)}负责", f", by {self.role(breach.by)}")
        if breach.ladder:
            rungs = self.pick(" → ", " → ").join(self.role(rung) for rung in breach.ladder)
            text += self.pick(f"；督办逐级上报：{rungs}", f"; climbs: {rungs}")
        return text

    def counting(self, span: Span) -> str:
        text = self.span(span)
        if span.unit == "working_day":
            return text + self.pick(
                "。节假日不算，调休上班的周末要算", ". Holidays are not counted; make-up weekends are"
            )
        shape = self.rule.shape
        if isinstance(shape, After) and shape.roll and span.unit != "hour":
            return text + self.pick(
                "。最后一天不上班的，顺延到上班的那天", ". A last day off moves to the next working day"
            )
        if isinstance(shape, Before):
            return text + self.pick("。倒推，不顺延", ". Counted backward, never moved")
        return text


def sentence(programme: Programme, rule: Rule, lang: Lang) -> str:
    return Reader(programme, rule, lang).sentence()


def reading(programme: Programme, rule: Rule, lang: Lang) -> list[Line]:
    return Reader(programme, rule, lang).lines()


def _patterns(rule: Rule) -> list[Pattern]:
    shape = rule.shape
    found: list[Pattern] = [*getattr(shape, "on", ()), *rule.unless, *rule.cancel]
    if isinstance(shape, After | Before | Every):
        found.extend(leaves(shape.do))
    if isinstance(shape, Keep):
        found.extend(shape.never)
    return found


__all__ = ["FORCE", "Line", "in_force", "reading", "sentence", "sources"]
