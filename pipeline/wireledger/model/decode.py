"""Probabilities of tags -> labelled spans: the likeliest sequence in which every `I-` goes on with its own `B-`.

Source: A. Viterbi (1967), over words; the transitions are allowed or not, none is learned.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from wireledger.model.runtime import Array
from wireledger.model.tags import LABELS, begin, inside, tags_of
from wireledger.model.windows import Window
from wireledger.spans import Span


@dataclass(frozen=True, slots=True)
class Labelled:
    """A run of words with one label.

    Attributes:
        label: One of the label set.
        span: Where it stands in the story.
        words: Numbers of its words in the window.
        confidence: Mean probability of the label over the words, 0 to 1.
    """

    label: str
    span: Span
    words: tuple[int, ...]
    confidence: float


def decode(window: Window, tags: Array, labels: tuple[str, ...] = LABELS) -> list[Labelled]:
    """Return the labelled spans of a window, in order; none goes over the end of a sentence.

    Args:
        window: The window.
        tags: Words x tags of the label set, probabilities.
        labels: The label set.
    """
    path = _best_path(tags, window.sentences, labels)
    found: list[Labelled] = []
    word = 0
    while word < len(path):
        if path[word] == 0:
            word += 1
            continue
        label = labels[(path[word] - 1) // 2]  # the inverse of `begin` and `inside`
        going_on = inside(label, labels)
        end = word + 1
        while end < len(path) and path[end] == going_on and window.sentences[end] == window.sentences[word]:
            end += 1
        words = tuple(range(word, end))
        first, last = window.spans[word], window.spans[end - 1]
        span = Span(first.start_char, last.end_char, first.field)
        found.append(Labelled(label, span, words, label_probability(tags, words, label, labels=labels)))
        word = end
    return found


def surest(found: Sequence[Labelled], label: str, least: float) -> Labelled | None:
    """Return the surest span of a label, or None where none has a confidence of `least`."""
    likely = [one for one in found if one.label == label and one.confidence >= least]
    return max(likely, key=lambda one: one.confidence) if likely else None


def label_probability(tags: Array, words: Sequence[int], *wanted: str, labels: tuple[str, ...] = LABELS) -> float:
    """Return the mean over some words of the probability that they are of one of the wanted labels."""
    columns = [tag for label in wanted for tag in (begin(label, labels), inside(label, labels))]
    return float(tags[np.ix_(list(words), columns)].sum(1).mean()) if words else 0.0


@cache
def _allowed(labels: tuple[str, ...]) -> NDArray[np.float64]:
    """Return 0 where a tag (column) may follow another (row), minus infinity where not."""
    size = len(tags_of(labels))
    table = np.zeros((size, size))
    for label in labels:
        going_on = inside(label, labels)
        table[:, going_on] = -np.inf
        table[[begin(label, labels), going_on], going_on] = 0.0
    return table


def _best_path(tags: Array, sentences: list[int], labels: tuple[str, ...]) -> list[int]:
    logs = np.log(np.maximum(tags, 1e-9)).astype(np.float64)
    allowed = _allowed(labels)
    opening = allowed[0]
    if not len(logs):
        return []
    score = logs[0] + opening
    back = []
    for word in range(1, len(logs)):
        fresh = sentences[word] != sentences[word - 1]
        steps = score[:, None] + (opening[None, :] if fresh else allowed)
        back.append(steps.argmax(0))
        score = steps.max(0) + logs[word]
    path = [int(score.argmax())]
    for best in reversed(back):
        path.append(int(best[path[-1]]))
    return path[::-1]
