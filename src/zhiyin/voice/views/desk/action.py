"""One step of the desk as a button or a form."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from zhiyin.people.acting import Acting
from zhiyin.voice import rules
from zhiyin.voice.forms import desk as forms
from zhiyin.voice.selectors.case_at_desk import CaseAtDesk
from zhiyin.voice.states import State
from zhiyin.voice.views.desk import deeds

When = Callable[[Acting, CaseAtDesk], bool]


def _always(_acting: Acting, _case: CaseAtDesk) -> bool:
    return True


@dataclass(frozen=True)
class Action:
    """One step as a button or form.

    `main`: may be the one filled button; the first offered is. `inline`: its form is short enough to be
    open at once. `leaves`: afterwards the case is out of this person's sight.
    """

    name: str
    verb: str
    label: str | Promise
    deed: deeds.Deed
    form: type[forms.DeskForm] | None = None
    icon: str = "arrow-right"
    key: str = ""
    main: bool = False
    also_from: tuple[State, ...] = ()
    when: When = _always
    note: str | Promise = ""
    leaves: bool = False
    inline: bool = False

    @property
    def asks(self) -> bool:
        """Whether it opens a form or a word of warning before it is done."""
        return self.form is not None or bool(self.note)

    def offered(self, acting: Acting, case: CaseAtDesk) -> bool:
        # Sub-tasks are no steps of the demand: their guards look at state and part themselves.
        if not self.verb:
            return self.when(acting, case)
        step = rules.STEPS[self.verb]
        state = State(case.demand.state)
        return (
            bool(case.parts & step.by)
            and (state in step.sources or state in self.also_from)
            and self.when(acting, case)
        )
