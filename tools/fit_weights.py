"""Fit the weights of the rules on annotated stories, and write them as data.

Usage: python tools/fit_weights.py GOLD.jsonl[:WEIGHT]... [--rounds 2]

Three logistic regressions with an L2 penalty (`rules/resources/weights/`):
records     each draft is a row, its cues are the features; right where the scorer pairs its record with a gold record
authority   each body near the trigger of a right draft is a row; right where the scorer takes it for the gold's
background  each right draft is a row; the label is the gold's

Each round extracts with the weights of the round before, since merging depends on them. What a table would do on unseen
stories is printed from a five-fold cross-validation by story. A story counts WEIGHT times in fitting: news twice, since
releases tell more records, and most of what is read is news. Needs scikit-learn: `pip install -e .[fit]`.
"""

import argparse
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from weight_tables import Model, as_weights, write_weights

from wireledger.assemble import merge_drafts
from wireledger.corpus import GoldStory, read_gold
from wireledger.rules.confidence import cues_of
from wireledger.rules.extract import propose
from wireledger.rules.weights import Weights, load_weights, log_odds
from wireledger.scoring import gold_records
from wireledger.scoring.drafts import names_body, pair_drafts
from wireledger.segment import segment_story

OUT = Path(__file__).parents[1] / "pipeline/wireledger/rules/resources/weights"
RARE = 4  # rows: a cue seen less often is left out
FOLDS = 5
RECALLED = (
    0.45  # probability from which on a draft is background: news recalls more than the releases that it is fitted with
)

Cues = frozenset[str]


@dataclass(slots=True)
class StoryRows:
    """What one story gives: rows for each table."""

    n_gold: int = 0
    weight: int = 1
    tellings: list[list[Cues]] = field(default_factory=list)
    is_right: list[bool] = field(default_factory=list)
    bodies: list[tuple[list[Cues], list[bool]]] = field(default_factory=list)
    times: list[tuple[list[Cues], bool]] = field(default_factory=list)


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


def weighted(stories: list[StoryRows]) -> list[StoryRows]:
    """Return each story as often as it counts."""
    return [story for story in stories for _ in range(story.weight)]


def fit(cues: Iterable[Cues], labels: Iterable[bool], strength: float, counts_as: list[float] | None = None) -> Model:
    """Fit one regression; cues seen in fewer than `RARE` rows are left out. A row counts 1 unless `counts_as` says."""
    rows = list(cues)
    counts = Counter(cue for row in rows for cue in row)
    vectorizer = DictVectorizer()
    x = vectorizer.fit_transform([{cue: 1 for cue in row if counts[cue] >= RARE} for row in rows])
    regression = LogisticRegression(C=strength, max_iter=3000)
    return vectorizer, regression.fit(x, np.array(list(labels)), sample_weight=counts_as)


def predict(model: Model, cues: Iterable[Cues]) -> np.ndarray:
    """Return the probability of each row."""
    vectorizer, regression = model
    return regression.predict_proba(vectorizer.transform([dict.fromkeys(row, 1) for row in cues]))[:, 1]


def surest(model: Model, tellings: list[list[Cues]]) -> list[Cues]:
    """Return the cues of the surest telling of each draft."""
    scores = iter(predict(model, (cues for several in tellings for cues in several)))
    best = []
    for several in tellings:
        scored = [float(next(scores)) for _ in several]
        best.append(several[scored.index(max(scored))])
    return best


def fit_records(stories: list[StoryRows], strength: float) -> Model:
    """Fit on all tellings first, then on the surest telling of each draft, which is what will be asked for."""
    stories = weighted(stories)
    tellings = [several for story in stories for several in story.tellings]
    labels = [label for story in stories for label in story.is_right]
    flat = [(cues, label) for several, label in zip(tellings, labels, strict=True) for cues in several]
    first = fit((cues for cues, _ in flat), (label for _, label in flat), strength)
    return fit(surest(first, tellings), labels, strength)


def fit_bodies(stories: list[StoryRows], strength: float) -> Model:
    """Fit on every body that stands near a trigger."""
    rows = [
        row for story in weighted(stories) for cues, labels in story.bodies for row in zip(cues, labels, strict=True)
    ]
    return fit((cues for cues, _ in rows), (label for _, label in rows), strength)


