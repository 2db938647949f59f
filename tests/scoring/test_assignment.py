from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wireledger.scoring.assignment import assign

FEW = settings(max_examples=40, deadline=None)
SIZES = st.integers(1, 5)
GAINS = st.sampled_from([0.0, 0.0, 1.0, 1.25, 1.5, 2.0])


@st.composite
def matrices(draw):
    n_columns = draw(SIZES)
    row = st.lists(GAINS, min_size=n_columns, max_size=n_columns)
    return draw(st.lists(row, min_size=1, max_size=5))


def best_sum(gains):
    if len(gains) > len(gains[0]):
        gains = list(zip(*gains, strict=True))
    columns = range(len(gains[0]))
    return max(
        sum(row[column] for row, column in zip(gains, chosen, strict=True))
        for chosen in permutations(columns, len(gains))
    )


@FEW
@given(matrices())
def test_no_other_assignment_gains_more(gains):
    pairs = assign(gains)
    assert sum(gains[row][column] for row, column in pairs) == pytest.approx(best_sum(gains))


@FEW
@given(matrices())
def test_each_row_and_column_is_used_once_and_no_pair_is_forbidden(gains):
    pairs = assign(gains)
    assert len({row for row, _ in pairs}) == len({column for _, column in pairs}) == len(pairs)
    assert all(gains[row][column] > 0 for row, column in pairs)


def test_nothing_is_assigned_to_nothing():
    assert assign([]) == []
    assert assign([[]]) == []


def test_a_greedy_choice_is_given_up_for_a_better_whole():
    assert assign([[2.0, 1.5], [1.9, 0.0]]) == [(0, 1), (1, 0)]
