"""The JSON Schema of pack files, for editors; made from the same lists that the reader uses."""

from typing import Any

from zhiyin.institutions.language.reader import COMMON_KEYS, GROUPS
from zhiyin.institutions.language.rules import FORCES, LAYERS
from zhiyin.institutions.language.shapes import SHAPE_KEYS

SPAN = {"type": "string", "pattern": r"^\d+(\.5)? (working days?|days?|months?|years?|hours?)$"}
DAY = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
TEXT = {"type": "string"}
LABEL = {
    "type": "object",
    "required": ["zh", "en"],
    "additionalProperties": False,
    "properties": {"zh": TEXT, "en": TEXT},
}
PATTERNS = {"$ref": "#/$defs/patterns"}


def schema() -> dict[str, Any]:
    """Every scalar is text: in YAML, quote `yes`, `no` and numbers where an editor complains."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "zhiyin-pack",
        "title": "职音制度包 / institution pack",
        "type": "object",
        "required": ["pack", "layer", "title"],
        "additionalProperties": False,
        "properties": {
            "pack": TEXT,
            "layer": {"enum": list(LAYERS)},
            "title": LABEL,
            "province": TEXT,
            "group": {"enum": list(GROUPS)},
            "roles": {"type": "object", "additionalProperties": TEXT},
            "registers": {"type": "object", "additionalProperties": _register()},
            "rules": {"type": "array", "items": {"anyOf": [_rule(), _tighten(), _set()]}},
        },
        "$defs": {"patterns": _patterns()},
    }


def _patterns() -> dict[str, Any]:
    each = {"type": "array", "items": PATTERNS}
    return {
        "anyOf": [
            TEXT,
            each,
            {
                "type": "object",
                "additionalProperties": False,
                "properties": {"any": each},
                "required": ["any"],
            },
            {
                "type": "object",
                "additionalProperties": False,
                "properties": {"all": each},
                "required": ["all"],
            },
            {
                "type": "object",
                "additionalProperties": False,
                "required": ["fact"],
                "properties": {"fact": TEXT, "where": TEXT, "enough": TEXT},
            },
        ]
    }


def _register() -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["title", "member", "enters"],
        "additionalProperties": False,
        "properties": {
            "title": LABEL,
            "member": TEXT,
            "enters": PATTERNS,
            "changes": PATTERNS,
            "leaves": PATTERNS,
            "keeps": {"type": "array", "items": TEXT},
            "counts": {"enum": ["people", "items"]},
            "within": TEXT,
        },
    }


def _dials() -> dict[str, Any]:
    return {"within": SPAN, "at_least": SPAN, "grace": SPAN, "for": SPAN, "after_end": SPAN}


def _rule() -> dict[str, Any]:
    known: dict[str, Any] = {key: {} for key in (*COMMON_KEYS, *SHAPE_KEYS)}
    known |= _dials() | {
        "id": TEXT,
        "title": LABEL,
        "text": LABEL,
        "force": {"enum": list(FORCES)},
        "source": {"type": "array", "minItems": 1, "items": _source()},
        "from": DAY,
        "to": DAY,
        "must": TEXT,
        "after": PATTERNS,
        "before": PATTERNS,
        "each": PATTERNS,
        "keep": PATTERNS,
        "never": PATTERNS,
        "do": PATTERNS,
        "unless": PATTERNS,
        "cancel": PATTERNS,
        "always": TEXT,
        "check": TEXT,
        "same": TEXT,
        "examples": {"type": "array", "minItems": 2, "items": _example()},
    }
    return {
        "type": "object",
        "required": ["id", "title", "source", "must"],
        "additionalProperties": False,
        "properties": known,
    }


def _source() -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["doc"],
        "additionalProperties": False,
        "properties": {"doc": TEXT, "article": TEXT, "seen": {"enum": ["text", "memory", "proposal"]}},
    }


def _example() -> dict[str, Any]:
    lines = {"type": "array", "items": TEXT}
    return {
        "type": "object",
        "required": ["name", "facts", "on", "expect"],
        "additionalProperties": False,
        "properties": {
            "name": LABEL,
            "facts": lines,
            "on": DAY,
            "expect": lines,
            "since": DAY,
            "profile": {"type": "object", "additionalProperties": TEXT},
        },
    }


def _tighten() -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["tighten"],
        "properties": {"tighten": TEXT, "and": TEXT} | _dials(),
    }


def _set() -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["set", "from", "by_whom"],
        "properties": {"set": TEXT, "from": DAY, "by_whom": TEXT} | _dials(),
    }
