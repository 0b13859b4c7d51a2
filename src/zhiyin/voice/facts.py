"""Facts of demands. No name and no text of those who speak; for sealed speakers no dimension either."""

from zhiyin.journal.kinds import FactKind, Field, code, count, day, declare, digest, ref, yes_no
from zhiyin.voice.states import Kind, Satisfied, Solved, Way

TYPE = code("诉求类型", "kind of demand", *Kind)
HANDLER = ref("employee", "承办人", "handler")
TO_UNIT = ref("unit", "承办单位", "handling unit")
TO_POST = ref("post", "承办岗位", "handling post")
TEXT = digest("文字的加盐摘要", "salted digest of the text")
CHANNEL = code("联系方式", "channel", "phone", "chat", "in_person", "paper")
RESULT = code("处理结论", "result", "support", "partly", "explain", "not_support")
DEPUTISING = ref("post", "代哪个岗位", "deputising at this post")
D = "demand"


def step(name: str, subject: str, zh: str, en: str, **fields: Field) -> FactKind:
    """What an officer does; a deputy says besides for the holder of which post."""
    return declare(name, subject, zh, en, by_evidence=False, **fields, deputising=DEPUTISING.maybe())


DEMAND_RECEIVED = declare(
    "voice.demand.received", D, "收到诉求", "demand received",
    way=code("实名、保密或匿名", "way", *Way),
    wish=TYPE.maybe(),
    contact=code("能否联系", "contact", "known", "unclear"),
    channel=code("渠道", "channel", "app", "paper", "visit", "phone", "chat", "import"),
    on_behalf=yes_no("替同事提", "on behalf of a colleague"),
    continues=ref("demand", "接续的诉求", "continues demand").maybe(),
    original_on=day("原日期", "original day").maybe(), text=TEXT,
)  # fmt: skip
DEMAND_REGISTERED = step("voice.demand.registered", D, "登记", "registered")
DEMAND_NOTICED = step(
    "voice.demand.noticed", D, "书面告知", "noticed in writing", written=yes_no("书面", "written")
)
DEMAND_ACCEPTED = step("voice.demand.accepted", D, "受理", "accepted", type=TYPE)
DEMAND_REDIRECTED = step(
    "voice.demand.redirected", D, "告知去处", "redirected",
    channel=code(
        "法定途径", "legal channel",
        "arbitration", "court", "police", "discipline", "labour_inspection", "social_insurance", "outside",
    ),
    names_channel=yes_no("写明途径", "names the channel"), names_limit=yes_no("写明时限", "names its limit"),
)  # fmt: skip
DEMAND_MERGED = step(
    "voice.demand.merged", D, "并案", "merged", into=ref("demand", "并入", "into"),
    speaker_agreed=yes_no("本人凭回执同意", "speaker agreed with the receipt"),
)  # fmt: skip
KIND_CONTESTED = declare("voice.kind.contested", D, "职工对类型有异议", "speaker contests the kind")
KIND_CHANGED = step("voice.kind.changed", D, "改定类型", "kind changed", type=TYPE)
DEMAND_DISPATCHED = step("voice.demand.dispatched", D, "转办", "dispatched", to_unit=TO_UNIT, to_post=TO_POST)
CONFLICT = ("party", "kin", "subordinate")
HANDLER_ASSIGNED = step(
    "voice.handler.assigned", D, "指定承办", "handler assigned",
    conflict=code("利害关系", "conflict of interest", "none", *CONFLICT),
    lead=ref("unit", "牵头单位", "lead unit").maybe(),
    bounces=count("items", "退回次数", "times bounced").maybe(),
)  # fmt: skip
HANDLER_RECUSED = step(
    "voice.handler.recused", D, "承办人自己回避", "handler stepped aside",
    handler=HANDLER, conflict=code("利害关系", "conflict of interest", *CONFLICT),
)  # fmt: skip
DISPATCH_UNDONE = step("voice.dispatch.undone", D, "转办收回", "dispatch taken back", from_post=TO_POST)
HANDLER_REMINDED = step(
    "voice.handler.reminded", D, "催办", "handler reminded", to_unit=TO_UNIT, to_post=TO_POST
)
REMINDER_UNDONE = step("voice.reminder.undone", D, "催办收回", "reminder taken back")
DEMAND_SIGNED_IN = step("voice.demand.signed_in", D, "承办签收", "signed in by the handler", handler=HANDLER)
DEMAND_OBJECTED = step(
    "voice.demand.objected",
    D,
    "承办单位异议",
    "handling unit objects",
    reasoned=yes_no("写明理由", "reasoned"),
    reason=TEXT,
)
OBJECTION_UPHELD = step(
    "voice.objection.upheld",
    D,
    "异议成立，改由他人承办",
    "objection upheld",
    to_unit=TO_UNIT,
    to_post=TO_POST,
)
OBJECTION_DISMISSED = step(
    "voice.objection.dismissed",
    D,
    "异议不成立，指定牵头",
    "objection dismissed",
    to_unit=TO_UNIT,
    to_post=TO_POST,
)
DEMAND_CONTACTED = step(
    "voice.demand.contacted", D, "第一次联系职工", "first contact", channel=CHANNEL, handler=HANDLER
)
INFO_REQUESTED = step(
    "voice.info.requested", D, "请职工补充", "facts requested",
    reason=code("原因", "reason", "facts", "papers", "absence"), text=TEXT,
)  # fmt: skip
INFO_RECEIVED = declare("voice.info.received", D, "职工已补充", "facts received", text=TEXT)
DEMAND_LAPSED = step("voice.demand.lapsed", D, "逾期未补，已告知", "lapsed")
DEMAND_RESUMED = declare(
    "voice.demand.resumed", D, "职工又补充，继续办理", "resumed", type=TYPE.maybe(), text=TEXT
)
EXTENSION_REASON = code("延期原因", "reason", "complex", "evidence", "other")
EXTENSION_REQUESTED = step(
    "voice.extension.requested", D, "申请延期", "extension requested",
    days=count("days", "天数", "days"), reason=EXTENSION_REASON, handler=HANDLER,
)  # fmt: skip
DEMAND_EXTENDED = step(
    "voice.demand.extended", D, "批准延期", "extended",
    days=count("days", "天数", "days"), reason=EXTENSION_REASON, handler=HANDLER,
    approved_by=ref("employee", "批准人", "approved by"), told_on=day("告知职工之日", "told on"),
)  # fmt: skip
EXTENSION_REFUSED = step("voice.extension.refused", D, "不同意延期", "extension refused")
DEMAND_ESCALATED = step(
    "voice.demand.escalated", D, "报上一级", "escalated",
    why=code("原因", "why", "time", "cross_unit", "asked"),
)  # fmt: skip
DEMAND_ANSWERED = step(
    "voice.demand.answered", D, "书面答复", "answered in writing",
    written=yes_no("书面", "written"), final=yes_no("最终答复", "final"), result=RESULT, handler=HANDLER,
    has_request=yes_no("写明诉求", "states the request"), has_facts=yes_no("写明事实", "states the facts"),
    has_basis=yes_no("写明依据", "states the basis"), has_opinion=yes_no("写明意见", "states the opinion"),
    has_review_path=yes_no("写明怎样申请复查", "states how to ask for review"), text=TEXT,
    discipline=yes_no("纪检办理", "handled by discipline").maybe(),
    lacks_conditions=yes_no("有合理但暂无条件的", "something reasonable cannot be done yet").maybe(),
)  # fmt: skip
CLAIMS_SET = step(
    "voice.claims.set", D, "分成几项", "claims told apart", count=count("items", "几项", "how many")
)
CLAIM_DETERMINED = step(
    "voice.claim.determined", D, "逐项答复", "claim determined",
    claim=ref("claim", "哪一项", "claim"), result=RESULT, handler=HANDLER,
    has_basis=yes_no("写明依据", "states the basis"), has_reason=yes_no("写明理由", "states the reason"),
)  # fmt: skip
CLAIM_SPLIT_OFF = step(
    "voice.claim.split_off", D, "一项分出去单独办", "claim split off",
    claim=ref("claim", "哪一项", "claim"), into=ref("demand", "分出的诉求", "into"),
)  # fmt: skip
DEMAND_SPLIT_FROM = declare(
    "voice.demand.split_from", D, "从另一件分出来", "split off from another demand",
    whole=ref("demand", "原来的诉求", "the whole"),
)  # fmt: skip
LEGACY_MARKED = step("voice.legacy.marked", D, "定为历史遗留问题", "marked as a legacy problem")
LEGACY_PAPER_ADDED = step(
    "voice.legacy.paper_added", D, "补入当年的文件", "paper of the time added", text=TEXT
)
DEMAND_LOOKED_AGAIN = step(
    "voice.demand.looked_again", D, "再看一次条件", "looked at again",
    possible=yes_no("现在有条件了", "possible now"), text=TEXT,
)  # fmt: skip
PROMISE_MADE = step(
    "voice.promise.made", D, "承诺办好的日期", "promise made", promised_on=day("承诺日期", "promised on")
)
REDATE_REQUESTED = step(
    "voice.redate.requested", D, "申请改承诺日期", "new date requested",
    promised_on=day("新日期", "new date"), handler=HANDLER,
)  # fmt: skip
PROMISE_REDATED = step(
    "voice.promise.redated", D, "承诺改期", "promise re-dated",
    promised_on=day("新日期", "new date"), handler=HANDLER,
    approved_by=ref("employee", "批准人", "approved by"), told_on=day("告知职工之日", "told on"),
)  # fmt: skip
REDATE_REFUSED = step("voice.redate.refused", D, "不同意改期", "new date refused")
PROMISE_DONE = step(
    "voice.promise.done",
    D,
    "承诺已办好",
    "promise done",
    handler=HANDLER,
    evidence=yes_no("附证明", "with evidence"),
    text=TEXT,
)
PROMISE_DENIED = declare(
    "voice.promise.denied", D, "职工说没办好", "speaker says it is not done", text=TEXT.maybe()
)
DEMAND_RATED = step(
    "voice.demand.rated", D, "评价", "rated",
    solved=code("解决了吗", "solved", *Solved), satisfied=code("满意吗", "satisfied", *Satisfied),
    by=code("谁记下的", "recorded by", "speaker", "union"),
)  # fmt: skip
DEMAND_REWORK = step("voice.demand.rework", D, "再办一次", "sent to rework")
VISIT_OPENED = step("voice.visit.opened", D, "转入工会回访", "return visit opened")
CALLER = ref("employee", "回访人", "caller")
VISIT_TRIED = step("voice.visit.tried", D, "回访未接通", "return visit tried", caller=CALLER, channel=CHANNEL)
VISIT_REACHED = step(
    "voice.visit.reached", D, "回访接通", "return visit reached",
    caller=CALLER, channel=CHANNEL, rated=yes_no("给了评价", "rated"),
)  # fmt: skip
VISIT_GIVEN_UP = step("voice.visit.given_up", D, "多次联系不上", "out of reach", caller=CALLER)
REVIEW_REQUESTED = declare("voice.review.requested", D, "申请复查", "review requested", text=TEXT)
REVIEW_TAKEN = step(
    "voice.review.taken",
    D,
    "交复查",
    "review taken",
    to_unit=TO_UNIT,
    reviewer=ref("employee", "复查人", "reviewer"),
)
CHANGED = yes_no("改变了原答复", "changed")
LEVEL_UP = yes_no("由上一级单位作出", "by the next higher unit")
REVIEW_DECIDED = step(
    "voice.review.decided", D, "复查意见", "review decided",
    reviewer=ref("employee", "复查人", "reviewer"), level_up=LEVEL_UP, changed=CHANGED, text=TEXT,
)  # fmt: skip
SECOND_REVIEW_REQUESTED = declare(
    "voice.second_review.requested", D, "申请复核", "second review requested", text=TEXT
)
SECOND_REVIEW_TAKEN = step(
    "voice.second_review.taken", D, "交复核", "second review taken",
    to_unit=TO_UNIT, reviewer=ref("employee", "复核人", "reviewer"),
)  # fmt: skip
SECOND_REVIEW_DECIDED = step(
    "voice.second_review.decided", D, "复核意见", "second review decided",
    reviewer=ref("employee", "复核人", "reviewer"), level_up=LEVEL_UP, changed=CHANGED, text=TEXT,
)  # fmt: skip
DEMAND_CLOSED = step(
    "voice.demand.closed", D, "办结", "closed",
    because=code("因为", "because", "rated", "reached", "unreachable", "answered"),
)  # fmt: skip
DEMAND_FINALISED = step("voice.demand.finalised", D, "终结", "final")
DEMAND_REOPENED = step("voice.demand.reopened", D, "有新情况，重新受理", "reopened", text=TEXT)
DEMAND_WITHDRAWN = declare("voice.demand.withdrawn", D, "职工撤回", "withdrawn")
MOVED_TO_DISCIPLINE = step(
    "voice.demand.moved_to_discipline", D, "转纪检处理", "moved to the discipline track"
)
IDENTITY_SHOWN = declare(
    "voice.identity.shown", D, "职工让一位承办人知道自己", "speaker named themself to one handler"
)
MESSAGE_SENT = step(
    "voice.message.sent", D, "留言", "message",
    side=code("谁写的", "side", "speaker", "office", "handler", "union", "reviewer", "discipline"), text=TEXT,
)  # fmt: skip

# Its own subject with its own key: an urgent alert never names the demand (decision 3).
ALERT_RAISED = declare("voice.alert.raised", "alert", "安全加急告警", "urgent safety alert")
ALERT_SEEN = declare(
    "voice.alert.seen", "alert", "告警已有人处理", "alert taken up", by=ref("employee", "处理人", "by")
)
RECORD_IMPORTED = declare(
    "voice.record.imported", D, "旧的已办结记录导入", "closed record imported",
    original_on=day("原日期", "original day"), text=TEXT,
)  # fmt: skip
