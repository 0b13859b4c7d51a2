"""Fields and widgets that forms of all apps are made of."""

from django import forms


class DayInput(forms.DateInput):
    """A day, as the browser's own calendar takes it: ISO 8601 whatever the language."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")
