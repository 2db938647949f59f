"""Fitted weights: cues -> probability. Each table in `resources/weights/` is one logistic regression.

A cue is the name of something seen ("rule=fine", "side=before"); its weight is what it adds to the log odds. The tables
are written by `tools/fit_weights.py` from annotated stories.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Self

from wireledger.rules.lexicon import load_table


def logistic(odds: float) -> float:
    """Return the probability of log odds."""
    return 1 / (1 + math.exp(-odds))


def log_odds(probability: float) -> float:
    """Return the log odds of a probability, at most 13.8 either way."""
    probability = min(max(probability, 1e-6), 1 - 1e-6)
    return math.log(probability / (1 - probability))


@dataclass(frozen=True, slots=True)
class Weights:
    """One table.

    Attributes:
        bias: Log odds without any cue.
        threshold: Probability from which on a thing is taken.
        cues: Cue -> what it adds to the log odds; a cue that is not in it adds nothing.
    """

    bias: float
    threshold: float
    cues: dict[str, float]

    @classmethod
    def of(cls, table: Mapping[str, Any]) -> Self:
        """Return the weights that a YAML table holds."""
        return cls(table["bias"], table["threshold"], dict(table["cues"]))

    def probability(self, cues: Iterable[str]) -> float:
        """Return the probability that the cues give, 0 to 1; the same in every process, whatever the order."""
        return logistic(self.bias + math.fsum(self.cues.get(cue, 0.0) for cue in cues))


_in_use: dict[str, Weights] = {}


def load_weights(name: str) -> Weights:
    """Return the table `resources/weights/<name>.yaml`, or what `use_weights` has put in its place."""
    return _in_use.get(name) or _read_weights(name)


def use_weights(tables: Mapping[str, Weights]) -> None:
    """Use some tables, by name, in place of those that ship, in this process from now on; none puts these back.

    For fitting, where the weights of the round before, or of half of the stories, are to be read with.
    """
    _in_use.clear()
    _in_use.update(tables)


@cache
def _read_weights(name: str) -> Weights:
    return Weights.of(load_table(f"weights/{name}"))
