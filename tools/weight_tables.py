"""A fitted regression -> a table of weights, written as data. What `fit_weights.py` and `fit_second_look.py` share."""

from collections.abc import Callable
from pathlib import Path

import yaml
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from wireledger.rules.weights import Weights

SMALL = 0.05  # weights below this change nothing

Model = tuple[DictVectorizer, LogisticRegression]


def as_weights(model: Model, threshold: float, keep: Callable[[str], bool] = lambda cue: False) -> Weights:
    """Return a model as a table; small weights are left out, save for cues to `keep`."""
    vectorizer, regression = model
    pairs = zip(vectorizer.get_feature_names_out(), regression.coef_[0], strict=True)
    cues = {str(cue): round(float(weight), 2) for cue, weight in pairs if abs(weight) >= SMALL or keep(cue)}
    return Weights(round(float(regression.intercept_[0]), 3), threshold, cues)


def write_weights(path: Path, weights: Weights, tool: str) -> None:
    """Write a table; `tool` is the script that made it."""
    table = {"bias": weights.bias, "threshold": weights.threshold, "cues": weights.cues}
    note = f"# Written by tools/{tool}; not for editing by hand.\n"
    path.write_text(note + yaml.safe_dump(table, allow_unicode=True), encoding="utf-8")
