"""`zhiyin import demands FILE`"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any


def add_parsers(subparsers: "argparse._SubParsersAction[Any]") -> None:
    whole = subparsers.add_parser("import", help="导入旧记录 / take in old records")
    what = whole.add_subparsers(required=True, metavar="WHAT")
    demands = what.add_parser("demands", help="从 xlsx 或 csv 导入旧诉求 / demands from an xlsx or csv file")
    demands.add_argument("file", type=Path, help="文件 / the file")
    demands.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="FIELD=HEADING",
        help="指定列，如 text=反映内容；字段有 number user title time text answer answered / name a column",
    )
    demands.add_argument("--unit", default="", metavar="CODE", help="都归这个单位 / all about this unit")
    demands.add_argument("--dry-run", action="store_true", help="只检查，不写入 / check only")
    demands.add_argument("--json", action="store_true", help="one JSON object")
    demands.set_defaults(run=run_import)


def run_import(options: argparse.Namespace) -> int:
    """Exit status 0 when the file could be read, even if some rows were not taken; 2 otherwise."""
    from zhiyin.people.models import Unit
    from zhiyin.voice.importing.reading import Unreadable, read
    from zhiyin.voice.importing.sentences import said
    from zhiyin.voice.services.imports import columns_for, import_rows, remember_columns

    try:
        table = read(options.file.read_bytes())
        columns = _columns(columns_for(table.header), options.map, table.header)
        unit = Unit.objects.filter(code=options.unit).first() if options.unit else None
        if options.unit and unit is None:
            raise Unreadable("unknown_unit")
    except OSError as error:
        sys.stderr.write(f"{options.file}: {error.strerror}\n")
        return 2
    except Unreadable as error:
        sys.stderr.write(f"{options.file}: {said(error.reason)}\n")
        return 2
    if options.map and not options.dry_run:
        remember_columns(header=table.header, columns=columns)
    report = import_rows(acting=None, table=table, columns=columns, unit=unit, dry_run=options.dry_run)
    _tell(report, as_json=options.json)
    return 0


def _columns(known: dict[str, int], wanted: Sequence[str], header: Sequence[str]) -> dict[str, int]:
    from zhiyin.voice.importing.columns import REQUIRED, SYNONYMS, plain
    from zhiyin.voice.importing.reading import Unreadable

    headings = [plain(heading) for heading in header]
    columns = dict(known)
    for text in wanted:
        name, _equals, heading = text.partition("=")
        if name not in SYNONYMS:
            raise Unreadable("unknown_field")
        if plain(heading) not in headings:
            raise Unreadable("unknown_column")
        columns[name] = headings.index(plain(heading))
    if any(name not in columns for name in REQUIRED):
        raise Unreadable("no_text_column")
    return columns


def _tell(report: Any, *, as_json: bool) -> None:
    from zhiyin.voice.importing.sentences import said

    rejected = [{"row": r.row, "reason": r.reason} for r in report.rejected]
    if as_json:
        plain = {
            "read": report.read,
            "added": report.added,
            "unchanged": report.unchanged,
            "rejected": rejected,
        }
        sys.stdout.write(json.dumps(plain, ensure_ascii=False) + "\n")
        return
    sys.stdout.write(
        f"读到 {report.read}，新增 {report.added}，已有 {report.unchanged}，没收 {len(rejected)} / "
        f"read, added, unchanged, rejected\n"
    )
    for row in report.rejected[:50]:
        sys.stdout.write(f"  {row.row}: {said(row.reason)}\n")
