"""Why a step of a hot problem is not possible now, with what to do instead."""

from django.utils.translation import gettext_lazy as _

HOT_REASONS = {
    "hot_not_in_this_state": _("这个热点问题已经走到下一步，这个操作现在做不了。请看下面的最新情况。"),
    "hot_never_an_accusation": _("检举控告只归纪检，不能并到热点问题里。"),
    "hot_attached_elsewhere": _("已经在一个热点问题里了。要换，先从那一个里移出来。"),
    "hot_demand_has_ended": _("已经办结，不用并进来。"),
    "hot_anonymous_from_tomorrow": _("匿名的诉求第二天起才能并进来：不让人从时间上猜出是谁。"),
    "hot_not_attached_here": _("这件诉求不在这个热点问题里。"),
    "hot_nothing_picked": _("没有选中能并进来的诉求。"),
    "hot_not_a_leaders_post": _("负责的岗位要是领导岗位，并且现在有人在岗。"),
    "hot_same_owner": _("现在就是这个岗位负责。"),
    "hot_needs_text": _("请写明内容。"),
    "hot_end_in_the_past": _("全部办好的日期要在今天或以后。"),
    "hot_milestone_in_the_past": _("节点的日期要在今天或以后。"),
    "hot_milestone_after_end": _("节点不能晚于全部办好的日期。"),
    "hot_milestone_ended": _("这个节点已经办好或取消了。"),
    "hot_milestones_open": _("还有节点没有办好。办好一个记一个；不做的，写明原因取消。"),
    "hot_no_answer_prepared": _("还没有写好统一的答复。先写好，再答复。"),
    "hot_not_answered_yet": _("结果还没有答复给每一件诉求。先“把结果答复给每个人”。"),
    "hot_speakers_not_heard": _("还有诉求没答复，或者提的人还没评价、评价的时间没过。等他们说完再办结。"),
    "hot_not_public": _("这个问题现在不能点。"),
    "hot_told_it_yourself": _("你提的诉求已经在里面，不用再点。"),
    "hot_verdict_not_open": _("现在不能评价：要在办好以后的15天里。"),
}  # fmt: skip
HOT_CONFLICT = _("在你打开之后，有人已经动过这个热点问题。下面是最新情况，你写的内容还在。")
