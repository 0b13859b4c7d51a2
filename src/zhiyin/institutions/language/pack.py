"""Pack files: a header, registers and rules of one layer; the house's own words `tighten` and `set`."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, cast

from zhiyin.institutions.language.fields import Fields
from zhiyin.institutions.language.nodes import Mapping, Node, Sequence, Text, read_yaml
from zhiyin.institutions.language.problems import Place, Problems
from zhiyin.institutions.language.reader import GROUPS
from zhiyin.institutions.language.rules import LAYERS, Layer

PACK_KEYS: Final = ("pack", "layer", "title", "province", "group", "registers", "rules", "roles")


@dataclass(frozen=True, slots=True)
class PackFile:
    """One file, split into its parts but not yet understood rule by rule."""

    name: str
    layer: Layer
    title: dict[str, str]
    place: Place
    province: str = ""
    group: str = ""
    registers: dict[str, Node] = field(default_factory=dict)
    rules: tuple[Mapping, ...] = ()
    roles: dict[str, Node] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Loose:
    """Everything read from files: the catalogue's trees, the roles, and the packs, highest first."""

    catalogue: tuple[Node, ...]
    roles: dict[str, Node]
    holders: dict[str, Node]
    packs: tuple[PackFile, ...]

    def joined(self, other: "Loose") -> "Loose":
        """Both together; the other's roles go before these."""
        return Loose(
            (*self.catalogue, *other.catalogue),
            self.roles | other.roles,
            self.holders | other.holders,
            (*self.packs, *other.packs),
        )


def read_files(files: Iterable[Path], root: Path, problems: Problems) -> Loose:
    """Read pack files, `facts.yaml` and `roles.yaml`; the order of files never matters."""
    texts: list[tuple[str, str]] = []
    for path in sorted(files):
        name = str(path.relative_to(root)) if path.is_relative_to(root) else str(path)
        try:
            texts.append((name, path.read_text(encoding="utf-8")))
        except (OSError, UnicodeDecodeError) as error:
            problems.add(
                Place(name, 1, 1),
                f"读不了：{error}",
                f"cannot be read: {error}",
                "存为 UTF-8",
                "save it as UTF-8",
            )
    return read_texts(texts, problems)


def read_texts(texts: Iterable[tuple[str, str]], problems: Problems) -> Loose:
    catalogue: list[Node] = []
    roles: dict[str, Node] = {}
    holders: dict[str, Node] = {}
    packs: list[PackFile] = []
    for name, text in texts:
        node = read_yaml(text, name, problems)
        if node is None:
            continue
        if not isinstance(node, Mapping):
            problems.add(
                node.place,
                "文件要写成几项",
                "a pack must have entries",
                "以 pack: 名称 开头",
                "begin with pack: name",
            )
        elif node.get("facts") is not None:
            catalogue.append(node)
        elif node.get("pack") is None and isinstance(node.get("roles"), Mapping):
            roles.update(cast(Mapping, node.get("roles")).entries)
            if isinstance(held := node.get("holders"), Mapping):
                holders.update(held.entries)
        else:
            packs.append(_pack(node, problems))
    packs.sort(key=lambda pack: (LAYERS.index(pack.layer), pack.name))
    return Loose(tuple(catalogue), roles, holders, tuple(packs))


def _pack(node: Mapping, problems: Problems) -> PackFile:
    raw = node.get("pack")
    who = raw.text if isinstance(raw, Text) else "?"
    fields = Fields(node, who, problems)
    fields.only(*PACK_KEYS)
    layer = cast(Layer, fields.choice("layer", LAYERS, "national"))
    rules = []
    for item in fields.items("rules"):
        if isinstance(item, Mapping):
            rules.append(item)
        else:
            fields.mistake(
                "rules", "规则要写成几项", "a rule must have entries", "写成 - id: …", "write - id: …"
            )
    return PackFile(
        name=fields.needed("pack"),
        layer=layer,
        title=fields.label("title"),
        place=node.place,
        province=fields.text("province"),
        group=fields.choice("group", (*GROUPS, ""), ""),
        registers=_entries(fields, "registers"),
        rules=tuple(rules),
        roles=_entries(fields, "roles"),
    )


