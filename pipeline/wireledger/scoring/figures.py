"""Figures: counts of right, false and missed, and the rates made of them.

In: counts. Out: precision, recall, F1. Nothing here knows what is counted.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Counts:
    """How many are right (true positives), false (false positives) and missed (false negatives)."""

    right: int = 0
    false: int = 0
    missed: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.right + other.right, self.false + other.false, self.missed + other.missed)

    @property
    def precision(self) -> float:
        """Share of the predicted that is right; 0 where nothing is predicted."""
        return ratio(self.right, self.right + self.false)

    @property
    def recall(self) -> float:
        """Share of the gold that is found; 0 where there is no gold."""
        return ratio(self.right, self.right + self.missed)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 1 where there is neither gold nor prediction: nothing is wrong."""
        return ratio(2 * self.right, 2 * self.right + self.false + self.missed, empty=1.0)

    def to_dict(self) -> dict[str, float]:
        """Return counts and rates in plain JSON types."""
        return {
            "p": self.precision,
            "r": self.recall,
            "f1": self.f1,
            "tp": self.right,
            "fp": self.false,
            "fn": self.missed,
        }


@dataclass(frozen=True, slots=True)
class LabelFigures:
    """How records of one action type (or one status) fare, with its label judged and not.

    Attributes:
        label: The action type or the status.
        n_gold: Gold records with the label.
        n_found: Those of them that are aligned with a predicted record, whatever label that one has.
        n_predicted: Predicted records with the label.
        n_sound: Those of them that are aligned with a gold record, whatever label that one has.
        n_same: Aligned pairs with the label on both sides.
    """

    label: str
    n_gold: int
    n_found: int
    n_predicted: int
    n_sound: int
    n_same: int

    @property
    def precision(self) -> float:
        """Share of the records predicted with the label that have a gold record."""
        return ratio(self.n_sound, self.n_predicted)

    @property
    def recall(self) -> float:
        """Share of the gold records with the label that are found."""
        return ratio(self.n_found, self.n_gold)

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        total = self.precision + self.recall
        return ratio(2 * self.precision * self.recall, total) if self.n_gold or self.n_predicted else 1.0

    @property
    def strict_f1(self) -> float:
        """F1 where an aligned pair counts only if both sides have the label."""
        return ratio(2 * self.n_same, self.n_gold + self.n_predicted, empty=1.0)

    def to_dict(self) -> dict[str, float]:
        """Return counts and rates in plain JSON types."""
        return {
            "p": self.precision,
            "r": self.recall,
            "f1": self.f1,
            "strict_f1": self.strict_f1,
            "gold": self.n_gold,
            "found": self.n_found,
            "predicted": self.n_predicted,
            "sound": self.n_sound,
            "same": self.n_same,
        }


def ratio(part: float, whole: float, *, empty: float = 0.0) -> float:
    """Return `part / whole`, or `empty` where there is no whole."""
    return part / whole if whole else empty


def total(counts: Iterable[Counts]) -> Counts:
    """Add counts up."""
    return sum(counts, Counts())
