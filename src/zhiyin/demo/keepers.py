"""Keepers of three sides, with passphrases that the demo shows."""

from zhiyin.vault.services import appoint_keeper

KEEPERS = (
    ("demand_office", "诉求办 陈静怡", "远山-诉求办-钥匙"),
    ("union", "集团工会 刘海霞", "远山-工会-钥匙"),
    ("higher_union", "市总工会 保管员", "上级工会-钥匙"),
)


def appoint_keepers(actor: str) -> None:
    """Three keepers; their keys use the light cost because the passphrases are shown anyway."""
    for side, name, passphrase in KEEPERS:
        appoint_keeper(actor=actor, side=side, name=name, passphrase=passphrase, light=True)
