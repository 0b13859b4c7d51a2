"""`zhiyin begin`: the top unit and its first two people, who arrange everything else on the pages."""

import argparse
from dataclasses import dataclass
from typing import Any

from zhiyin.config.terminal import complain, pick, say

UNFIT = 65


@dataclass(frozen=True)
class First:
    """One of the first two: who, and which role over the whole enterprise."""

    number: str
    name: str
    title: str
    role: str


def add_parsers(commands: "argparse._SubParsersAction[Any]") -> None:
    parser = commands.add_parser(
        "begin",
        help=pick("新企业开张：头两个人", "begin with a real enterprise: its first two people"),
    )
    parser.add_argument(
        "--code", required=True, help=pick("最上级单位的编码，如 YS", "code of the top unit, such as YS")
    )
    parser.add_argument("--name", help=pick("它的名称", "its name; ZHIYIN_ENTERPRISE unless told"))
    who = (pick("工号", "NUMBER"), pick("姓名", "NAME"))
    parser.add_argument(
        "--administrator", nargs=2, required=True, metavar=who,
        help=pick("系统管理员：单位、名册、岗位、权限", "system administrator: units, roster, posts, powers"),
    )  # fmt: skip
    parser.add_argument(
        "--union", nargs=2, required=True, metavar=who,
        help=pick("工会干部：工会的权限只由工会给", "union officer: the union alone gives its powers"),
    )  # fmt: skip
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    from django.conf import settings

    from zhiyin.commands.migrate import migrate
    from zhiyin.people.models import Unit
    from zhiyin.people.secrets import normal_login

    migrate()
    if Unit.objects.exists():
        complain(
            "这里已经有一家企业，什么都没有改。", "There is an enterprise here already; nothing was changed."
        )
        return UNFIT
    code = options.code.strip().upper()
    people = [
        First(
            normal_login(options.administrator[0]),
            options.administrator[1].strip(),
            "系统管理员",
            "system_admin",
        ),
        First(normal_login(options.union[0]), options.union[1].strip(), "工会干部", "union_officer"),
    ]
    if wrong := _wrong(code, people):
        complain(*wrong)
        return UNFIT
    slips = begin(code, (options.name or settings.ENTERPRISE).strip(), people)
    say(
        "两张纸条，各给本人，30 天内用一次（网址 /app/sign-in）：",
        "Two slips, one for each of them, good once within 30 days (at /app/sign-in):",
    )
    for number, name, shown in slips:
        say(
            f"  {name}  工号 {number}  首次登录码 {shown}",
            f"  {name}  number {number}  first sign-in code {shown}",
        )
    say(
        "接下来：系统管理员导入名册、立岗位、给权限；设保管人用 ./zhiyin keys keeper。",
        "Next: the administrator imports the roster, opens posts, gives powers; then ./zhiyin keys keeper.",
    )
    return 0


def _wrong(code: str, people: list[First]) -> tuple[str, str] | None:
    from zhiyin.people.rules import is_code

    for text in (code, *(one.number for one in people)):
        if not is_code(text):
            return (
                f"“{text}”不行：只用大写字母、数字和 - _ .，最多 32 个字。",
                f"{text!r} will not do: capitals, digits and - _ . alone, 32 at most.",
            )
    if people[0].number == people[1].number:
        return "系统管理员和工会干部要是两个人。", "Administrator and union officer must be two people."
    if not all(one.name for one in people):
        return "姓名不能空着。", "A name is missing."
    return None


def begin(code: str, name: str, people: list[First]) -> list[tuple[str, str, str]]:
    """Open the unit, let them join with a post and its role; their numbers, names and codes to sign in."""
    from django.db import transaction

    from zhiyin.journal import clock
    from zhiyin.people.services.accounts import issue_slips
    from zhiyin.people.services.employees import NewEmployee, join_all
    from zhiyin.people.services.setup import PostSpec, UnitSpec, open_posts, open_units

    today = clock.today()
    with transaction.atomic():
        units = open_units(units=[UnitSpec(code, name, "group")], on=today)
        joined = join_all(
            acting=None,
            people=[
                NewEmployee(one.number, one.name, units[code], "mgmt", "open", today, union_member=True)
                for one in people
            ],
        )
        posts = [
            PostSpec(code, one.title, [employee], [(one.role, code)])
            for one, employee in zip(people, joined, strict=True)
        ]
        open_posts(posts=posts, units=units, on=today)
        slips = issue_slips(acting=None, employees=joined)
    return [(slip.employee.number, slip.employee.name, slip.shown) for slip in slips]
