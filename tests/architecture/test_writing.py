"""State changes only in services, and each change tells of itself by a fact."""

import ast
import inspect
import sys

import pytest

from tests.architecture.source import files, import_all, name, tree, writes
from zhiyin.journal.kinds import published
from zhiyin.journal.verbs import registered

# Rooms in which writing is the purpose.
WRITING = ("journal/", "vault/", "demo/")
EXCEPTIONS = {
    "institutions/engine/": "obligations follow from facts and can be thrown away and rebuilt",
    "institutions/clocks.py": "a read model that follows from facts and can be thrown away and rebuilt",
    "people/views/me.py": "a new password gives the session a new key; the list of one's sessions follows",
    "workspace/worker.py": "a background job takes its turn by an UPDATE; nothing happened in the enterprise",
    "commands/camera.py": "a session for taking pictures of the demo",
}
# Functions of services that write, are public, and are not verbs themselves.
NOT_VERBS = {
    "zhiyin.institutions.services.moving.move": "the step that every verb of a sheet takes",
    "zhiyin.institutions.services.moving.write": "the line that every verb of a sheet writes",
    "zhiyin.people.services.accounts.drop_sessions": "shared by the verbs that end sessions",
    "zhiyin.people.services.bulk.insert_all": "shared by bulk verbs: rows in batches",
    "zhiyin.people.services.bulk.set_all": "shared by bulk verbs: rows in batches",
    "zhiyin.people.services.roster.drop_expired": "throws away previews that were never confirmed",
    "zhiyin.suggestions.services.steps.advance": "the step that every verb of a suggestion takes",
    "zhiyin.suggestions.services.steps.noted": "the words that go with a step of a suggestion",
    "zhiyin.suggestions.services.steps.tell": "the facts that every verb of a suggestion records",
    "zhiyin.voice.services.hot_steps.move": "the step that every verb of a hot problem takes",
    "zhiyin.voice.services.hot_steps.note": "the text that a verb of a hot problem keeps",
    "zhiyin.voice.services.photos.drop_pending": "photos of a form that was not sent yet",
    "zhiyin.voice.services.photos.expire_files": "photos of forms that were never sent",
    "zhiyin.voice.services.photos.keep_pending": "photos of a form that was not sent yet",
    "zhiyin.voice.services.speaking.message_of": "the words that go with a step of a demand",
    "zhiyin.voice.services.steps.advance": "the step that every verb of a demand takes",
    "zhiyin.voice.services.steps.advance_all": "the step that every verb of a demand takes",
}

import_all(".services.")
import_all(".facts.")


@pytest.mark.parametrize("path", files(), ids=name)
def test_only_services_write(path):
    where = name(path)
    if "/services" in where or "/migrations/" in where or where.startswith((*WRITING, *EXCEPTIONS)):
        return
    found = [f"{where}:{call.lineno} {ast.unparse(call)[:80]}" for call in writes(tree(path))]
    assert not found, f"move this into a verb of services.py, where its fact is recorded: {found}"


def test_every_exception_still_writes():
    writing = [name(path) for path in files() if any(writes(tree(path)))]
    stale = [where for where in EXCEPTIONS if not any(path.startswith(where) for path in writing)]
    assert not stale, f"these write no more; take them off the list: {stale}"


def services():
    """(dotted name, function) of every public function of services."""
    for module_name, module in sorted(sys.modules.items()):
        if module_name.startswith("zhiyin.") and ".services" in module_name:
            for function_name, function in inspect.getmembers(module, inspect.isfunction):
                if function.__module__ == module_name and not function_name.startswith("_"):
                    yield f"{module_name}.{function_name}", function


def changes(function) -> bool:
    body = ast.parse(inspect.cleandoc("\n" + inspect.getsource(inspect.unwrap(function))))
    records = any(
        isinstance(call, ast.Call) and ast.unparse(call.func).split(".")[-1] in ("record", "record_all")
        for call in ast.walk(body)
    )
    return records or any(writes(body))


@pytest.mark.parametrize(("dotted", "function"), list(services()), ids=[dotted for dotted, _ in services()])
def test_what_changes_something_is_a_verb(dotted, function):
    if dotted in registered() or dotted in NOT_VERBS:
        return
    assert not changes(function), (
        f"{dotted} changes something, but records no fact: decorate it with @verb(…), "
        "say verb(silent=…) with the reason, or list it in NOT_VERBS with the reason"
    )


def test_every_function_that_is_not_a_verb_still_exists():
    known = {dotted for dotted, _ in services()}
    assert NOT_VERBS.keys() <= known, f"take off the list: {sorted(NOT_VERBS.keys() - known)}"


@pytest.mark.parametrize("verb", list(registered().values()), ids=lambda verb: verb.name)
def test_a_verb_records_kinds_that_are_declared(verb):
    unknown = [kind for kind in (*verb.records, *verb.may_record) if kind not in published()]
    assert not unknown, f"{verb.name} names kinds that no facts.py declares: {unknown}"
    assert verb.records or verb.may_record or len(verb.silent_because) > 20, (
        f"{verb.name}: say why it is silent"
    )


def test_every_kind_of_fact_is_recorded_by_some_verb():
    named = {kind for verb in registered().values() for kind in (*verb.records, *verb.may_record)}
    # What no module publishes is recorded as evidence, by one verb for all such kinds.
    unused = {name for name, kind in published().items() if not kind.by_evidence} - named
    assert not unused, (
        f"no verb records these kinds; take them out or declare them at their verb: {sorted(unused)}"
    )
