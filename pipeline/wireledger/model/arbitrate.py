"""Rules against reader: how far to trust each, fitted on stories that the reader has not learned from.

In: a model and held-out stories. Out: the settings of `fill.py`: the weights of `join.Arbitration` and the threshold,
once for both fillers and once for the reader alone. The threshold is half of the best record F1 that any gives: where
probabilities are right no other does better (Lipton, Elkan and Naryanaswamy 2014), and which one is best on a hundred
stories or so is a matter of chance.
"""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from wireledger.assemble import Draft, drop_vaguer, merge_drafts
from wireledger.corpus import GoldStory
from wireledger.model.fill import fill
from wireledger.model.join import Arbitration, features
from wireledger.model.runtime import Model
from wireledger.rules.extract import propose
from wireledger.scoring import gold_records
from wireledger.scoring.drafts import pair_drafts
from wireledger.segment import segment_story

_ALONE = Arbitration(0.0, 1.0, 0.0, 0.0, 0.0)
UNFITTED: dict[str, Any] = {name: {"arbitration": asdict(_ALONE), "threshold": 0.5} for name in ("auto", "alone")}
"""The reader alone: what holds until an arbitration is fitted."""
_THRESHOLDS = tuple(round(0.2 + 0.02 * i, 3) for i in range(26))


def fit_arbitration(model: Model, held_out: Iterable[GoldStory]) -> dict[str, Any]:
    """Return the settings `auto` and `alone`; `UNFITTED` where too little is held out."""
    stories = [(gold, merged(model, gold)) for gold in held_out]
    rows = np.array([features(draft) for _, drafts in stories for draft in drafts])
    labels = np.array([number is not None for gold, drafts in stories for number in pair_drafts(gold, drafts)])
    if labels.sum() < 2 or labels.all():
        return UNFITTED
    return {
        "auto": _settings(stories, _fit(rows, labels, (0, 1, 2, 3))),
        "alone": _settings(stories, _fit(rows, labels, (0, 2))),
    }


def merged(model: Model, gold: GoldStory) -> list[Draft]:
    """Return the merged drafts of a story, none yet let go."""
    sentences = segment_story(gold.story)
    return merge_drafts(fill(model, gold.story, sentences, propose(gold.story, sentences)))


def _fit(rows: Any, labels: Any, columns: tuple[int, ...]) -> Arbitration:
    """Return the weights of the features in `columns`, the others 0. A filler that speaks against itself has no say."""
    fitted = LogisticRegression().fit(rows[:, columns], labels)
    weights = dict(zip(columns, fitted.coef_[0], strict=True))
    against = [column for column in columns if column < 2 and weights[column] < 0]
    if against:
        return _fit(rows, labels, tuple(column for column in columns if column not in against))
    return Arbitration(
        round(float(fitted.intercept_[0]), 3), *(round(float(weights.get(column, 0.0)), 3) for column in range(4))
    )


def _settings(stories: list[tuple[GoldStory, list[Draft]]], arbitration: Arbitration) -> dict[str, Any]:
    best = max(_f1(stories, arbitration, threshold) for threshold in _THRESHOLDS)
    return {"arbitration": asdict(arbitration), "threshold": round(best / 2, 2)}


def _f1(stories: list[tuple[GoldStory, list[Draft]]], arbitration: Arbitration, threshold: float) -> float:
    right = predicted = wanted = 0
    for gold, drafts in stories:
        kept = drop_vaguer([draft for draft in drafts if arbitration.join(draft) >= threshold])
        right += sum(number is not None for number in pair_drafts(gold, kept))
        predicted += len(kept)
        wanted += len(gold_records(gold))
    return 2 * right / max(1, predicted + wanted)
