"""Which column of an old record means what: guessed from its heading, remembered once somebody has set it."""

import re
from collections.abc import Mapping, Sequence
from hashlib import sha256

from zhiyin.insight.bigrams import normal

# The first word of each is how the template names it; headings are compared without spaces and marks.
SYNONYMS: dict[str, tuple[str, ...]] = {
    "number": (
        "编号",
        "留言编号",
        "诉求编号",
        "工单编号",
        "工单号",
        "序号",
        "受理编号",
        "信访编号",
        "number",
        "id",
    ),
    "user": ("用户", "留言用户", "诉求人", "来电人", "姓名", "网友", "提出人", "user", "name"),
    "title": ("主题", "留言主题", "标题", "诉求标题", "事项", "诉求主题", "title", "subject"),
    "time": (
        "时间",
        "留言时间",
        "提出时间",
        "诉求时间",
        "来电时间",
        "受理时间",
        "日期",
        "提交时间",
        "date",
        "time",
    ),
    "text": ("内容", "留言详情", "留言内容", "诉求内容", "详情", "反映内容", "具体内容", "text", "content"),
    "answer": ("答复", "答复意见", "回复", "回复内容", "处理结果", "办理结果", "答复内容", "answer", "reply"),
    "answered": ("答复时间", "回复时间", "办结时间", "答复日期", "办结日期", "answered"),
}
FIELDS = tuple(SYNONYMS)
REQUIRED = ("text",)
Columns = Mapping[str, int]


def plain(heading: str) -> str:
    return re.sub(r"[\s:：()（）*＊_\-]+", "", normal(heading))


def guess(header: Sequence[str]) -> dict[str, int]:
    """Field → place of its column, for each heading that is a known word; the first one wins."""
    words = {plain(word): field for field, known in SYNONYMS.items() for word in known}
    found: dict[str, int] = {}
    for place, heading in enumerate(header):
        field = words.get(plain(heading))
        if field and field not in found:
            found[field] = place
    return found


def header_key(header: Sequence[str]) -> str:
    """What a file's heading row is remembered by."""
    return sha256("\x1f".join(plain(heading) for heading in header).encode()).hexdigest()


def checked(columns: Mapping[str, object], width: int) -> dict[str, int]:
    """`columns` without unknown fields, and without places outside the file."""
    return {
        field: place
        for field, place in columns.items()
        if field in SYNONYMS and isinstance(place, int) and 0 <= place < width
    }
