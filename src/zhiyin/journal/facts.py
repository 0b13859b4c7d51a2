"""Facts of the journal about itself."""

from zhiyin.journal.kinds import declare, ref

FACT_VOIDED = declare(
    "journal.fact.voided",
    "fact",
    "更正：此前一条事实作废",
    "an earlier fact is void",
    fact=ref("fact", "事实", "fact"),
)
