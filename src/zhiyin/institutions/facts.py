"""Facts of breaches, of the 督办单, of the register and of the house's numbers. No names and no texts."""

from zhiyin.institutions.rules import OUTCOMES, State
from zhiyin.journal.kinds import code, count, day, declare, digest, ref, yes_no

FORCE = code("规则效力", "force of the rule", "LAW", "AR", "DR", "ND", "PARTY", "LOCAL", "HOUSE", "PRACTICE")
LEVEL = code("违约程度", "level of the breach", "grave", "ordinary", "light")
RULE = ref("rule", "规则", "rule")
KEY = ref("key", "对象", "key")
TEXT = digest("文字的加盐摘要", "salted digest of the text")
RUNG = count("items", "第几级", "rung")
NEW_ON = day("新的日期", "new date")

OBLIGATION_BREACHED = declare(
    "institutions.obligation.breached", "obligation", "义务违约", "obligation breached",
    rule=RULE, key=KEY, due_on=day("应在", "due on").maybe(),
    unproven=yes_no("没有证据", "unproven"), level=LEVEL,
)  # fmt: skip
OBLIGATION_REMINDED = declare(
    "institutions.obligation.reminded", "obligation", "到期提醒", "reminded of an obligation",
    rule=RULE, key=KEY, due_on=day("应在", "due on"), step=count("items", "第几次", "step"),
    tell=ref("role", "提醒谁", "who is told"),
)  # fmt: skip

V = "violation"
VIOLATION_OPENED = declare(
    "institutions.violation.opened", V, "开出督办单", "sheet opened",
    obligation=ref("obligation", "义务", "obligation"), rule=RULE, level=LEVEL,
    times=count("items", "十二个月内第几次", "which time within twelve months"),
)  # fmt: skip
VIOLATION_CONTESTED = declare("institutions.violation.contested", V, "单位有异议", "contested", text=TEXT)
VIOLATION_CONFIRMED = declare(
    "institutions.violation.confirmed", V, "违约确认", "violation confirmed",
    rule_force=FORCE.maybe(), text=TEXT.maybe(),
    contest_refused=yes_no("异议不成立", "contest refused").maybe(),
)  # fmt: skip
VIOLATION_EXPLAINED = declare("institutions.violation.explained", V, "有正当理由，免除", "excused", text=TEXT)
VIOLATION_CORRECTED = declare(
    "institutions.violation.record_corrected", V, "记录更正，不算违约", "record corrected", text=TEXT.maybe()
)
VIOLATION_SIGNED = declare(
    "institutions.violation.signed", V, "领导签字", "signed by a leader",
    rung=RUNG, new_on=NEW_ON, post=ref("post", "签字的岗位", "post that signed"), text=TEXT,
)  # fmt: skip
VIOLATION_CLIMBED = declare(
    "institutions.violation.climbed", V, "逾期未办，升一级", "climbed one rung",
    rung=RUNG, missed_on=day("错过的日期", "missed date"), state=code("当时状态", "state then", *State),
)  # fmt: skip
VIOLATION_RELAYED = declare(
    "institutions.violation.relayed",
    V,
    "岗位空缺，由上一级代管",
    "desk empty, relayed up the line",
    rung=RUNG,
)
VIOLATION_CLOSED = declare(
    "institutions.violation.closed", V, "处理结果，销号", "closed with an outcome",
    outcome=code("处理结果", "outcome", *OUTCOMES),
    post=ref("post", "决定的岗位", "post that decided"), text=TEXT,
)  # fmt: skip
RECTIFICATION_REPORTED = declare(
    "institutions.rectification.reported", V, "单位填报整改", "rectification reported",
    files=count("items", "附件", "files"), text=TEXT,
)  # fmt: skip
RECTIFICATION_ACCEPTED = declare(
    "institutions.rectification.accepted", V, "整改验收", "rectification accepted",
    recheck=code("复核结果", "result of the re-check", "passed", "failed"),
    by=ref("employee", "验收人", "by"), new_on=NEW_ON.maybe(), text=TEXT,
)  # fmt: skip

E = "evidence"
EVIDENCE_RECORDED = declare(
    "institutions.evidence.recorded", E, "登记台账", "evidence recorded",
    what=ref("kind", "什么事", "kind of fact"), happened_on=day("发生日期", "day it happened"),
    late=yes_no("补录", "recorded late"), files=count("items", "附件", "files"), text=TEXT,
)  # fmt: skip
EVIDENCE_CONFIRMED = declare(
    "institutions.evidence.confirmed", E, "台账确认", "evidence confirmed",
    fact=ref("fact", "记入的事实", "fact that was recorded"),
)  # fmt: skip
EVIDENCE_REJECTED = declare("institutions.evidence.rejected", E, "台账退回", "evidence rejected", text=TEXT)
EVIDENCE_WITHDRAWN = declare(
    "institutions.evidence.withdrawn", E, "台账作废", "evidence withdrawn", text=TEXT
)
N = "number"
PACK = digest("制度包文本的摘要", "digest of the pack's text")
EFFECT_ON = day("从哪天起", "from")
NUMBER_PROPOSED = declare(
    "institutions.number.proposed", N, "提出改本企业的数", "new house number proposed",
    rule=RULE, effect_on=EFFECT_ON, pack=PACK, text=TEXT,
)  # fmt: skip
NUMBER_APPROVED = declare(
    "institutions.number.approved", N, "批准改本企业的数", "new house number approved",
    rule=RULE, effect_on=EFFECT_ON, pack=PACK, post=ref("post", "批准的岗位", "post that approved"),
)  # fmt: skip
NUMBER_REFUSED = declare(
    "institutions.number.refused", N, "没有批准改本企业的数", "new house number refused", rule=RULE, text=TEXT
)
NUMBER_WITHDRAWN = declare(
    "institutions.number.withdrawn", N, "撤回改数的提议", "new house number withdrawn", rule=RULE
)
FINDING_RECORDED = declare(
    "institutions.finding.recorded", "finding", "认定结论", "finding recorded",
    rule=RULE, key=KEY, finding=code("结论", "finding", "met", "not_met", "not_applicable"),
)  # fmt: skip
UNIT_SUCCEEDED = declare(
    "institutions.unit.succeeded", "unit", "撤销单位的义务由别的单位接", "a dissolved unit's duties pass on",
    successor=ref("unit", "接的单位", "successor"),
)  # fmt: skip
DUTIES_HANDED_OVER = declare(
    "institutions.duties.handed_over", "post", "岗位移交清单已接收", "duties of a post taken over",
    taken_on=day("任岗日期", "took the post on"), owed=count("items", "没做完的义务", "open duties"),
    late=count("items", "其中过期的", "of them overdue"), sheets=count("items", "督办单", "sheets"),
    evidence=count("items", "没确认的台账", "evidence not confirmed"),
)  # fmt: skip
