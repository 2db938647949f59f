"""Fit the weights of `wireledger.rules.confidence` on annotated stories, and write them as data.

Usage: python tools/fit_confidence.py GOLD.jsonl... [--threshold 0.4]

Every draft of the rules is a row: its cues are the features, whether the scorer pairs its record with a gold record is
the label. A logistic regression with an L2 penalty gives the weights; what it would do on unseen stories is printed from
a five-fold cross-validation by story. Needs scikit-learn (`pip install -e .[fit]`).
"""

import argparse
from collections import Counter
from pathlib import Path

import numpy as np
import yaml
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from wireledger.assemble import Draft, build_records, merge_drafts
from wireledger.corpus import read_gold
from wireledger.rules.extract import extract_drafts
from wireledger.scoring import gold_records, parse_predicted, score_story
from wireledger.segment import segment_story

OUT = Path(__file__).parents[1] / "pipeline/wireledger/rules/resources/confidence.yaml"
RARE = 4  # rows: a cue seen less often is left out
SMALL = 0.05  # weights below this change nothing
FOLDS = 5


def rows_of(paths: list[Path]) -> tuple[list[Draft], list[bool], list[int], list[bool], int]:
    """Return drafts, whether each is right, the story of each, whether that story has actions, and the gold records."""
    drafts, labels, stories, has_gold, n_gold = [], [], [], [], 0
    for path in paths:
        for number, item in enumerate(read_gold(path)):
            gold = list(gold_records(item))
            n_gold += len(gold)
            merged = merge_drafts(extract_drafts(item.story, segment_story(item.story)))
            records = build_records(item.story, merged, "fit", "rules")
            predicted = [parse_predicted(record.to_dict()) for record in records]
            right = {id(theirs) for _, theirs in score_story(item.story.id, gold, predicted).alignment.pairs}
            drafts += merged
            labels += [id(record) in right for record in predicted]
            stories += [number + 100_000 * paths.index(path)] * len(merged)
            has_gold += [bool(gold)] * len(merged)
    return drafts, labels, stories, has_gold, n_gold


def main() -> None:
    """Fit, report, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--threshold", type=float, default=0.4)
    parser.add_argument("--strength", type=float, default=0.3, help="inverse of the penalty")
    args = parser.parse_args()
    drafts, labels, stories, _, n_gold = rows_of(args.gold)
    features = [dict.fromkeys(d.cues | {f"tellings={min(d.n_tellings, 3)}"}, 1) for d in drafts]
    counts = Counter(cue for row in features for cue in row)
    features = [{cue: 1 for cue in row if counts[cue] >= RARE} for row in features]
    vectorizer = DictVectorizer()
    x, y, groups = vectorizer.fit_transform(features), np.array(labels), np.array(stories)
    held_out = np.zeros(len(y))
    for fold in range(FOLDS):
        test = groups % FOLDS == fold
        model = LogisticRegression(C=args.strength, max_iter=2000).fit(x[~test], y[~test])
        held_out[test] = model.predict_proba(x[test])[:, 1]
    print(f"{len(y)} drafts, {y.mean():.2f} right, {n_gold} gold records; by threshold, on held-out folds:")
    for threshold in np.arange(0, 0.75, 0.05):
        kept = held_out >= threshold
        p, r = y[kept].mean(), y[kept].sum() / n_gold
        print(f"  {threshold:.2f}  precision {p:.3f}  recall {r:.3f}  F1 {2 * p * r / (p + r):.3f}")
    bins = np.minimum((held_out * 10).astype(int), 9)
    error = sum(abs(y[bins == b].mean() - held_out[bins == b].mean()) * (bins == b).mean() for b in set(bins))
    print(f"  expected calibration error {error:.3f}")
    model = LogisticRegression(C=args.strength, max_iter=2000).fit(x, y)
    weights = {
        cue: round(float(weight), 2)
        for cue, weight in zip(vectorizer.get_feature_names_out(), model.coef_[0], strict=True)
        if abs(weight) >= SMALL
    }
    table = {"bias": round(float(model.intercept_[0]), 3), "threshold": args.threshold, "cues": weights}
    OUT.write_text("# Written by tools/fit_confidence.py; not for editing by hand.\n" + yaml.safe_dump(table, sort_keys=True))


if __name__ == "__main__":
    main()
