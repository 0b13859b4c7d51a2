"""Publishing the packs: which rule versions exist, and which changed since the engine last ran."""

from zhiyin.institutions.language.rules import Rule
from zhiyin.institutions.models import RuleVersion
from zhiyin.institutions.programme import Programme


def publish(programme: Programme, derived: bool = True) -> list[str]:
    """Bring the table of rule versions up to the packs; returns the uids that are new, changed or gone.

    Not `derived`: rows of what changed are still to be made, so its digest waits for `settle`.
    """
    known = {row.uid: row for row in RuleVersion.objects.all()}
    changed: list[str] = []
    new: list[RuleVersion] = []
    for rule in programme.rules:
        row = known.pop(rule.uid, None)
        if row is None:
            new.append(_row(rule, RuleVersion(uid=rule.uid), derived))
            changed.append(rule.uid)
        # A new version ends the one before it, whose own words stay the same.
        elif row.digest != rule.digest or row.until_on != rule.end or not row.in_packs:
            _row(rule, row, derived).save()
            changed.append(rule.uid)
    RuleVersion.objects.bulk_create(new)
    for row in known.values():
        if row.in_packs:
            row.in_packs = False
            row.save(update_fields=["in_packs"])
            changed.append(row.uid)
    return changed


def settle(rule: Rule) -> None:
    """The rows of this version are as its words want them; in the transaction that made them."""
    RuleVersion.objects.filter(uid=rule.uid).update(digest=rule.digest)


def _row(rule: Rule, row: RuleVersion, derived: bool) -> RuleVersion:
    row.rule, row.institution, row.layer, row.force = rule.id, rule.institution, rule.layer, rule.force
    row.shape, row.group, row.must, row.level = rule.shape_name, rule.group, rule.must, rule.breach.level
    row.title_zh, row.title_en = rule.title["zh"], rule.title["en"]
    row.from_on, row.until_on, row.digest, row.in_packs = rule.start, rule.end, "", True
    if derived:
        row.digest = rule.digest
    return row


def rule_numbers(programme: Programme) -> dict[str, int]:
    """The short number of every rule version in the packs."""
    rows = RuleVersion.objects.filter(in_packs=True).values_list("uid", "id")
    known = dict(rows)
    return {rule.uid: known[rule.uid] for rule in programme.rules if rule.uid in known}
