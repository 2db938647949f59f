import pytest

from wireledger import Story
from wireledger.rules.extract import propose
from wireledger.segment import segment_story

LEAD = "The SEC fined Velmora Corp $9 million on Tuesday. "
LATER = "Its shares fell. Rivals were glad. Analysts were not. The stock has no dividend. It is based in Ghent. "


@pytest.fixture
def dates_of():
    """Return a function: text -> the date of each draft of the name, in order."""

    def find(text, name):
        story = Story("s", text, "", "2021-05-06")
        return [draft.date for draft in propose(story, segment_story(story)).drafts if draft.name == name]

    return find


def test_what_is_to_be_paid_is_dated_by_the_lead_however_late_it_is_told(dates_of):
    assert dates_of(LEAD + LATER + "A judge ordered Paula Dorn to forfeit $2 million.", "Paula Dorn")[0] == "2021-05-04"


def test_the_nearest_clause_has_the_date(dates_of):
    text = "On Monday the EU sanctioned Orlan Trade, and on Wednesday Mnuchin spoke."
    assert dates_of(text, "Orlan Trade")[0] == "2021-05-03"


def test_the_bound_of_a_period_dates_no_decision(dates_of):
    assert dates_of("The EU sanctioned Orlan Trade, which has sold oil since 2014.", "Orlan Trade")[0] is None
