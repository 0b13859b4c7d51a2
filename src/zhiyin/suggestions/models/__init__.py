"""Tables of suggestions."""

from zhiyin.suggestions.models.committee import Meeting, Member, Presence, Question
from zhiyin.suggestions.models.files import Attachment
from zhiyin.suggestions.models.outcome import Effect, Plan, Reward, Trial
from zhiyin.suggestions.models.suggestion import Author, Draft, Note, Suggestion
from zhiyin.suggestions.models.work import Decision, Review

__all__ = [
    "Attachment", "Author", "Decision", "Draft", "Effect", "Meeting", "Member", "Note", "Plan", "Presence",
    "Question", "Review", "Reward", "Suggestion", "Trial",
]  # fmt: skip
