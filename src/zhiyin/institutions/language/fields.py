"""Reading the plain fields of a mapping: texts, days, spans, labels, lists; each mistake with its fix."""

from datetime import date

from zhiyin.institutions.language.nodes import Mapping, Node, Sequence, Text
from zhiyin.institutions.language.problems import Place, Problems, offer
from zhiyin.institutions.spans import NotASpan, Span

# In { } and [ ] a comma begins the next entry, so a text that holds one needs quotes.
QUOTE = ("大括号、方括号里的文字有逗号的，要加引号", "in { } and [ ] quote a text that holds a comma")


class Fields:
    """The entries of one mapping; `who` names its owner in messages."""

    def __init__(self, node: Mapping, who: str, problems: Problems) -> None:
        self.node = node
        self.who = who
        self.problems = problems

    def place(self, key: str) -> Place:
        return self.node.keys.get(key, self.node.place)

    def has(self, key: str) -> bool:
        return key in self.node.entries

    def only(self, *known: str) -> None:
        """Every other key is a mistake."""
        for key in self.node.entries:
            if key not in known:
                fix_zh, fix_en = QUOTE if " " in key else offer(key, known)
                self.mistake(key, f"没有“{key}”这一项", f"there is no '{key}' here", fix_zh, fix_en)

    def mistake(self, key: str, zh: str, en: str, fix_zh: str, fix_en: str) -> None:
        self.problems.add(self.place(key), f"{self.who}：{zh}", f"{self.who}: {en}", fix_zh, fix_en)

    def text(self, key: str, default: str = "") -> str:
        node = self.node.get(key)
        if node is None:
            return default
        if not isinstance(node, Text):
            self.mistake(
                key, f"“{key}”应是一句文字", f"'{key}' must be one text", "写成一行", "write one line"
            )
            return default
        return node.text.strip()

    def needed(self, key: str) -> str:
        text = self.text(key)
        if not text:
            self.mistake(key, f"缺“{key}”", f"'{key}' is missing", f"加上 {key}: …", f"add {key}: …")
        return text

    def choice(self, key: str, options: tuple[str, ...], default: str) -> str:
        text = self.text(key, default)
        if text not in options:
            fix_zh, fix_en = offer(text, options)
            self.mistake(key, f"“{key}”不能是“{text}”", f"'{key}' cannot be '{text}'", fix_zh, fix_en)
            return default
        return text

    def yes(self, key: str, default: bool) -> bool:
        return self.choice(key, ("yes", "no"), "yes" if default else "no") == "yes"

    def day(self, key: str) -> date | None:
        text = self.text(key)
        if not text:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            self.mistake(
                key,
                f"“{text}”不是日期",
                f"'{text}' is not a day",
                "写成 2026-03-01",
                "write it like 2026-03-01",
            )
            return None

    def span(self, key: str) -> Span | None:
        text = self.text(key)
        if not text:
            return None
        try:
            return Span.parse(text)
        except NotASpan as error:
            self.mistake(
                key,
                f"“{text}”不是时长",
                str(error),
                "写成 15 days、5 working days、2 months 或 24 hours",
                "write it like 15 days, 5 working days, 2 months or 24 hours",
            )
            return None

    def label(self, key: str, needed: bool = True) -> dict[str, str]:
        """`{zh: …, en: …}`."""
        node = self.node.get(key)
        if node is None and not needed:
            return {}
        if isinstance(node, Mapping):
            fields = Fields(node, f"{self.who} {key}", self.problems)
            fields.only("zh", "en")
            return {"zh": fields.needed("zh"), "en": fields.needed("en")}
        self.mistake(
            key,
            f"“{key}”要有中英文",
            f"'{key}' needs Chinese and English",
            f"写成 {key}: {{zh: …, en: …}}",
            f"write {key}: {{zh: …, en: …}}",
        )
        return {"zh": self.who, "en": self.who}

    def items(self, key: str) -> tuple[Node, ...]:
        node = self.node.get(key)
        if node is None:
            return ()
        if isinstance(node, Sequence):
            return node.items
        self.mistake(
            key, f"“{key}”应是列表", f"'{key}' must be a list", f"写成 {key}: [ … ]", f"write {key}: [ … ]"
        )
        return ()

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, or one text."""
        if isinstance(self.node.get(key), Text):
            return (self.text(key),)
        found = []
        for node in self.items(key):
            if isinstance(node, Text):
                found.append(node.text.strip())
            else:
                self.mistake(key, f"“{key}”里要是文字", f"'{key}' holds texts", "去掉嵌套", "no nesting here")
        return tuple(found)

    def sub(self, key: str) -> "Fields | None":
        node = self.node.get(key)
        if node is None:
            return None
        if isinstance(node, Mapping):
            return Fields(node, f"{self.who} {key}", self.problems)
        self.mistake(
            key,
            f"“{key}”要写成几项",
            f"'{key}' must have entries",
            f"写成 {key}: {{…}}",
            f"write {key}: {{…}}",
        )
        return None
