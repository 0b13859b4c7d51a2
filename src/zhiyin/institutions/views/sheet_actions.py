"""The steps one may take on a sheet now: the table of transitions met with the parts one has."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhiyin.institutions import rules
from zhiyin.institutions.forms import execution as forms
from zhiyin.institutions.models import Violation
from zhiyin.institutions.permissions import parties
from zhiyin.institutions.rules import State
from zhiyin.institutions.services import rectification, violations
from zhiyin.institutions.services.moving import took_part
from zhiyin.journal import clock
from zhiyin.people.acting import Acting

OWN = ("contest", "sign", "rectify")


@dataclass(frozen=True)
class Action:
    """One step: form, verb of the table, and the service that does it. `main`: may be the filled button."""

    name: str
    verb: str
    label: str | Promise
    form: type[forms.SheetForm]
    deed: Callable[..., Violation]
    main: bool = False
    by_others: bool = False
    note: str | Promise = ""

    def offered(self, acting: Acting, sheet: Violation) -> bool:
        step = rules.STEPS[self.verb]
        if not (parties(acting, sheet) & step.by and State(sheet.state) in step.sources):
            return False
        if self.name == "contest":
            return clock.today() <= sheet.contest_until
        return not (self.by_others and took_part(acting, sheet, *OWN))


ACTIONS = (
    Action(
        "contest", "contest", _("提异议"), forms.ContestForm, violations.contest_violation,
        note=_("只能提一次，由别人来定。"),
    ),
    Action(
        "confirm", "confirm", _("确认违反"), forms.ConfirmForm, violations.confirm_violation,
        main=True, by_others=True, note=_("没有异议的，五个工作日后自动确认；定异议要写理由。"),
    ),
    Action(
        "explain", "explain", _("有理由，免除"), forms.GroundForm, violations.explain_violation,
        by_others=True,
    ),
    Action(
        "correct", "correct_record", _("记录有误，更正"), forms.GroundForm, violations.correct_record,
        by_others=True,
    ),
    Action(
        "sign", "sign", _("签字，写原因和日期"), forms.SignForm, rectification.sign_violation, main=True,
        note=_("签上你的岗位和姓名；通报只写岗位。"),
    ),
    Action(
        "rectify", "rectify", _("填报整改"), forms.RectifyForm, rectification.report_rectification, main=True
    ),
    Action(
        "accept", "accept", _("验收合格"), forms.AcceptForm, rectification.accept_rectification,
        main=True, by_others=True,
    ),
    Action(
        "send_back", "send_back", _("退回再改，写新日期"), forms.SendBackForm,
        rectification.send_back_rectification, by_others=True,
    ),
    Action(
        "outcome", "decide_outcome", _("记下处理结果"), forms.OutcomeForm, rectification.decide_outcome,
        main=True, by_others=True, note=_("没有处理结果，这张单子销不了号。"),
    ),
)  # fmt: skip
BY_NAME: dict[str, Action] = {action.name: action for action in ACTIONS}


def offered(acting: Acting, sheet: Violation) -> list[Action]:
    return [action for action in ACTIONS if action.offered(acting, sheet)]


def take(action: Action, acting: Acting, sheet: Violation, version: int | None, data: dict[str, Any]) -> None:
    """Raises NotNow, Conflict, PermissionDenied."""
    action.deed(acting=acting, violation_id=sheet.pk, version=version, **data)
