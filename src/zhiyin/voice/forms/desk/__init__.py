"""Forms of officers: one for each step that asks for something."""

from zhiyin.voice.forms.desk.answer import AnswerForm, KeepPromiseForm, RedateForm
from zhiyin.voice.forms.desk.base import DeskForm
from zhiyin.voice.forms.desk.claims import ClaimsForm, LegacyPaperForm, LookAgainForm, SplitForm
from zhiyin.voice.forms.desk.handling import (
    AskForm,
    ContactForm,
    EscalateForm,
    ExtensionForm,
    ObjectForm,
    RecuseForm,
    WriteForm,
)
from zhiyin.voice.forms.desk.joint import GiveAgainForm, GiveTaskForm, HandOnForm, TakeBackForm
from zhiyin.voice.forms.desk.mediation import (
    AgreementForm,
    FailMediationForm,
    FollowUpForm,
    MeetForm,
    OpenMediationForm,
)
from zhiyin.voice.forms.desk.office import (
    AcceptAndDispatchForm,
    AcceptForm,
    AssignReviewForm,
    DismissForm,
    DispatchForm,
    KindForm,
    MergeForm,
    RedirectForm,
    ReopenForm,
    UpholdForm,
)
from zhiyin.voice.forms.desk.review import DecideReviewForm
from zhiyin.voice.forms.desk.union import ReachForm, TryForm

__all__ = [
    "AcceptAndDispatchForm",
    "AcceptForm",
    "AgreementForm",
    "AnswerForm",
    "AskForm",
    "AssignReviewForm",
    "ClaimsForm",
    "ContactForm",
    "DecideReviewForm",
    "DeskForm",
    "DismissForm",
    "DispatchForm",
    "EscalateForm",
    "ExtensionForm",
    "FailMediationForm",
    "FollowUpForm",
    "GiveAgainForm",
    "GiveTaskForm",
    "HandOnForm",
    "KeepPromiseForm",
    "KindForm",
    "LegacyPaperForm",
    "LookAgainForm",
    "MeetForm",
    "MergeForm",
    "ObjectForm",
    "OpenMediationForm",
    "ReachForm",
    "RecuseForm",
    "RedateForm",
    "RedirectForm",
    "ReopenForm",
    "SplitForm",
    "TakeBackForm",
    "TryForm",
    "UpholdForm",
    "WriteForm",
]
