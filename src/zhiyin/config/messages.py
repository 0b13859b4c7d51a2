"""Translations without GNU gettext: extract into each app's po file, compile to mo.

`python -m zhiyin.config.messages [app …]` does both; `compile_all` runs at start-up when a po is newer.
"""

import sys
from io import BytesIO
from pathlib import Path

from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).resolve().parent.parent
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def po_file(app: Path) -> Path:
    return app / "locale" / "en" / "LC_MESSAGES" / "django.po"


def apps() -> list[Path]:
    return sorted(p.parent for p in PACKAGE.glob("*/__init__.py"))


def messages(app: Path) -> set[tuple[str | None, str | tuple[str, ...]]]:
    """(context, msgid) of every translatable text in an app's Python files and templates."""
    from django.utils.translation import templatize

    found: set[tuple[str | None, str | tuple[str, ...]]] = set()
    sources = [(path, path.read_text("utf-8")) for path in sorted(app.rglob("*.py"))]
    for path in sorted([*app.rglob("templates/**/*.html"), *app.rglob("templates/**/*.txt")]):
        sources.append((path, templatize(path.read_text("utf-8"), origin=str(path))))
    for _path, text in sources:
        for _line, message, _comments, context in extract(
            "python", BytesIO(text.encode()), keywords=KEYWORDS
        ):
            if message:
                found.add((context, message))
    return found


def update(app: Path) -> list[str]:
    """Write the app's po file anew, keeping translations; returns the msgids that still lack one."""
    from babel.messages.catalog import Catalog

    wanted = messages(app)
    path = po_file(app)
    if not wanted and not path.exists():
        return []
    old = Catalog(locale="en")
    if path.exists():
        with path.open("rb") as source:
            old = read_po(source)
    catalog = Catalog(locale="en", project="zhiyin", charset="utf-8", creation_date=old.creation_date)
    for context, message in sorted(wanted, key=lambda item: (str(item[1]), item[0] or "")):
        known = old.get(message if isinstance(message, str) else message[0], context)
        # A text that gained or lost its plural needs its translation anew.
        same_shape = known is not None and isinstance(known.id, str) == isinstance(message, str)
        catalog.add(message, known.string if known and same_shape else None, context=context)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog, omit_header=False, width=110)
    return [str(m.id) for m in catalog if m.id and not _translated(m.string)]


def _translated(text: str | tuple[str, ...] | list[str] | None) -> bool:
    return all(text) if isinstance(text, tuple | list) else bool(text)


def compile_all(*, force: bool = False) -> None:
    """Bring every mo file up to its po file."""
    for app in apps():
        po = po_file(app)
        mo = po.with_suffix(".mo")
        if po.exists() and (force or not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime):
            with po.open("rb") as source:
                catalog = read_po(source)
            part = mo.with_suffix(".part")
            with part.open("wb") as target:
                write_mo(target, catalog)
            part.replace(mo)


def main(names: list[str]) -> int:
    missing = 0
    for app in apps():
        if not names or app.name in names:
            for msgid in update(app):
                missing += 1
                sys.stdout.write(f"{po_file(app).relative_to(PACKAGE)}: no English for {msgid!r}\n")
    compile_all()
    return 1 if missing else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
