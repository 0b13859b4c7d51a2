"""What is derived from facts (rules, keys of facts, obligations, clocks), and what people write themselves.

The derived tables can be thrown away and rebuilt from the journal; sheets, the register and numbers cannot.
"""

from zhiyin.institutions.models.clock import ClockRow, NextDue
from zhiyin.institutions.models.evidence import EvidenceEntry, EvidenceSubject
from zhiyin.institutions.models.execution import KeptFile, SheetEntry, Violation
from zhiyin.institutions.models.number import HousePack
from zhiyin.institutions.models.obligation import FactKey, MemberEvent, ObligationRow, RuleVersion
from zhiyin.institutions.models.tally import Tally

__all__ = [
    "ClockRow",
    "EvidenceEntry",
    "EvidenceSubject",
    "FactKey",
    "HousePack",
    "KeptFile",
    "MemberEvent",
    "NextDue",
    "ObligationRow",
    "RuleVersion",
    "SheetEntry",
    "Tally",
    "Violation",
]
