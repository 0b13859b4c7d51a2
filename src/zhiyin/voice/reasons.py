"""Why a step is not possible now, said to the person who tried it, with what to do instead."""

from django.utils.translation import gettext_lazy as _

from zhiyin.voice.reasons_desk import DESK_REASONS
from zhiyin.voice.reasons_hot import HOT_REASONS

REASONS = {
    "not_in_this_state": _("这件诉求已经走到下一步，这个操作现在做不了。请刷新看看最新情况。"),
    "objected_twice": _("已经退过两次，不能再退。请诉求办指定牵头单位。"),
    "objection_needs_reason": _("提异议要写明理由。"),
    "extended_before": _("只能延期一次，已经延过了。"),
    "extension_needs_second_person": _("延期要由另一个人批准，不能自己批自己。"),
    "extension_too_long": _("延期不能超过30天。"),
    "extension_after_due": _("要在原定日期之前批准并告知职工，现在已经过了。"),
    "extension_pending": _("已经有一个申请在等批准。"),
    "nothing_to_decide": _("没有等待决定的申请。"),
    "promise_in_the_past": _("承诺的日期要在今天或以后。"),
    "promise_after_ceiling": _("承诺的日期不能晚于最晚办结日。"),
    "promise_needs_evidence": _("请写明办好的证明：做了什么、哪天、谁验收。"),
    "redated_before": _("承诺的日期只能改一次，已经改过了。"),
    "redate_needs_second_person": _("改期要由另一个人同意，不能自己批自己。"),
    "redate_after_date": _("要在原承诺日期之前改期并告知职工，现在已经过了。"),
    "review_window_over": _("申请复查的30天已经过了。有新情况可以接着提一件新的。"),
    "accusation_has_no_review": _(
        "检举控告不走复查。对结果有意见，可以向上级纪检监察机关反映，或者打12388。"
    ),
    "review_needs_grounds": _("请写明理由。"),
    "reviewer_took_part": _("复查要换人：这位同事经手过这件事。"),
    "not_a_reviewer_there": _("这位同事在那个单位没有复查职责。"),
    "not_your_review": _("这件复查交给了别人。"),
    "tries_not_used_up": _("要先联系三次，分在两天、用两种方式，才能记为联系不上。"),
    "caller_is_handler": _("承办人不能回访自己办的事。"),
    "verdict_window_over": _("可以评价的15天已经过了。有新情况可以重新提。"),
    "nothing_to_rate": _("还没有书面答复，暂时不能评价。"),
    "reworked_before": _("已经再办过一次。还不满意，可以申请复查。"),
    "not_reached_yet": _("回访还没有接通，不能办结。"),
    "no_answer_document": _("没有书面答复，不能办结。"),
    "answer_lacks_element": _("答复要写全：诉求、事实、依据、处理意见。"),
    "too_early_to_lapse": _("要等满10个工作日并提醒过两次，才能这样处理。"),
    "merge_into_itself": _("不能并入它自己，或已经并走的诉求。"),
    "merge_needs_same_person": _("并案只用于同一个人的重复诉求；保密和匿名的，要本人凭回执同意。"),
    "report_goes_to_discipline": _("检举控告请转纪检，不在普通渠道办理。"),
    "post_held_by_excluded": _("职工要求回避这个岗位上的人，请转给别的岗位。"),
    "claims_too_few_or_many": _("至少写两项，最多八项，一行一项。只有一项就不用分。"),
    "claim_too_long": _("每一项不超过300字，用一两句话说清要什么。"),
    "claim_twice": _("有两项写得一样，请去掉一项。"),
    "claims_answered": _("已经逐项答复过，不能重新分项。"),
    "claims_split_already": _("已经有一项分出去单独办了，不能重新分项。"),
    "claim_gone": _("这一项已经分出去，或者刚被改过。请刷新再看。"),
    "last_claim_stays": _("只剩这一项了，就在这件里办，不用再分。"),
    "split_off_stays_whole": _("这件本身是分出来的，不能再分。"),
    "accusation_stays_whole": _("检举控告不分开办。"),
    "claim_lacks_finding": _("每一项都要有结论、理由和依据。"),
    "already_legacy": _("已经定为历史遗留问题。"),
    "not_legacy": _("先定为历史遗留问题，再补当年的文件。"),
    "nothing_to_look_at_again": _("上次的答复里没有“合理、暂无条件”的事项。"),
    "nobody_spoke": _("写上工号；本人不愿留名的，选“不留名”。"),
    "not_received_then": _("收到的日子要在今天以前60天之内。更早的，用“导入旧记录”。"),
    "channel_needed": _("选一下是怎么来的：来电、来访还是书面。"),
    "poster_needs_place": _("写上贴在哪里。"),
    "post_held_by_speaker": _("提这件事的人自己就在这个岗位上，请转给别的岗位。"),
    "empty_message": _("请写点内容再发送。"),
    "reopening_needs_new_facts": _("请写明有什么新情况。"),
    "no_handler_to_show_name_to": _("还没有承办人，暂时不用告诉谁。"),
    **HOT_REASONS,
    **DESK_REASONS,
}
CONFLICT = _("在你打开之后，有人已经处理过这件诉求。下面是最新情况，你写的内容还在。")


def told(reason: str) -> str:
    """The sentence for a reason code."""
    return str(REASONS[reason])
