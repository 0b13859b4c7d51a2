from pathlib import Path

import pytest

from zhiyin.workspace import css_floor

STATIC = Path(css_floor.__file__).parent / "static" / "zhiyin"


@pytest.mark.parametrize("sheet", sorted(STATIC.glob("*.css")), ids=lambda path: path.name)
def test_our_style_sheets_work_in_chromium_87_and_safari_14(sheet):
    assert css_floor.findings(sheet.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "css",
    [
        "a:has(b) { color: red }",
        "a:is(b, c) { color: red }",
        "a { b { color: red } }",
        "a { &:hover { color: red } }",
        "@container (min-width: 1rem) { a { color: red } }",
        "a { inset: 0 }",
        "a { accent-color: red }",
        "a { color: oklch(50% .1 20) }",
        "a { color: color-mix(in srgb, red, blue) }",
        "a { color: light-dark(red, blue) }",
        "a { aspect-ratio: 1 }",
        "a { min-height: 100dvh }",
        "@media (width > 10rem) { a { color: red } }",
        "a:focus-visible { color: red }",
        "a { appearance: none }",
        "@layer base { a { color: red } }",
        "a { grid-template-rows: subgrid }",
    ],
)
def test_what_came_later_is_found(css):
    assert css_floor.findings(css)


@pytest.mark.parametrize(
    "css",
    [
        "a { box-shadow: inset 0 0 0 1px red; clip-path: inset(50%) }",
        "a:focus:not(:focus-visible) { outline: none }",
        "a { -webkit-appearance: none; appearance: none }",
        "@media (max-width: 62rem) { a { color: #123 } }",
        "/* :has() */ a::before { content: ':has(b) {' }",
        "@keyframes x { to { opacity: 0 } }",
        "a { transform: translateY(1px) rotate(-45deg); width: calc(100% - 1rem) }",
    ],
)
def test_what_the_floor_knows_is_left_alone(css):
    assert css_floor.findings(css) == []


def test_a_finding_names_its_line():
    assert css_floor.findings("a { color: red }\n\nb:has(c) { color: red }")[0].line == 3
