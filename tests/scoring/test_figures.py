import pytest

from wireledger.scoring.figures import Counts, LabelFigures, total


def test_rates_are_those_of_the_textbook():
    counts = Counts(right=6, false=2, missed=4)
    assert (counts.precision, counts.recall, counts.f1) == (0.75, 0.6, pytest.approx(2 / 3))


def test_nothing_at_all_is_perfect_but_has_no_precision():
    assert (Counts().f1, Counts().precision, Counts().recall) == (1.0, 0.0, 0.0)


def test_counts_add_up():
    assert total([Counts(1, 2, 3), Counts(4, 5, 6)]) == Counts(5, 7, 9)
    assert total([]) == Counts()


def test_a_label_that_is_never_right_has_an_f1_of_zero():
    assert LabelFigures("penalty", 3, 0, 2, 0, 0).f1 == 0.0
