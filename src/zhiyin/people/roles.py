"""Roles: what a grant lets its holder do. Union powers are never given to management roles."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    DELEGATE = "delegate", _("职工代表")
    DEMAND_OFFICER = "demand_officer", _("诉求受理")
    HANDLER = "handler", _("承办")
    REVIEWER = "reviewer", _("复查")
    UNION_OFFICER = "union_officer", _("工会")
    DISCIPLINE_OFFICER = "discipline_officer", _("纪检")
    DISCLOSURE_OFFICER = "disclosure_officer", _("公开")
    LEADER = "leader", _("领导")
    SYSTEM_ADMIN = "system_admin", _("系统管理员")
    SECURITY_ADMIN = "security_admin", _("安全管理员")
    AUDIT_ADMIN = "audit_admin", _("审计管理员")


ADMINS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
OFFICERS = frozenset(Role) - {Role.DELEGATE}
# Three administrators are three people; management never holds the union's powers.
INCOMPATIBLE = (
    frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN}),
    frozenset({Role.SYSTEM_ADMIN, Role.AUDIT_ADMIN}),
    frozenset({Role.SECURITY_ADMIN, Role.AUDIT_ADMIN}),
    frozenset({Role.LEADER, Role.UNION_OFFICER}),
    frozenset({Role.HANDLER, Role.UNION_OFFICER}),
)
