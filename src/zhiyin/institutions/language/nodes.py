"""Strict YAML: every scalar is text and knows its place; aliases, tags and repeated keys are mistakes."""

from collections.abc import Iterator
from dataclasses import dataclass

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
    StreamStartEvent,
)

from zhiyin.institutions.language.problems import Place, Problems

DEEPEST = 40
# libyaml reads a thousand rules in the time the Python parser reads fifty.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Text:
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Sequence:
    items: "tuple[Node, ...]"
    place: Place


@dataclass(frozen=True, slots=True)
class Mapping:
    entries: "dict[str, Node]"
    keys: dict[str, Place]
    place: Place

    def get(self, key: str) -> "Node | None":
        return self.entries.get(key)


Node = Text | Sequence | Mapping


class _Stop(Exception):
    """Reading cannot go on; the reason is among the problems."""


def read_yaml(text: str, file: str, problems: Problems) -> Node | None:
    """The one document of a file, or None when it cannot be read; mistakes go to `problems`."""
    try:
        events = iter(list(yaml.parse(text, Loader=_LOADER)))
        return _Reader(events, file, problems).document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = Place(file, mark.line + 1 if mark else 1, mark.column + 1 if mark else 1)
        problems.add(
            place,
            f"不是 YAML：{error.problem}",
            f"not YAML: {error.problem}",
            "检查缩进、冒号后的空格和成对的引号、括号",
            "check indentation, the space after colons, and pairs of quotes and brackets",
        )
    except (yaml.YAMLError, ValueError) as error:
        reason = str(error).splitlines()[0]
        problems.add(
            Place(file, 1, 1),
            f"不是 YAML：{reason}",
            f"not YAML: {reason}",
            "去掉不可见字符，存为 UTF-8",
            "remove unprintable characters and save as UTF-8",
        )
    except _Stop:
        pass
    return None


class _Reader:
    def __init__(self, events: Iterator[Event], file: str, problems: Problems) -> None:
        self.events = events
        self.file = file
        self.problems = problems

    def document(self) -> Node | None:
        node: Node | None = None
        for event in self.events:
            match event:
                case StreamStartEvent() | StreamEndEvent():
                    pass
                case DocumentStartEvent() if node is not None:
                    self._mistake(
                        event,
                        "一个文件里有多个文档",
                        "more than one document in a file",
                        "去掉“---”，每个文件只写一份",
                        "remove the '---'; one document for each file",
                    )
                    return node
                case ScalarEvent() | SequenceStartEvent() | MappingStartEvent() | AliasEvent():
                    node = self._node(event, 1)
                case _:
                    pass
        if node is None:
            self.problems.add(
                Place(self.file, 1, 1), "空文件", "the file is empty", "写入内容", "write a pack into it"
            )
        return node

    def _node(self, event: Event, depth: int) -> Node:
        if depth > DEEPEST:
            self._mistake(event, "嵌套太深", "nested too deeply", "减少层次", "use fewer levels")
            raise _Stop
        self._check_marks(event)
        place = self._place(event)
        match event:
            case ScalarEvent():
                # The text of a quoted scalar begins after its quote.
                quoted = event.style in ("'", '"')
                return Text(event.value, Place(place.file, place.line, place.column + quoted))
            case SequenceStartEvent():
                return Sequence(tuple(self._items(depth)), place)
            case MappingStartEvent():
                return self._mapping(place, depth)
            case _:
                return Text("", place)

    def _items(self, depth: int) -> Iterator[Node]:
        for event in self.events:
            if isinstance(event, SequenceEndEvent):
                return
            yield self._node(event, depth + 1)

    def _mapping(self, place: Place, depth: int) -> Mapping:
        entries: dict[str, Node] = {}
        keys: dict[str, Place] = {}
        for event in self.events:
            if isinstance(event, MappingEndEvent):
                break
            key = self._node(event, depth + 1)
            value = self._node(next(self.events), depth + 1)
            if not isinstance(key, Text):
                self._mistake(event, "键必须是一个词", "a key must be a word", "写成一个词", "write one word")
                continue
            if key.text in entries:
                self.problems.add(
                    key.place,
                    f"“{key.text}”写了两次",
                    f"'{key.text}' stands twice",
                    "只留一个",
                    "keep one of them",
                )
                continue
            entries[key.text] = value
            keys[key.text] = key.place
        return Mapping(entries, keys, place)

    def _check_marks(self, event: Event) -> None:
        if isinstance(event, AliasEvent) or getattr(event, "anchor", None):
            self._mistake(
                event,
                "不能用锚点和引用（& 和 *）",
                "anchors and aliases (& and *) are not allowed",
                "把内容写全；以 * 或 & 开头的文字加引号",
                "write it out; quote text that begins with * or &",
            )
        if getattr(event, "tag", None) not in (None, "!"):
            self._mistake(
                event,
                f"不能用标签 {getattr(event, 'tag', '')}",
                f"the tag {getattr(event, 'tag', '')} is not allowed",
                "去掉标签；以 ! 开头的文字加引号",
                "remove the tag; quote text that begins with !",
            )

    def _mistake(self, event: Event, zh: str, en: str, fix_zh: str, fix_en: str) -> None:
        self.problems.add(self._place(event), zh, en, fix_zh, fix_en)

    def _place(self, event: Event) -> Place:
        mark = event.start_mark
        return Place(self.file, mark.line + 1, mark.column + 1) if mark else Place(self.file, 1, 1)
