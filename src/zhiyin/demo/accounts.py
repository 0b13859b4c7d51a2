"""The accounts of the demo: who they are, and what to try as each. Only these have a password."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from django.conf import settings

from zhiyin.demo.keepers import KEEPERS
from zhiyin.people.models import Unit
from zhiyin.people.services.employees import NewEmployee
from zhiyin.vault import codes

PASSWORD = "yuanshan2026"  # noqa: S105
EMPLOYEE_UNIT = "YS010301"
# Of the receipt that the demo shows; its code also depends on the server's own key.
TOKEN = sha256("远山装备集团 匿名回执".encode()).digest()[:16]


@dataclass(frozen=True)
class DemoAccount:
    """`key` is the post's key; the login is the employee number."""

    key: str
    login: str
    name: str
    zh: str
    en: str
    try_zh: str
    try_en: str


ACCOUNTS = (
    DemoAccount(
        "employee", "201318", "赵志刚", "职工（总装厂焊接车间）", "employee, welding shop",
        "看答复、说一句；提一件新诉求", "read an answer and judge it; raise a new demand",
    ),
    DemoAccount(
        "YS-XZ/handler", "101201", "孙立新", "承办人（行政服务部）", "handler, administration",
        "签收、联系职工、写答复、承诺日期", "sign in, contact, answer, promise a date",
    ),
    DemoAccount(
        "YS-CW/handler", "103201", "任晓燕", "承办人、评审组织财务委员（财务部）",
        "handler and finance member of the committee",
        "答牵头单位请来的协办；核建议省了多少钱", "answer a sub-task; check what a suggestion saved",
    ),
    DemoAccount(
        "YS0100/leader", "201001", "何广平", "厂长（总装厂）", "plant head",
        "批延期；看本厂办得怎么样", "decide an extension; see how the plant answers",
    ),
    DemoAccount(
        "head", "100101", "郑怀远", "总经理", "general manager",
        "批准改本企业的数", "approve a new number of the house",
    ),
    DemoAccount(
        "demand1", "100103", "陈静怡", "诉求办受理", "demand officer",
        "受理、转办、并案、裁定异议", "accept, dispatch, merge, rule on objections",
    ),
    DemoAccount(
        "union1", "100105", "刘海霞", "工会干部", "union officer",
        "回访；打开保密姓名的一半钥匙", "return visits; half of the key to sealed names",
    ),
    DemoAccount(
        "review1", "100109", "吴承志", "复查人", "reviewer",
        "换人复查，写复查意见", "review with fresh eyes, write the opinion",
    ),
    DemoAccount(
        "disclosure", "100112", "史洪波", "厂务公开专员", "disclosure officer",
        "发布制度库里别人写好的草稿", "publish what somebody else drafted for the policy library",
    ),
    DemoAccount(
        "discipline1", "100107", "马守正", "纪检专员", "discipline officer",
        "只有纪检能看的检举控告", "accusations that discipline alone sees",
    ),
    DemoAccount(
        "system_admin", "100113", "许景行", "系统管理员", "system administrator",
        "单位、职工、岗位、授权", "units, employees, posts, grants",
    ),
)  # fmt: skip


def employee(units: Mapping[str, Unit]) -> NewEmployee:
    """The worker whose phone the demo shows."""
    one = ACCOUNTS[0]
    return NewEmployee(
        number=one.login, name=one.name, unit=units[EMPLOYEE_UNIT], category="skill", form="open",
        joined_on=date(2009, 8, 3), sex="male", frontline=True, shift="two", union_member=True,
    )  # fmt: skip


def spare_second_factor() -> None:
    """Let officers of this data folder sign in with the shown password alone."""
    (settings.DATA_DIR / "demo").write_text("远山装备集团\n", encoding="utf-8")


def receipt() -> str:
    """The receipt code of an anonymous demand that waits for its speaker's verdict."""
    return codes.code_for(TOKEN)


def table() -> str:
    """What the command line shows once everything is made."""
    lines = [f"密码 / password: {PASSWORD}", ""]
    lines += [
        f"{one.login}  {one.name}  {one.zh} / {one.en}\n        {one.try_zh} / {one.try_en}"
        for one in ACCOUNTS
    ]
    lines += ["", f"匿名回执 / receipt of an anonymous demand (/a/follow): {receipt()}"]
    lines += ["", "保管人口令 / passphrases of the keepers:"]
    lines += [f"  {name}: {passphrase}" for _side, name, passphrase in KEEPERS]
    return "\n".join(lines)
