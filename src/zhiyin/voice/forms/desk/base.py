"""What every form of a step knows: the case as this officer reads it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from zhiyin.institutions import clocks
from zhiyin.journal import clock
from zhiyin.people.acting import Acting
from zhiyin.people.models import Post
from zhiyin.voice.selectors.case_at_desk import CaseAtDesk

LONG = {"rows": 4}


class DeskForm(forms.Form):
    """A form about one case; fields fill themselves from it in `prepare`."""

    error_css_class = ""
    # A form with buttons and tools of its own draws itself.
    own_template = ""
    rehearses = False

    def __init__(self, *args: Any, case: CaseAtDesk, acting: Acting, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "do-%s")
        super().__init__(*args, **kwargs)
        self.case, self.acting = case, acting
        self.prepare()

    def prepare(self) -> None:
        """Choices and first values that depend on the case."""

    def rehearsed(self) -> "DeskForm":
        """The form after a step that sends nothing."""
        return self


class WithDate(DeskForm):
    """A date from today to the ceiling; the page says the ceiling in words."""

    ceiling: date | None = None

    def prepare(self) -> None:
        attrs = self.fields["promised_on"].widget.attrs
        attrs["min"] = clock.today().isoformat()
        self.ceiling = clocks.ceiling_on("demand", self.case.demand.pk)
        if self.ceiling:
            attrs["max"] = self.ceiling.isoformat()


def offer(form: forms.BaseForm, name: str, choices: Sequence[Any]) -> forms.ChoiceField:
    """Set what a field may be chosen from; returns the field."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
    return field


def by_unit(posts: Iterable[Post]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Posts as choices in the groups of their units; a closed list still says the unit."""
    grouped: dict[str, list[tuple[str, str]]] = {}
    for post in posts:
        grouped.setdefault(post.unit.name, []).append((str(post.pk), f"{post.unit.name} · {post.title}"))
    return list(grouped.items())


class ChoiceNotes(forms.TypedChoiceField):
    """A choice as cards, each with a note; short ones in a row."""

    def __init__(self, *, notes: Mapping[str, Any] | None = None, row: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.RadioSelect)
        super().__init__(**kwargs)
        self.notes = notes or {}
        self.row = row


class PlainSelect(forms.Select):
    """A list of many posts: Django would render a template for each of them."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        context = self.get_context(name, value, attrs)["widget"]
        groups = format_html_join(
            "", "{}", ((self._group(label, options),) for label, options, _n in context["optgroups"])
        )
        return format_html(
            '<select name="{}"{}>{}</select>', context["name"], flatatt(context["attrs"]), groups
        )

    def _group(self, label: Any, options: list[dict[str, Any]]) -> SafeString:
        drawn = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((o["value"], flatatt(o["attrs"]), o["label"]) for o in options),
        )
        return format_html('<optgroup label="{}">{}</optgroup>', label, drawn) if label else drawn
