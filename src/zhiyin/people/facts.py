"""Facts about units, employees, posts and grants."""

from zhiyin.journal.kinds import code, count, day, declare, ref, yes_no
from zhiyin.people.roles import Role

SEX = code("性别", "sex", "male", "female", "unknown")
CATEGORY = code("岗位类别", "job category", "mgmt", "tech", "skill", "sales", "service", "other")
FORM = code(
    "用工形式", "employment form",
    "fixed", "open", "task", "dispatch", "part", "rehired", "intern", "outsourced",
)  # fmt: skip
LEVEL = code("层级", "level", "group", "second", "third", "workshop", "team", "office")

UNIT_OPENED = declare(
    "people.unit.opened", "unit", "单位设立", "unit opened",
    level=LEVEL, parent=ref("unit", "上级单位", "parent unit").maybe(),
)  # fmt: skip
UNIT_MOVED = declare(
    "people.unit.moved", "unit", "单位划转", "unit moved", parent=ref("unit", "上级单位", "parent unit")
)
UNIT_CHANGED = declare(
    "people.unit.changed", "unit", "单位更名或改级", "unit renamed or regraded", level=LEVEL
)
UNIT_CLOSED = declare("people.unit.closed", "unit", "单位撤销", "unit closed")

EMPLOYEE_JOINED = declare(
    "people.employee.joined", "employee", "职工入职", "employee joined", sex=SEX, form=FORM, category=CATEGORY
)
EMPLOYEE_MOVED = declare(
    "people.employee.moved", "employee", "职工调动", "employee moved",
    from_unit=ref("unit", "原单位", "from unit"), to_unit=ref("unit", "新单位", "to unit"),
)  # fmt: skip
EMPLOYEE_CHANGED = declare(
    "people.employee.changed", "employee", "职工信息变更", "employee changed", form=FORM, category=CATEGORY
)
EMPLOYEE_LEFT = declare("people.employee.left", "employee", "职工离开", "employee left")

POST_OPENED = declare("people.post.opened", "post", "岗位设立", "post opened")
POST_CLOSED = declare("people.post.closed", "post", "岗位撤销", "post closed")
POST_TAKEN = declare(
    "people.post.taken", "post", "任岗", "post taken", employee=ref("employee", "职工", "employee")
)
POST_GIVEN_UP = declare(
    "people.post.given_up", "post", "离岗", "post given up", employee=ref("employee", "职工", "employee")
)
ABSENCE_MARKED = declare(
    "people.absence.marked", "post", "请人代岗", "a deputy for an absence",
    employee=ref("employee", "谁不在", "who is away"), deputy=ref("employee", "谁代", "who deputises"),
    from_on=day("从哪天", "from"), until_on=day("到哪天", "until"),
)  # fmt: skip
ABSENCE_ENDED = declare(
    "people.absence.ended", "post", "提前不再代岗", "deputising ended early",
    employee=ref("employee", "谁不在", "who was away"), deputy=ref("employee", "谁代", "who deputised"),
    until_on=day("原来到哪天", "until, as marked"),
)  # fmt: skip
GRANT_GIVEN = declare(
    "people.grant.given", "grant", "授权", "grant given",
    role=code("角色", "role", *Role.values), post=ref("post", "岗位", "post"),
)  # fmt: skip
GRANT_ENDED = declare(
    "people.grant.ended", "grant", "授权终止", "grant ended", role=code("角色", "role", *Role.values)
)

SLIP_ISSUED = declare("people.slip.issued", "employee", "发放首次登录凭条", "first-sign-in slip issued")
PASSWORD_SET = declare("people.password.set", "employee", "设定密码", "password set")
SECOND_FACTOR_SET = declare(
    "people.second_factor.set", "employee", "两步验证变更", "second factor changed", on=yes_no("已启用", "on")
)
SESSION_ENDED = declare("people.session.ended", "employee", "结束登录", "session ended by its owner")
CONTACT_CHANNEL = code("渠道", "channel", "mail", "wecom", "dingtalk")
CONTACT_BOUND = declare(
    "people.contact.bound", "employee", "接通提醒渠道", "notice channel bound", channel=CONTACT_CHANNEL
)
CONTACT_DROPPED = declare(
    "people.contact.dropped", "employee", "断开提醒渠道", "notice channel dropped", channel=CONTACT_CHANNEL
)
CORRECTION_ASKED = declare(
    "people.correction.asked", "employee", "职工请求更正本人信息", "employee asked to correct own data",
    field=code(
        "哪一项", "which",
        "name", "unit", "sex", "category", "form", "shift", "union_member", "joined_on", "other",
    ),
)  # fmt: skip
CORRECTION_DECIDED = declare(
    "people.correction.decided",
    "employee",
    "更正请求已处理",
    "correction decided",
    done=yes_no("已更正", "corrected"),
)

ROSTER_WAITING = declare(
    "people.roster.waiting", "roster_run", "文件夹里的名册等管理员确认",
    "roster from the folder waits for the administrator",
    people=count("people", "离开多少人", "how many would leave"),
)  # fmt: skip
ROSTER_REFUSED = declare(
    "people.roster.refused", "roster_run", "文件夹里的名册没有导入", "roster from the folder not imported"
)
SEGMENT_OWNER = code("谁用", "owner role", *Role.values)
SEGMENT_DEFINED = declare(
    "people.segment.defined", "segment", "设立分群", "segment defined",
    owner=SEGMENT_OWNER, dimensions=count("items", "按几项分", "how many dimensions"),
)  # fmt: skip
SEGMENT_CHANGED = declare(
    "people.segment.changed", "segment", "分群改版", "segment changed",
    version=count("items", "第几版", "version"), dimensions=count("items", "按几项分", "how many dimensions"),
)  # fmt: skip
SEGMENT_ENDED = declare("people.segment.ended", "segment", "分群停用", "segment ended")
