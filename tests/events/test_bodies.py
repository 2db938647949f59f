import pytest

from wireledger.events.bodies import agreement, depth
from wireledger.records import Authority

OFAC = Authority(name="OFAC", id="us-treasury-ofac", country="US")
TREASURY = Authority(name="U.S. Treasury", id="us-treasury", country="US")
US = Authority(name="Washington", country="US")
SEC = Authority(name="SEC", id="us-sec", country="US")
CFTC = Authority(name="CFTC", id="us-cftc", country="US")
DOJ = Authority(name="Justice Department", id="us-doj", country="US")
UK = Authority(name="Britain", country="GB")
PRESIDENT = Authority(name="President", id="us-president", country="US")
COURT = Authority(name="a court in Texas", country="US")


@pytest.mark.parametrize(
    "one, other, expected",
    [
        (OFAC, OFAC, "same"),
        (OFAC, TREASURY, "compatible"),
        (OFAC, US, "compatible"),
        (SEC, CFTC, "different"),
        (SEC, DOJ, "different"),
        (US, UK, "different"),
        (TREASURY, PRESIDENT, "compatible"),
        (DOJ, COURT, "compatible"),
    ],
)
def test_bodies(one, other, expected):
    assert agreement((one,), (other,)) == agreement((other,), (one,)) == expected


def test_one_common_body_of_several_is_enough():
    assert agreement((SEC, CFTC), (CFTC,)) == "same"


def test_nobody_named_contradicts_nobody():
    assert agreement((), (SEC,)) == "unknown"


def test_an_office_is_named_more_exactly_than_its_ministry():
    assert depth("us-treasury-ofac") > depth("us-treasury") > depth(None)
