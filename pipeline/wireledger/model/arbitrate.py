"""Rules against model: how far to trust each, fitted on stories that neither has learned from.

In: a model and held-out stories. Out: the settings of `fill.py`: a logistic regression over both fillers' log odds, so
that the joint confidence is calibrated, and the threshold with the best record F1.
"""

from dataclasses import asdict
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from wireledger.assemble import Draft, drop_vaguer, merge_drafts
from wireledger.corpus import GoldStory
from wireledger.model.fill import Arbitration, fill
from wireledger.model.runtime import Model
from wireledger.rules.confidence import rules_confidence
from wireledger.rules.extract import propose
from wireledger.rules.weights import log_odds
from wireledger.scoring import gold_records
from wireledger.scoring.drafts import pair_drafts
from wireledger.segment import segment_story

_ALONE = Arbitration(0.0, 1.0, 0.0)
UNFITTED: dict[str, Any] = {"arbitration": asdict(_ALONE), "threshold": 0.5}
"""The model alone: what holds until an arbitration is fitted."""
_THRESHOLDS = tuple(round(0.2 + 0.025 * i, 3) for i in range(17))


def fit_arbitration(model: Model, held_out: list[GoldStory]) -> dict[str, Any]:
    """Return `{"arbitration": {...}, "threshold": ...}`; `UNFITTED` where too little is held out."""
    rows: list[tuple[float, float]] = []
    labels: list[bool] = []
    for gold in held_out:
        drafts = merged(model, gold, _ALONE)
        rows += [(log_odds(draft.confidence), log_odds(rules_confidence(draft))) for draft in drafts]
        labels += [number is not None for number in pair_drafts(gold, drafts)]
    if sum(labels) < 2 or sum(labels) == len(labels):
        return UNFITTED
    x, y = np.array(rows), np.array(labels)
    fitted = LogisticRegression().fit(x, y)
    bias, of_model, of_rules = float(fitted.intercept_[0]), *(float(weight) for weight in fitted.coef_[0])
    if of_model < 0 or of_rules < 0:
        # One filler is of no use beside the other (a model that has hardly learned): it has no say at all.
        kept = 0 if of_model > of_rules else 1
        alone = LogisticRegression().fit(x[:, [kept]], y)
        bias, weight = float(alone.intercept_[0]), float(alone.coef_[0][0])
        of_model, of_rules = (weight, 0.0) if kept == 0 else (0.0, weight)
    weights = [round(weight, 3) for weight in (bias, of_model, of_rules)]
    arbitration = Arbitration(*weights)
    stories = [(gold, merged(model, gold, arbitration)) for gold in held_out]
    scores = {threshold: _f1(stories, threshold) for threshold in _THRESHOLDS}
    best = max(scores, key=lambda threshold: (scores[threshold], threshold))
    return {"arbitration": asdict(arbitration), "threshold": best}


def merged(model: Model, gold: GoldStory, arbitration: Arbitration) -> list[Draft]:
    """Return the merged drafts of a story, none yet let go."""
    return merge_drafts(fill(model, propose(gold.story, segment_story(gold.story)), arbitration))


def _f1(stories: list[tuple[GoldStory, list[Draft]]], threshold: float) -> float:
    right = predicted = wanted = 0
    for gold, drafts in stories:
        kept = drop_vaguer([draft for draft in drafts if draft.confidence >= threshold])
        right += sum(number is not None for number in pair_drafts(gold, kept))
        predicted += len(kept)
        wanted += len(gold_records(gold))
    return 2 * right / max(1, predicted + wanted)
