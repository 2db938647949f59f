import pytest

from wireledger.scoring.calibration import calibrate


def test_confidences_that_come_true_have_no_error():
    outcomes = [(0.8, True)] * 8 + [(0.8, False)] * 2
    assert calibrate(outcomes).error == pytest.approx(0.0)


def test_the_error_is_weighted_by_the_records_of_each_bin():
    outcomes = [(0.95, True)] * 3 + [(0.45, True)]
    assert calibrate(outcomes).error == pytest.approx((3 * 0.05 + 0.55) / 4)


def test_bins_have_equal_width_and_one_belongs_to_the_last():
    bins = calibrate([(0.0, False), (0.1, True), (1.0, True)]).bins
    assert [row.n for row in bins] == [1, 1, 0, 0, 0, 0, 0, 0, 0, 1]


def test_nothing_predicted_has_no_error():
    assert calibrate([]).error == 0.0


def test_the_precision_of_what_is_kept_counts_the_threshold_in():
    above = {row.threshold: row for row in calibrate([(0.9, True), (0.9, False), (0.95, True), (0.1, False)]).above}
    assert (above[0.9].n, above[0.9].precision) == (3, pytest.approx(2 / 3))
    assert (above[0.95].n, above[0.95].precision) == (1, 1.0)
    assert above[0.3].n == 3
