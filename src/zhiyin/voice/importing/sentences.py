"""Why a row or a file was not taken, in words."""

from django.utils.translation import gettext_lazy as _

REASONS = {
    "no_text": _("没有内容"),
    "bad_time": _("时间看不懂"),
    "no_time": _("有答复，却没有任何时间"),
    "number_too_long": _("编号太长"),
    "empty_file": _("文件里没有内容。第一行应当是列名，下面是记录。"),
    "wrong_type": _("这不是表格。请用 .xlsx 或 .csv。"),
    "web_page": _("这是网页，不是表格。请在表格软件里另存为 .xlsx 再试。"),
    "damaged": _("文件坏了，打不开。请重新导出再试。"),
    "locked_or_damaged": _("打不开：可能有密码，也可能坏了。去掉密码再试。"),
    "no_text_column": _("没有找到“内容”列。请指定哪一列是诉求内容。"),
    "unknown_field": _("没有这个字段"),
    "unknown_column": _("文件里没有这一列"),
    "unknown_unit": _("没有这个单位编码"),
    "too_big": _("文件太大，请分成几个。"),
}


def said(reason: str) -> str:
    return str(REASONS[reason])
