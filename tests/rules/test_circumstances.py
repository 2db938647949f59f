import pytest

from wireledger import Story, load
from wireledger.rules.extract import propose
from wireledger.segment import segment_story


def first(text):
    records = load("rules").extract(Story("s", text, "", "2021-05-06")).records
    assert records, text
    return records[0]


def test_measures_of_a_listing():
    record = first(
        "The European Union on Thursday imposed an asset freeze and a travel ban on Viktor Maslov by adding him to its sanctions list."
    )
    assert set(record.measures) == {"asset_freeze", "travel_ban"}


@pytest.mark.parametrize(
    ("text", "asset"),
    [
        (
            "Italian police on Thursday seized the superyacht Petrel Star, owned by Viktor Maslov.",
            "superyacht Petrel Star",
        ),
        ("Spanish police on Thursday seized three villas from Viktor Maslov.", "three villas"),
    ],
)
def test_the_thing_that_is_taken_is_verbatim(text, asset):
    # Of the drafts, before they are weighed: a refit moves confidence, not what a sentence says.
    story = Story("s", text, "", "2021-05-06")
    mention = propose(story, segment_story(story)).drafts[0].asset
    assert mention is not None
    assert mention.text == mention.span.of(text) == asset


def test_the_reason_is_a_verbatim_clause():
    text = "The U.S. Treasury on Thursday designated Orlan-Trade LLC for shipping engines to Iran."
    record = first(text)
    assert record.reason == "for shipping engines to Iran"
    assert record.reason in text
