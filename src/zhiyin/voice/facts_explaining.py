"""Facts of mediation, of joint handling, of a case handed on, and of templates. Ids, days and counts."""

from zhiyin.journal.kinds import code, count, day, declare, digest, ref, yes_no
from zhiyin.voice.facts import HANDLER, TEXT, TO_POST, TO_UNIT, D, step
from zhiyin.voice.rules_joint import Because
from zhiyin.voice.rules_mediation import WhyFailed

MEDIATION = ref("mediation", "哪一次协调", "mediation")
ITEMS = count("items", "几条", "how many points")
FOLLOW_UP_ON = day("回头看的日子", "day of the follow-up")
TASK, TEMPLATE = "task", "answer_template"

MEDIATION_OPENED = step(
    "voice.mediation.opened", D, "开始协调", "mediation opened",
    mediation=MEDIATION, parties=count("people", "几方", "parties"), text=TEXT,
)  # fmt: skip
MEDIATION_MET = step(
    "voice.mediation.met", D, "协调见面", "mediation meeting held",
    mediation=MEDIATION, met_on=day("见面的日子", "day of the meeting"), text=TEXT,
)  # fmt: skip
MEDIATION_PROPOSED = step(
    "voice.mediation.proposed", D, "谈出协议，请本人认可", "agreement put to the speaker",
    mediation=MEDIATION, items=ITEMS, follow_up_on=FOLLOW_UP_ON, text=TEXT,
)  # fmt: skip
MEDIATION_AGREED = declare(
    "voice.mediation.agreed", D, "本人认可协议", "speaker agreed",
    mediation=MEDIATION, items=ITEMS, follow_up_on=FOLLOW_UP_ON,
)  # fmt: skip
MEDIATION_DECLINED = declare(
    "voice.mediation.declined", D, "本人不认可协议", "speaker did not agree", mediation=MEDIATION, text=TEXT
)
MEDIATION_FAILED = step(
    "voice.mediation.failed", D, "协调不成", "mediation failed",
    mediation=MEDIATION, because=code("因为", "because", *WhyFailed), text=TEXT,
)  # fmt: skip
MEDIATION_FOLLOWED_UP = step(
    "voice.mediation.followed_up", D, "协议回头看", "agreement followed up",
    mediation=MEDIATION, kept=yes_no("都做到了", "all kept"), text=TEXT,
)  # fmt: skip
HANDED_ON = step(
    "voice.demand.handed_on", D, "转给本单位另一岗位", "handed on within the unit",
    to_unit=TO_UNIT, to_post=TO_POST, handler=HANDLER,
)  # fmt: skip

TASK_GIVEN = step(
    "voice.task.given", TASK, "请别的单位协办", "sub-task given",
    demand=ref("demand", "哪件诉求", "demand"), to_unit=TO_UNIT, to_post=TO_POST,
    due_on=day("哪天前答", "to be answered by"), text=TEXT,
)  # fmt: skip
TASK_SIGNED = step("voice.task.signed", TASK, "协办签收", "sub-task signed for", handler=HANDLER)
TASK_ANSWERED = step("voice.task.answered", TASK, "协办答复", "sub-task answered", handler=HANDLER, text=TEXT)
TASK_RETURNED = step(
    "voice.task.returned", TASK, "协办退回", "sub-task returned",
    handler=HANDLER, reason=digest("理由的加盐摘要", "salted digest of the reason"),
)  # fmt: skip
TASK_TAKEN_BACK = step(
    "voice.task.taken_back", TASK, "收回协办", "sub-task taken back",
    because=code("因为", "because", *Because),
)  # fmt: skip

TEMPLATE_SAVED = declare(
    "voice.template.saved", TEMPLATE, "答复模板写好", "answer template saved", to_unit=TO_UNIT
)
TEMPLATE_ENDED = declare("voice.template.ended", TEMPLATE, "答复模板停用", "answer template ended")
