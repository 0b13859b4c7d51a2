"""The one-minute sentence: what changed against the period before. Pure; the words are elsewhere."""

from dataclasses import dataclass

CLEARLY = 2
DAY = 1


@dataclass(frozen=True)
class Changed:
    """What one compares: percentages and typical days, now and then; None where it may not be shown."""

    on_time: tuple[int | None, int | None]
    days: tuple[int | None, int | None]
    solved: tuple[int | None, int | None]
    satisfied: tuple[int | None, int | None]


def clauses(changed: Changed) -> tuple[str, ...]:
    """Codes of the clauses in their order; empty where nothing may be compared."""
    said = [
        _answers(changed),
        _direction(changed.solved, "solved"),
        _direction(changed.satisfied, "satisfied"),
    ]
    if said[1:] == ["solved_same", "satisfied_same"]:
        said[1:] = ["both_same"]
    return tuple(code for code in said if code)


def contradicts(codes: tuple[str, ...]) -> bool:
    """Whether the last clause goes against those before it: then it begins with 可."""
    ways = [code.rpartition("_")[2] for code in codes if not code.endswith("same")]
    return len(ways) > 1 and ways[-1] != ways[-2] and not codes[-1].endswith("same")


def _answers(changed: Changed) -> str:
    now, then = changed.days
    if now is not None and then is not None and abs(now - then) >= DAY:
        return "days_up" if now < then else "days_down"
    return _direction(changed.on_time, "on_time")


def _direction(pair: tuple[int | None, int | None], name: str) -> str:
    now, then = pair
    if now is None or then is None:
        return ""
    if abs(now - then) < CLEARLY:
        return f"{name}_same"
    return f"{name}_up" if now > then else f"{name}_down"
