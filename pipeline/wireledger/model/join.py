"""The reader's probability and the rules' -> one: of a record, and of its being background.

Logistic regressions over both, fitted on held-out stories (`arbitrate.py`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from wireledger.assemble import Draft
from wireledger.rules.confidence import rules_confidence
from wireledger.rules.recall import recall_odds
from wireledger.rules.weights import log_odds, logistic

_UNREAD = 0.05  # what counts for a record that the reader has not read, and for the rival of one that has none


@dataclass(frozen=True, slots=True)
class Arbitration:
    """What is weighed.

    Attributes:
        bias: Log odds where nothing speaks for or against.
        model: Weight of the reader's log odds.
        rules: Weight of the rules' log odds.
        rival: Weight of the reader's log odds of the likeliest other target of the same trigger.
    """

    bias: float
    model: float
    rules: float
    rival: float

    def join(self, drafts: Sequence[Draft]) -> list[float]:
        """Return of each merged draft of a story the joint probability that it is right."""
        weights = (self.model, self.rules, self.rival)
        return [
            logistic(self.bias + sum(weight * value for weight, value in zip(weights, row, strict=True)))
            for row in features(drafts)
        ]


def features(drafts: Sequence[Draft]) -> list[tuple[float, float, float]]:
    """Return what the arbitration weighs of each merged draft of a story, in the order of `Arbitration`'s weights."""
    read = [_by_reader(draft) for draft in drafts]
    of_trigger: dict[int, list[float]] = {}
    for draft, odds in zip(drafts, read, strict=True):
        of_trigger.setdefault(draft.order, []).append(odds)
    rows = []
    for draft, odds in zip(drafts, read, strict=True):
        others = list(of_trigger[draft.order])
        others.remove(odds)
        rival = max(others, default=log_odds(_UNREAD))
        rows.append((odds, log_odds(rules_confidence(draft)), rival))
    return rows


def _by_reader(draft: Draft) -> float:
    """Return the reader's log odds of a draft's likeliest telling."""
    return log_odds(max((telling.model for telling in draft.tellings if telling.model is not None), default=_UNREAD))


@dataclass(frozen=True, slots=True)
class TimeArbitration:
    """What is weighed to tell background from news: as in `Arbitration`."""

    bias: float
    model: float
    rules: float

    def recalls(self, draft: Draft) -> bool:
        """Tell whether a merged draft of which `is_timed` holds is background."""
        model, rules = time_features(draft)
        return self.bias + self.model * model + self.rules * rules >= 0


def is_timed(draft: Draft) -> bool:
    """Tell whether both rules and reader say of a draft whether it is background."""
    return any(telling.model_time is not None and telling.time for telling in draft.tellings)


def time_features(draft: Draft) -> tuple[float, float]:
    """Return what the time arbitration weighs, in its order: mean log odds over the tellings that both have read."""
    both = [(telling.model_time, telling.time) for telling in draft.tellings if telling.time]
    read = [log_odds(p) for p, _ in both if p is not None]
    return sum(read) / len(read), recall_odds([cues for p, cues in both if p is not None])


def model_confidence(model: float, rules: float) -> float:
    """Return the confidence of one telling, by which tellings are preferred in merging: half way in log odds."""
    return logistic((log_odds(model) + log_odds(rules)) / 2)
