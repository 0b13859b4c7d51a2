"""Who may keep the library. Reading: public documents everybody, internal ones whoever is signed in."""

from typing import Final

from zhiyin.people.acting import Acting
from zhiyin.people.roles import Role

# Disclosure on the enterprise's side, the union on the other: either drafts, the other looks and publishes.
MAINTAINERS: Final = (Role.DISCLOSURE_OFFICER, Role.UNION_OFFICER)


def may_maintain(acting: Acting | None, path: str) -> bool:
    """Draft, publish, repeal documents of the unit at `path`. None is the system itself."""
    return acting is None or acting.over(path, *MAINTAINERS)


def is_maintainer(acting: Acting | None) -> bool:
    """Whether this person keeps documents of any unit."""
    return acting is not None and acting.has(*MAINTAINERS)
