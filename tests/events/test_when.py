from datetime import date

import pytest

from wireledger.events.when import NEWS_DAYS, when


def day(text):
    return date.fromisoformat(text).toordinal()


@pytest.mark.parametrize(
    "told, precision, first, last",
    [
        ("2021-03-09", "day", "2021-03-09", "2021-03-09"),
        ("2021-02", "month", "2021-02-01", "2021-02-28"),
        ("2020", "year", "2020-01-01", "2020-12-31"),
    ],
)
def test_a_date_is_the_days_that_it_may_mean(told, precision, first, last):
    span = when(told, "2021-03-10", False)
    assert (span.precision, span.first, span.last) == (precision, day(first), day(last))


def test_undated_news_is_as_old_as_news_may_be():
    span = when(None, "2021-03-09", False)
    assert (span.precision, span.first, span.last) == ("published", day("2021-03-09") - NEWS_DAYS, day("2021-03-09"))


def test_an_undated_look_back_may_mean_any_day_before():
    span = when(None, "2021-03-09", True)
    assert span.is_vague
    assert (span.first, span.last) == (1, day("2021-03-09"))


@pytest.mark.parametrize("bad", ["2021-13-45", "soon", "", "2021-02-30"])
def test_what_is_no_date_counts_as_none(bad):
    assert when(bad, "2021-03-09", False).precision == "published"
    assert when(bad, None, False).precision == "unknown"


def test_the_gap_is_between_the_nearest_days():
    march, tenth = when("2021-03", None, False), when("2021-04-10", None, False)
    assert march.gap(tenth) == tenth.gap(march) == 10
    assert march.gap(when("2021-03-31", None, False)) == 0
