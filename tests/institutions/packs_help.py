"""Small packs as text, for tests of the language."""

from textwrap import dedent, indent

from zhiyin.institutions.compiled import Programme
from zhiyin.institutions.language.problems import Problem, Problems
from zhiyin.institutions.programme import read_programme_texts

FACTS = """
facts:
  people.profile.set:
    subject: enterprise
    is: 基本情况 / profile
    fields:
      province: code(shanghai|shandong)? 省市 / province
      soe: bool? 国有 / state-owned
  institutions.obligation.breached:
    subject: obligation
    is: 违约 / breached
  institutions.finding.recorded:
    subject: finding
    is: 认定 / finding
    fields:
      rule: text 规则 / rule
      key: text 对象 / key
      finding: code(met|not_met|not_applicable) 结论 / finding
  t.case.opened:
    subject: case
    is: 立案 / opened
    fields:
      type: code(a|b)? 类型 / type
      handler: ref:person? 承办人 / handler
      counted_on: date? 起算日 / counted on
      all: people? 全体 / all
      present: people? 到会 / present
  t.case.done:
    subject: case
    is: 办结 / done
    fields:
      written: bool? 书面 / written
      by: ref:person? 谁 / by
      amount: items? 数量 / amount
  t.case.extended:
    subject: case
    is: 延期 / extended
    fields:
      days: days 天数 / days
      approved_by: ref:person? 批准人 / approved by
      handler: ref:person? 承办人 / handler
      told_on: date? 告知日 / told on
  t.case.paused:
    subject: case
    is: 暂停 / paused
  t.case.resumed:
    subject: case
    is: 恢复 / resumed
  t.case.dropped:
    subject: case
    is: 撤销 / dropped
  t.member.joined:
    subject: member
    is: 加入 / joined
    fields:
      rank: code(high|low)? 级别 / rank
  t.member.left:
    subject: member
    is: 离开 / left
"""
ROLES = """
roles:
  union: 工会 / union
  unit: 单位 / unit
holders:
  union: union_officer@group
  unit: leader@unit
"""
RULE = """
- id: r
  title: {zh: 规则, en: rule}
  force: LAW
  source: [{doc: 法, article: "1"}]
  from: 2020-01-01
  must: unit
"""


def rule(body: str, head: str = RULE) -> str:
    """A rule entry: the usual head and the given lines."""
    return head.strip("\n") + "\n" + indent(dedent(body).strip("\n"), "  ") + "\n"


def pack(rules: str, name: str = "p", layer: str = "national", more: str = "") -> str:
    head = f"pack: {name}\nlayer: {layer}\ntitle: {{zh: 包, en: pack}}\n{dedent(more)}"
    return f"{head.rstrip()}\nrules:\n{indent(rules.strip(chr(10)), '  ')}\n"


def read(*packs: str) -> tuple[Programme, list[Problem]]:
    """The programme of the small packs and its mistakes."""
    problems = Problems()
    texts = [("facts.yaml", FACTS), ("roles.yaml", ROLES)]
    texts += [(f"p{index}.yaml", text) for index, text in enumerate(packs, start=1)]
    programme = read_programme_texts(texts, problems)
    return programme, list(problems)


def programme_of(*packs: str) -> Programme:
    programme, problems = read(*packs)
    assert problems == [], [problem.what_en for problem in problems]
    return programme
