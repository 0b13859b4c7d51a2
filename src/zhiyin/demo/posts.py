"""Posts, their holders and roles. Everyone who holds one is a person of their own."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from zhiyin.demo.roster import person_name
from zhiyin.demo.tree import ROOT, handlers, office_of, places
from zhiyin.people.models import Employee, Unit
from zhiyin.people.services.employees import NewEmployee
from zhiyin.people.services.setup import PostSpec


@dataclass(frozen=True)
class Office:
    """A post to be: key for the demo's own use, unit, title, role and the unit it reaches over."""

    key: str
    unit: str
    title: str
    role: str
    over: str
    name: str = ""
    number: str = ""


def offices() -> list[Office]:
    """Every post, the group's first."""
    return [*_group(), *_departments(), *_plants()]


def _group() -> list[Office]:
    rows = (
        ("head", ROOT, "总经理", "leader", "郑怀远"),
        ("vice_head", ROOT, "分管生产副总经理", "leader", ""),
        ("demand1", "YS-SQ", "诉求受理一岗", "demand_officer", "陈静怡"),
        ("demand2", "YS-SQ", "诉求受理二岗", "demand_officer", ""),
        ("union1", "YS-GH", "工会干部", "union_officer", "刘海霞"),
        ("union2", "YS-GH", "工会回访专员", "union_officer", ""),
        ("discipline1", "YS-JW", "纪检专员", "discipline_officer", "马守正"),
        ("discipline2", "YS-JW", "纪检副专员", "discipline_officer", ""),
        ("review1", "YS-BG", "复查一岗", "reviewer", "吴承志"),
        ("review2", "YS-BG", "复查二岗", "reviewer", ""),
        ("review3", "YS-BG", "复核岗", "reviewer", ""),
        ("disclosure", "YS-BG", "厂务公开专员", "disclosure_officer", ""),
        ("system_admin", "YS-XX", "系统管理员", "system_admin", "许景行"),
        ("security_admin", "YS-XX", "安全管理员", "security_admin", ""),
        ("audit_admin", "YS-XX", "审计管理员", "audit_admin", ""),
    )
    return [
        Office(key, unit, title, role, ROOT, name, f"1001{place:02d}")
        for place, (key, unit, title, role, name) in enumerate(rows, start=1)
    ]


def _departments() -> list[Office]:
    result = []
    for place, (to, unit) in enumerate(sorted(handlers().items()), start=1):
        if unit.startswith("YS-"):
            name = "孙立新" if to == "admin" else ""
            result += [
                Office(f"{unit}/handler", unit, "诉求承办岗", "handler", unit, name, f"1{place:02d}201"),
                Office(f"{unit}/leader", unit, "部门负责人", "leader", unit, "", f"1{place:02d}202"),
            ]
        if to == "admin":
            number = f"1{place:02d}203"
            result.append(Office(f"{unit}/handler2", unit, "诉求承办二岗", "handler", unit, "周敏", number))
    return result


def _plants() -> list[Office]:
    result = []
    plants = [place.spec for place in places() if place.spec.level == "second"]
    for place, spec in enumerate(plants, start=1):
        code, office, number = spec.code, office_of(spec.code), f"2{place:02d}"
        name = "何广平" if code == "YS01" else ""
        result += [
            Office(f"{office}/leader", code, "负责人", "leader", code, name, f"{number}001"),
            Office(f"{office}/handler", office, "综合办承办岗", "handler", code, "", f"{number}002"),
            Office(f"{code}/union", code, "分工会主席", "union_officer", code, "", f"{number}003"),
            Office(f"{code}/review", code, "复查岗", "reviewer", code, "", f"{number}004"),
        ]
    shops = [place.spec for place in places() if place.spec.level == "workshop"]
    result += [
        Office(f"{s.code}/delegate", s.code, "职工代表", "delegate", s.code[:4], "", f"29{place:02d}05")
        for place, s in enumerate(shops, start=1)
    ]
    return result


def officer(rng: random.Random, office: Office, by_code: Mapping[str, Unit]) -> NewEmployee:
    """The person who holds this post."""
    sex = "male" if office.name or rng.random() < 0.6 else "female"
    if office.name in ("陈静怡", "刘海霞", "周敏"):
        sex = "female"
    return NewEmployee(
        number=office.number,
        name=office.name or person_name(rng, sex),
        unit=by_code[office.unit],
        category="skill" if office.role == "delegate" else "mgmt",
        form="open",
        joined_on=date(2012, 7, 2),
        sex=sex,
        rank={"leader": "l2", "delegate": "l6"}.get(office.role, "l4"),
        union_member=True,
    )


def post_spec(office: Office, holder: Employee) -> PostSpec:
    return PostSpec(office.unit, office.title, [holder], [(office.role, office.over)])
