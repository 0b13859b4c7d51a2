"""The columns of the two sheets: titles, other names they go by, and the words allowed in them. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from zhiyin.people.roster.values import as_text


@dataclass(frozen=True)
class Column:
    """`kind`: code, text, date, yes_no or choice; `words` maps what people write to our codes."""

    key: str
    title: str
    kind: str
    synonyms: tuple[str, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    needed: bool = False
    needed_for_new: bool = False
    shown: tuple[str, ...] = ()


def _choice(
    key: str, title: str, words: Mapping[str, tuple[str, ...]], *synonyms: str, for_new: bool = False
) -> Column:
    """`words`: code → the label first, then other ways to write it."""
    known = {w.upper(): code for code, names in words.items() for w in (code, *names)}
    labels = tuple(names[0] for names in words.values())
    return Column(key, title, "choice", synonyms, known, needed_for_new=for_new, shown=labels)


YES_NO = {
    "是": True, "有": True, "Y": True, "YES": True, "1": True, "√": True, "✓": True, "TRUE": True,
    "否": False, "无": False, "N": False, "NO": False, "0": False, "×": False, "FALSE": False, "不是": False,
}  # fmt: skip

EMPLOYEES: tuple[Column, ...] = (
    Column(
        "number", "工号", "code",
        ("员工编号", "职工编号", "人员编号", "员工号", "员工工号", "编号"), needed=True,
    ),
    Column("name", "姓名", "text", ("员工姓名", "职工姓名", "名字"), needed=True),
    Column(
        "unit", "单位编码", "code",
        ("部门编码", "组织编码", "单位代码", "机构编码", "部门代码"), needed=True,
    ),
    _choice(
        "sex", "性别",
        {
            "male": ("男", "1", "男性"), "female": ("女", "2", "女性"),
            "unknown": ("未说明", "0", "9", "未知"),
        },
    ),
    _choice(
        "category", "岗位类别",
        {
            "mgmt": ("管理", "管理序列", "管理岗", "管理人员"),
            "tech": ("专业技术", "技术", "技术序列", "专业技术人员", "专技"),
            "skill": ("技能操作", "操作", "技能", "技能序列", "技能人员", "工人"),
            "sales": ("营销", "销售", "营销序列"),
            "service": ("服务辅助", "服务", "辅助", "后勤"),
            "other": ("其他", "其它"),
        },
        "岗位序列", "序列", "类别", "人员类别", for_new=True,
    ),
    Column("frontline", "一线", "yes_no", ("是否一线", "一线标志", "一线职工")),
    _choice(
        "rank", "职级",
        {
            "l1": ("企业领导人员", "企业领导", "公司领导"), "l2": ("中层正职",), "l3": ("中层副职",),
            "l4": ("基层管理", "主管", "科级"), "l5": ("班组长", "班长"),
            "l6": ("一般员工", "员工", "一般职工"),
        },
        "级别",
    ),
    _choice(
        "form", "用工形式",
        {
            "fixed": ("固定期限", "固定", "合同制"), "open": ("无固定期限", "无固定"),
            "task": ("以完成一定任务为期限", "任务"), "dispatch": ("劳务派遣", "派遣", "派遣工"),
            "part": ("非全日制", "小时工"), "rehired": ("退休返聘", "返聘"),
            "intern": ("实习见习", "实习", "见习"), "outsourced": ("业务外包人员", "外包", "业务外包"),
        },
        "合同类型", "用工性质", for_new=True,
    ),
    _choice(
        "status", "在岗状态",
        {
            "active": ("在岗", "在职", "正常"), "leave": ("长期休假", "长病假", "休假"),
            "internal_retired": ("内退",), "off_post": ("待岗",), "seconded": ("借调",), "retired": ("退休",),
            "left": ("已离开", "离职", "调离", "辞职"),
        },
        "状态", "人员状态", "在职状态",
    ),
    _choice(
        "shift", "班制",
        {
            "day": ("常白班", "白班"), "two": ("两班", "两班倒"), "three": ("三班", "三班倒"),
            "four": ("四班三运转", "四班"), "field": ("野外、驻外", "野外", "驻外"),
        },
        "班次", "倒班",
    ),
    Column("union_member", "工会会员", "yes_no", ("是否会员", "会员", "是否工会会员")),
    Column(
        "joined_on", "入职日期", "date", ("入职时间", "进厂日期", "进公司日期"), needed_for_new=True,
    ),
)  # fmt: skip

UNITS: tuple[Column, ...] = (
    Column("code", "单位编码", "code", ("部门编码", "组织编码", "单位代码", "机构编码", "编码"), needed=True),
    Column("name", "名称", "text", ("单位名称", "部门名称", "组织名称"), needed=True),
    _choice(
        "level", "层级",
        {
            "group": ("集团总部", "集团"), "second": ("二级单位", "二级"), "third": ("三级单位", "三级"),
            "workshop": ("车间、项目部、分公司", "车间", "项目部", "分公司"), "team": ("班组",),
            "office": ("部门", "科室", "处室"),
        },
        "单位层级", for_new=True,
    ),
    Column("parent", "上级单位编码", "code", ("上级编码", "上级单位", "父级编码", "上级部门编码")),
)  # fmt: skip

_BRACKETS = re.compile(r"[(（\[【].*?[)）\]】]")
HEADER_WITHIN = 15
# The column that a marked copy begins with, so that the mended copy can be uploaded as it is.
MARKED = frozenset({"要改什么", "Whattomend"})


def header_name(cell: Any) -> str:
    """A heading without spaces, stars, colons and what stands in brackets."""
    return _BRACKETS.sub("", as_text(cell)).replace(" ", "").strip("*:：")


@dataclass(frozen=True)
class Header:
    """Where the (last) heading row is and in which column each key stands."""

    row: int
    at: Mapping[str, int]
    twice: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def find_header(rows: Sequence[Sequence[Any]], columns: Sequence[Column]) -> Header | None:
    """The first of the top rows that names at least two needed columns; None if there is none.

    Two rows with merged cells are one heading: “工号” over both of them, “用工” over “形式” and “日期”.
    """
    names = {name: c.key for c in columns for name in (c.title, *c.synonyms)}
    needed = {c.key for c in columns if c.needed}
    enough = min(2, len(needed))
    for number, row in enumerate(rows[:HEADER_WITHIN]):
        header = _header(number, row, names)
        below = rows[number + 1] if number + 1 < len(rows) else []
        pair = _two_rows(header, row, below, names)
        for found in (pair, header):
            if found and len(needed & found.at.keys()) >= enough:
                return found
    return None


def _two_rows(
    upper: Header, row: Sequence[Any], below: Sequence[Any], names: Mapping[str, str]
) -> Header | None:
    """Both rows as one heading, if each names a column that the other does not."""
    lower = _header(upper.row + 1, below, names)
    number = upper.at.get("number", upper.at.get("code", -1))
    under = below[number] if 0 <= number < len(below) else ""
    if not lower.at or not upper.at or (as_text(under) and header_name(under) not in names):
        return None
    width = max(len(row), len(below))
    cells = [_heading(_cell(row, i), _cell(below, i), names) for i in range(width)]
    both = _header(upper.row + 1, cells, names)
    return both if both.at.keys() > lower.at.keys() and both.at.keys() > upper.at.keys() else None


def _heading(above: Any, under: Any, names: Mapping[str, str]) -> Any:
    """Of two cells the one that names a column, else the lower one."""
    if header_name(under) in names:
        return under
    return above if header_name(above) in names or not as_text(under) else under


def _cell(row: Sequence[Any], index: int) -> Any:
    return row[index] if index < len(row) else ""


def _header(number: int, row: Sequence[Any], names: Mapping[str, str]) -> Header:
    at: dict[str, int] = {}
    twice: list[str] = []
    unknown: list[str] = []
    for index, cell in enumerate(row):
        name = header_name(cell)
        key = names.get(name)
        if key is None:
            unknown += [as_text(cell)] if name and name not in MARKED else []
        elif key in at:
            twice.append(as_text(cell))
        else:
            at[key] = index
    return Header(number, at, tuple(twice), tuple(unknown))
