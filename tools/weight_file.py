"""Weights, written as data. What `fit_weights.py` and `fit_second_look.py` share."""

from pathlib import Path

import yaml

from wireledger.rules.weights import Weights


def write_weights(path: Path, weights: Weights, tool: str) -> None:
    """Write a table; `tool` is the script that made it."""
    table = {"bias": weights.bias, "threshold": weights.threshold, "cues": weights.cues}
    note = f"# Written by tools/{tool}; not for editing by hand.\n"
    path.write_text(note + yaml.safe_dump(table, allow_unicode=True), encoding="utf-8")
