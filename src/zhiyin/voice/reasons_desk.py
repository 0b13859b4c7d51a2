"""Why something of the desk itself is not possible now, with what to do instead."""

from django.utils.translation import gettext_lazy as _

DESK_REASONS = {
    "view_needs_name": _("给视图起个名字。"),
    "view_same_name": _("你已经有一个叫这个名字的视图，换个名字。"),
    "views_too_many": _("自己的视图最多20个，先去掉不用的。"),
    "undo_too_late": _("只能在10分钟内撤回，现在已经过了。"),
    "undone_already": _("已经撤回过了。"),
    "somebody_went_on": _("之后有人接着办了，不能撤回，他办的都还在。"),
    "cannot_be_undone": _("这一步已经告诉了提的人，不能撤回。"),
    "not_your_part": _("这一步不归你办。"),
    "reminded_today": _("今天已经催过一次。"),
    "nobody_to_remind": _("还没有承办人，没有人可催。"),
    "case_gone": _("这件已经不在你能看到的范围里。"),
    "changed_since": _("在你打开之后，有人已经处理过。"),
    "note_in_the_past": _("提醒的日子要在今天或以后。"),
}
