"""Made-up probabilities of words -> spans."""

import numpy as np
import pytest

pytest.importorskip("tokenizers", reason="pip install -e '.[model]'")
pytest.importorskip("onnxruntime", reason="pip install -e '.[model]'")

from wireledger.model.decode import decode, label_probability
from wireledger.model.tags import TAGS
from wireledger.model.windows import Window
from wireledger.spans import Span


def tag_rows(*rows):
    """Return words x tags; each row gives the tags that share the probability."""
    table = np.full((len(rows), len(TAGS)), 1e-6, np.float32)
    for word, shares in enumerate(rows):
        for tag, share in shares.items():
            table[word, TAGS.index(tag)] = share
    return table


def window_of(n_words, sentences=None):
    spans = [Span(10 * i, 10 * i + 9) for i in range(n_words)]
    return Window([], [], [], [], list(range(n_words)), spans, sentences or [0] * n_words)


def test_a_run_is_one_span():
    tags = tag_rows({"O": 1}, {"B-name-person": 0.9}, {"I-name-person": 0.7}, {"O": 1})
    (found,) = decode(window_of(4), tags)
    assert (found.label, found.span, found.words) == ("name-person", Span(10, 29), (1, 2))
    assert found.confidence == pytest.approx(0.8, abs=1e-3)


def test_an_inside_without_its_beginning_is_mended():
    tags = tag_rows({"O": 0.3, "B-role": 0.3}, {"I-role": 0.9, "O": 0.1})
    assert [one.words for one in decode(window_of(2), tags)] == [(0, 1)]


def test_a_span_ends_with_its_sentence():
    tags = tag_rows({"B-role": 1}, {"I-role": 0.6, "B-role": 0.4})
    assert [one.words for one in decode(window_of(2, [0, 1]), tags)] == [(0,), (1,)]


def test_two_of_a_kind_side_by_side_are_two():
    tags = tag_rows({"B-alias": 1}, {"B-alias": 0.9, "I-alias": 0.1})
    assert [one.words for one in decode(window_of(2), tags)] == [(0,), (1,)]


def test_no_words_no_spans():
    assert decode(window_of(0), tag_rows()) == []


def test_the_probability_of_several_labels_is_their_sum():
    tags = tag_rows({"B-name-person": 0.5, "B-name-organization": 0.3})
    assert label_probability(tags, [0], "name-person", "name-organization") == pytest.approx(0.8, abs=1e-3)
