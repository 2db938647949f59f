"""Probabilities of tags -> labelled spans: the likeliest sequence in which every `I-` goes on with its own `B-`.

Source: A. Viterbi (1967), over words; the transitions are allowed or not, none is learned.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from wireledger.model.runtime import Array
from wireledger.model.tags import LABELS, TAGS
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
        label = (path[word] - 1) // 2
        end = word + 1
        while end < len(path) and path[end] == 2 * label + 2 and window.sentences[end] == window.sentences[word]:
            end += 1
        words = tuple(range(word, end))
        first, last = window.spans[word], window.spans[end - 1]
        span = Span(first.start_char, last.end_char, first.field)
        found.append(Labelled(LABELS[label], span, words, label_probability(tags, words, LABELS[label])))
        word = end
    return found


def label_probability(tags: Array, words: Sequence[int], *labels: str) -> float:
    """Return the mean over some words of the probability that they are of one of the labels."""
    columns = [column for label in labels for column in _columns(label)]
    return float(tags[np.ix_(list(words), columns)].sum(1).mean()) if words else 0.0


@cache
def _columns(label: str) -> tuple[int, int]:
    first = 1 + 2 * LABELS.index(label)
    return first, first + 1


@cache
def _allowed() -> NDArray[np.float64]:
    """Return 0 where a tag (column) may follow another (row), minus infinity where not."""
    size = len(TAGS)
    table = np.zeros((size, size))
    for label in range(len(LABELS)):
        going_on = 2 * label + 2
        table[:, going_on] = -np.inf
        table[going_on - 1, going_on] = table[going_on, going_on] = 0.0
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
