"""No template anywhere may need what the content security policy forbids."""

import re
from pathlib import Path

import pytest

import zhiyin

SOURCE = Path(zhiyin.__file__).parent
TEMPLATES = sorted(SOURCE.glob("*/templates/**/*.html"))
FORBIDDEN = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "an inline script": re.compile(r"<script\b(?![^>]*\bsrc=)", re.IGNORECASE),
    "an on… attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "a javascript: address": re.compile(r"javascript:", re.IGNORECASE),
    "an htmx expression": re.compile(r"\bhx-(on|vals\s*=\s*[\"']js:)", re.IGNORECASE),
    "another site's file": re.compile(r"<(script|link|img|iframe)\b[^>]*(src|href)=[\"'](https?:)?//", re.I),
}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_no_template_needs_what_the_policy_forbids(path):
    text = path.read_text("utf-8")
    assert [what for what, pattern in FORBIDDEN.items() if pattern.search(text)] == []


@pytest.mark.parametrize(
    "html",
    ['<p style="color:red">', "<style>", "<script>1</script>", '<a onclick="x()">', '<a hx-on:click="x">'],
)
def test_what_is_forbidden_is_found(html):
    assert any(pattern.search(html) for pattern in FORBIDDEN.values())


def test_there_are_templates_to_look_at():
    assert len(TEMPLATES) > 15


def test_scripts_stay_within_forty_kilobytes_compressed():
    import gzip

    from django.contrib.staticfiles import finders

    files = [finders.find("zhiyin/app.js"), finders.find("django_htmx/htmx-2.min.js")]
    assert sum(len(gzip.compress(Path(name).read_bytes())) for name in files) < 40 * 1024
    assert Path(files[0]).stat().st_size <= 12 * 1024


def test_a_first_visit_is_light(client):
    import gzip

    from django.contrib.staticfiles import finders

    page = client.get("/").content.decode()
    names = set(re.findall(r"/static/([\w./-]+)", page))
    assert {"zhiyin/tokens.css", "zhiyin/components.css", "zhiyin/icons.svg"} <= names
    weight = sum(len(gzip.compress(Path(finders.find(name)).read_bytes())) for name in names)
    assert weight + len(gzip.compress(page.encode())) < 40 * 1024


def test_every_icon_a_template_names_exists():
    icons = set(
        re.findall(r'id="i-([a-z0-9-]+)"', (SOURCE / "workspace/static/zhiyin/icons.svg").read_text())
    )
    named = {
        (path.name, name)
        for path in TEMPLATES
        for name in re.findall(r'{% icon "([a-z0-9-]+)"', path.read_text("utf-8"))
    }
    assert named
    assert {(page, name) for page, name in named if name not in icons} == set()


NOT_TEXT = re.compile(r"{%\s*blocktranslate.*?{%\s*endblocktranslate\s*%}|{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL)
CHINESE = re.compile(r"[\u3001-\u300f\u3012-\u3020\u4e00-\u9fff\uff01-\uff5e]")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_nothing_chinese_stands_in_a_template_past_the_translations(path):
    text = NOT_TEXT.sub("", path.read_text("utf-8")).replace('aria-hidden="true">职<', "").replace("＿", "")
    assert not CHINESE.search(text), "translate it, or write {% mark '：' %} between two parts"
    assert not re.search(r'\|join:"[、，；]', path.read_text("utf-8")), "use |listed"
