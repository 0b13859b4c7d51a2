"""A sub-task is told to the post that is asked, its answer to the lead, and nothing to anybody kept out."""

from datetime import timedelta

from zhiyin.journal import clock
from zhiyin.voice.services import joint
from zhiyin.workspace.models import Notice


def noticed(enterprise, who):
    return dict(Notice.objects.filter(employee=enterprise.people[who]).values_list("what", "count"))


def give(enterprise, case):
    return joint.give_task(
        acting=enterprise.acting("workshop_handler"), demand_id=case.demand.pk,
        post_id=enterprise.posts["handler"].pk, what="查报修记录",
        due_on=clock.today() + timedelta(days=1),
    )  # fmt: skip


def test_the_asked_post_is_told_and_then_the_lead(enterprise, walk, told):
    task = give(enterprise, walk().in_handling())
    told()
    assert noticed(enterprise, "handler") == {"task": 1}
    helper = enterprise.acting("handler")
    joint.sign_task(acting=helper, task_id=task.pk)
    joint.answer_task(acting=helper, task_id=task.pk, text="10月3日报修，6日换件。")
    told()
    assert noticed(enterprise, "workshop_handler")["task_back"] == 1


def test_a_helper_who_is_kept_out_by_then_is_told_nothing(enterprise, walk, told):
    case = walk().in_handling()
    give(enterprise, case)
    case.demand.exclusions.create(written="孙建国", employee=enterprise.people["handler"])
    told()
    assert noticed(enterprise, "handler") == {}
