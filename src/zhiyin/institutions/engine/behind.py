"""The facts behind one rule and key, as pages tell them: read from the journal, as the engine reads it."""

from zhiyin.institutions.derive.evidence import Evidence, evidence_of
from zhiyin.institutions.derive.profile import Profile
from zhiyin.institutions.engine.facts import Facts
from zhiyin.institutions.engine.gather import Sources
from zhiyin.institutions.engine.world import dated_profile
from zhiyin.institutions.evaluate import IN_ORDER
from zhiyin.institutions.language.rules import Rule
from zhiyin.institutions.reading import programme

EVERY_NUMBER = 2**62


def evidence_behind(rule: Rule, key: str) -> list[Evidence]:
    """Evidence of one pair, in order. Three queries; one more for listed facts, one for the profile."""
    only = programme().only([rule])
    facts, sources = Facts(only.plans), Sources(only)
    subjects, keys = sources.of([(rule.uid, key)])
    found = {fact.order: fact for fact in facts.of_subjects(subjects, EVERY_NUMBER)}
    found |= {fact.order: fact for _key, fact in facts.of_keys(keys, EVERY_NUMBER)}
    facts.leave_out_voided(found)
    profile = dated_profile() if rule.uid in sources.by_profile else Profile()
    return [
        one
        for fact in sorted(found.values(), key=IN_ORDER)
        for _look, its_key, one in evidence_of(only, fact, profile)
        if its_key == key
    ]
