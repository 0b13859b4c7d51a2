"""How rates, reasons and changes are said."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


@dataclass(frozen=True)
class Said:
    """A rate in words: its title, what is divided by what, what one should know, and its unit of count."""

    title: Text
    part: Text
    whole: Text
    note: Text = ""
    brief: Text = ""
    unit: Text = ""


RATES: dict[str, Said] = {
    "acceptance": Said(
        _("及时受理"),
        _("按期受理或告知去处的"),
        _("受理期限落在本期的"),
        _("按后来承办的单位计；还没转办的只进全企业合计。"),
    ),
    "response": Said(
        _("及时联系"), _("承办人按期联系了本人的"), _("本期应答复的"), _("系统自动回的不算联系。")
    ),
    "answer": Said(
        _("按时答复"),
        _("在期限内书面答复的"),
        _("本期应答复的"),
        _("依规延期的按新期限算，没有第二人批准的延期不算。"),
        _("按时答复"),
        _("件应答复"),
    ),
    "solved": Said(
        _("职工说“解决了”"),
        _("说解决了的"),
        _("已评价的"),
        _("办结后 30 天内又重新提的，不算解决。"),
        _("解决了"),
        _("件已评价"),
    ),
    "solved_strict": Said(
        _("解决了（从严）"), _("说解决了的"), _("本期应回访的"), _("没联系上、没表态的，都按没解决算。")
    ),
    "satisfied": Said(
        _("职工说“满意”"),
        _("说满意的"),
        _("已评价的"),
        _("“基本满意”单列，不算进去。没评价的不算满意。"),
        _("满意"),
        _("件已评价"),
    ),
    "satisfied_broad": Said(_("满意或基本满意"), _("说满意或基本满意的"), _("已评价的")),
    "rated": Said(
        _("评价了的"),
        _("已评价的"),
        _("请了评价的"),
        _("没评价的不算满意。"),
        _("评价了的"),
        _("件请了评价"),
    ),
    "reached": Said(_("回访接通"), _("评价了或接通了的"), _("本期应回访的"), _("自己评价了的，算接通。")),
    "promise": Said(
        _("承诺兑现"), _("按承诺日期办好的"), _("承诺日期落在本期的"), _("职工说没办好的，算没兑现。")
    ),
    "extended": Said(_("延期"), _("批准延期的"), _("本期应答复的")),
    "objected": Said(_("退单"), _("承办单位提过异议的"), _("本期应答复的")),
    "rework": Said(_("再办"), _("又办一次的"), _("本期应答复、已答复的")),
    "overturned": Said(_("复查改变"), _("复查后改变原答复的"), _("本期作出复查、复核意见的")),
}
MISSES: dict[str, Text] = {
    "late": _("晚了"),
    "open": _("还没办"),
    "partly": _("部分解决"),
    "no": _("没有"),
    "basically": _("基本满意"),
    "reopened": _("30 天内又提"),
    "silent": _("接通了没评价"),
    "unreachable": _("联系不上"),
    "unrated": _("没评价"),
    "broken": _("没兑现"),
}
MISSES_OF: dict[tuple[str, str], Text] = {
    ("answer", "late"): _("晚了但已答复"),
    ("answer", "open"): _("还没答复"),
    ("solved", "no"): _("没解决"),
    ("solved_strict", "no"): _("没解决"),
    ("satisfied", "no"): _("不满意"),
    ("satisfied_broad", "no"): _("不满意"),
    ("extended", "no"): _("没延期"),
    ("objected", "no"): _("没退单"),
    ("rework", "no"): _("没再办"),
    ("overturned", "no"): _("维持原答复"),
}
LEFT_OUT: dict[str, Text] = {
    "not_due": _("还没到期"),
    "no_limit": _("没有期限"),
    "not_dispatched": _("还没转办"),
    "withdrawn": _("本人撤回"),
    "merged": _("并案"),
    "redirected": _("告知别的途径"),
    "lapsed": _("逾期未补"),
    "discipline": _("已转纪检"),
    "unanswered": _("还没答复"),
    "not_asked": _("还没到回访"),
    "anonymous": _("匿名，没用码评价"),
    "no_contact": _("没有联系方式"),
    "silent": _("接通了没评价"),
    "unreachable": _("联系不上"),
    "unrated": _("没评价"),
}
CLAUSES: dict[str, Text] = {
    "days_up": _("答复更快了"),
    "days_down": _("答复更慢了"),
    "on_time_up": _("按时答复的更多了"),
    "on_time_down": _("按时答复的少了"),
    "on_time_same": _("按时答复和上期差不多"),
    "solved_up": _("解决的更多了"),
    "solved_down": _("解决的少了"),
    "solved_same": _("解决的和上期差不多"),
    "satisfied_up": _("满意的更多了"),
    "satisfied_down": _("满意的少了"),
    "satisfied_same": _("满意的和上期差不多"),
    "both_same": _("解决的、满意的都和上期差不多"),
}
KINDS: dict[str, Text] = {"month": _("按月"), "quarter": _("按季度"), "year": _("按年")}


def miss(key: str, label: str) -> Text:
    return MISSES_OF.get((key, label)) or MISSES[label]
