"""A page with steps: what is open, and that nothing typed into a step is lost when the step is gone."""

from dataclasses import dataclass

from django import forms

from zhiyin.people.steps import steps_of_page, typed


class ReasonForm(forms.Form):
    what = forms.ChoiceField(label="怎么定", choices=[("", "请选"), ("part", "部分支持"), ("no", "不支持")])
    text = forms.CharField(label="理由")
    paper = forms.FileField(label="附件", required=False)


@dataclass(frozen=True)
class Step:
    name: str
    main: bool = False


LOOK, DECIDE, CLOSE = Step("look"), Step("decide", main=True), Step("close", main=True)
STEPS = (LOOK, DECIDE, CLOSE)


def page(**known):
    return steps_of_page(STEPS, lambda _step: ReasonForm(), **known)


def test_the_first_main_step_is_open_unless_another_is_asked_for():
    assert page()["open"] == DECIDE
    assert page(opened="look")["open"] == LOOK
    assert page(opened="nonsense")["open"] == DECIDE
    assert page()["steps"] == [LOOK, CLOSE]


def test_a_page_without_a_main_step_opens_none():
    found = steps_of_page((LOOK,), lambda _step: ReasonForm())
    assert found["open"] is None and found["form"] is None and found["steps"] == [LOOK]


def test_a_step_that_was_tried_stays_open_with_what_was_typed():
    form = ReasonForm({"text": "现场看过"})
    found = page(tried=(CLOSE, form), opened="look")
    assert found["open"] == CLOSE and found["form"] is form
    assert not found["gone"] and not found["kept"]


def test_of_a_step_that_is_gone_the_words_are_kept():
    form = ReasonForm({"what": "part", "text": "现场看过"})
    found = page(tried=(Step("accept"), form))
    assert found["gone"] and found["open"] == DECIDE and found["form"] is not form
    assert found["kept"] == [("怎么定", "部分支持"), ("理由", "现场看过")]


def test_a_choice_not_made_is_nothing_typed():
    assert typed(ReasonForm({"what": "", "text": ""})) == []
