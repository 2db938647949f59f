"""Fit the weights of `wireledger.rules.confidence` on annotated stories, and write them as data.

Usage: python tools/fit_confidence.py GOLD.jsonl... [--threshold 0.4]

Every draft of the rules is a row: its cues are the features, whether the scorer pairs its record with a gold record is
the label. A logistic regression with an L2 penalty gives the weights; what it would do on unseen stories is printed from
a five-fold cross-validation by story. Needs scikit-learn (`pip install -e .[fit]`).
"""

import argparse
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from wireledger.assemble import build_records, merge_drafts
from wireledger.corpus import read_gold
from wireledger.rules.confidence import cues_of
from wireledger.rules.extract import extract_drafts
from wireledger.scoring import gold_records, parse_predicted, score_story
from wireledger.segment import segment_story

OUT = Path(__file__).parents[1] / "pipeline/wireledger/rules/resources/confidence.yaml"
RARE = 4  # rows: a cue seen less often is left out
SMALL = 0.05  # weights below this change nothing
FOLDS = 5


@dataclass(slots=True)
class Rows:
    """Merged drafts: the cues of each of their tellings, whether the scorer takes them, the story of each."""

    tellings: list[list[frozenset[str]]]
    labels: list[bool]
    stories: list[int]
    n_gold: int


def read_rows(paths: list[Path]) -> Rows:
    """Return every draft of every story."""
    rows = Rows([], [], [], 0)
    for number, item in enumerate(item for path in paths for item in read_gold(path)):
        gold = list(gold_records(item))
        merged = merge_drafts(list(extract_drafts(item.story, segment_story(item.story))))
        predicted = [parse_predicted(r.to_dict()) for r in build_records(item.story, merged, "fit", "rules")]
        right = {id(theirs) for _, theirs in score_story(item.story.id, gold, predicted).alignment.pairs}
        rows.tellings += [cues_of(draft) for draft in merged]
        rows.labels += [id(record) in right for record in predicted]
        rows.stories += [number] * len(merged)
        rows.n_gold += len(gold)
    return rows


def fit(cues: list[frozenset[str]], labels: np.ndarray, strength: float) -> tuple[DictVectorizer, LogisticRegression]:
    """Fit one model; cues seen in fewer than `RARE` rows are left out."""
    counts = Counter(cue for row in cues for cue in row)
    vectorizer = DictVectorizer()
    x = vectorizer.fit_transform([{cue: 1 for cue in row if counts[cue] >= RARE} for row in cues])
    return vectorizer, LogisticRegression(C=strength, max_iter=3000).fit(x, labels)


def predict(model: tuple[DictVectorizer, LogisticRegression], cues: list[frozenset[str]]) -> np.ndarray:
    """Return the probability of each row."""
    vectorizer, regression = model
    return regression.predict_proba(vectorizer.transform([dict.fromkeys(row, 1) for row in cues]))[:, 1]


def surest(model: tuple[DictVectorizer, LogisticRegression], tellings: list[list[frozenset[str]]]) -> list[frozenset[str]]:
    """Return the cues of the surest telling of each draft."""
    scores = iter(predict(model, [cues for several in tellings for cues in several]))
    return [max(((float(next(scores)), i, cues) for i, cues in enumerate(several)), key=lambda t: t[:2])[2] for several in tellings]


def main() -> None:
    """Fit, report, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--threshold", type=float, default=0.2)
    parser.add_argument("--strength", type=float, default=0.1, help="inverse of the penalty")
    args = parser.parse_args()
    rows = read_rows(args.gold)
    labels, stories = np.array(rows.labels), np.array(rows.stories)

    def two_rounds(use: np.ndarray) -> tuple[DictVectorizer, LogisticRegression]:
        """Fit on all tellings of the drafts in `use`, then on the surest telling of each."""
        picked = [(rows.tellings[i], labels[i]) for i in np.flatnonzero(use)]
        every = [(cues, label) for several, label in picked for cues in several]
        first = fit([cues for cues, _ in every], np.array([label for _, label in every]), args.strength)
        return fit(surest(first, [several for several, _ in picked]), labels[use], args.strength)

    held_out = np.zeros(len(labels))
    for fold in range(FOLDS):
        test = stories % FOLDS == fold
        model = two_rounds(~test)
        held_out[test] = predict(model, surest(model, [rows.tellings[i] for i in np.flatnonzero(test)]))
    print(f"{len(labels)} drafts, {labels.mean():.2f} right, {rows.n_gold} gold records; by threshold, on held-out folds:")
    for threshold in np.arange(0, 0.6, 0.05):
        kept = held_out >= threshold
        p, r = labels[kept].mean(), labels[kept].sum() / rows.n_gold
        print(f"  {threshold:.2f}  precision {p:.3f}  recall {r:.3f}  F1 {2 * p * r / (p + r):.3f}")
    bins = np.minimum((held_out * 10).astype(int), 9)
    error = sum(abs(labels[bins == b].mean() - held_out[bins == b].mean()) * (bins == b).mean() for b in set(bins))
    print(f"  expected calibration error {error:.3f}")
    vectorizer, regression = two_rounds(np.ones(len(labels), bool))
    weights = {
        cue: round(float(weight), 2)
        for cue, weight in zip(vectorizer.get_feature_names_out(), regression.coef_[0], strict=True)
        if abs(weight) >= SMALL
    }
    table = {"bias": round(float(regression.intercept_[0]), 3), "threshold": args.threshold, "cues": weights}
    OUT.write_text("# Written by tools/fit_confidence.py; not for editing by hand.\n" + yaml.safe_dump(table, sort_keys=True))


if __name__ == "__main__":
    main()
