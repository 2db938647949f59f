"""Fit the second look of triage to what the rules make of stories, and write its weights as data.

Usage: python tools/fit_second_look.py ARCHIVE.jsonl.gz STORIES.jsonl... [--share 0.049]

ARCHIVE holds stories as they come, most of them about other things; STORIES are mostly relevant. No gold is looked
at: what is learnt is whether the rules, as they are now, come to a record. Each trigger of a story that passes the
first look is a row; its label is soft: how far the surest of its drafts is above the threshold of records. The second
look's own threshold is the one that lets `--share` of the archive's stories through. What the table does on unseen
stories is printed from a five-fold cross-validation by story: which share passes, which share of the records stays.
Run it after every change of the rules. Needs scikit-learn: `pip install -e .[fit]`.
"""

import argparse
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import vstack
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from weight_file import write_weights

from wireledger.model.rule_weights import Model, as_weights
from wireledger.nlp import load
from wireledger.readers import read_stories
from wireledger.rules.extract import propose
from wireledger.rules.weights import load_weights, log_odds, logistic
from wireledger.segment import segment_story
from wireledger.story import Story
from wireledger.triage import look_at_stories
from wireledger.triage.second_look import TABLE
from wireledger.triage.trigger_cues import find_trigger_cues

FOLDS = 5
RARE = 3  # rows: a cue seen less often is left out
STEEP = 2.0  # how fast the label goes to 0 and 1 on either side of the threshold
STRENGTH = 0.2  # inverse of the penalty
SHARES = (0.03, 0.04, 0.045, 0.05, 0.055, 0.06, 0.07, 0.08, 0.09)


@dataclass(slots=True)
class Row:
    """A story that passed the first look.

    Attributes:
        file: Number of the file that it is from; 0 is the archive.
        n_records: How many records the rules find in it.
        cues: Those of each of its triggers.
        labels: How sure it is that each trigger comes to a record, 0 to 1.
    """

    file: int
    n_records: int
    cues: list[set[str]]
    labels: list[float]


def read_story(story: Story, file: int) -> Row:
    """Extract one story, and label its triggers by what came of them."""
    sentences = segment_story(story)
    surest: dict[tuple[str, int], float] = {}
    for draft in propose(story, sentences).drafts:
        key = draft.trigger.span.field, draft.trigger.span.start_char
        surest[key] = max(surest.get(key, 0.0), draft.confidence)
    row = Row(file, len(load("rules").extract(story).records), [], [])
    for sentence, trigger, cues in find_trigger_cues(story, sentences):
        span = sentence.span_at(trigger.start, trigger.end)
        above = log_odds(surest.get((span.field, span.start_char), 0.0)) - log_odds(load_weights("records").threshold)
        row.cues.append(cues)
        row.labels.append(logistic(STEEP * above))
    return row


def fit(rows: list[Row]) -> Model:
    """Fit one regression; each trigger stands in it twice, as right and as wrong, by the weight of its label."""
    counts = Counter(cue for row in rows for cues in row.cues for cue in cues)
    vectorizer = DictVectorizer()
    kept = [{cue: 1 for cue in cues if counts[cue] >= RARE} for row in rows for cues in row.cues]
    x = vectorizer.fit_transform(kept)
    labels = np.array([label for row in rows for label in row.labels])
    y, weights = np.repeat([1, 0], len(labels)), np.concatenate([labels, 1 - labels])
    return vectorizer, LogisticRegression(C=STRENGTH, solver="liblinear", max_iter=1000).fit(
        vstack([x, x], format="csr"), y, weights
    )


def score(model: Model, row: Row) -> float:
    """Return the probability that one of the story's triggers comes to a record."""
    if not row.cues:
        return 0.0
    vectorizer, regression = model
    each = regression.predict_proba(vectorizer.transform([dict.fromkeys(cues, 1) for cues in row.cues]))[:, 1]
    return float(1 - np.prod(1 - each))


def held_out(rows: list[Row]) -> np.ndarray:
    """Return the score of each story by weights that were fitted on others; shape (rows,)."""
    fold = np.random.default_rng(3).integers(0, FOLDS, len(rows))
    scores = np.zeros(len(rows))
    for number in range(FOLDS):
        model = fit([row for row, at in zip(rows, fold, strict=True) if at != number])
        for index in np.flatnonzero(fold == number):
            scores[index] = score(model, rows[index])
    return scores


def cut_at(scores: np.ndarray, rows: list[Row], share: float, n_archive: int) -> float:
    """Return the threshold from which on `share` of the archive's stories pass."""
    of_archive = np.sort([at for at, row in zip(scores, rows, strict=True) if row.file == 0])[::-1]
    return float(of_archive[min(int(share * n_archive), len(of_archive) - 1)])


def report(scores: np.ndarray, rows: list[Row], names: list[str], totals: list[int], n_archive: int) -> str:
    """Return which share of the records stays, by which share of the archive passes."""
    lines = [f"{'passes':>7} {'threshold':>9}  share of records kept: {', '.join(names)}; all but the archive"]
    for share in SHARES:
        threshold = cut_at(scores, rows, share, n_archive)
        kept = np.zeros(len(names))
        for at, row in zip(scores, rows, strict=True):
            kept[row.file] += row.n_records * (at >= threshold)
        each = "  ".join(f"{n / max(1, total):.4f}" for n, total in zip(kept, totals, strict=True))
        lines.append(f"{share:7.3f} {threshold:9.3f}  {each}; {sum(kept[1:]) / max(1, sum(totals[1:])):.4f}")
    return "\n".join(lines)


def names_rule(cue: str) -> bool:
    """Tell whether a cue says which rules are known: it stays in the table whatever its weight."""
    return cue.startswith("rule=") and "&" not in cue


def main() -> None:
    """Fit, report, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archive", help="stories as they come")
    parser.add_argument("stories", nargs="+", help="stories that are mostly relevant")
    parser.add_argument("--share", type=float, default=0.049, help="of the archive's stories, that passes")
    args = parser.parse_args()
    rows: list[Row] = []
    totals, n_archive = [], 0
    with ProcessPoolExecutor() as pool:
        for number, name in enumerate((args.archive, *args.stories)):
            stories = [item for item in read_stories([name]) if isinstance(item, Story)]
            n_archive = n_archive or len(stories)
            looks = look_at_stories(stories)
            first = [story for story, passes in zip(stories, looks, strict=True) if passes]
            others = [story for story, passes in zip(stories, looks, strict=True) if not passes]
            rows += pool.map(read_story, first, [number] * len(first), chunksize=8)
            missed = sum(row.n_records for row in pool.map(read_story, others, [number] * len(others), chunksize=8))
            totals.append(missed + sum(row.n_records for row in rows if row.file == number))
            print(f"{name}: {len(stories)} stories, {len(first)} pass the first look; {totals[-1]} records", flush=True)
    scores = held_out(rows)
    print(report(scores, rows, [Path(n).name for n in (args.archive, *args.stories)], totals, n_archive))
    threshold = round(cut_at(scores, rows, args.share, n_archive), 3)
    write_weights(TABLE, as_weights(fit(rows), threshold, names_rule), "fit_second_look.py")


if __name__ == "__main__":
    main()
