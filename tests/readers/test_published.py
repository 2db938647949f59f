import datetime

import pytest

from wireledger.readers.published import clean_published


@pytest.mark.parametrize(
    ("value", "date"),
    [
        ("2017-08-22", "2017-08-22"),
        ("2017-08", "2017-08"),
        ("2017", "2017"),
        (2017, "2017"),
        (" 2017-08-22T23:30:00-05:00 ", "2017-08-22"),
        ("2017-08-22 10:00", "2017-08-22"),
        ("2017-08-22T10:00:00.123Z", "2017-08-22"),
        ("20170822", "2017-08-22"),
        (20170822, "2017-08-22"),
        ("20170822103000", "2017-08-22"),
        ("20170822T1030Z", "2017-08-22"),
        (1503360000, "2017-08-22"),
        ("1503360000", "2017-08-22"),
        (1503360000000, "2017-08-22"),
        (1503360000.5, "2017-08-22"),
        (1503360000123.0, "2017-08-22"),
        ("Tue, 22 Aug 2017 23:30:00 -0500", "2017-08-22"),
        ("22 Aug 2017 10:00:00 GMT", "2017-08-22"),
        ("August 22, 2017", "2017-08-22"),
        (datetime.date(2017, 8, 22), "2017-08-22"),
        (datetime.datetime(2017, 8, 22, 10), "2017-08-22"),
    ],
)
def test_forms_of_dates_are_read(value, date):
    assert clean_published(value) == date


@pytest.mark.parametrize(
    "value",
    [
        "2017-02-30",
        "2017-13",
        "20170230",
        "Tue, 42 Aug 2017 10:00",
        "soon",
        "",
        " ",
        None,
        True,
        [2017],
        {},
        "2013/2014",
        "9" * 40,
        0,
    ],
)
def test_what_is_no_date_is_none(value):
    assert clean_published(value) is None
