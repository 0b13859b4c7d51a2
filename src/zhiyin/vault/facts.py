"""Facts of keeping: never which identity, never whose."""

from zhiyin.journal.kinds import code, declare

KEEPER_APPOINTED = declare(
    "vault.keeper.appointed", "keeper", "设立身份保管人", "identity keeper appointed",
    side=code("哪一方", "side", "demand_office", "union", "higher_union"),
)  # fmt: skip
KEEPER_ENDED = declare("vault.keeper.ended", "keeper", "身份保管人卸任", "identity keeper ended")
