"""What is derived from facts: everything here can be thrown away and rebuilt from the journal."""

from zhiyin.institutions.models.clock import ClockRow, NextDue
from zhiyin.institutions.models.obligation import EvidenceRow, MemberEvent, ObligationRow, RuleVersion

__all__ = ["ClockRow", "EvidenceRow", "MemberEvent", "NextDue", "ObligationRow", "RuleVersion"]
