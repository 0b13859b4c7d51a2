"""Words of codes as officers read them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhiyin.voice.states import Kind, Satisfied, Solved, Way

KINDS: dict[str, Promise] = {
    Kind.CONSULT: _("咨询"),
    Kind.HELP: _("求助"),
    Kind.APPEAL: _("申诉"),
    Kind.SUGGESTION: _("建议"),
    Kind.REPORT: _("检举控告"),
}
WAYS: dict[str, Promise] = {Way.NAMED: _("实名"), Way.CONFIDENTIAL: _("保密"), Way.ANONYMOUS: _("匿名")}
OLD_RECORD = _("旧记录")
WAY_ICONS: dict[str, str] = {Way.NAMED: "user", Way.CONFIDENTIAL: "shield-lock", Way.ANONYMOUS: "eye-off"}
SOLVED: dict[str, Promise] = {Solved.YES: _("解决了"), Solved.PARTLY: _("部分解决"), Solved.NO: _("没解决")}
SATISFIED: dict[str, Promise] = {
    Satisfied.YES: _("满意"),
    Satisfied.BASICALLY: _("基本满意"),
    Satisfied.NO: _("不满意"),
}
CHANNELS: dict[str, Promise] = {
    "phone": _("电话"),
    "chat": _("站内留言"),
    "in_person": _("当面"),
    "paper": _("书面"),
}
WHY_ESCALATED: dict[str, Promise] = {
    "time": _("时间快用完了"),
    "cross_unit": _("涉及几个单位"),
    "asked": _("需要上级决定"),
}
# The legal channels of 信访工作条例 31, each with its limit as the speaker needs to know it.
LEGAL_CHANNELS: dict[str, tuple[Promise, Promise]] = {
    "arbitration": (
        _("劳动人事争议仲裁"),
        _(
            "申请仲裁的时效为一年，从知道或应当知道权利被侵害之日起算；"
            "在职期间被拖欠工资的，不受一年限制，离职的从离职之日起一年内提出"
            "（劳动争议调解仲裁法第二十七条）。"
        ),
    ),
    "court": (
        _("人民法院"),
        _(
            "不服劳动仲裁裁决的，自收到裁决书之日起15日内起诉（劳动争议调解仲裁法第五十条）；"
            "其他民事权利的诉讼时效一般为三年（民法典第一百八十八条）。"
        ),
    ),
    "police": (_("公安机关"), _("报警没有等待期，有危险请马上打110；证据会消失，越早越好。")),
    "discipline": (_("纪检监察机关"), _("检举控告没有时限；也可以打12388。")),
    "labour_inspection": (
        _("劳动保障监察"),
        _("违法行为发生或终了之日起两年内举报投诉（劳动保障监察条例第二十条）；电话12333。"),
    ),
    "social_insurance": (
        _("社会保险经办机构"),
        _("本人申请工伤认定，自事故伤害发生之日或诊断为职业病之日起一年内（工伤保险条例第十七条）。"),
    ),
    "outside": (_("企业以外的其他单位"), _("请写明是哪个单位、怎么联系、有没有时限。")),
}
