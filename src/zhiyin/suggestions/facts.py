"""Facts of suggestions, of the committee that judges them, and of the union's questions about them."""

from typing import Final

from zhiyin.journal.kinds import code, count, day, declare, digest, ref, yes_no, yuan
from zhiyin.suggestions.rules import OPINIONS, OUTCOMES, REASONS, TRIAL_RESULTS

SUBJECT: Final = "suggestion"
S, MEMBER, QUESTION = SUBJECT, "member", "question"
TEXT = digest("文字的加盐摘要", "salted digest of the text")
TO_UNIT = ref("unit", "单位", "unit")
REVIEWER = ref("employee", "评审人", "reviewer")
VALUE = yuan("年价值", "yearly value").maybe()

FILED = declare(
    "voice.suggestion.filed", S, "合理化建议提出", "suggestion filed",
    authors=count("people", "提出人和邀请的人数", "authors, invited ones included").maybe(),
    text=TEXT.maybe(),
)  # fmt: skip
RETURNED = declare("voice.suggestion.returned", S, "请补充后再交", "returned for more", text=TEXT)
COMPLETED = declare("voice.suggestion.completed", S, "已补充", "completed", text=TEXT)
CHECKED = declare(
    "voice.suggestion.checked",
    S,
    "形式审查通过，交主管部门",
    "checked, sent to the department",
    to_unit=TO_UNIT,
)
REVIEW_ASSIGNED = declare(
    "voice.suggestion.review_assigned", S, "指定评审人", "reviewer assigned", reviewer=REVIEWER
)
REVIEW_DECLINED = declare(
    "voice.suggestion.review_declined", S, "评审人回避", "reviewer stood back", reviewer=REVIEWER, text=TEXT
)
REVIEW_GIVEN = declare(
    "voice.suggestion.review_given", S, "评审意见", "evaluation given",
    reviewer=REVIEWER, opinion=code("意见", "opinion", *OPINIONS), text=TEXT,
)  # fmt: skip
SCHEDULED = declare(
    "voice.suggestion.scheduled",
    S,
    "列入评审会",
    "put on a meeting",
    meeting=ref("meeting", "评审会", "meeting"),
)
DECIDED = declare(
    "voice.suggestion.decided", S, "合理化建议结论", "suggestion decided",
    adopted=code("结论", "decision", *OUTCOMES),
    reason=code("未采纳原因", "reason", *REASONS).maybe(),
    meeting=ref("meeting", "评审会", "meeting").maybe(), text=TEXT.maybe(),
)  # fmt: skip
RECONSIDER_ASKED = declare(
    "voice.suggestion.reconsider_asked", S, "提出人请求复议", "author asks to reconsider", text=TEXT
)
REOPENED = declare(
    "voice.suggestion.reopened", S, "情况变了，重新提出", "filed again after a change", text=TEXT
)
WITHDRAWN = declare("voice.suggestion.withdrawn", S, "提出人撤回", "withdrawn")
TRIAL_STARTED = declare(
    "voice.suggestion.trial_started", S, "开始试用", "trial started",
    to_unit=TO_UNIT, until=day("试用到", "until"), text=TEXT,
)  # fmt: skip
TRIAL_ENDED = declare(
    "voice.suggestion.trial_ended", S, "试用结果", "trial ended",
    result=code("结果", "result", *TRIAL_RESULTS), text=TEXT,
)  # fmt: skip
PLANNED = declare(
    "voice.suggestion.planned", S, "定下怎样实施", "implementation planned",
    to_unit=TO_UNIT, planned_on=day("计划完成", "planned day"), text=TEXT.maybe(),
)  # fmt: skip
IMPLEMENTED = declare(
    "voice.suggestion.implemented",
    S,
    "已实施",
    "implemented",
    evidence=yes_no("附证明", "with evidence"),
    text=TEXT,
)
EFFECT_STATED = declare(
    "voice.suggestion.effect_stated", S, "核算效果", "effect stated", value=VALUE, text=TEXT.maybe()
)
EFFECT_CONFIRMED = declare(
    "voice.suggestion.effect_confirmed",
    S,
    "第二人确认效果",
    "effect confirmed by a second person",
    value=VALUE,
)
EFFECT_DISPUTED = declare(
    "voice.suggestion.effect_disputed", S, "效果退回重核", "effect sent back", text=TEXT
)
GRADED = declare(
    "voice.suggestion.graded", S, "效益评定", "value graded",
    amount=yuan("奖励", "reward").maybe(), text=TEXT.maybe(),
)  # fmt: skip
PAID = declare(
    "voice.suggestion.paid", S, "奖励兑现", "reward paid",
    amount=yuan("奖励", "reward").maybe(), paid_on=day("发放日期", "paid on").maybe(),
    authors=count("people", "分给几人", "split among").maybe(),
)  # fmt: skip
SHARED = declare(
    "voice.suggestion.shared", S, "定下奖励怎样分", "shares set", authors=count("people", "人数", "people")
)
CREDIT_CHANGED = declare(
    "voice.suggestion.credit_changed", S, "改了署名选择", "credit changed", named=yes_no("署名", "named")
)
AUTHOR_JOINED = declare("voice.suggestion.author_joined", S, "合作者确认", "co-author confirmed")
AUTHOR_DECLINED = declare("voice.suggestion.author_declined", S, "合作者谢绝", "co-author declined")
AUTHOR_LEFT = declare("voice.suggestion.author_left", S, "一位提出人退出", "an author stepped out")
QUESTIONED = declare("voice.suggestion.questioned", S, "工会质询", "questioned by the union")

COMMITTEE_JOINED = declare("voice.committee.joined", MEMBER, "进入评审组织", "joined the committee")
COMMITTEE_LEFT = declare("voice.committee.left", MEMBER, "离开评审组织", "left the committee")
COMMITTEE_CALLED = declare(
    "voice.committee.called", "meeting", "定下评审会", "meeting called", on=day("开会日期", "held on")
)
COMMITTEE_MET = declare(
    "voice.committee.met", "meeting", "评审会召开", "committee met",
    present=count("people", "到会", "present"), members=count("people", "委员", "members"),
)  # fmt: skip
QUESTION_ASKED = declare(
    "union.question.asked", QUESTION, "工会或职代会质询", "question asked",
    about=ref("suggestion", "关于", "about").maybe(), text=TEXT.maybe(),
)  # fmt: skip
QUESTION_ANSWERED = declare(
    "union.question.answered", QUESTION, "质询答复", "question answered", text=TEXT.maybe()
)
