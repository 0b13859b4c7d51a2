"""A demand that its employee has begun and not raised."""

from zhiyin.people.models import BoxedDraft


class Draft(BoxedDraft):
    """It may become a confidential demand."""
