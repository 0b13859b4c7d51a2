"""The board and the page of one institution with many obligations, beside bare views of the same rows."""

import argparse
import json
from typing import Any

from bench.databases import temporary, vendors
from bench.pages import GOAL, ROWS, SECONDS, _in_turns, _mean
from bench.report import Figure
from bench.serving import serving

MILLISECONDS = "value <= 100"


def measure(options: argparse.Namespace) -> list[Figure]:
    """Both pages on every database of this machine."""
    figures: list[Figure] = []
    for vendor in [options.database] if options.database else vendors():
        with temporary(vendor) as place:
            rows = str(options.rows or ROWS)
            told = json.loads(place.run("-m", "bench.duties", rows, timeout=3600))
            targets = _targets(told)
            with serving(place, "bench.bare:application") as server:
                rounds, processor = _in_turns(server, targets, options.seconds or SECONDS)
        for page in ("board", "institution"):
            name, rival = f"institution-pages.{vendor}.{page}", f"bare {page}"
            ours, bare = (_mean(rounds, target, "per_second") for target in (page, rival))
            figures.append(Figure(name, ours, "requests/s", "bare view", bare, GOAL))
            ours, bare = (_mean(rounds, target, "p95_ms") for target in (page, rival))
            figures.append(Figure(f"{name}.p95", ours, "ms", "bare view", bare, MILLISECONDS))
            if processor:
                unit = "ms of processor a request"
                figures.append(
                    Figure(f"{name}.processor", processor[page], unit, "bare view", processor[rival])
                )
    return figures


def _targets(told: dict[str, Any]) -> dict[str, list[list[str]]]:
    """Each page of ours, then its rival."""
    officer, institution = told["officer"], told["institution"]
    return {
        "board": [["/app/institutions", officer]],
        "bare board": [["/bare/board", officer]],
        "institution": [[f"/app/institutions/{institution}", officer]],
        "bare institution": [[f"/bare/institution/{institution}", officer]],
    }
