"""Annotated stories -> the weights of the rules: three logistic regressions with an L2 penalty.

records     each draft is a row, its cues are the features; right where the scorer pairs its record with a gold record
authority   each body near the trigger of a right draft is a row; right where the scorer takes it for the gold's
background  each right draft is a row; the label is the gold's

`tools/fit_weights.py` fits the tables that ship; a training run fits its own, of the stories that it learns from, so
that the rules' confidence in those that it holds out is that of unseen stories.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from wireledger.assemble import merge_drafts
from wireledger.corpus import GoldStory
from wireledger.rules.confidence import cues_of
from wireledger.rules.extract import propose
from wireledger.rules.weights import Weights, use_weights
from wireledger.scoring import gold_records
from wireledger.scoring.drafts import names_body, pair_drafts
from wireledger.segment import segment_story

STRENGTH = 0.1
"""Inverse of the penalty."""
LEAST = 0.28
"""Least confidence of a record."""
RECALLED = 0.45
"""Probability from which on a draft is background: news recalls more than the releases that it is fitted with."""
_RARE = 4  # rows: a cue seen less often is left out
_SMALL = 0.05  # weights below this change nothing

Cues = frozenset[str]
Model = tuple[DictVectorizer, LogisticRegression]
Tables = dict[str, Weights]


@dataclass(slots=True)
class StoryRows:
    """What one story gives: rows for each table."""

    n_gold: int = 0
    weight: int = 1
    tellings: list[list[Cues]] = field(default_factory=list)
    is_right: list[bool] = field(default_factory=list)
    bodies: list[tuple[list[Cues], list[bool]]] = field(default_factory=list)
    times: list[tuple[list[Cues], bool]] = field(default_factory=list)


def fit_rounds(
    stories: Sequence[GoldStory],
    weights: Sequence[int],
    rounds: int = 2,
    report: Callable[[list[StoryRows]], None] = lambda rows: None,
) -> Tables:
    """Fit the tables, a story counting as often as its weight says; each round extracts with the tables of the last.

    Merging depends on confidence, so that what is right does, too. `report` is shown what each round fits. Where the
    stories are too few to tell right from wrong there are no tables.
    """
    tables: Tables = {}
    for _ in range(rounds):
        with ProcessPoolExecutor(initializer=use_weights, initargs=(tables,)) as pool:
            rows = list(pool.map(read_story, stories, weights, chunksize=8))
        report(rows)
        if not _can_be_fitted(rows):
            return {}
        tables = fit_tables(rows)
    return tables


def read_story(item: GoldStory, weight: int = 1) -> StoryRows:
    """Extract one story with the present weights, and label what came of it."""
    gold = gold_records(item)
    drafts = merge_drafts(propose(item.story, segment_story(item.story)).drafts)
    rows = StoryRows(len(gold), weight)
    for draft, number in zip(drafts, pair_drafts(item, drafts), strict=True):
        rows.tellings.append(cues_of(draft))
        rows.is_right.append(number is not None)
        if number is not None:
            deciders, ours = draft.deciders, gold[number]
            rows.bodies.append(([d.cues for d in deciders], [names_body(d.mention, ours.authority) for d in deciders]))
            rows.times.append(([telling.time for telling in draft.tellings], ours.background))
    return rows


def fit_tables(stories: list[StoryRows]) -> Tables:
    """Fit every table."""
    return {
        "records": as_weights(fit_records(stories), LEAST),
        "authority": as_weights(fit_bodies(stories), 0.1),
        "background": as_weights(fit_times(stories), RECALLED),
    }


def fit_records(stories: list[StoryRows]) -> Model:
    """Fit on all tellings first, then on the surest telling of each draft, which is what will be asked for."""
    stories = _weighted(stories)
    tellings = [several for story in stories for several in story.tellings]
    labels = [label for story in stories for label in story.is_right]
    flat = [(cues, label) for several, label in zip(tellings, labels, strict=True) for cues in several]
    first = _fit((cues for cues, _ in flat), (label for _, label in flat))
    return _fit(surest(first, tellings), labels)


def fit_bodies(stories: list[StoryRows]) -> Model:
    """Fit on every body that stands near a trigger."""
    rows = [
        row for story in _weighted(stories) for cues, labels in story.bodies for row in zip(cues, labels, strict=True)
    ]
    return _fit((cues for cues, _ in rows), (label for _, label in rows))


def fit_times(stories: list[StoryRows]) -> Model:
    """Fit on every telling of the right drafts, each draft counting the same however often it is told."""
    drafts = [draft for story in _weighted(stories) for draft in story.times]
    rows = [(cues, label, 1 / len(tellings)) for tellings, label in drafts for cues in tellings]
    return _fit((row[0] for row in rows), (row[1] for row in rows), [row[2] for row in rows])


def predict(model: Model, cues: Iterable[Cues]) -> NDArray[np.float64]:
    """Return the probability of each row."""
    vectorizer, regression = model
    probabilities: NDArray[np.float64] = regression.predict_proba(
        vectorizer.transform([dict.fromkeys(row, 1) for row in cues])
    )
    return probabilities[:, 1]


def surest(model: Model, tellings: list[list[Cues]]) -> list[Cues]:
    """Return the cues of the surest telling of each draft."""
    scores = iter(predict(model, (cues for several in tellings for cues in several)))
    best = []
    for several in tellings:
        scored = [float(next(scores)) for _ in several]
        best.append(several[scored.index(max(scored))])
    return best


def as_weights(model: Model, threshold: float, keep: Callable[[str], bool] = lambda cue: False) -> Weights:
    """Return a model as a table; small weights are left out, save for cues to `keep`."""
    vectorizer, regression = model
    pairs = zip(vectorizer.get_feature_names_out(), regression.coef_[0], strict=True)
    cues: Mapping[str, float] = {
        str(cue): round(float(weight), 2) for cue, weight in pairs if abs(weight) >= _SMALL or keep(cue)
    }
    return Weights(round(float(regression.intercept_[0]), 3), threshold, dict(cues))


def _can_be_fitted(stories: list[StoryRows]) -> bool:
    """Tell whether each table has rows of either label."""
    labels = (
        {label for story in stories for label in story.is_right},
        {label for story in stories for _, several in story.bodies for label in several},
        {label for story in stories for _, label in story.times},
    )
    return all(len(both) == 2 for both in labels)


def _weighted(stories: list[StoryRows]) -> list[StoryRows]:
    return [story for story in stories for _ in range(story.weight)]


def _fit(cues: Iterable[Cues], labels: Iterable[bool], counts_as: list[float] | None = None) -> Model:
    """Fit one regression; cues seen in fewer than `_RARE` rows are left out. A row counts 1 unless `counts_as` says."""
    rows = list(cues)
    counts = Counter(cue for row in rows for cue in row)
    vectorizer = DictVectorizer()
    x = vectorizer.fit_transform([{cue: 1 for cue in row if counts[cue] >= _RARE} for row in rows])
    regression = LogisticRegression(C=STRENGTH, max_iter=3000)
    return vectorizer, regression.fit(x, np.array(list(labels)), sample_weight=counts_as)