def _entries(fields: Fields, key: str) -> dict[str, Node]:
    entry = fields.sub(key)
    return dict(entry.node.entries) if entry else {}


_TIGHTEN_KEYS: Final = (
    "tighten", "from", "to", "title", "text", "source", "within", "at_least", "grace", "for", "after_end",
    "by", "numbers", "and", "extend", "pause", "remind", "breach", "examples", "transition",
)  # fmt: skip
_SET_KEYS: Final = (
    "set", "from", "to", "within", "at_least", "grace", "for", "after_end", "numbers", "by_whom", "source",
    "examples", "transition", "title", "text",
)  # fmt: skip
DIALS: Final = ("within", "at_least", "grace", "for", "after_end", "by")


def tightened(child: Mapping, parent: Mapping, suffix: str, fields: Fields) -> Mapping:
    """The rule that runs beside the higher one: the parent's entries with the stricter ones laid over."""
    fields.only(*_TIGHTEN_KEYS)
    entries = dict(parent.entries)
    keys = dict(parent.keys)
    parent_id = cast(Text, parent.entries["id"]).text

    def put(key: str, node: Node) -> None:
        entries[key] = node
        keys[key] = child.keys.get(key, child.place)

    put("id", Text(f"{parent_id}@{suffix}", child.place))
    put("force", Text("HOUSE", child.place))
    for gone in ("settable", "examples", "to", "under"):
        entries.pop(gone, None)
    for key, node in child.entries.items():
        match key:
            case "tighten":
                pass
            case "numbers":
                put("numbers", _numbers(parent.get("numbers"), node, fields))
            case "and":
                base = "check" if "check" in entries else "always"
                put(base, _conjoined(entries.get(base), node))
            case "extend" | "pause" if isinstance(node, Text) and node.text.strip() == "none":
                entries.pop(key, None)
            case "remind":
                put(key, _joined(parent.get("remind"), node))
            case _:
                put(key, node)
    return Mapping(entries, keys, child.place)


def set_to(child: Mapping, parent: Mapping, fields: Fields) -> Mapping:
    """A new version of the parent's rule with numbers that the law left open."""
    fields.only(*_SET_KEYS)
    fields.needed("from")
    fields.needed("by_whom")
    entries = dict(parent.entries)
    keys = dict(parent.keys)
    entries.pop("examples", None)
    entries.pop("to", None)
    for key, node in child.entries.items():
        if key in ("set", "by_whom"):
            continue
        entries[key] = _numbers(parent.get("numbers"), node, fields) if key == "numbers" else node
        keys[key] = child.keys[key]
    return Mapping(entries, keys, child.place)


def _numbers(parent: Node | None, child: Node, fields: Fields) -> Node:
    """New values under the parent's names and directions."""
    if not isinstance(child, Mapping):
        return child
    base = parent if isinstance(parent, Mapping) else Mapping({}, {}, child.place)
    entries = dict(base.entries)
    keys = dict(base.keys)
    for name, node in child.entries.items():
        old = base.get(name)
        if not isinstance(old, Mapping) or not isinstance(node, Text):
            fields.mistake(
                "numbers",
                f"上级规则没有数“{name}”",
                f"the higher rule has no number '{name}'",
                f"可以写：{'、'.join(base.entries) or '（没有）'}",
                f"write one of: {', '.join(base.entries) or '(none)'}",
            )
            continue
        entries[name] = Mapping({**old.entries, "value": node}, {**old.keys, "value": node.place}, node.place)
        keys[name] = node.place
    return Mapping(entries, keys, child.place)


def _conjoined(base: Node | None, extra: Node) -> Node:
    old = base.text if isinstance(base, Text) else ""
    new = extra.text if isinstance(extra, Text) else ""
    return Text(f"({old}) and ({new})" if old else new, extra.place)


def _joined(base: Node | None, extra: Node) -> Node:
    old = base.items if isinstance(base, Sequence) else ()
    new = extra.items if isinstance(extra, Sequence) else ()
    return Sequence((*old, *new), extra.place)
