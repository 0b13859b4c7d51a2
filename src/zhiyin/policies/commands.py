"""`zhiyin policies import FILE…`"""

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import Any

from zhiyin.config.terminal import complain, english, pick, say


def add_parsers(subparsers: "argparse._SubParsersAction[Any]") -> None:
    whole = subparsers.add_parser("policies", help=pick("制度库", "the policy library"))
    what = whole.add_subparsers(required=True, metavar=pick("做什么", "WHAT"))
    taking = what.add_parser(
        "import",
        help=pick(
            "把 .docx、.txt、.md 文件放进制度库，一个文件一份",
            "take .docx, .txt and .md files into the library",
        ),
    )
    taking.add_argument("files", type=Path, nargs="+", metavar="FILE", help=pick("文件", "files"))
    taking.add_argument(
        "--from", dest="from_on", required=True, metavar="DATE", type=date.fromisoformat,
        help=pick("施行日期，如 2024-03-01", "in force from, such as 2024-03-01"),
    )  # fmt: skip
    taking.add_argument("--issuer", required=True, help=pick("制定机关", "issued by"))
    taking.add_argument(
        "--level", default="group", choices=("national", "local", "group", "unit"),
        help=pick("层级，默认集团", "level; group unless told"),
    )  # fmt: skip
    taking.add_argument("--kind", default="house", help=pick("种类，默认企业制度", "kind; house unless told"))
    taking.add_argument("--unit", default="", metavar="CODE", help=pick("归口单位编码", "unit that keeps it"))
    taking.add_argument(
        "--public", action="store_true", help=pick("谁都能看；不写就是内部", "public; internal unless told")
    )
    taking.add_argument(
        "--excerpt", action="store_true", help=pick("节选，可以缺条", "excerpts: articles may be missing")
    )
    taking.add_argument(
        "--publish", action="store_true",
        help=pick("没有问题的直接发布；不写就存成草稿", "publish what has no problems; drafts unless told"),
    )  # fmt: skip
    taking.set_defaults(run=run_import)


def run_import(options: argparse.Namespace) -> int:
    """0 when every file was taken in, 1 when some were not, 2 when nothing could begin."""
    from django.utils import translation

    from zhiyin.people.models import Unit
    from zhiyin.policies.models import Document

    units = Unit.objects.filter(closed_on=None)
    unit = units.filter(code=options.unit).first() if options.unit else units.filter(parent=None).first()
    if unit is None:
        complain("没有这个单位", "there is no such unit")
        return 2
    if options.kind not in Document.Kind.values:
        known = ", ".join(Document.Kind.values)
        complain(f"种类只有：{known}", f"kinds are: {known}")
        return 2
    with translation.override("en" if english() else "zh-hans"):
        refused = sum(not _take(path, unit, options) for path in options.files)
    return 1 if refused else 0


def _take(path: Path, unit: Any, options: argparse.Namespace) -> bool:
    """One file: its name is the document's. A file that cannot be taken in stops no other."""
    from zhiyin.policies.docx import Unreadable
    from zhiyin.policies.files import read_text
    from zhiyin.policies.parsing import parse
    from zhiyin.policies.rules import NotNow
    from zhiyin.policies.services.drafts import Described, Text, draft_document
    from zhiyin.policies.services.publishing import publish
    from zhiyin.policies.words import FILE_PROBLEMS, problem_words, refusal

    title = path.stem.strip("《》 ")
    try:
        source = read_text(path.read_bytes())
        described = Described(
            title=title[:120], number="", issuer=options.issuer, level=options.level, kind=options.kind,
            open=options.public, unit=unit,
        )  # fmt: skip
        text = Text(source, options.from_on, options.excerpt, source_name=path.name)
        draft = draft_document(acting=None, described=described, text=text)
        parsed = parse(source, title=title)
        problems = parsed.stopping(excerpt=options.excerpt)
        if options.publish and not problems:
            publish(acting=None, version_id=draft.pk, revision=draft.revision)
    except OSError as problem:
        return _not_taken(path, str(problem.strerror))
    except Unreadable as problem:
        return _not_taken(path, str(FILE_PROBLEMS[problem.code]))
    except NotNow as problem:
        return _not_taken(path, refusal(problem.reason))
    count = len(parsed.articles)
    if options.publish and not problems:
        say(f"{path.name}：{count} 条，已发布", f"{path.name}: {count} articles, published")
    else:
        say(
            f"{path.name}：{count} 条，存成草稿，{len(problems)} 处要改",
            f"{path.name}: {count} articles, kept as a draft, {len(problems)} to mend",
        )
    for one in problems[:20]:
        line = f"{one.line}: " if one.line else ""
        sys.stdout.write(f"  {line}{problem_words(one)}\n")
    return True


def _not_taken(path: Path, why: str) -> bool:
    sys.stderr.write(f"{path}: {why}\n")
    return False
