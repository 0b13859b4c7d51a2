"""What the demo shows of explaining and mediating is there to be looked at."""

import pytest

from zhiyin.institutions import clocks
from zhiyin.journal import clock
from zhiyin.voice.models import Answer, AnswerTemplate, Mediation, Task
from zhiyin.voice.rules_joint import WITH_HELPER

pytestmark = pytest.mark.django_db


def test_one_mediation_was_agreed_and_kept_and_one_failed_with_its_reason():
    kept, failed = Mediation.objects.order_by("-stage")
    assert (kept.stage, kept.kept) == ("followed_up", True)
    assert kept.meetings.count() >= 1
    assert (failed.stage, bool(failed.failed_why)) == ("failed", True)
    rows = [c for c in clocks.for_subject("demand", kept.demand_id) if "mediation" in c.rule]
    assert {c.status for c in rows} == {"kept"}


def test_three_cases_are_handled_together_and_one_helper_is_late():
    tasks = list(Task.objects.all())
    assert len({task.demand_id for task in tasks}) == 3
    late = [task for task in tasks if task.state in WITH_HELPER and task.due_on < clock.today()]
    assert [clocks.for_subject("task", task.pk)[0].status for task in late] == ["breached"]
    assert [task.returns for task in tasks if task.returned_on] == [0]


def test_answers_cite_articles_that_were_in_force_on_the_day_of_the_demand():
    citing = Answer.objects.filter(cites__gt=0).prefetch_related("citations__article__version__document")
    assert citing.count() >= 10
    assert all(one.inside.valid for answer in citing for one in answer.citations.all())


def test_handlers_keep_three_templates():
    assert AnswerTemplate.objects.filter(ended_on__isnull=True).count() == 3
