"""`zhiyin institutions …`: check, explain, try, due, holidays; replay and house-numbers need a database."""

import argparse
import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from zhiyin.institutions.language.rules import Rule
    from zhiyin.institutions.programme import Programme


def add_parsers(subparsers: "argparse._SubParsersAction[Any]") -> None:
    """Add `institutions` and its verbs; each sets `run` and `without_django`."""
    zh = _language(None) == "zh"
    root = subparsers.add_parser(
        "institutions", help="制度包与期限" if zh else "institution packs and limits"
    )
    verbs = root.add_subparsers(required=True, metavar="COMMAND")

    check = verbs.add_parser(
        "check", help="检查制度包，运行例子" if zh else "check packs and run their examples"
    )
    check.add_argument("paths", nargs="*", type=Path, metavar="PATH")
    _common(check, run_check)

    explain = verbs.add_parser("explain", help="一条制度怎样读" if zh else "how a rule is read")
    explain.add_argument("id")
    _packs(explain)
    _common(explain, run_explain)

    try_ = verbs.add_parser("try", help="用一组事实试算" if zh else "try a list of facts")
    try_.add_argument(
        "facts", type=Path, help="事实，一行一条；- 为标准输入" if zh else "one fact a line; - for stdin"
    )
    try_.add_argument("--on", type=_day, required=True, metavar="DATE")
    try_.add_argument("--profile", action="append", default=[], metavar="NAME=VALUE")
    try_.add_argument("--since", type=_day, metavar="DATE")
    _packs(try_)
    _common(try_, run_try)

    replay = verbs.add_parser(
        "replay", help="用新规则试算旧事，什么也不写" if zh else "try a draft on the past; writes nothing"
    )
    replay.add_argument("--draft", type=Path, required=True, metavar="FILE")
    replay.add_argument("--from", type=_day, required=True, dest="since", metavar="DATE")
    replay.add_argument("--to", type=_day, required=True, dest="until", metavar="DATE")
    _common(replay, run_replay)
    replay.set_defaults(without_django=False)

    numbers = verbs.add_parser(
        "house-numbers",
        help="本企业改过的数，写成制度包" if zh else "the numbers set by the house, as a pack",
    )
    numbers.add_argument("--to", type=Path, metavar="FILE", help="写进文件" if zh else "write to a file")
    _common(numbers, run_house_numbers)
    numbers.set_defaults(without_django=False)

    tables = verbs.add_parser(
        "holidays", help="检查并装入一年的放假安排" if zh else "check and install a year's holidays"
    )
    tables.add_argument("file", type=Path, nargs="?")
    tables.add_argument("--check", action="store_true", help="只检查" if zh else "check only")
    _common(tables, run_holidays)

    due = verbs.add_parser("due", help="数日子" if zh else "count days")
    due.add_argument("lines", nargs="*", metavar="LINE", help="2025-09-17 15 working days")
    due.add_argument("--no-roll", action="store_true", help="末日不顺延" if zh else "never move the last day")
    due.add_argument("--backward", action="store_true", help="倒推" if zh else "count backward")
    _common(due, run_due)


def _common(parser: argparse.ArgumentParser, run: Any) -> None:
    parser.add_argument("--json", action="store_true", help="JSON")
    parser.add_argument("--lang", choices=("zh", "en"), default=None)
    parser.set_defaults(run=run, without_django=True)


def _packs(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--pack", nargs="+", action="extend", type=Path, default=[], metavar="DIR")


def _language(given: str | None) -> str:
    return given or ("en" if os.environ.get("ZHIYIN_LANG", "zh").startswith("en") else "zh")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text}: YYYY-MM-DD") from None


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")


def _complain(text: str) -> None:
    sys.stderr.write(text + "\n")


def _dump(value: object) -> None:
    _say(json.dumps(value, ensure_ascii=False, indent=1))


def run_check(options: argparse.Namespace) -> int:
    """Exit status 1 when a pack has mistakes or an example fails, 2 when there is nothing to read."""
    from zhiyin.institutions.checking import check
    from zhiyin.institutions.programme import PACKS, pack_files

    lang = _language(options.lang)
    paths = options.paths or [PACKS]
    missing = [path for path in paths if not path.exists()]
    if missing:
        _complain(f"没有 {missing[0]}" if lang == "zh" else f"there is no {missing[0]}")
        return 2
    if not pack_files(paths):
        _complain("没有制度包（*.yaml）" if lang == "zh" else "there are no packs (*.yaml) here")
        return 2
    report = check(paths)
    if options.json:
        _dump(report.as_dict())
        return 0 if report.ok else 1
    for problem in report.problems:
        _say(problem.render("zh" if lang == "zh" else "en"))
    for failure in report.failures:
        _say(f"{failure.place.file}:{failure.place.line}: {failure.rule}: {failure.name}")
        _say(f"    {failure.zh if lang == 'zh' else failure.en}")
    counts = (len(report.rules), report.examples, len(report.failures), len(report.by_evidence_only))
    zh = "{} 条规则，{} 个例子，{} 个没过；{} 条只凭登记的证据判断。"
    en = "{} rules, {} examples, {} failed; {} rest on recorded evidence alone."
    _say((zh if lang == "zh" else en).format(*counts))
    if report.problems:
        number = len(report.problems)
        _say(f"{number} 处要改。" if lang == "zh" else f"{number} to mend.")
    return 0 if report.ok else 1


