"""The documentation says what the program does: each page is compared with the code it speaks of."""

import re
import tomllib
from pathlib import Path

import pytest

from tests.architecture.source import ROOT, files, import_all
from zhiyin.commands import docs, pages

DOCS = ROOT / "docs"
WRITTEN = sorted([*DOCS.rglob("*.md"), *ROOT.glob("*.md")])
# Names of settings in Python files, in the launcher and in the checks.
SETTING = re.compile(r"ZHIYIN_[A-Z][A-Z_]*[A-Z]")
READ = re.compile(r"""env(?:\.\w+)?\(\s*["']([A-Z_]+)["']""")


def text(name: str) -> str:
    return (DOCS / name).read_text("utf-8")


@pytest.mark.parametrize("name", ["facts.md", "routes.md", "commands.md", "glossary.md"])
def test_the_page_that_follows_from_code_is_current(name):
    import_all(".facts.")
    made = {path.name: page for path, page in docs.pages().items()}
    assert text(name) == made[name], f"docs/{name} is out of date: run ./zhiyin docs"


def test_every_route_says_who_may_enter():
    silent = [path for path, _name, access in pages.all_routes() if not access]
    assert not silent, f"decorate the views with one of zhiyin.people.access: {silent}"


def settings_in_code() -> set[str]:
    found: set[str] = set()
    for path in [*files(), ROOT / "zhiyin"]:
        code = path.read_text("utf-8")
        found.update(SETTING.findall(code))
        found.update(f"ZHIYIN_{name}" for name in READ.findall(code))
    return found


def test_every_setting_is_explained_to_operators():
    told = set(SETTING.findall(text("operations.md")))
    untold = settings_in_code() - told
    assert not untold, f"explain in docs/operations.md: {sorted(untold)}"
    gone = told - settings_in_code()
    assert not gone, f"docs/operations.md explains settings that nothing reads: {sorted(gone)}"


def direct_dependencies() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    lines = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    return {re.split(r"[\[<>=~!; ]", line)[0].lower() for line in lines}


def test_every_dependency_has_its_reason():
    told = set(re.findall(r"^\| `([^`]+)`", text("dependencies.md"), re.MULTILINE))
    assert told == direct_dependencies(), (
        f"docs/dependencies.md: without a reason {sorted(direct_dependencies() - told)}, "
        f"no longer used {sorted(told - direct_dependencies())}"
    )


def test_the_lock_holds_every_dependency_with_hashes():
    locked = "".join(
        (ROOT / name).read_text("utf-8") for name in ("requirements.lock", "requirements-dev.lock")
    )
    pins = dict(re.findall(r"^([a-z0-9-]+)==([^ ;]+)", locked, re.MULTILINE))
    missing = direct_dependencies() - pins.keys()
    assert not missing, f"run ./zhiyin lock: {sorted(missing)} are not in the lock files"
    blocks = re.split(r"\n(?=[a-z])", locked.strip())
    assert all("--hash=sha256:" in block for block in blocks)
    assert "://" not in locked, "a lock file names no package index: everyone has their own"


def links() -> list[tuple[Path, str]]:
    found = []
    for page in WRITTEN:
        for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text("utf-8")):
            if not target.startswith(("http:", "https:", "mailto:", "#")):
                found.append((page, target.split("#")[0]))
    return found


@pytest.mark.parametrize(
    ("page", "target"), links(), ids=[f"{page.name}->{target}" for page, target in links()]
)
def test_no_link_is_dead(page, target):
    assert (page.parent / target).exists(), (
        f"{page.relative_to(ROOT)} links to {target}, which does not exist"
    )


def test_commands_named_in_the_documentation_exist():
    known = {words[0] for words in pages.all_commands()}
    named = {
        (page.name, word)
        for page in WRITTEN
        for word in re.findall(r"\./zhiyin ([a-z]+)", page.read_text("utf-8"))
    }
    unknown = sorted((page, word) for page, word in named if word not in known)
    assert named
    assert not unknown, f"no such command: {unknown}"


def test_every_decision_record_is_listed():
    index = text("adr/README.md")
    unlisted = [path.name for path in (DOCS / "adr").glob("[0-9]*.md") if path.name not in index]
    assert not unlisted, f"add to docs/adr/README.md: {unlisted}"


def test_the_glossary_has_the_eighty_terms_and_those_that_came_later():
    rows = re.findall(r"^\| (\d+) \| (.+?) \| (.+?) \| (.+?) \|$", text("glossary.md"), re.MULTILINE)
    assert [int(row[0]) for row in rows] == list(range(1, len(rows) + 1))
    assert len(rows) >= 80
    assert all(len(row[3]) > 10 for row in rows), "every term is explained in our own words"
