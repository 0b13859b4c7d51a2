"""Levels, kinds, topics and problems of the library in words."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhiyin.policies.parsing import Problem

TOPICS: Final[Mapping[str, str | Promise]] = {
    "demands": gettext_lazy("诉求与信访"),
    "congress": gettext_lazy("职代会与公开"),
    "care": gettext_lazy("帮扶与走访"),
    "pay": gettext_lazy("工资津贴"),
    "hours": gettext_lazy("工时休假"),
    "dismissal": gettext_lazy("解除合同"),
    "safety": gettext_lazy("安全健康"),
    "fund": gettext_lazy("社保公积金"),
    "career": gettext_lazy("职称晋升"),
    "living": gettext_lazy("食宿后勤"),
    "conduct": gettext_lazy("作风纪律"),
    "data": gettext_lazy("个人信息"),
    "other": gettext_lazy("其他"),
}

# Why a verb did not happen; codes of journal.refusal.NotNow.
REFUSALS: Final[Mapping[str, str | Promise]] = {
    "begins_the_same_day": gettext_lazy(
        "这个文件已经有一个版本从这一天起施行。改一改施行日期；只是有错字，用“勘误”。"
    ),
    "already_repealed": gettext_lazy("这个文件已经写明废止日期了。"),
    "ends_before_it_begins": gettext_lazy("废止日期要晚于最后一个版本的施行日期。"),
    "published_by_the_same_person": gettext_lazy("草稿是你最后改的，请另一个人看过再发布。"),
    "changed_meanwhile": gettext_lazy("你看过以后，草稿又改了。再看一遍下面的内容，再操作。"),
    "not_a_draft": gettext_lazy("这份草稿已经发布或删掉了。"),
    "has_a_draft": gettext_lazy("这个文件已经有一份草稿，先把它发布或删掉。"),
    "nothing_in_force": gettext_lazy("这个文件还没有发布过，先发布。"),
    "reason_needed": gettext_lazy("写一下理由。"),
    "not_ready": gettext_lazy("还有要改的地方，改好再发布。"),
    "same_name": gettext_lazy("库里已经有同名的文件。新的内容请在那个文件里“发布新版本”。"),
}
FILE_PROBLEMS: Final[Mapping[str, str | Promise]] = {
    "empty_file": gettext_lazy("文件是空的。"),
    "too_big": gettext_lazy("文件太大。文字文件不超过 5 MB；有图片的，去掉图片再存一份。"),
    "unpacks_too_big": gettext_lazy("文件解开以后太大，不像一份制度。在 Word 里打开，另存为 .docx 再上传。"),
    "old_office": gettext_lazy("这是旧格式的文件（.doc、.xls）。用 Word 或 WPS 另存为 .docx 再上传。"),
    "workbook": gettext_lazy("这是 Excel 表格，不是文档。把文字放进 Word，另存为 .docx 再上传。"),
    "slides": gettext_lazy("这是演示文稿，不是文档。把文字放进 Word，另存为 .docx 再上传。"),
    "not_docx": gettext_lazy("这是压缩包，里面没有 Word 文档。"),
    "damaged": gettext_lazy("文件坏了，打不开。在 Word 里打开，另存为 .docx 再上传。"),
    "locked": gettext_lazy("文件有密码。去掉密码再上传。"),
    "pdf": gettext_lazy("读不了 PDF。请用原来的 Word 文件，或者把文字粘贴到下面。"),
    "rtf": gettext_lazy("这是 RTF 文件。在 Word 或 WPS 里打开，另存为 .docx 再上传。"),
    "picture": gettext_lazy("这是图片，里面没有文字可读。把文字打进下面的框里。"),
    "web_page": gettext_lazy("这是网页文件。把文字粘贴到下面。"),
    "wrong_type": gettext_lazy("认不出这种文件。可以用 .docx、.txt 或 .md；.txt 要存成 UTF-8 或 GBK 编码。"),
}  # fmt: skip


def problem_words(problem: Problem) -> str:
    """What is wrong and what to do, without the line."""
    said = {
        "no_articles": _("没有找到“第…条”。每一条另起一行，以“第一条”开头。是乱码的，另存为 UTF-8 再传。"),
        "missing": _("%(found)s前面缺%(gone)s。补上；如果只收录部分条文，勾选“节选”。"),
        "doubled": _("%(found)s重复了，第 %(first)s 行已经有一个。"),
        "backwards": _("%(found)s排在%(before)s后面，顺序不对。"),
        "empty": _("%(found)s没有内容。"),
        "article_too_long": _("%(found)s太长，超过 %(most)s 字。看看是不是后面的“第…条”没有另起一行。"),
        "too_many": _("超过 %(most)s 条，请拆成几个文件。"),
        "too_long": _("全文超过 %(most)s 字，请拆成几个文件。"),
        "loose_text": _("这一行在章标题和第一条之间，不属于任何一条。放进一条里，或者删掉。"),
        "odd_number": _("“%(found)s”的数字不对。"),
        "lost_characters": _("这一行有读不出的字（�）。把文件另存为 UTF-8 再上传，或者在这里改。"),
        "maybe_article": _("“%(found)s”接不上前一条，当作正文了。如果是新的一条，在“条”字后面加个空格。"),
        "chapter_order": _("%(before)s后面是%(found)s，看看是不是漏了。"),
    }  # fmt: skip
    return said[problem.code] % dict(problem.params)


def refusal(code: str) -> str:
    """The sentence for a refused step."""
    return str(REFUSALS[code])
