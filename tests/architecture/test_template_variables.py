"""The test run itself fails on a page that shows a variable its view does not give."""

import pytest
from django.template import engines

from tests.conftest import UndefinedVariable


def shown(text, **context):
    return engines["django"].from_string(text).render(context)


def test_showing_a_variable_that_is_not_there_fails():
    with pytest.raises(UndefinedVariable, match=r"demand\.nothing"):
        shown("{{ demand.nothing }}", demand={})


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ('{{ nothing|default:"—" }}', "—"),
        ('{% firstof nothing "—" %}', "—"),
        ("{% if nothing %}yes{% else %}no{% endif %}", "no"),
        ("{% for x in nothing %}{{ x }}{% empty %}none{% endfor %}", "none"),
        ("{{ there }}", "here"),
    ],
)
def test_asking_whether_it_is_there_does_not(text, result):
    assert shown(text, there="here") == result
