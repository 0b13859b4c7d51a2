"""Facts of hot problems: ids, codes, dates and counts; nothing of those who speak or support."""

from zhiyin.journal.kinds import code, count, day, declare, digest, ref
from zhiyin.voice.facts import step
from zhiyin.voice.states_hot import WhyAgain, WhyDetached

H, M = "hot", "hot_milestone"
TEXT = digest("文字的加盐摘要", "salted digest of the text")
DEMAND = ref("demand", "诉求", "demand")
TO_POST = ref("post", "负责岗位", "responsible post")

HOT_OPENED = declare("voice.hot.opened", H, "立为热点问题", "hot problem opened", to_post=TO_POST, text=TEXT)
HOT_DEMAND_ATTACHED = step(
    "voice.hot.demand_attached", H, "诉求并入热点问题", "demand attached", demand=DEMAND
)
HOT_DEMAND_DETACHED = step(
    "voice.hot.demand_detached", H, "诉求移出热点问题", "demand detached",
    demand=DEMAND, why=code("原因", "why", *WhyDetached),
)  # fmt: skip
HOT_OWNER_CHANGED = step(
    "voice.hot.owner_changed", H, "热点问题换人负责", "owner changed", to_post=TO_POST, text=TEXT
)
HOT_PLANNED = step(
    "voice.hot.planned", H, "热点问题定下办法", "plan made",
    end_on=day("哪天全部办好", "to be done by"), text=TEXT,
)  # fmt: skip
HOT_PUBLISHED = step("voice.hot.published", H, "热点问题公开进展", "news published", text=TEXT)
HOT_RESOLVED = step("voice.hot.resolved", H, "热点问题办好了", "resolved", text=TEXT)
HOT_BROADCAST = step(
    "voice.hot.broadcast", H, "把结果答复给每一件诉求", "result answered to each demand",
    answered=count("items", "这次答复的", "answered now"), left=count("items", "还没答复的", "left"),
)  # fmt: skip
HOT_CLOSED = step("voice.hot.closed", H, "热点问题办结", "closed")
HOT_REOPENED = step(
    "voice.hot.reopened", H, "热点问题重新办理", "reopened", why=code("原因", "why", *WhyAgain), text=TEXT
)
HOT_SUPPORTED = declare(
    "voice.hot.supported", H, "也有这个问题的人数（一天一次）", "supporters, counted once a day",
    on=day("哪一天", "day"), people=count("people", "人数", "people"),
)  # fmt: skip

HOT = ref("hot", "热点问题", "hot problem")
MILESTONE_SET = step(
    "voice.hot.milestone_set", M, "定下节点", "milestone set",
    hot=HOT, planned_on=day("计划哪天", "planned on"), text=TEXT,
)  # fmt: skip
MILESTONE_DONE = step("voice.hot.milestone_done", M, "节点办好", "milestone done", hot=HOT, text=TEXT)
MILESTONE_DROPPED = step(
    "voice.hot.milestone_dropped", M, "节点取消", "milestone dropped", hot=HOT, text=TEXT
)
