"""Where one can go from every page: one line for each entry, shown to those whose roles open it."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any, Final, Literal

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhiyin.people.roles import ADMINS, OFFICERS, Role

Place = Literal["tabs", "rail", "public"]


@lru_cache(maxsize=64)
def _address(name: str) -> str:
    """Addresses without arguments never change while the program runs."""
    return reverse(name)


@dataclass(frozen=True)
class Entry:
    """One place to go. Without `roles` everybody who sees that navigation may go there."""

    name: str
    label: str | Promise
    icon: str
    places: tuple[Place, ...]
    roles: frozenset[str] = frozenset()
    group: str | Promise = ""
    exact: bool = False

    @property
    def url(self) -> str:
        return _address(self.name)

    def open_to(self, held: frozenset[str]) -> bool:
        return not self.roles or not self.roles.isdisjoint(held)

    def covers(self, path: str) -> bool:
        """Whether a page at `path` lies under this entry."""
        return path == self.url or (not self.exact and path.startswith(self.url.rstrip("/") + "/"))


@dataclass(frozen=True)
class Shown:
    """An entry on a page, and whether one is there now."""

    entry: Entry
    current: bool


@dataclass(frozen=True)
class Group:
    """Entries that stand together in the rail; without a heading they are always seen."""

    heading: str
    items: tuple[Shown, ...]
    open: bool

    @property
    def current(self) -> bool:
        return any(item.current for item in self.items)


AT_DESK: Final = frozenset(
    {"demand_officer", "handler", "leader", "union_officer", "reviewer", "discipline_officer"}
)
INTAKE: Final = frozenset({"demand_officer", "union_officer"})
AT_ALERTS: Final = frozenset({"demand_officer", "union_officer", "leader"})
AT_HOT: Final = frozenset({"demand_officer", "union_officer", "leader", "handler"})
SUGGESTIONS: Final = frozenset({"demand_officer", "handler", "leader", "union_officer"})
SUPERVISION: Final = frozenset({"leader", "handler", "union_officer", "discipline_officer"})
REGISTER: Final = SUPERVISION | {"demand_officer", "disclosure_officer"}
SCOREBOARD: Final = frozenset({"leader", "union_officer", "demand_officer", "discipline_officer"})
AT_NUMBERS: Final = frozenset({"union_officer", "leader", "demand_officer"})
SEGMENTS: Final = frozenset({"union_officer", "demand_officer", "leader", "system_admin"})
LINE: Final = frozenset({"system_admin", "leader"})
BY_HANDLER: Final = frozenset({Role.HANDLER})
SYSTEM_ADMIN: Final = frozenset({Role.SYSTEM_ADMIN})
SLIPS: Final = SYSTEM_ADMIN | {Role.UNION_OFFICER}
# As many entries as a laptop's screen shows beneath each other.
SHORT_RAIL: Final = 14
# Order is the order on the page; entries of one group stand together.
ENTRIES: Final[tuple[Entry, ...]] = (
    Entry("voice:home", _("首页"), "home", ("tabs",), exact=True),
    Entry("voice:raise", _("提诉求"), "message-plus", ("tabs",)),
    Entry("voice:mine", _("我的"), "user", ("tabs",)),
    Entry("suggestions:mine", pgettext_lazy("tab", "建议"), "bulb", ("tabs",)),
    Entry("people:me", _("账户"), "id-badge-2", ("tabs",)),
    Entry("institutions:rules", _("制度"), "gavel", ("public",)),
    Entry("policies:shelf", _("制度库"), "notebook", ("public",)),
    Entry("institutions:bulletin", pgettext_lazy("rail", "通报"), "speakerphone", ("public",)),
    Entry("suggestions:adopted", _("好建议"), "bulb", ("public",)),
    Entry("voice:hot_public", _("大家都在说的事"), "users", ("public",)),
    Entry("workspace:how", _("怎么用"), "info-circle", ("public",)),
    Entry("voice:today", _("今天"), "home", ("rail",), frozenset({"leader"})),
    Entry("workspace:notices", _("提醒"), "alarm", ("rail",)),
    Entry("voice:inbox", _("诉求收件箱"), "inbox", ("rail",), AT_DESK, _("听诉求")),
    Entry("voice:intake", _("登记来电来访"), "phone", ("rail",), INTAKE, _("听诉求")),
    Entry("voice:tasks", _("协办"), "users", ("rail",), BY_HANDLER, _("听诉求")),
    Entry("voice:answer_templates", _("答复模板"), "writing", ("rail",), BY_HANDLER, _("听诉求")),
    Entry("voice:alerts", _("安全告警"), "urgent", ("rail",), AT_ALERTS, _("听诉求")),
    Entry("voice:hot_index", _("热点问题"), "git-merge", ("rail",), AT_HOT, _("听诉求")),
    Entry(
        "voice:discipline",
        _("检举控告"),
        "shield-lock",
        ("rail",),
        frozenset({"discipline_officer"}),
        _("听诉求"),
    ),
    Entry(
        "suggestions:board", pgettext_lazy("rail", "合理化建议"), "bulb", ("rail",), SUGGESTIONS, _("听诉求")
    ),
    Entry("institutions:duties", _("我该做什么"), "calendar-event", ("rail",), OFFICERS, _("职责")),
    Entry("institutions:supervision", _("督办单"), "alert-circle", ("rail",), SUPERVISION, _("职责")),
    Entry("evaluation:scoreboard", _("各单位情况"), "chart-line", ("rail",), SCOREBOARD, _("职责")),
    Entry("institutions:board", _("制度与义务"), "gavel", ("rail",), group=_("制度")),
    Entry("institutions:evidence", _("制度台账"), "certificate", ("rail",), REGISTER, _("制度")),
    Entry("institutions:numbers", _("本企业的数"), "progress", ("rail",), AT_NUMBERS, _("制度")),
    Entry("policies:app_shelf", _("制度库"), "notebook", ("rail",), group=_("制度")),
    Entry("people:units", pgettext_lazy("rail", "单位"), "map-2", ("rail",), ADMINS, _("人员与单位")),
    Entry("people:employees", _("职工"), "users", ("rail",), ADMINS, _("人员与单位")),
    Entry("people:posts", _("岗位与权限"), "key", ("rail",), ADMINS | SLIPS, _("人员与单位")),
    Entry("workspace:handover", _("待交接"), "arrows-split", ("rail",), LINE, _("人员与单位")),
    Entry("people:segments", _("分群"), "users", ("rail",), SEGMENTS, _("人员与单位")),
    Entry("people:roster", _("导入名册"), "table", ("rail",), SYSTEM_ADMIN, _("人员与单位")),
    Entry("people:slips", _("登录纸条"), "receipt", ("rail",), SLIPS, _("人员与单位")),
    Entry("people:corrections", _("更正请求"), "writing", ("rail",), SYSTEM_ADMIN, _("人员与单位")),
    Entry("workspace:given_up", _("发不出的提醒"), "ban", ("rail",), SYSTEM_ADMIN, _("人员与单位")),
    Entry("voice:raise", _("提诉求"), "message-plus", ("rail",), group=_("我自己")),
    Entry("voice:mine", _("我的诉求"), "user", ("rail",), group=_("我自己")),
    Entry("suggestions:mine", _("我的建议"), "bulb", ("rail",), group=_("我自己")),
    Entry("people:me", _("账户"), "id-badge-2", ("rail",), group=_("我自己")),
    Entry("workspace:handbook", _("使用手册"), "info-circle", ("rail",), group=_("我自己")),
)


def shown(place: Place, path: str, held: Iterable[str] = ()) -> list[Shown]:
    """The entries of one navigation for holders of these roles; the longest matching address is current."""
    roles = frozenset(held)
    entries = [entry for entry in ENTRIES if place in entry.places and entry.open_to(roles)]
    here = max((e for e in entries if e.covers(path)), key=lambda e: len(e.url), default=None)
    return [Shown(entry, entry is here) for entry in entries]


def gathered(items: Iterable[Shown]) -> list[Group]:
    """The rail in groups: open as far down as they fit one screen, and always where one is."""
    groups: list[Group] = []
    seen = 0
    for heading, part in groupby(items, lambda item: str(item.entry.group)):
        inside = tuple(part)
        fits = seen + len(inside) <= SHORT_RAIL
        seen += len(inside) if fits else 0
        groups.append(Group(heading, inside, fits or any(item.current for item in inside)))
    return groups


def place_of(acting: Any) -> Place:
    """Officers get the rail, employees the tabs, nobody the public navigation."""
    if acting is None:
        return "public"
    return "rail" if acting.is_officer else "tabs"
