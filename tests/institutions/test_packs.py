"""The shipped packs: every institution has its rules, every rule proves itself and reads as a sentence."""

import re
from pathlib import Path

import pytest

from zhiyin.institutions.calendar import Calendar
from zhiyin.institutions.checking import check
from zhiyin.institutions.compiled import Programme
from zhiyin.institutions.derive.always import registers_in
from zhiyin.institutions.examples import run_rule
from zhiyin.institutions.language.catalogue import from_published
from zhiyin.institutions.language.rules import Always, Before, Each, Every, Rule
from zhiyin.institutions.programme import PACKS, load
from zhiyin.institutions.provenance import sources
from zhiyin.institutions.sentences import reading, sentence
from zhiyin.institutions.slots import slots_of

PROGRAMME = load()
CALENDAR = Calendar.shipped()
RULES = pytest.mark.parametrize("rule", PROGRAMME.rules, ids=[rule.uid for rule in PROGRAMME.rules])
CHINESE = re.compile(r"[\u4e00-\u9fff]")
GROUPS = {"listen", "front", "help", "open", "take_part", "learn", "carry_out", "protect"}


def test_the_shipped_packs_have_no_mistake_and_every_example_comes_out() -> None:
    report = check([PACKS])
    assert [problem.render("en") for problem in report.problems] == []
    assert [(failure.rule, failure.en) for failure in report.failures] == []
    assert report.as_dict()["errors"] == []


def test_each_of_the_126_institutions_has_a_rule() -> None:
    named = (Path(__file__).parent / "institutions.txt").read_text(encoding="utf-8").split()
    written = {rule.institution for rule in PROGRAMME.rules}
    assert len(named) == 126
    assert [name for name in named if name not in written] == []


@RULES
def test_every_rule_shows_one_kept_and_one_not_and_says_its_substance(rule: Rule) -> None:
    assert len(rule.examples) >= 2
    assert len({one.expect for one in rule.examples}) >= 2
    assert rule.text["zh"] and rule.text["en"] and rule.group in GROUPS
    assert run_rule(PROGRAMME, rule, CALENDAR) == []


@RULES
def test_every_rule_reads_as_a_sentence_in_both_languages(rule: Rule) -> None:
    zh, en = sentence(PROGRAMME, rule, "zh"), sentence(PROGRAMME, rule, "en")
    lines = [line.answer for line in reading(PROGRAMME, rule, "en")]
    assert zh.endswith("。") and CHINESE.search(zh)
    assert en.endswith(".")
    assert [text for text in (en, *lines) if CHINESE.search(text)] == []
    assert sources(rule, "zh") and rule.must in PROGRAMME.roles


def kinds_of(programme: Programme, rule: Rule) -> set[str]:
    """Every kind that decides whether the rule is owed or kept."""
    found = {
        slot.pattern.kind
        for slot in slots_of(rule, programme.registers)
        if slot.name in ("open", "do", "never")
    }
    shape = rule.shape
    registers: set[str] = set()
    if isinstance(shape, Every) and shape.per:
        registers.add(shape.per)
    if isinstance(shape, Always | Each):
        registers |= set(registers_in(shape.check.tree))
    if isinstance(shape, Before):
        registers |= set(shape.for_each)
    for name in registers:
        found |= {pattern.kind for pattern in programme.registers[name].enters}
    if isinstance(shape, Always) and shape.check.uses_profile:
        found.add("people.profile.set")
    return found


def kinds_recorded_by_modules() -> set[str]:
    """Kinds that some verb records; the others are recorded as evidence by hand."""
    from zhiyin.journal.kinds import published

    return {name for name, kind in published().items() if not kind.by_evidence} | {
        "institutions.violation.confirmed",
        "institutions.rectification.accepted",
        "institutions.finding.recorded",
    }


def test_rules_say_truly_whether_a_module_records_their_facts() -> None:
    known = kinds_recorded_by_modules()
    wrong = [
        rule.uid for rule in PROGRAMME.rules if rule.by_evidence != (not kinds_of(PROGRAMME, rule) <= known)
    ]
    assert wrong == []


def test_the_packs_load_with_the_kinds_that_modules_publish() -> None:
    from zhiyin.journal.kinds import published

    programme = load(published=from_published(published().values()))
    kind = programme.catalogue.kinds["voice.demand.answered"]
    assert kind.published
    assert len(programme.rules) == len(PROGRAMME.rules)


def test_every_kind_in_the_catalogue_has_both_names_and_is_used_by_a_rule() -> None:
    used = set(PROGRAMME.slots) | set(PROGRAMME.register_slots) | {"people.profile.set"}
    for name, kind in PROGRAMME.catalogue.kinds.items():
        assert kind.label["zh"] and kind.label["en"], name
        for field_name, field in kind.fields.items():
            assert field.label["zh"] and field.label["en"], (name, field_name)
    unused = sorted(set(PROGRAMME.catalogue.kinds) - used)
    assert [
        name for name in unused if not name.startswith(("voice.", "people.", "vault.", "institutions."))
    ] == []


def test_every_role_has_a_holder() -> None:
    assert sorted(PROGRAMME.roles) == sorted(PROGRAMME.holders)
    assert {holder.split("@")[1] for holder in PROGRAMME.holders.values()} <= {
        "self",
        "unit",
        "parent",
        "group",
    }


def test_rules_never_name_those_who_spoke() -> None:
    keys = {key for rule in PROGRAMME.rules for key in rule.keys}
    assert not keys & {"speaker", "person", "employee", "complainant"}
    watches = [rule for rule in PROGRAMME.rules if rule.judged_by]
    assert {rule.keys for rule in watches} == {("watch",)}
