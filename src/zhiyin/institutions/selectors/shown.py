"""What shows that a duty was done, or that nothing does: found and not found, never 'illegal'."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from zhiyin.institutions.engine.behind import evidence_behind
from zhiyin.institutions.facts import OBLIGATION_BREACHED
from zhiyin.institutions.language.rules import After, Always, Before, Each, Every, Keep, Rule, leaves
from zhiyin.institutions.models import ObligationRow, Violation
from zhiyin.institutions.reading import programme
from zhiyin.institutions.rules import LADDER, rung_role
from zhiyin.institutions.subjects import Called, called
from zhiyin.institutions.trace import Lang
from zhiyin.journal.models import Fact


@dataclass(frozen=True)
class Trail:
    """One thing looked for: `on` and `seq` where it was found."""

    label: str
    on: date | None = None
    seq: int | None = None


@dataclass(frozen=True)
class Shown:
    """The obligation behind a sheet, as evidence shows it now."""

    about: list[Called]
    trails: list[Trail]
    breach_seq: int | None
    due_on: date | None
    kept_on: date | None
    have: int | None
    need: int | None
    enough: str


def evidence_for(sheet: Violation, rule: Rule | None, lang: Lang) -> Shown:
    """Eight queries at most."""
    row = ObligationRow.objects.filter(pk=sheet.obligation_id).first()
    breach = Fact.objects.filter(
        subject_kind="obligation", subject_id=str(sheet.obligation_id), kind=OBLIGATION_BREACHED.name
    ).first()
    return Shown(
        about=_about(sheet, rule),
        trails=_trails(sheet, rule, row, lang),
        breach_seq=breach.seq if breach else None,
        due_on=row.due_on if row else sheet.due_on,
        kept_on=row.kept_on if row else None,
        have=row.have if row else None,
        need=row.need if row else None,
        enough="/".join(rule.evidence) if rule and lang == "zh" else "",
    )


def _about(sheet: Violation, rule: Rule | None) -> list[Called]:
    """What the key names: the thing itself, or the member of a register."""
    if rule is None or sheet.key.startswith("enterprise"):
        return []
    kinds = rule.keys
    if isinstance(rule.shape, Every | Always) and rule.shape.per:
        kinds = (programme().registers[rule.shape.per].member,)
    parts = sheet.key.split("|")
    named: Mapping[str, Called]
    found = []
    for kind, ref in zip(kinds, parts, strict=False):
        named = called(kind, [ref])
        found.append(named.get(ref) or Called(ref[:13]))
    return found


def _trails(sheet: Violation, rule: Rule | None, row: ObligationRow | None, lang: Lang) -> list[Trail]:
    if rule is None or row is None:
        return []
    kinds = programme().catalogue.kinds
    behind = evidence_behind(rule, row.key.split("|20")[0])[:200]
    known = [(one.slot, one.kind, one.day, one.order) for one in behind]
    found = []
    match rule.shape:
        case After(on=on, do=do) | Before(on=on, do=do):
            # Of alternative openings only those that happened are worth a line.
            opened = [_seen(kinds[p.kind].label[lang], known, "open", p.kind, row) for p in on]
            found += [trail for trail in opened if trail.on]
            found += [_seen(kinds[p.kind].label[lang], known, "do", p.kind, row) for p in leaves(do)]
        case Every(do=do):
            found += [_seen(kinds[p.kind].label[lang], known, "do", p.kind, row) for p in leaves(do)]
        case Each(on=on) | Keep(on=on):
            found += [_seen(kinds[p.kind].label[lang], known, "open", p.kind, row) for p in on]
            if isinstance(rule.shape, Keep):
                broken = [
                    _seen(kinds[p.kind].label[lang], known, "never", p.kind, row) for p in rule.shape.never
                ]
                found += [trail for trail in broken if trail.on]
    return [t for n, t in enumerate(found) if t.label not in [other.label for other in found[:n]]]


def _seen(
    label: str, known: Sequence[tuple[str, str, date, int]], slot: str, kind: str, row: ObligationRow
) -> Trail:
    for known_slot, known_kind, day, seq in reversed(known):
        if known_slot == slot and known_kind == kind and (slot != "do" or day >= row.start_on):
            return Trail(label, day, seq)
    return Trail(label)


@dataclass(frozen=True)
class Rung:
    """One desk of the ladder, and whether the sheet was, is or may come there."""

    number: int
    role: str
    days: int
    now: bool
    passed: bool


def ladder_of(sheet: Violation, rule: Rule | None) -> list[Rung]:
    """The desks from the first to the top, for this sheet."""
    own = rule.breach.ladder if rule else ()
    return [
        Rung(one.number, rung_role(one.number, sheet.side, own), one.working_days, one.number == sheet.rung,
             one.number < sheet.rung)
        for one in LADDER
    ]  # fmt: skip
