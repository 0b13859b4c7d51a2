"""Where a rule comes from, how strong it is and from when to when it runs, in words."""

from datetime import date

from zhiyin.institutions.language.rules import Rule
from zhiyin.institutions.trace import Lang

FORCE = {
    "LAW": ("法律", "law"),
    "AR": ("行政法规", "administrative regulation"),
    "DR": ("部门规章", "departmental rule"),
    "ND": ("规范性文件", "normative document"),
    "PARTY": ("党内法规", "party regulation"),
    "LOCAL": ("地方规定", "local rule"),
    "HOUSE": ("本企业承诺", "promise of the house"),
    "PRACTICE": ("企业做法", "practice"),
}


def sources(rule: Rule, lang: Lang) -> str:
    """《信访工作条例》34; the house's own numbers are marked."""
    return ("；" if lang == "zh" else "; ").join(each_source(rule, lang))


def each_source(rule: Rule, lang: Lang) -> list[str]:
    """The same, one text for each of the rule's sources."""
    marks = {
        "memory": ("（凭记忆，待核）", " (from memory)"),
        "proposal": ("（默认值）", " (a default)"),
        "text": ("", ""),
    }
    found = []
    for source in rule.source:
        if lang == "en" and source.seen == "proposal" and not source.article:
            found.append("its number is a default")  # the note says so in Chinese
            continue
        name = f"《{source.doc}》" if lang == "zh" and source.article else source.doc
        found.append(
            f"{name}{' ' if source.article else ''}{source.article}{marks[source.seen][lang == 'en']}"
        )
    return found


def in_force(rule: Rule, lang: Lang) -> str:
    """From when to when the version runs."""
    start, end = rule.start.isoformat(), rule.end.isoformat() if rule.end else ""
    if rule.start <= date(1949, 10, 1):
        start = ""
    if lang == "zh":
        return f"{start} 起" + (f"至 {end}" if end else "") if start else (f"至 {end}" if end else "")
    return f"from {start}" + (f" to {end}" if end else "") if start else (f"to {end}" if end else "")
