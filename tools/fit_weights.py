"""Fit the weights of the rules on annotated stories (`wireledger/model/rule_weights.py`), and write them as data.

Usage: python tools/fit_weights.py GOLD.jsonl[:WEIGHT]... [--rounds 2]

What a table would do on unseen stories is printed from a five-fold cross-validation by story. A story counts WEIGHT
times in fitting: news twice, since releases tell more records, and most of what is read is news.
Needs scikit-learn: `pip install -e .[fit]`.
"""

import argparse
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from weight_file import write_weights

from wireledger.corpus import GoldStory, read_gold
from wireledger.model.rule_weights import (
    RECALLED,
    StoryRows,
    fit_bodies,
    fit_records,
    fit_rounds,
    fit_times,
    predict,
    surest,
)
from wireledger.rules.weights import log_odds

OUT = Path(__file__).parents[1] / "pipeline/wireledger/rules/resources/weights"
FOLDS = 5


def folds(stories: list[StoryRows]) -> Iterable[tuple[list[StoryRows], list[StoryRows]]]:
    """Yield (train, test) by story."""
    for fold in range(FOLDS):
        yield (
            [s for i, s in enumerate(stories) if i % FOLDS != fold],
            [s for i, s in enumerate(stories) if i % FOLDS == fold],
        )


def report_records(stories: list[StoryRows]) -> str:
    """Return what the table would do on unseen stories, by threshold."""
    scores, labels = [], []
    for train, test in folds(stories):
        model = fit_records(train)
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


def report_bodies(stories: list[StoryRows]) -> str:
    """Return how often the likeliest body is right on unseen stories."""
    hits = total = reachable = 0
    for train, test in folds(stories):
        model = fit_bodies(train)
        for cues, labels in (row for story in test for row in story.bodies if row[0]):
            total += 1
            reachable += any(labels)
            hits += labels[int(np.argmax(predict(model, cues)))]
    right, near = hits / total, reachable / total
    return f"authority: the likeliest is right for {right:.3f} of {total} records, one in reach for {near:.3f}"


def report_times(stories: list[StoryRows]) -> str:
    """Return how often background is right on unseen stories."""
    hits = total = 0
    for train, test in folds(stories):
        model = fit_times(train)
        for tellings, label in (draft for story in test for draft in story.times):
            odds = [log_odds(float(p)) for p in predict(model, tellings)]
            hits += (sum(odds) / len(odds) >= log_odds(RECALLED)) == label
            total += 1
    return f"background: right for {hits / total:.3f} of {total} records"


def report(stories: list[StoryRows]) -> None:
    """Print what the tables that these rows give would do on unseen stories."""
    print(report_records(stories), report_bodies(stories), report_times(stories), sep="\n", flush=True)


def main() -> None:
    """Fit, report, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="+", help="a file, with how often each story counts: news_train.jsonl:2")
    parser.add_argument("--rounds", type=int, default=2)
    args = parser.parse_args()
    items: list[GoldStory] = []
    counts: list[int] = []
    for name in args.gold:
        path, _, weight = name.partition(":")
        items += read_gold(Path(path))
        counts += [int(weight or 1)] * (len(items) - len(counts))
    for name, weights in fit_rounds(items, counts, args.rounds, report).items():
        write_weights(OUT / f"{name}.yaml", weights, "fit_weights.py")


if __name__ == "__main__":
    main()
