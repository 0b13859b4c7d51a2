"""Lists Chinese texts without English and English texts that nothing uses; exit status 1 if any.

In the catalogues, and in Python past them.
"""

import sys

from babel.messages.pofile import read_po

from zhiyin.commands.bare_texts import bare_texts
from zhiyin.config.messages import PACKAGE, apps, messages, po_file


def problems() -> list[str]:
    """One sentence for each text that is wrong."""
    found = bare_texts(PACKAGE)
    # A language is called by its own name everywhere, so the configuration has nothing to translate.
    for app in (app for app in apps() if (app / "apps.py").exists()):
        path = po_file(app)
        name = f"src/zhiyin/{app.name}"
        wanted = {(context, text if isinstance(text, str) else text[0]) for context, text in messages(app)}
        catalog = read_po(path.open("rb")) if path.exists() else None
        have = {(m.context, m.id if isinstance(m.id, str) else m.id[0]): m for m in catalog or () if m.id}
        for key in sorted(wanted - have.keys(), key=str):
            found.append(
                f"{name}: {key[1]!r} is not in {path.name}; run: python -m zhiyin.config.messages {app.name}"
            )
        for key in sorted(have.keys() - wanted, key=str):
            found.append(f"{name}: {key[1]!r} is in {path.name} but nowhere in the app")
        for key, message in have.items():
            text = message.string
            if key in wanted and not (all(text) if isinstance(text, tuple) else text):
                found.append(f"{name}: {key[1]!r} has no English yet")
            if message.fuzzy:
                found.append(
                    f"{name}: the English of {key[1]!r} is marked fuzzy; read it and take the mark away"
                )
    return found


def disagreements() -> list[str]:
    """One sentence for each text that apps translate differently: at run time only one of them is heard."""
    heard: dict[tuple[str | None, str, bool], dict[str, str]] = {}
    for app in apps():
        path = po_file(app)
        if not path.exists():
            continue
        with path.open("rb") as file:
            catalog = read_po(file)
        for message in catalog:
            if message.id:
                several = isinstance(message.id, tuple)
                text = message.id[0] if isinstance(message.id, tuple) else str(message.id)
                heard.setdefault((message.context, text, several), {})[app.name] = str(message.string)
    return [
        f"{text!r} is {told} in different apps: agree on one, or tell them apart by a context"
        for (_context, text, _several), told in sorted(heard.items(), key=str)
        if len(set(told.values())) > 1
    ]


def main() -> int:
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhiyin.config.settings")
    found = [*problems(), *disagreements()]
    sys.stdout.write("".join(f"{line}\n" for line in found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
