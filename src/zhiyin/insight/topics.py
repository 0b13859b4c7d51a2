"""Guessing what a text is about, from a table of words that anyone may change. Pure."""

from collections.abc import Mapping, Sequence

# Longer words say more; an order of topics breaks ties, so that what has a legal limit comes first.
WORDS: Mapping[str, Sequence[str]] = {
    "pay": (
        "工资", "津贴", "奖金", "绩效", "加班费", "工资条", "少发", "少算", "拖欠", "补发", "扣钱", "扣款",
        "高温费", "夜班费", "补贴", "薪酬", "pay", "wage", "salary", "bonus", "overtime pay",
    ),
    "dismissal": (
        "辞退", "解除", "开除", "裁员", "劝退", "不续签", "续签", "合同到期", "赔偿金", "离职", "待岗",
        "dismiss", "fired", "contract ended",
    ),
    "injury": ("工伤", "受伤", "职业病", "伤残", "烫伤", "砸伤", "骨折", "injury", "injured", "hurt at work"),
    "safety": (
        "安全", "隐患", "漏电", "漏气", "防护", "劳保", "焊烟", "粉尘", "噪声", "排风", "通风", "护栏",
        "消防", "起火", "冒烟", "吊装", "高处", "中毒", "缺氧", "safety", "danger", "fumes", "leak",
    ),
    "living": (
        "食堂", "饭菜", "宿舍", "淋浴", "热水", "空调", "厕所", "班车", "停车", "更衣", "饮水", "暖气",
        "canteen", "dormitory", "shower", "bus", "hot water",
    ),
    "fund": ("社保", "公积金", "医保", "养老保险", "年金", "缴费基数", "insurance", "pension"),
    "career": ("职称", "评聘", "晋升", "竞聘", "技能等级", "考级", "调岗", "培训", "promotion", "training"),
    "hours": ("加班", "倒班", "排班", "休假", "年休", "调休", "请假", "夜班", "工时", "shift"),
    "conduct": (
        "贪污", "受贿", "吃拿卡要", "骂人", "打人", "刁难", "骚扰", "徇私", "作风", "公款", "虚报",
        "bribe", "harass", "corrupt",
    ),
    "legacy": ("改制", "老厂", "历史遗留", "买断", "集资房", "三供一业", "退休金差额"),
}  # fmt: skip


def guess(text: str) -> str:
    """The topic whose words weigh most in `text`; empty when none is there."""
    said = text.lower()
    weights = {
        topic: sum(len(word) * said.count(word) for word in words if word in said)
        for topic, words in WORDS.items()
    }
    best = max(weights, key=lambda topic: weights[topic])
    return best if weights[best] else ""
