"""What the demo shows of explaining and mediating: two mediations, three joint cases, templates, articles."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any, Final
from uuid import UUID

from zhiyin.demo.case import Case, Story
from zhiyin.demo.cast import Cast
from zhiyin.demo.days import awake, in_office
from zhiyin.institutions.calendar import Calendar
from zhiyin.journal import clock
from zhiyin.policies.numbering import Number, reference
from zhiyin.policies.selectors.citing import names_for
from zhiyin.policies.selectors.library import articles_valid_on
from zhiyin.voice.models import Task
from zhiyin.voice.services import joint, mediation
from zhiyin.voice.services.answers import Cited, Written
from zhiyin.voice.services.templates import Words, make_template

HOUSE: Final = "《远山装备集团职工诉求办理办法》第九条"
CITED: Final = re.compile(r"《([^》]+)》((?:、?第[一二三四五六七八九十百零]+条)+)")
# Departments that others ask for their part.
HELPERS: Final = ("YS-XZ", "YS-RL", "YS-CW")
KEEPERS: Final = (
    ("YS0100", Words(
        title="报修类：查过、修好", topic="living", request="您反映【地点】的【看到什么】。",
        facts="【哪天去看】【谁去看】到【地点】查看，【看到什么】，【数字】。",
        basis="《远山装备集团后勤与生活设施管理规定》",
        opinion="【承办单位】由【谁来办】负责，【承诺日期】前修好；没修好，您直接说“没办好”。",
    )),
    ("YS0200", Words(
        title="津贴算错：核对后补发", topic="pay", request="您反映【看到什么】。",
        facts="【哪天去看】【谁去看】核对了考勤和工资表，少算【数字】。",
        basis="《工资支付暂行规定》第六条", opinion="少算的【哪天办完】随工资补发，由【谁来办】办理。",
    )),
    ("YS0100", Words(
        title="合理，现在做不到", request="您希望【怎么办】。",
        facts="【哪天去看】【谁去看】去看过，情况属实：【看到什么】。",
        basis="现行制度没有规定。", opinion="现在差【差什么条件】。一年之内再看一次，把结果告诉您。",
    )),
)  # fmt: skip
PARTIES: Final = ("职工本人", "班长，排班的人", "分工会小组长")
POINTS: Final = ("每月25日前贴出下个月的排班表，班长负责", "换班要本人签字，临时换班当天补签")


def templates(cast: Cast) -> None:
    """Handlers of two plants keep three of them."""
    for code, words in KEEPERS:
        make_template(acting=cast.officer(f"{code}/handler"), unit_id=cast.units[code].pk, words=words)


def on_the_way(case: Case) -> Story:
    """What happens between taking a case and answering it."""
    if case.plan.mediation:
        yield from _mediated(case)
    if case.plan.helping:
        yield from _helped(case)


def _mediated(case: Case) -> Story:
    rng = case.rng
    known: dict[str, Any] = {"acting": case.handler, "demand_id": case.id}
    yield in_office(rng, 1)
    mediation.open_mediation(matter="排班由谁定、多久前告诉本人", parties=PARTIES, **known)
    yield in_office(rng, 2)
    mediation.note_meeting(
        met_on=clock.today(), where="综合办会议室", attended="班长、分工会小组长；本人的意见由小组长带来",
        said="班长说活是临时来的，人手不够；本人要提前三天知道。两边同意先把每月的排班定下来。", **known,
    )  # fmt: skip
    if case.plan.mediation == "failed":
        yield in_office(rng, 2)
        mediation.fail_mediation(
            because="no_agreement",
            why="换班要不要本人签字，谈了两次没谈拢。照常办理，按期答复。",
            **known,
        )
        return
    yield in_office(rng, 1)
    look = Calendar.shipped().add_working_days(clock.today(), 4)
    mediation.propose_agreement(items=POINTS, follow_up_on=look, **known)
    yield awake(rng, 1)
    mediation.agree(speaker=case.speaker, demand_id=case.id)
    yield in_office(rng, 3)
    mediation.follow_up(
        kept=True, text="排班表25日贴在班组公告栏，照片已存；这个月换班两次，两次都有签字。", **known
    )


def _helped(case: Case) -> Story:
    """Asked; signed for; answered in time, or not answered at all, or returned and asked again."""
    rng, way, lead = case.rng, case.plan.helping, case.handler
    first, second = [code for code in HELPERS if code != case.plan.unit][:2]
    yield in_office(rng, 1)
    task = _given(case, first, days=3)
    yield in_office(rng, 1)
    if way == "returned":
        joint.return_task(
            acting=case.cast.officer(f"{first}/handler"),
            task_id=task.pk,
            reason="台账在别的部门。",
        )
        yield in_office(rng, 1)
        joint.give_again(
            acting=lead, task_id=task.pk, post_id=case.cast.posts[f"{second}/handler"].pk,
            what=task.what, due_on=_due(case, 3),
        )  # fmt: skip
        first = second
        yield in_office(rng, 1)
    helper = case.cast.officer(f"{first}/handler")
    joint.sign_task(acting=helper, task_id=task.pk)
    if way == "late":
        return
    yield in_office(rng, 1)
    joint.answer_task(
        acting=helper,
        task_id=task.pk,
        text="台账查过了：今年报过3次，最近一次是上月12日，18日能办。",
    )


def _given(case: Case, code: str, days: int) -> Task:
    return joint.give_task(
        acting=case.handler, demand_id=case.id, post_id=case.cast.posts[f"{code}/handler"].pk,
        what="请查一下台账：今年报过几次，哪天报的，什么时候能办。", due_on=_due(case, days),
    )  # fmt: skip


def _due(case: Case, days: int) -> date:
    wanted = Calendar.shipped().add_working_days(clock.today(), days)
    limit = joint.limit_for(case.demand)
    return min(wanted, limit) if limit else wanted


def with_articles(case: Case, written: Written) -> Written:
    """The answer with the articles of its legal ground that the library held on the day of the demand."""
    if not case.plan.cites:
        return written
    if not (found := list(_cited(written.basis, case.plan.on))):
        written = replace(written, basis=f"{written.basis.rstrip('。')}；{HOUSE}")
        found = list(_cited(written.basis, case.plan.on))
    return replace(written, cites=[Cited(pk) for pk in dict.fromkeys(found)])


def _cited(basis: str, day: date) -> Iterator[UUID]:
    for title, numbers in CITED.findall(basis):
        for number in filter(None, numbers.split("、")):
            which = reference(number) or Number(0)
            rows = articles_valid_on(day).filter(
                version__document__title__in=names_for(title), number=which.number, branch=which.branch
            )
            yield from rows.values_list("pk", flat=True)[:1]
