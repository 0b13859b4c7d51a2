"""A filter in words, for those who read a saved view or a printed list."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhiyin.people.models import Unit
from zhiyin.voice.desk_words import KINDS, WAYS
from zhiyin.voice.models import Demand
from zhiyin.voice.models.demand import Topic
from zhiyin.voice.selectors.inbox import FLAGS, VIEWS, Filter
from zhiyin.voice.states import State
from zhiyin.voice.tellings import TELLINGS

FLAG_WORDS = {
    "legacy": gettext_lazy("历史遗留"),
    "several": gettext_lazy("一件里有几项"),
    "hot": gettext_lazy("在热点问题里"),
    "lacks": gettext_lazy("合理暂无条件"),
}


def words_of(wanted: Filter) -> list[str]:
    """The view, then each condition. One query where units are named."""
    said = [str(next(view.label for view in VIEWS if view.name == wanted.view))]
    codes = [code for code in (wanted.unit, wanted.handling) if code]
    names = dict(Unit.objects.filter(code__in=codes).values_list("code", "name")) if codes else {}
    if wanted.unit:
        said.append(names.get(wanted.unit, wanted.unit))
    if wanted.handling:
        said.append(_("承办：%(unit)s") % {"unit": names.get(wanted.handling, wanted.handling)})
    if wanted.topic:
        said.append(str(Topic(wanted.topic).label))
    if wanted.kind:
        said.append(str(KINDS[wanted.kind]))
    if wanted.way:
        said.append(str(WAYS[wanted.way]))
    if wanted.channel:
        said.append(str(Demand.Channel(wanted.channel).label))
    if wanted.state:
        said.append(_(TELLINGS[State(wanted.state)].officer))
    said += [str(FLAG_WORDS[name]) for name in FLAGS if getattr(wanted, name)]
    if wanted.since:
        said.append(_("%(day)s起") % {"day": wanted.since.isoformat()})
    if wanted.until:
        said.append(_("到%(day)s") % {"day": wanted.until.isoformat()})
    if wanted.q:
        said.append(f"“{wanted.q}”")
    if wanted.order:
        said.append(_("新的在前"))
    return said
