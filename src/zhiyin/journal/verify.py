"""Recomputing every hash: names the first fact whose bytes, columns or number do not match."""

import json
from dataclasses import dataclass

from django.db.models import Count, F, Max
from django.utils.translation import gettext as _

from zhiyin.journal import leaf
from zhiyin.journal.models import Counter, Fact
from zhiyin.journal.record import columns
from zhiyin.journal.sequence import batches


@dataclass(frozen=True)
class Verdict:
    """`checked` facts; `problem` is empty when all match, else a sentence naming the first that does not."""

    checked: int
    problem: str = ""
    fact_id: str = ""
    seq: int | None = None


def verify() -> Verdict:
    """Hash of the stored bytes, columns against those bytes, and no gap in numbers or places."""
    checked, expected, given = 0, 1, _numbers_given()
    for batch in batches():
        for fact in batch:
            if fact.seq != expected:
                return Verdict(checked, _("编号 %(n)d 缺失。") % {"n": expected}, str(fact.id), fact.seq)
            if problem := mismatch(fact):
                return Verdict(checked, problem, str(fact.id), fact.seq)
            checked, expected = checked + 1, expected + 1
    found, last = expected - 1, _numbers_given()
    # Facts may be numbered meanwhile: then the counter has gone on from below what was found to above it.
    if not given <= found <= last:
        last = last if found > last else given
        return Verdict(checked, _("编号只到 %(found)d，应到 %(last)d。") % {"found": found, "last": last})
    for fact in Fact.objects.filter(seq__isnull=True).iterator(chunk_size=1000):
        if problem := mismatch(fact):
            return Verdict(checked, problem, str(fact.id))
        checked += 1
    return _gap_in_a_subject(checked)


def _numbers_given() -> int:
    return Counter.objects.filter(pk=1).values_list("last", flat=True).first() or 0


def _gap_in_a_subject(checked: int) -> Verdict:
    """The places of a subject are 1, 2, 3 …: a fact taken away before it had a number leaves a hole."""
    of_subject = Fact.objects.values("subject_kind", "subject_id").order_by()
    holes = of_subject.annotate(n=Count("pk"), last=Max("place")).exclude(n=F("last"))
    for hole in holes.order_by("subject_kind", "subject_id")[:1]:
        told = {"subject": f"{hole['subject_kind']} {hole['subject_id']}", **hole}
        return Verdict(checked, _("%(subject)s 有 %(n)d 条事实，应有 %(last)d 条。") % told)
    return Verdict(checked)


def mismatch(fact: Fact) -> str:
    """Why this fact does not match its leaf; empty when it does."""
    stored = bytes(fact.leaf)
    if leaf.leaf_hash(stored) != bytes(fact.leaf_hash):
        return _("存下的内容与它的指纹对不上。")
    try:
        said = json.loads(stored)
        now = {**columns(fact), "salt": said["salt"]}
    except (ValueError, TypeError, KeyError):
        return _("存下的内容读不出来。")
    for name in sorted(now.keys() | said.keys()):
        # Compared as bytes: to Python, true equals 1.
        if leaf.canonical({name: now.get(name)}) != leaf.canonical({name: said.get(name)}):
            return _("字段 %(name)s 与存下的内容对不上。") % {"name": name}
    return "" if leaf.canonical(now) == stored else _("存下的内容与它的指纹对不上。")
