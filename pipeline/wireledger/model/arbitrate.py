"""Rules against reader: how far to trust each, fitted on stories that the reader has not learned from.

In: a model and held-out stories. Out: the settings of `fill.py`: the weights of `join.Arbitration` and
`join.TimeArbitration` and the threshold, once for both fillers and once for the reader alone. The threshold is half of
the best record F1 that any gives: where probabilities are right no other does better (Lipton, Elkan and Naryanaswamy
2014), and which one is best on a hundred stories or so is a matter of chance.
"""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from wireledger.assemble import Draft, drop_vaguer, merge_drafts
from wireledger.corpus import GoldStory
from wireledger.model.fill import fill
from wireledger.model.join import Arbitration, TimeArbitration, features, is_timed, time_features
from wireledger.model.runtime import Model
from wireledger.rules.extract import propose
from wireledger.scoring import gold_records
from wireledger.scoring.drafts import pair_drafts
from wireledger.segment import segment_story

_ALONE = Arbitration(0.0, 1.0, 0.0, 0.0)
_TIME_ALONE = TimeArbitration(0.0, 1.0, 0.0)
UNFITTED: dict[str, Any] = {
    name: {"arbitration": asdict(_ALONE), "time": asdict(_TIME_ALONE), "threshold": 0.5} for name in ("auto", "alone")
}
"""The reader alone: what holds until an arbitration is fitted."""
_THRESHOLDS = tuple(round(0.2 + 0.02 * i, 3) for i in range(26))


def fit_arbitration(model: Model, held_out: Iterable[GoldStory]) -> dict[str, Any]:
    """Return the settings `auto` and `alone`; `UNFITTED` where too little is held out."""
    stories = [(gold, merged(model, gold)) for gold in held_out]
    rows = np.array([row for _, drafts in stories for row in features(drafts)])
    paired = [
        (draft, gold, number)
        for gold, drafts in stories
        for draft, number in zip(drafts, pair_drafts(gold, drafts), strict=True)
    ]
    labels = np.array([number is not None for _, _, number in paired])
    if labels.sum() < 2 or labels.all():
        return UNFITTED
    timed = [
        (draft, gold_records(gold)[number].background)
        for draft, gold, number in paired
        if number is not None and is_timed(draft)
    ]
    return {
        "auto": _settings(stories, _fit(rows, labels, (0, 1, 2))) | {"time": _fit_time(timed, (0, 1))},
        "alone": _settings(stories, _fit(rows, labels, (0, 2))) | {"time": _fit_time(timed, (0,))},
    }


def merged(model: Model, gold: GoldStory) -> list[Draft]:
    """Return the merged drafts of a story, none yet let go."""
    sentences = segment_story(gold.story)
    return merge_drafts(fill(model, gold.story, sentences, propose(gold.story, sentences)))


def _fit(rows: Any, labels: Any, columns: tuple[int, ...]) -> Arbitration:
    """Return the weights of the features in `columns`, the others 0. A filler that speaks against itself has no say."""
    bias, *weights = _weigh(rows, labels, columns)
    against = [column for column in columns if column < 2 and weights[column] < 0]
    if against:
        return _fit(rows, labels, tuple(column for column in columns if column not in against))
    return Arbitration(*map(_rounded, (bias, *weights)))


def _fit_time(timed: list[tuple[Draft, bool]], columns: tuple[int, ...]) -> dict[str, float]:
    """Return the weights of the features in `columns`, the others 0; the reader's alone where all are of one label."""
    if len({label for _, label in timed}) < 2:
        return asdict(_TIME_ALONE)
    rows, labels = np.array([time_features(draft) for draft, _ in timed]), [label for _, label in timed]
    return asdict(TimeArbitration(*map(_rounded, _weigh(rows, labels, columns))))


def _weigh(rows: Any, labels: Any, columns: tuple[int, ...]) -> list[float]:
    """Return the bias and the weight of each feature of a logistic regression over those in `columns`, the others 0."""
    fitted = LogisticRegression().fit(rows[:, columns], labels)
    weights = dict(zip(columns, fitted.coef_[0], strict=True))
    return [fitted.intercept_[0], *(weights.get(column, 0.0) for column in range(rows.shape[1]))]


def _rounded(weight: Any) -> float:
    return round(float(weight), 3)


def _settings(stories: list[tuple[GoldStory, list[Draft]]], arbitration: Arbitration) -> dict[str, Any]:
    judged = [(gold, list(zip(drafts, arbitration.join(drafts), strict=True))) for gold, drafts in stories]
    best = max(_f1(judged, threshold) for threshold in _THRESHOLDS)
    return {"arbitration": asdict(arbitration), "threshold": round(best / 2, 2)}


def _f1(stories: list[tuple[GoldStory, list[tuple[Draft, float]]]], threshold: float) -> float:
    right = predicted = wanted = 0
    for gold, drafts in stories:
        kept = drop_vaguer([draft for draft, p in drafts if p >= threshold])
        right += sum(number is not None for number in pair_drafts(gold, kept))
        predicted += len(kept)
        wanted += len(gold_records(gold))
    return 2 * right / max(1, predicted + wanted)
