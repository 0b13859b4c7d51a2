"""The core decides without Django, a clock or a database."""

import subprocess
import sys

CORE = """
    assembly checking commands compare draft evaluate examples layering little_calendar
    schema sentences trace trial
"""


def test_the_core_imports_no_django() -> None:
    modules = ", ".join(f"zhiyin.institutions.{name}" for name in CORE.split())
    code = f"import sys, {modules}; sys.exit(sum(name.split('.')[0] == 'django' for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == 0


def test_the_core_asks_no_clock() -> None:
    from pathlib import Path

    import zhiyin.institutions as app

    root = Path(app.__file__).parent
    files = [root / f"{name}.py" for name in (*CORE.split(), "calendar", "tables", "spans")]
    files += [path for part in ("language", "expr", "derive") for path in (root / part).glob("*.py")]
    asked = [
        path.name
        for path in files
        if any(word in path.read_text(encoding="utf-8") for word in ("date.today", ".now(", "journal.clock"))
    ]
    assert asked == []