def _programme(packs: Sequence[Path], lang: str) -> "Programme | None":
    """The asked packs with what stands above them (all shipped packs without any); None after complaining."""
    from zhiyin.institutions.checking import surroundings
    from zhiyin.institutions.language.problems import Problems
    from zhiyin.institutions.programme import PACKS, pack_files, read_programme

    asked = pack_files(packs or [PACKS])
    problems = Problems()
    programme = read_programme([*surroundings(asked), *asked], Path.cwd(), problems)
    for problem in problems:
        _complain(problem.render("zh" if lang == "zh" else "en"))
    return None if problems else programme


def run_explain(options: argparse.Namespace) -> int:
    from zhiyin.institutions.language.problems import offer

    lang = _language(options.lang)
    programme = _programme(options.pack, lang)
    if programme is None:
        return 1
    rules = [rule for rule in programme.rules if options.id in (rule.id, rule.uid, rule.institution)]
    if not rules:
        fix = offer(options.id, programme.ids)[0 if lang == "zh" else 1]
        _complain(
            f"没有制度“{options.id}”。{fix}" if lang == "zh" else f"there is no rule '{options.id}'; {fix}"
        )
        return 1
    if options.json:
        _dump([_explained(programme, rule) for rule in rules])
        return 0
    for index, rule in enumerate(rules):
        if index:
            _say("")
        _explain(programme, rule, lang)
    return 0


def _explained(programme: "Programme", rule: "Rule") -> dict[str, Any]:
    from zhiyin.institutions.sentences import reading, sentence

    return {
        "rule": rule.id,
        "from": rule.start.isoformat(),
        "to": rule.end.isoformat() if rule.end else None,
        "title": dict(rule.title),
        "text": dict(rule.text),
        "force": rule.force,
        "layer": rule.layer,
        "group": rule.group,
        "source": [{"doc": one.doc, "article": one.article, "seen": one.seen} for one in rule.source],
        "by_evidence": rule.by_evidence,
        "zh": sentence(programme, rule, "zh"),
        "en": sentence(programme, rule, "en"),
        "reading": {
            "zh": [[line.question, line.answer] for line in reading(programme, rule, "zh")],
            "en": [[line.question, line.answer] for line in reading(programme, rule, "en")],
        },
        "examples": len(rule.examples),
    }


def _explain(programme: "Programme", rule: "Rule", lang: str) -> None:
    from zhiyin.institutions.provenance import FORCE, in_force, sources
    from zhiyin.institutions.sentences import reading, sentence

    zh = lang == "zh"
    tongue: Any = lang
    _say(f"{rule.title[lang]}  [{FORCE[rule.force][0 if zh else 1]}]  {rule.id}")
    _say(f"{sources(rule, tongue)}  {in_force(rule, tongue)}")
    if rule.text:
        _say(rule.text[lang])
    _say(sentence(programme, rule, tongue))
    for line in reading(programme, rule, tongue):
        _say(f"  {line.question}{'：' if zh else ': '}{line.answer}")
    _say(f"  {'例子' if zh else 'examples'}{'：' if zh else ': '}{len(rule.examples)}")


def run_try(options: argparse.Namespace) -> int:
    """The obligations of a list of facts, with their traces."""
    from zhiyin.institutions.trial import BadFacts, try_facts

    lang = _language(options.lang)
    programme = _programme(options.pack, lang)
    if programme is None:
        return 1
    try:
        text = sys.stdin.read() if str(options.facts) == "-" else options.facts.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        _complain(
            f"读不了 {options.facts}：{error}" if lang == "zh" else f"cannot read {options.facts}: {error}"
        )
        return 2
    try:
        found = try_facts(programme, text, options.on, options.profile, options.since)
    except BadFacts as error:
        for line in error.lines:
            _complain(line)
        return 1
    if options.json:
        _dump(found)
        return 0
    for row in found:
        _say(f"{row['rule']}  {row['key']}  {row['status']}  {row['due'] or ''}")
        _say(f"    {row[lang]}")
    if not found:
        _say("没有义务。" if lang == "zh" else "no obligations.")
    return 0


