"""Can `confidence` be believed? Of records at 0.8, about 80 % should be right.

In: confidences, and whether each record was right (aligned with a gold one). Out: `Calibration`: the expected
calibration error, the rows of a reliability diagram, and the precision above some confidences. Nothing here makes a
confidence better.

Bins are of equal width (Guo et al. 2017), not of equal mass: most records sit at high confidence, and ten bins of
thirty records each would be off by some 0.06 through chance alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from wireledger.scoring.figures import ratio

N_BINS = 10
THRESHOLDS = (0.3, 0.5, 0.7, 0.8, 0.9, 0.95)
"""Confidences above which the precision is told: what a user gets who keeps only surer records."""


@dataclass(frozen=True, slots=True)
class Bin:
    """The records of one range of confidence.

    Attributes:
        low: Least confidence, included.
        high: Greatest confidence, excluded save for 1.
        n: Records in the bin.
        confidence: Their mean confidence; 0 where there are none.
        accuracy: The share of them that is right; 0 where there are none.
    """

    low: float
    high: float
    n: int
    confidence: float
    accuracy: float


@dataclass(frozen=True, slots=True)
class Above:
    """The records from a confidence on.

    Attributes:
        threshold: Least confidence, included.
        n: Records.
        n_right: Those of them that are right.
    """

    threshold: float
    n: int
    n_right: int

    @property
    def precision(self) -> float:
        """Share of them that is right; 0 where there are none."""
        return ratio(self.n_right, self.n)


@dataclass(frozen=True, slots=True)
class Calibration:
    """How far confidences are to be believed.

    Attributes:
        error: Expected calibration error: mean of |accuracy - confidence| over the bins, weighted by their records.
        n: Records.
        bins: `N_BINS` bins of equal width, from 0 to 1.
        above: The records above each of `THRESHOLDS`.
    """

    error: float
    n: int
    bins: tuple[Bin, ...]
    above: tuple[Above, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the figures in plain JSON types; bins without records are left out."""
        rows = [
            {"low": row.low, "high": row.high, "n": row.n, "confidence": row.confidence, "accuracy": row.accuracy}
            for row in self.bins
            if row.n
        ]
        above = [{"threshold": row.threshold, "n": row.n, "p": row.precision} for row in self.above]
        return {
            "expected_calibration_error": self.error,
            "n": self.n,
            "binning": "equal width",
            "bins": rows,
            "above": above,
        }


def calibrate(outcomes: Iterable[tuple[float, bool]]) -> Calibration:
    """Compare confidences with what came of them.

    Args:
        outcomes: Confidence, 0 to 1, and whether the record was right.
    """
    outcomes = list(outcomes)
    members: list[list[tuple[float, bool]]] = [[] for _ in range(N_BINS)]
    for confidence, right in outcomes:
        members[min(int(confidence * N_BINS), N_BINS - 1)].append((confidence, right))
    bins = tuple(_bin(index, inside) for index, inside in enumerate(members))
    n = sum(row.n for row in bins)
    above = tuple(_above(threshold, outcomes) for threshold in THRESHOLDS)
    return Calibration(ratio(sum(row.n * abs(row.accuracy - row.confidence) for row in bins), n), n, bins, above)


def _above(threshold: float, outcomes: list[tuple[float, bool]]) -> Above:
    kept = [right for confidence, right in outcomes if confidence >= threshold]
    return Above(threshold, len(kept), sum(kept))


def _bin(index: int, inside: list[tuple[float, bool]]) -> Bin:
    n = len(inside)
    return Bin(
        low=index / N_BINS,
        high=(index + 1) / N_BINS,
        n=n,
        confidence=ratio(sum(confidence for confidence, _ in inside), n),
        accuracy=ratio(sum(right for _, right in inside), n),
    )
