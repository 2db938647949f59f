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


def fit_arbitration(model: Model, held_out: Iterable[tuple[GoldStory, float]]) -> dict[str, Any]:
    """Return the settings `auto` and `alone`; `UNFITTED` where too little is held out. Each story counts its weight."""
    stories = [_Judged(gold, merged(model, gold), weight) for gold, weight in held_out]
    rows = np.array([row for one in stories for row in features(one.drafts)])
    labels = np.array([number is not None for one in stories for number in one.numbers])
    counts = np.array([one.weight for one in stories for _ in one.drafts])
    if labels.sum() < 2 or labels.all():
        return UNFITTED
    timed = [
        (draft, gold_records(one.gold)[number].background, one.weight)
        for one in stories
        for draft, number in zip(one.drafts, one.numbers, strict=True)
        if number is not None and is_timed(draft)
    ]
    return {
        "auto": _settings(stories, _fit(rows, labels, counts, (0, 1, 2))) | {"time": _fit_time(timed, (0, 1))},
        "alone": _settings(stories, _fit(rows, labels, counts, (0, 2))) | {"time": _fit_time(timed, (0,))},
    }


class _Judged:
    """A held-out story with its merged drafts, the gold record of each (or None), and how much it counts."""

    def __init__(self, gold: GoldStory, drafts: list[Draft], weight: float) -> None:
        self.gold, self.drafts, self.weight = gold, drafts, weight
        self.numbers = pair_drafts(gold, drafts)


def merged(model: Model, gold: GoldStory) -> list[Draft]:
    """Return the merged drafts of a story, none yet let go."""
    sentences = segment_story(gold.story)
    return merge_drafts(fill(model, gold.story, sentences, propose(gold.story, sentences)))


def _fit(rows: Any, labels: Any, counts: Any, columns: tuple[int, ...]) -> Arbitration:
    """Return the weights of the features in `columns`, the others 0. A filler that speaks against itself has no say."""
    bias, *weights = _weigh(rows, labels, counts, columns)
    against = [column for column in columns if column < 2 and weights[column] < 0]
    if against:
        return _fit(rows, labels, counts, tuple(column for column in columns if column not in against))
    return Arbitration(*map(_rounded, (bias, *weights)))


def _fit_time(timed: list[tuple[Draft, bool, float]], columns: tuple[int, ...]) -> dict[str, float]:
    """Return the weights of the features in `columns`, the others 0; the reader's alone where all are of one label."""
    if len({label for _, label, _ in timed}) < 2:
        return asdict(_TIME_ALONE)
    rows = np.array([time_features(draft) for draft, _, _ in timed])
    labels, counts = [label for _, label, _ in timed], [count for _, _, count in timed]
    return asdict(TimeArbitration(*map(_rounded, _weigh(rows, labels, counts, columns))))


def _weigh(rows: Any, labels: Any, counts: Any, columns: tuple[int, ...]) -> list[float]:
    """Return the bias and the weight of each feature of a logistic regression over those in `columns`, the others 0."""
    fitted = LogisticRegression().fit(rows[:, columns], labels, sample_weight=counts)
    weights = dict(zip(columns, fitted.coef_[0], strict=True))
    return [fitted.intercept_[0], *(weights.get(column, 0.0) for column in range(rows.shape[1]))]


def _rounded(weight: Any) -> float:
    return round(float(weight), 3)


def _settings(stories: list[_Judged], arbitration: Arbitration) -> dict[str, Any]:
    judged = [(one, list(zip(one.drafts, arbitration.join(one.drafts), strict=True))) for one in stories]
    best = max(_f1(judged, threshold) for threshold in _THRESHOLDS)
    return {"arbitration": asdict(arbitration), "threshold": round(best / 2, 2)}


def _f1(stories: list[tuple[_Judged, list[tuple[Draft, float]]]], threshold: float) -> float:
    right = predicted = wanted = 0.0
    for one, drafts in stories:
        kept = drop_vaguer([draft for draft, p in drafts if p >= threshold])
        right += one.weight * sum(number is not None for number in pair_drafts(one.gold, kept))
        predicted += one.weight * len(kept)
        wanted += one.weight * len(gold_records(one.gold))
    return 2 * right / max(1, predicted + wanted)