def run_due(options: argparse.Namespace) -> int:
    """Exit status 1 when a line cannot be read; the other lines are still answered."""
    from zhiyin.institutions.trace import render
    from zhiyin.institutions.trial import due_of_line

    lang = _language(options.lang)
    results: list[dict[str, Any]] = []
    bad = 0
    for number, line in _lines(options.lines):
        try:
            results.append(due_of_line(line, roll=not options.no_roll, backward=options.backward))
        except ValueError as error:
            bad += 1
            results.append({"line": line, "date": None, "error": str(error)})
            word = "第{}行：{}" if lang == "zh" else "line {}: {}"
            _complain(word.format(number, error))
    if options.json:
        _dump(results)
        return 1 if bad else 0
    for result in results:
        if result["date"] is None:
            continue
        mark = ("（暂定）" if lang == "zh" else " (provisional)") if result["provisional"] else ""
        tongue: Any = lang
        _say(f"{result.get('at') or result['date']}{mark}  {render(result['trace'], tongue)}")
    return 1 if bad else 0


def run_replay(options: argparse.Namespace) -> int:
    """Exit status 1 when the draft has mistakes. Reads the database, writes nothing."""
    from zhiyin.institutions.trying import try_draft

    zh = _language(options.lang) == "zh"
    try:
        draft = options.draft.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        _complain(f"读不了：{error}" if zh else f"cannot be read: {error}")
        return 1
    problems, tried = try_draft(draft, options.since, options.until)
    if options.json:
        _dump({"problems": [one.as_dict() for one in problems], "rules": [_tried(one) for one in tried]})
        return 1 if problems else 0
    for problem in problems:
        _complain(problem.render("zh" if zh else "en"))
    for one in tried:
        was, would = one.compared.total.was, one.compared.total.would
        _say(f"{one.rule.title['zh' if zh else 'en']}  {one.rule.id}")
        line = "  {}：按时 {}，晚了补上 {}，违反 {}" if zh else "  {}: kept {}, late {}, breached {}"
        for word, side in (("实际" if zh else "was", was), ("试算" if zh else "would be", would)):
            _say(line.format(word, side.kept, side.late, side.broken))
        n = one.compared.newly_late
        _say(f"  原来按时的，有 {n} 次会晚。" if zh else f"  Of those kept, {n} would have been late.")
    return 1 if problems else 0


def run_house_numbers(options: argparse.Namespace) -> int:
    """Prints or writes what `zhiyin institutions check` reads. Exit status 1 when it cannot be written."""
    from zhiyin.institutions.selectors.numbers import exported, listed

    if options.json:
        _dump(listed())
        return 0
    if options.to is None:
        sys.stdout.write(exported())
        return 0
    try:
        options.to.write_text(exported(), encoding="utf-8")
    except OSError as error:
        _complain(f"写不了：{error}" if _language(options.lang) == "zh" else f"cannot be written: {error}")
        return 1
    return 0


def _tried(one: Any) -> dict[str, Any]:
    compared = one.compared
    return {
        "rule": one.rule.id,
        "was": compared.total.was.as_dict(),
        "would": compared.total.would.as_dict(),
        "newly_late": compared.newly_late,
        "newly_kept": compared.newly_kept,
        "units": {
            str(unit): {"was": pair.was.as_dict(), "would": pair.would.as_dict()}
            for unit, pair in compared.units.items()
        },
    }


def run_holidays(options: argparse.Namespace) -> int:
    """List the years that have a table, or check a table and put it into the data folder."""
    from zhiyin.institutions.calendar import Calendar
    from zhiyin.institutions.tables import MalformedTable, from_public, own_folder, parse_table

    lang = _language(options.lang)
    if options.file is None:
        years = sorted(Calendar.shipped().years)
        _dump(years) if options.json else _say(" ".join(map(str, years)))
        return 0
    try:
        text = from_public(options.file.read_text(encoding="utf-8"))
        table = parse_table(text, options.file.name)
    except (OSError, UnicodeDecodeError, MalformedTable) as error:
        _complain(f"不能用：{error}" if lang == "zh" else f"refused: {error}")
        return 1
    if not options.check:
        folder = own_folder()
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{table.year}.json").write_text(text, encoding="utf-8")
    if options.json:
        _dump({"year": table.year, "days": len(table.days), "installed": not options.check})
        return 0
    off = sum(day.off for day in table.days)
    zh = f"{table.year} 年：放假 {off} 天，调休上班 {len(table.days) - off} 天。"
    en = f"{table.year}: {off} days off, {len(table.days) - off} make-up days."
    if not options.check:
        zh += "已装入；重启服务后，暂定的日期重新计算。"
        en += " Installed; provisional dates are recomputed when the service restarts."
    _say(zh if lang == "zh" else en)
    return 0


def _lines(given: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Lines from the arguments (whole lines, one line in words, or a file), or from standard input."""
    listed = list(given)
    if len(listed) == 1 and Path(listed[0]).is_file():
        listed = Path(listed[0]).read_text(encoding="utf-8").splitlines()
    if listed and not any(" " in one for one in listed):
        listed = [" ".join(listed)]
    source = listed or sys.stdin
    for number, line in enumerate(source, start=1):
        cleaned = line.split("#")[0].strip()
        if cleaned:
            yield number, cleaned
