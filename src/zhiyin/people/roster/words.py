"""Problems of a roster as sentences: where, what, and how to mend it."""

from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhiyin.people.roster import differences
from zhiyin.people.roster.check import Problem
from zhiyin.people.roster.limits import MAX_MEGABYTES, MAX_ROWS

FILE_PROBLEMS = {
    "empty_file": gettext_lazy("这个文件是空的。选中有内容的那一份，再传一次。"),
    "too_big": format_lazy(
        gettext_lazy("文件超过 {limit} MB。删去图片和没用的工作表，或者按单位分几次传。"), limit=MAX_MEGABYTES
    ),
    "too_big_inside": gettext_lazy(
        "文件打开以后太大。只留名册那张表，复制到新文件里，另存为 .xlsx，再传一次。"
    ),
    "too_many_rows": format_lazy(
        gettext_lazy("行数超过 {limit} 行。删去下面没用的行，或者按单位分几次传。"), limit=f"{MAX_ROWS:,}"
    ),
    "too_wide": gettext_lazy("表太宽，最右边或最下面有零散的格子。只留名册这一块，复制到新文件里再传。"),
    "locked": gettext_lazy("文件设了密码。去掉密码，另存为 .xlsx，再传一次。"),
    "wrong_type": gettext_lazy("这不是 Excel 或 CSV 文件。在 Excel 里另存为 .xlsx，再传一次。"),
    "web_page": gettext_lazy("这是网页改名来的表格。用 Excel 打开它，另存为 .xlsx，再传一次。"),
    "damaged": gettext_lazy("文件打不开，可能没传完整。重新下载或另存一份，再传一次。"),
    "locked_or_damaged": gettext_lazy(
        "文件打不开：可能设了密码，也可能已损坏。去掉密码，另存为 .xlsx，再传一次。"
    ),
}

SENTENCES = {
    "no_header": gettext_lazy("没有找到表头。表头要有“工号”“姓名”“单位编码”这几列，下载模板对照。"),
    "no_rows": gettext_lazy("只有表头，没有人。填好再传。"),
    "no_column": gettext_lazy("缺少“%(column)s”这一列。加上这一列，每行都填。"),
    "column_twice": gettext_lazy("“%(column)s”这一列出现了两次。留下一列。"),
    "which_sheet": gettext_lazy("有几张表都像名册：%(sheets)s。选出要导入的那一张。"),
    "not_calculated": gettext_lazy(
        "“%(column)s”这一格是公式，还没有算出结果。在 Excel 里打开、保存一次再传，或者改填成值。"
    ),
    "formula_wrong": gettext_lazy("“%(column)s”这一格的公式出错，没有结果。改填成值。"),
    "no_number": gettext_lazy("没有工号。补上工号，或删去这一行。"),
    "bad_number": gettext_lazy("工号“%(number)s”写法不对。只用字母、数字和 - _ .，最多 32 位。"),
    "number_twice": gettext_lazy("工号 %(number)s 和第 %(first)s 行重复。一个工号只留一行。"),
    "lost_zeros": gettext_lazy(
        "工号 %(number)s 没有，名册里有 %(known)s，可能丢了开头的 0。分不清是哪一个，把这一列设成文本再填。"
    ),
    "zeros_restored": gettext_lazy("工号 %(number)s 丢了开头的 0，按 %(known)s 认。"),
    "no_name": gettext_lazy("没有姓名。补上姓名。"),
    "long_name": gettext_lazy("名字超过 64 个字。改短。"),
    "no_unit": gettext_lazy("没有单位编码。补上单位编码。"),
    "unknown_unit": gettext_lazy("单位编码 %(unit)s 不存在。核对编码；是新单位的，先写进“单位”表。"),
    "closed_unit": gettext_lazy("单位 %(unit)s 已撤销。改成现在的单位编码。"),
    "beyond_reach": gettext_lazy("单位 %(unit)s 不归你管理。删去这一行，请那个单位的管理员办。"),
    "person_beyond_reach": gettext_lazy("工号 %(number)s 现在在别的单位，不归你管理。请那个单位先办调出。"),
    "bad_date": gettext_lazy("“%(column)s”看不出日期：%(value)s。写成 2020-01-05 这样。"),
    "bad_word": gettext_lazy("“%(column)s”不认识“%(value)s”。可以填：%(allowed)s。"),
    "needed_for_new": gettext_lazy("新职工要填“%(column)s”。补上。"),
    "needed_for_new_column": gettext_lazy("这一行是新职工，表里要有“%(column)s”这一列。加上。"),
    "bad_code": gettext_lazy("单位编码“%(code)s”写法不对。只用字母、数字和 - _ .，最多 32 位。"),
    "code_twice": gettext_lazy("单位编码 %(code)s 和第 %(first)s 行重复。只留一行。"),
    "no_unit_name": gettext_lazy("没有单位名称。补上。"),
    "unknown_parent": gettext_lazy("上级单位编码 %(unit)s 不存在。核对编码，或把上级单位也写进表里。"),
    "no_level": gettext_lazy("新单位 %(unit)s 没有层级。补上，比如“二级单位”“班组”。"),
    "too_deep": gettext_lazy("单位 %(unit)s 的上级超过 10 层。核对上级单位编码。"),
    "second_root": gettext_lazy("单位 %(unit)s 没有上级。全集团只有一个最上级，补上它的上级单位编码。"),
    "cycle": gettext_lazy("上级单位转成了一圈：%(codes)s。改掉其中一个的上级。"),
}

# Why a file of the folder waits for a person, or was not written
REASONS = {
    differences.MANY_LEAVE: gettext_lazy("离开的人太多"),
    differences.UNIT_EMPTIED: gettext_lazy("有单位一个人都不剩"),
    differences.UNIT_MOVED: gettext_lazy("有单位划转"),
    differences.ZEROS: gettext_lazy("有工号丢了开头的 0"),
    "problems": gettext_lazy("表里有错，标好错的表在“refused”里"),
    "expired": gettext_lazy("14 天没有人确认"),
    "replaced": gettext_lazy("又来了同名的新文件"),
    "dismissed": gettext_lazy("管理员决定不导入"),
}


def why(codes: str) -> list[str]:
    """Sentences for the reasons of a run of the folder."""
    return [str(REASONS.get(code) or FILE_PROBLEMS[code]) for code in codes.split(",") if code]


def say(problem: Problem) -> str:
    """“第 3 行 C3：单位编码 YS99 不存在。…”"""
    where = place(problem)
    what = str(SENTENCES[problem.code]) % problem.params
    return _("%(where)s：%(what)s") % {"where": where, "what": what} if where else what


def what(problem: Problem) -> str:
    """The sentence without its place."""
    return str(SENTENCES[problem.code]) % problem.params


def place(problem: Problem) -> str:
    """“第 3 行 C3”, with the sheet's name when it has one; empty for the whole file."""
    if not problem.line:
        return ""
    parts = [_("“%(sheet)s”表") % {"sheet": problem.sheet}] if problem.sheet else []
    parts.append(_("第 %(line)d 行") % {"line": problem.line})
    if problem.address:
        parts.append(problem.address)
    return " ".join(parts)
