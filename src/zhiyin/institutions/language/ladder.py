"""The ladder of desks that a rule names for its sheets."""

from typing import Final

from zhiyin.institutions.language.fields import Fields
from zhiyin.institutions.language.rules import Rule

# As many as the ladder of the sheets has.
RUNGS: Final = 5


def check_ladder(rule: Rule, fields: Fields) -> None:
    """Each desk is one higher: a sheet that came back to a desk would go round for ever."""
    ladder = rule.breach.ladder
    again = next((rung for place, rung in enumerate(ladder) if rung in ladder[:place]), None)
    if again is not None:
        fields.mistake(
            "breach",
            f"升级的梯子绕回了“{again}”",
            f"the ladder comes back to '{again}'",
            "每一级写一个更高的角色，各写一次",
            "write each role once, the next higher one after it",
        )
    if len(ladder) > RUNGS:
        fields.mistake(
            "breach",
            f"梯子最多 {RUNGS} 级，后面的走不到",
            f"a ladder has {RUNGS} rungs at most, those beyond are never reached",
            "去掉多的",
            "remove those beyond",
        )
