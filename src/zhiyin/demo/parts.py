"""What some demands ask for at once and the papers of an old problem, in the demo's own words."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """One claim, and what the answer will say of it; with `topic` it is split off instead."""

    text: str
    result: str = "support"
    reason: str = ""
    basis: str = ""
    topic: str = ""


@dataclass(frozen=True)
class Paper:
    """One document of the time."""

    title: str
    number: str
    dated: str
    says: str


NIGHT = (
    Part("把三月、四月少算的夜班津贴补上", "support", "考勤有6个夜班没有进核算表，5日随工资补发240元。",
         "《远山装备集团考勤与津贴核算办法》第八条"),
    Part("排班表提前一周公布", "partly", "白班从本月起提前一周；夜班随订单调整，提前三天。",
         "《远山装备集团考勤与津贴核算办法》第三条"),
    Part("夜班食堂开到凌晨一点", "explain", "食堂夜班只有两名炊事员，今年编制已满；明年用工计划里列了两名。",
         "《职工生活设施管理办法》第九条"),
)  # fmt: skip
DORMITORY = (
    Part("四楼公共淋浴间装防滑垫"),
    Part("把去年退宿时扣的200元押金退还", topic="pay"),
    Part("楼道灯坏了三盏，换一下"),
)
HOUSE = (
    Part(
        "把家属院的房产证办下来",
        "explain",
        "土地还是工业用地，市里正在办变更，变更之前登记机构不能受理。",
        "原厂集资建房方案；《远山装备集团历史遗留问题处理意见》第五条",
    ),
    Part(
        "定期告诉大家办到哪一步",
        "support",
        "每月5日在家属院公告栏公布进展，改革与离退休办公室负责。",
        "《远山装备集团历史遗留问题处理意见》第九条",
    ),
)
HOUSE_PAPERS = (
    Paper("关于集资建房的通知", "厂办〔1996〕31号", "1996年8月", "职工每户缴款1.8万元，产权归个人。"),
    Paper("厂长办公会纪要（第7次）", "", "1999年3月", "因土地性质未变更，办证暂缓，待市里统一政策。"),
    Paper("市自然资源部门答复函", "复〔2019〕118号", "2019年11月", "补交规划验收资料后可以受理。"),
)  # fmt: skip
