"""Dates, numbers, forces, rates and fields as pages show them."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation

from zhiyin.journal import clock
from zhiyin.workspace.numbers import Rate


@pytest.fixture(autouse=True)
def the_day():
    with clock.moved_to(datetime(2026, 10, 20, 1, 0, tzinfo=UTC)):
        yield


def render(text, **context):
    return Template("{% load z %}" + text).render(Context(context))


@pytest.mark.parametrize(
    ("form", "zh", "en"),
    [
        ("", "9月24日 周四", "Thu 24 Sep"),
        ("short", "9月24日", "24 Sep"),
        ("full", "2026年9月24日 周四", "Thu 24 Sep 2026"),
    ],
)
def test_a_day_is_said_with_its_weekday(form, zh, en):
    said = "{{ d|day:form }}"
    assert render(said, d=date(2026, 9, 24), form=form) == zh
    with translation.override("en"):
        assert render(said, d=date(2026, 9, 24), form=form) == en


def test_the_year_appears_only_when_it_is_another_one():
    assert render("{{ d|day }}", d=date(2027, 1, 4)) == "2027年1月4日 周一"
    assert render("{{ d|day }}", d=None) == ""


def test_a_moment_is_told_in_the_zone_of_the_enterprise():
    late = datetime(2026, 10, 20, 17, 30, tzinfo=UTC)
    assert render("{{ m|daytime }} {{ m|day }}", m=late) == "10月21日 周三 01:30 10月21日 周三"


def test_numbers_are_grouped():
    assert render("{{ 48213|number }} {{ x|number }}", x=None) == "48,213 —"


@pytest.mark.parametrize(
    ("code", "label", "ending"),
    [
        ("LAW", "法律", "law"),
        ("AR", "行政法规", "reg"),
        ("PARTY", "党内法规", "party"),
        ("HOUSE", "本企业承诺", "house"),
    ],
)
def test_force_is_said_in_words_and_in_ink(code, label, ending):
    assert render("{% force_label c %}", c=code) == f'<span class="z-force z-force--{ending}">{label}</span>'


def test_an_unknown_force_is_an_error():
    with pytest.raises(KeyError):
        render('{% force_label "GUESS" %}')


def test_a_rate_never_stands_without_its_numbers():
    shown = render('{% rate 287 312 label="按时答复" kept=True %}')
    assert "<b>287</b> / 312 件 <b>92%</b>" in shown
    assert 'aria-label="287/312，92%"' in shown
    assert '<rect class="kept" width="92%" height="100%"/>' in shown


@pytest.mark.parametrize(("part", "whole"), [(3, 4), (9, 9), (0, 0)])
def test_under_ten_there_is_no_bar_and_no_percentage(part, whole):
    shown = render("{% rate p w %}", p=part, w=whole)
    assert "%" not in shown
    assert "<svg" not in shown


@pytest.mark.parametrize(
    ("part", "whole", "percent"), [(0, 500, 0), (1, 500, 1), (499, 500, 99), (500, 500, 100), (201, 268, 75)]
)
def test_rounding_never_turns_some_into_none_or_all(part, whole, percent):
    assert Rate(part, whole).percent == percent


def test_a_state_is_icon_word_and_ground():
    shown = render("{% state_chip s %}", s=SimpleNamespace(chip="you", icon="message-2", label="等你说一句"))
    assert 'class="z-chip z-chip--you"' in shown
    assert "#i-message-2" in shown
    assert shown.strip().endswith("等你说一句</span>")


class ReasonForm(forms.Form):
    reason = forms.CharField(label="理由", help_text="写给职工看。", max_length=200, widget=forms.Textarea)
    note = forms.CharField(label="备注", required=False)
    agreed = forms.BooleanField(label="他同意")
    solved = forms.ChoiceField(
        label="解决了吗？", choices=[("yes", "解决了"), ("no", "没解决")], widget=forms.RadioSelect
    )


def test_a_field_ties_label_help_and_error_to_its_input():
    shown = render("{% field f.reason %}", f=ReasonForm({}))
    assert '<label class="z-label" for="id_reason">理由</label>' in shown
    assert 'aria-describedby="id_reason-help id_reason-error"' in shown
    assert 'aria-invalid="true"' in shown
    assert '<p class="z-help" id="id_reason-help">写给职工看。</p>' in shown
    assert 'id="id_reason-error"' in shown
    assert 'rows="5"' in shown


def test_what_may_stay_empty_says_so_and_a_box_stands_before_its_words():
    assert "可不填" in render("{% field f.note %}", f=ReasonForm())
    assert 'class="z-check"' in render("{% field f.agreed %}", f=ReasonForm())


def test_choices_are_never_ticked_beforehand():
    shown = render("{% picks f.solved row=True %}", f=ReasonForm())
    assert shown.count('type="radio"') == 2
    assert "checked" not in shown
    assert "<legend" in shown


def test_what_was_chosen_stays_chosen_and_user_text_is_escaped():
    form = ReasonForm({"solved": "no", "reason": "<b>x</b>"})
    assert 'value="no" id="id_solved_1" checked' in render("{% picks f.solved %}", f=form)
    assert "&lt;b&gt;x&lt;/b&gt;" in render("{% field f.reason %}", f=form)


def test_pages_keep_the_other_choices_of_the_address(rf):
    page = SimpleNamespace(first=1, last=9, total=1234, previous=None, next="k9")
    context = {"request": rf.get("/x?view=soon&after=k1"), "page": page}
    shown = render("{% pages page %}", **context)
    assert 'href="?view=soon&amp;after=k9"' in shown
    assert "第 1–9 件，共 1,234 件" in shown
    assert "上一页" not in shown


def test_what_is_wrong_with_a_form_is_told_once_above_it_and_leads_to_the_field():
    class Asked(forms.Form):
        reason = forms.CharField(label="为什么")
        kind = forms.ChoiceField(label="哪一类", choices=[("a", "甲")], widget=forms.RadioSelect)

    page = render("{% errors form %}", form=Asked({}))
    assert "有 2 处要改" in page
    assert 'href="#id_reason">为什么</a>' in page
    assert 'href="#id_kind_0">哪一类</a>' in page
    assert render("{% errors form %}", form=Asked()).strip() == ""
