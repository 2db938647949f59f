"""The reader's probability and the rules' -> one: of a record, and of its being background.

Logistic regressions over both, fitted on held-out stories (`arbitrate.py`).
"""

from dataclasses import dataclass

from wireledger.assemble import Draft
from wireledger.rules.confidence import rules_confidence
from wireledger.rules.recall import recall_odds
from wireledger.rules.weights import log_odds, logistic

_UNREAD = 0.05  # what counts for a record that the reader has not read


@dataclass(frozen=True, slots=True)
class Arbitration:
    """What is weighed.

    Attributes:
        bias: Log odds where nothing speaks for or against.
        model: Weight of the reader's log odds.
        rules: Weight of the rules' log odds.
        retold: Added where the reader takes more than one telling for right.
        added: Added where the rules did not propose the target.
    """

    bias: float
    model: float
    rules: float
    retold: float
    added: float

    def join(self, draft: Draft) -> float:
        """Return the joint probability that a merged draft is right."""
        model, rules, retold, added = features(draft)
        return logistic(self.bias + self.model * model + self.rules * rules + self.retold * retold + self.added * added)


def features(draft: Draft) -> tuple[float, float, float, float]:
    """Return what the arbitration weighs of a merged draft, in the order of `Arbitration`'s weights."""
    read = [telling.model for telling in draft.tellings if telling.model is not None]
    told = sorted((log_odds(p) for p in read), reverse=True) or [log_odds(_UNREAD)]
    retold = sum(p > 0.5 for p in read) > 1
    added = all("place=model" in telling.cues for telling in draft.tellings)
    return told[0], log_odds(rules_confidence(draft)), float(retold), float(added)


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
