"""Tables of units, employees, posts, absences, accounts, drafts, rosters and segments, one file per part."""

from zhiyin.people.models.absences import Absence
from zhiyin.people.models.accounts import (
    Account,
    Accounts,
    Contact,
    CorrectionRequest,
    Device,
    FailedSignIn,
    SignedIn,
)
from zhiyin.people.models.drafts import BoxedDraft
from zhiyin.people.models.employees import Employee, Stay, Trait, Unit
from zhiyin.people.models.posts import Grant, Holding, Post
from zhiyin.people.models.roster import RosterPreview, RosterRun
from zhiyin.people.models.segments import Segment, SegmentVersion

__all__ = [
    "Absence",
    "Account",
    "Accounts",
    "BoxedDraft",
    "Contact",
    "CorrectionRequest",
    "Device",
    "Employee",
    "FailedSignIn",
    "Grant",
    "Holding",
    "Post",
    "RosterPreview",
    "RosterRun",
    "Segment",
    "SegmentVersion",
    "SignedIn",
    "Stay",
    "Trait",
    "Unit",
]
