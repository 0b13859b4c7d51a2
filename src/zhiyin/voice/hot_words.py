"""Words of hot problems: states as chips, and why a demand was not answered with the others."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhiyin.voice.models import HotProblem
from zhiyin.voice.states_hot import HotState, WhyAgain, WhyDetached


@dataclass(frozen=True)
class HotChip:
    """What `state_chip` draws."""

    chip: str
    icon: str
    label: str | Promise


CHIPS: dict[str, HotChip] = {
    HotState.OPENED: HotChip("soon", "circle-dot", _("等负责的领导定办法")),
    HotState.PLANNED: HotChip("info", "progress", _("正在办")),
    HotState.RESOLVED: HotChip("info", "message-2", _("办好了，等大家说")),
    HotState.CLOSED: HotChip("mute", "circle-check", _("已办结")),
}
AGAIN = HotChip("soon", "rotate-clockwise", _("重新办理"))
WHY_AGAIN: dict[str, Promise] = {
    WhyAgain.NEW_DEMANDS: _("又有人反映同样的事"),
    WhyAgain.NOT_SOLVED: _("大家说没解决"),
    WhyAgain.OTHER: _("别的原因"),
}
WHY_DETACHED: dict[str, Promise] = {
    WhyDetached.ANOTHER_MATTER: _("不是同一件事"),
    WhyDetached.BY_ITSELF: _("单独办更合适"),
    WhyDetached.MISTAKE: _("并错了"),
}
LEFT: dict[str, Promise] = {
    "not_accepted": _("还没受理"),
    "not_dispatched": _("还没转办"),
    "objected": _("承办单位有异议，等诉求办定"),
    "waits_for_speaker": _("在等提的人补充"),
    "not_signed_in": _("还没签收，先签收再答复"),
    "in_other_hands": _("归别的承办人答复；写好的答复已经放进他的答复表里"),
}


def chip_of_problem(problem: HotProblem) -> HotChip:
    """A reopened problem without a new plan says so."""
    if problem.state == HotState.OPENED and problem.rounds > 1:
        return AGAIN
    return CHIPS[problem.state]
