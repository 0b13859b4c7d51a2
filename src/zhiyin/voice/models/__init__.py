"""Tables of demands, one file per part."""

from zhiyin.voice.models.alert import Alert
from zhiyin.voice.models.answering import AnswerTemplate, Citation
from zhiyin.voice.models.claim import Claim, Finding, LegacyPaper
from zhiyin.voice.models.demand import Demand, Exclusion
from zhiyin.voice.models.desk import BulkItem, BulkRun, Looking, OwnNote, SavedView
from zhiyin.voice.models.draft import Draft
from zhiyin.voice.models.due import Running
from zhiyin.voice.models.hot import HotDemand, HotNote, HotProblem, HotSupport, Milestone, PreparedAnswer
from zhiyin.voice.models.joint import Task
from zhiyin.voice.models.mediation import AgreementItem, Mediation, MediationMeeting, MediationParty
from zhiyin.voice.models.outcome import Answer, Call, Review, Verdict
from zhiyin.voice.models.poster import Poster
from zhiyin.voice.models.talk import Message, Photo
from zhiyin.voice.models.work import Ask, Extension, Mapping, Notice, Objection, Redate

__all__ = [
    "AgreementItem",
    "Alert",
    "Answer",
    "AnswerTemplate",
    "Ask",
    "BulkItem",
    "BulkRun",
    "Call",
    "Citation",
    "Claim",
    "Demand",
    "Draft",
    "Exclusion",
    "Extension",
    "Finding",
    "HotDemand",
    "HotNote",
    "HotProblem",
    "HotSupport",
    "LegacyPaper",
    "Looking",
    "Mapping",
    "Mediation",
    "MediationMeeting",
    "MediationParty",
    "Message",
    "Milestone",
    "Notice",
    "Objection",
    "OwnNote",
    "Photo",
    "Poster",
    "PreparedAnswer",
    "Redate",
    "Review",
    "Running",
    "SavedView",
    "Task",
    "Verdict",
]
