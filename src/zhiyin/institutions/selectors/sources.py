"""Where a rule comes from, each source with its place in the policy library if it stands there."""

from collections.abc import Sequence
from dataclasses import dataclass

from zhiyin.institutions.language.rules import Rule
from zhiyin.institutions.provenance import each_source
from zhiyin.institutions.trace import Lang
from zhiyin.policies.selectors.citing import article_urls


@dataclass(frozen=True)
class Linked:
    """A source in words; `url` is empty for what the library does not hold."""

    label: str
    url: str


def linked(rules: Sequence[Rule], lang: Lang, *, inside: bool) -> dict[str, list[Linked]]:
    """Sources of each rule by its uid. `inside`: pages behind the sign-in. Two queries at most."""
    pairs = {(source.doc, source.article) for rule in rules for source in rule.source}
    urls = article_urls(pairs, inside=inside)
    return {
        rule.uid: [
            Linked(label, urls.get((source.doc, source.article), ""))
            for source, label in zip(rule.source, each_source(rule, lang), strict=True)
        ]
        for rule in rules
    }
