"""Who may change units, people, posts and grants. `acting=None` is the system itself (set-up, jobs)."""

from django.utils.translation import gettext as _

from zhiyin.journal.record import SYSTEM
from zhiyin.people.acting import Acting
from zhiyin.people.refusals import Refused
from zhiyin.people.roles import Role

# The union's powers and the delegates' mandate come from the union alone.
UNION_ROLES = frozenset({Role.UNION_OFFICER, Role.DELEGATE})


def actor_of(acting: Acting | None) -> str:
    return acting.actor if acting else SYSTEM


def may_administer(acting: Acting | None, path: str) -> bool:
    return acting is None or acting.over(path, Role.SYSTEM_ADMIN)


def require_admin(acting: Acting | None, path: str) -> None:
    """Raises Refused unless a system administrator over the unit at `path` acts."""
    if not may_administer(acting, path):
        raise Refused(_("这个单位不归你管理。"))


def require_whole(acting: Acting | None) -> None:
    """Raises Refused unless a system administrator over the whole enterprise acts."""
    if acting is not None and not administers_whole(acting):
        raise Refused(_("这件事归全企业的系统管理员。"))


def administers_whole(acting: Acting) -> bool:
    """Whether this person administers the top of the tree; paths begin with the top's code."""
    return any(path.count("/") == 2 for path in acting.paths(Role.SYSTEM_ADMIN))


def may_give(acting: Acting | None, role: str, path: str) -> bool:
    if acting is None:
        return True
    if role in UNION_ROLES:
        return acting.over(path, Role.UNION_OFFICER)
    return acting.over(path, Role.SYSTEM_ADMIN)


def may_end(acting: Acting | None, role: str, path: str) -> bool:
    return may_give(acting, role, path) or (acting is not None and acting.over(path, Role.SECURITY_ADMIN))
