"""Probabilities of tags -> labelled spans: the likeliest sequence in which every `I-` goes on with its own `B-`.

Source: A. Viterbi (1967), over words; the transitions are allowed or not, none is learned.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from wireledger.model.runtime import Array
from wireledger.model.tags import LABELS, TAGS, begin, inside
from wireledger.model.windows import Window
from wireledger.spans import Span


@dataclass(frozen=True, slots=True)
class Labelled:
    """A run of words with one label.

    Attributes:
        label: One of `tags.LABELS`.
        span: Where it stands in the story.
        words: Numbers of its words in the window.
        confidence: Mean probability of the label over the words, 0 to 1.
    """

    label: str
    span: Span
    words: tuple[int, ...]
    confidence: float


def decode(window: Window, tags: Array) -> list[Labelled]:
    """Return the labelled spans of a window, in order; none goes over the end of a sentence."""
    path = _best_path(tags, window.sentences)
    found: list[Labelled] = []
    word = 0
    while word < len(path):
        if path[word] == 0:
            word += 1
            continue
        label = _label_of(path[word])
        end = word + 1
        while end < len(path) and path[end] == inside(label) and window.sentences[end] == window.sentences[word]:
            end += 1
        words = tuple(range(word, end))
        first, last = window.spans[word], window.spans[end - 1]
        span = Span(first.start_char, last.end_char, first.field)
        found.append(Labelled(label, span, words, label_probability(tags, words, label)))
        word = end
    return found


def surest(found: Sequence[Labelled], label: str, least: float) -> Labelled | None:
    """Return the surest span of a label, or None where none has a confidence of `least`."""
    likely = [one for one in found if one.label == label and one.confidence >= least]
    return max(likely, key=lambda one: one.confidence) if likely else None


def label_probability(tags: Array, words: Sequence[int], *labels: str) -> float:
    """Return the mean over some words of the probability that they are of one of the labels."""
    columns = [tag for label in labels for tag in (begin(label), inside(label))]
    return float(tags[np.ix_(list(words), columns)].sum(1).mean()) if words else 0.0


def _label_of(tag: int) -> str:
    """Return the label of a tag that is not `O`; the inverse of `begin` and `inside`."""
    return LABELS[(tag - 1) // 2]


@cache
def _allowed() -> NDArray[np.float64]:
    """Return 0 where a tag (column) may follow another (row), minus infinity where not."""
    size = len(TAGS)
    table = np.zeros((size, size))
    for label in LABELS:
        going_on = inside(label)
        table[:, going_on] = -np.inf
        table[[begin(label), going_on], going_on] = 0.0
    return table


def _best_path(tags: Array, sentences: list[int]) -> list[int]:
    logs = np.log(np.maximum(tags, 1e-9)).astype(np.float64)
    allowed, opening = _allowed(), _allowed()[0]
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
