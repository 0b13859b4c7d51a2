"""这一页怎么用: every page of an officer says so, in both languages, and the handbook holds it all."""

import re

import pytest
from django.utils import translation

from zhiyin.commands.pages import all_routes
from zhiyin.people.roles import Role
from zhiyin.workspace.glossary import glossary
from zhiyin.workspace.help import handbook, topic_of, topics
from zhiyin.workspace.navigation import ENTRIES

CHINESE = re.compile(r"[\u4e00-\u9fff]")
# Pages of one button, sheets to print, and what answers with a file or a redirect.
NEEDS_NONE = {
    "institutions:duties_feed", "institutions:evidence_decide", "institutions:evidence_export",
    "institutions:evidence_file", "institutions:evidence_print", "institutions:handover_print",
    "institutions:number_decide", "institutions:numbers_export", "institutions:sheet_do",
    "institutions:sheet_file", "institutions:sheet_print", "evaluation:export",
    "people:employee_reset", "people:grant_end", "people:post_close", "people:post_give_up",
    "people:roster_confirm", "people:roster_dismiss", "people:roster_marked", "people:roster_problems",
    "people:roster_sheet", "people:roster_template", "policies:discard",
    "policies:publish", "voice:bulk_undo", "voice:desk_do", "voice:desk_sheet", "voice:inbox_print",
    "voice:saved_view_end", "voice:saved_view_take_up",
    "voice:export", "voice:own_note",
    "voice:hot_do", "voice:hot_export", "voice:hot_sheet", "voice:poster_end",
    "voice:posters_pdf", "workspace:absence_end", "workspace:absence_print", "workspace:handover_print",
}  # fmt: skip


def test_every_page_of_an_officer_says_how_it_is_used():
    of_officers = {name for _path, name, access in all_routes() if access.startswith("roles: ")}
    silent = {name for name in of_officers - NEEDS_NONE if topic_of(name) is None}
    assert not silent, f"say how these pages are used in workspace/help.yaml: {sorted(silent)}"
    assert of_officers | {"institutions:duties_feed"} >= NEEDS_NONE


@pytest.mark.parametrize("topic", topics(), ids=lambda topic: topic.key)
def test_help_is_short_plain_and_in_both_languages(topic):
    assert set(topic.routes) <= {name for _path, name, _access in all_routes()}
    assert 3 <= len(topic.say) <= 5
    assert set(topic.readers) <= {str(role) for role in Role} | {"employee"}
    assert set(topic.roles) <= set(topic.readers)
    for zh, en in (*topic.say, *(said for more in topic.roles.values() for said in more)):
        assert zh.endswith("。")
        assert en.endswith(".")
        assert len(zh) <= 60
        assert not CHINESE.search(en)
    for word in topic.words:
        assert glossary().of(word)


def test_no_page_is_explained_twice_and_every_role_has_a_handbook():
    routes = [route for topic in topics() for route in topic.routes]
    assert len(routes) == len(set(routes))
    for role in set(Role) - {Role.DELEGATE}:
        assert len(handbook([role])) >= 2, role
    assert handbook(["employee"])[0].key == "home"


@pytest.mark.parametrize("lang", ["zh-hans", "en"])
def test_a_page_has_the_same_name_in_the_rail_and_in_the_handbook(lang):
    with translation.override(lang):
        rail = {entry.name: str(entry.label) for entry in ENTRIES if "rail" in entry.places}
        told = {topic.routes[0]: topic.title for topic in topics()}
    assert {name: title for name, title in told.items() if rail.get(name, title) != title} == {}