def fit_times(stories: list[StoryRows], strength: float) -> Model:
    """Fit on every telling of the right drafts, each draft counting the same however often it is told."""
    drafts = [draft for story in weighted(stories) for draft in story.times]
    rows = [(cues, label, 1 / len(tellings)) for tellings, label in drafts for cues in tellings]
    return fit((row[0] for row in rows), (row[1] for row in rows), strength, [row[2] for row in rows])


def fit_tables(stories: list[StoryRows], strength: float, threshold: float) -> dict[str, Weights]:
    """Fit every table; `threshold` is the least confidence of a record."""
    return {
        "records": as_weights(fit_records(stories, strength), threshold),
        "authority": as_weights(fit_bodies(stories, strength), 0.1),
        "background": as_weights(fit_times(stories, strength), RECALLED),
    }


def folds(stories: list[StoryRows]) -> Iterable[tuple[list[StoryRows], list[StoryRows]]]:
    """Yield (train, test) by story."""
    for fold in range(FOLDS):
        yield (
            [s for i, s in enumerate(stories) if i % FOLDS != fold],
            [s for i, s in enumerate(stories) if i % FOLDS == fold],
        )


def report_records(stories: list[StoryRows], strength: float) -> str:
    """Return what the table would do on unseen stories, by threshold."""
    scores, labels = [], []
    for train, test in folds(stories):
        model = fit_records(train, strength)
        scores += list(predict(model, surest(model, [several for story in test for several in story.tellings])))
        labels += [label for story in test for label in story.is_right]
    held_out, right, n_gold = np.array(scores), np.array(labels), sum(story.n_gold for story in stories)
    lines = [f"records: {len(right)} drafts, {right.mean():.2f} right, {n_gold} gold records"]
    for threshold in np.arange(0, 0.55, 0.05):
        kept = held_out >= threshold
        p, r = right[kept].mean(), right[kept].sum() / n_gold
        lines.append(f"  {threshold:.2f}  precision {p:.3f}  recall {r:.3f}  F1 {2 * p * r / (p + r):.3f}")
    bins = np.minimum((held_out * 10).astype(int), 9)
    error = sum(abs(right[bins == b].mean() - held_out[bins == b].mean()) * (bins == b).mean() for b in set(bins))
    return "\n".join([*lines, f"  expected calibration error {error:.3f}"])


def report_bodies(stories: list[StoryRows], strength: float) -> str:
    """Return how often the likeliest body is right on unseen stories."""
    hits = total = reachable = 0
    for train, test in folds(stories):
        model = fit_bodies(train, strength)
        for cues, labels in (row for story in test for row in story.bodies if row[0]):
            total += 1
            reachable += any(labels)
            hits += labels[int(np.argmax(predict(model, cues)))]
    right, near = hits / total, reachable / total
    return f"authority: the likeliest is right for {right:.3f} of {total} records, one in reach for {near:.3f}"


def report_times(stories: list[StoryRows], strength: float) -> str:
    """Return how often background is right on unseen stories."""
    hits = total = 0
    for train, test in folds(stories):
        model = fit_times(train, strength)
        for tellings, label in (draft for story in test for draft in story.times):
            odds = [log_odds(float(p)) for p in predict(model, tellings)]
            hits += (sum(odds) / len(odds) >= log_odds(RECALLED)) == label
            total += 1
    return f"background: right for {hits / total:.3f} of {total} records"


def main() -> None:
    """Fit, report, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="+", help="a file, with how often each story counts: news_train.jsonl:2")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--threshold", type=float, default=0.28, help="least confidence of a record")
    parser.add_argument("--strength", type=float, default=0.1, help="inverse of the penalty")
    args = parser.parse_args()
    items: list[GoldStory] = []
    counts: list[int] = []
    for name in args.gold:
        path, _, weight = name.partition(":")
        items += read_gold(Path(path))
        counts += [int(weight or 1)] * (len(items) - len(counts))
    for number in range(1, args.rounds + 1):
        load_weights.cache_clear()
        with ProcessPoolExecutor() as pool:
            stories = list(pool.map(read_story, items, counts, chunksize=8))
        print(f"round {number}", report_records(stories, args.strength), sep="\n")
        print(report_bodies(stories, args.strength), report_times(stories, args.strength), sep="\n", flush=True)
        for name, weights in fit_tables(stories, args.strength, args.threshold).items():
            write_weights(OUT / f"{name}.yaml", weights, "fit_weights.py")


if __name__ == "__main__":
    main()
