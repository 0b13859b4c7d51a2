"""A table of addresses by employee number, as the roster's office keeps one."""

from collections.abc import Sequence
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from zhiyin.people.models import Contact, Employee
from zhiyin.people.roster.columns import Column, find_header
from zhiyin.people.roster.read import Unreadable
from zhiyin.people.roster.values import as_text
from zhiyin.people.secrets import normal_login
from zhiyin.people.services.contacts import Line

COLUMNS: Final = (
    Column("number", "工号", "code", ("员工编号", "职工编号", "人员编号", "员工号"), needed=True),
    Column("mail", "邮箱", "text", ("电子邮箱", "邮件", "邮箱地址", "EMAIL", "E-mail", "email")),
    Column("wecom", "企业微信账号", "text", ("企业微信", "企微账号", "企业微信ID", "userid")),
    Column("dingtalk", "钉钉账号", "text", ("钉钉", "钉钉ID", "钉钉userid")),
)


def lines_of(rows: Sequence[Sequence[Any]]) -> tuple[list[Line], list[int]]:
    """The addresses, and the numbers of the lines that name nobody or no address. Raises Unreadable."""
    header = find_header(rows, COLUMNS)
    if header is None or len(header.at) < 2:
        raise Unreadable("no_header")
    staff = {e.number: e for e in Employee.objects.exclude(status=Employee.Status.LEFT)}
    lines: list[Line] = []
    wrong: list[int] = []
    for place, row in enumerate(rows[header.row + 1 :], start=header.row + 2):
        cells = {key: as_text(row[at]).strip() for key, at in header.at.items() if at < len(row)}
        if not any(cells.values()):
            continue
        person = staff.get(normal_login(cells.get("number", "")))
        found = {key: text for key, text in cells.items() if key != "number" and text}
        if person is None or not all(_good(key, text) for key, text in found.items()):
            wrong.append(place)
            continue
        lines += [(person, key, text) for key, text in found.items()]
    return lines, wrong


def _good(channel: str, text: str) -> bool:
    if channel != Contact.Channel.MAIL:
        return len(text) <= 64
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True
