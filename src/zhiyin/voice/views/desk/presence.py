"""Who else has this case open: told before typing, and only to those who may see the case."""

from dataclasses import dataclass

from zhiyin.people.acting import Acting
from zhiyin.voice.selectors.case_at_desk import CaseAtDesk
from zhiyin.voice.selectors.looking import looks_at
from zhiyin.voice.services.looking import look
from zhiyin.voice.views.desk.actions import ACTIONS, BY_NAME

VERBS = {action.name: action.verb for action in ACTIONS}


@dataclass(frozen=True)
class Told:
    """A colleague, the form they have open, and since how many minutes."""

    name: str
    form: str
    minutes: int


def told_of_others(acting: Acting, case: CaseAtDesk, step: str) -> list[Told]:
    """The others at this case; notes this person's own look where a form is open (`step`)."""
    looks = looks_at(acting, case, VERBS, step)
    if step and not looks.noted:
        look(acting=acting, demand=case.demand, step=step)
    named = [(one, BY_NAME.get(one.step)) for one in looks.others]
    return [Told(one.name, str(action.label), one.minutes) for one, action in named if action]
