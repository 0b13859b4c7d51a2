"""Facts of evaluation: that the figures of a period are fixed."""

from zhiyin.journal.kinds import count, day, declare, digest

PERIOD_FROZEN = declare(
    "evaluation.period.frozen",
    "period",
    "一个时期的数封存",
    "figures of a period frozen",
    first_on=day("第一天", "first day"),
    last_on=day("最后一天", "last day"),
    figures=count("items", "数的个数", "how many figures"),
    digest=digest("全部数的摘要", "digest of all figures"),
)
