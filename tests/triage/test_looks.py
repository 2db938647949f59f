"""The two looks: what they let through, and that they can't drift away from the triggers."""

import json

import pyarrow as pa
import pytest

from wireledger.nlp import load
from wireledger.rules.lexicon import load_table
from wireledger.story import Story
from wireledger.triage import is_worth_reading, look_at_bytes, look_at_story


def test_every_trigger_stands_under_a_look_or_is_unlooked():
    stems = load_table("stems")
    looked = [trigger for row in stems["looks"] for trigger in row["triggers"]] + stems["unlooked"]
    assert sorted(looked) == sorted(row["id"] for row in load_table("triggers")["triggers"])


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        ("The EU imposed sanctions on Orlan-Trade.", True),
        ("Sanctions", True),
        ("A court froze the accounts of Halden Bank.", True),
        ("The bank was fined by the regulator.", True),
        ("The bank will settle the case for $4 million.", True),
        ("They will settle in Ohio. The house cost $4 million.", False),
        ("The finest wine of the year.", False),
        ("The mayor opened a bridge.", False),
    ],
)
def test_first_look_at_a_text(text, passes):
    assert look_at_story(Story("s", text)) is passes


def test_first_look_at_json_lines_sees_words_after_an_escaped_line_end():
    lines = [json.dumps({"text": text}).encode() for text in ("It said.\nSanctions hit Minsk.", "It rained.\nAgain.")]
    assert look_at_bytes(pa.array([*lines, None])).to_pylist() == [True, False, False]


def test_second_look_wants_a_party_or_a_sum_near_the_trigger():
    far = "It rained all day. Nothing else was seen. "
    assert is_worth_reading(Story("s", "The Treasury spoke. It imposed sanctions on Orlan-Trade."))
    assert not is_worth_reading(Story("s", f"The Treasury spoke. {far}They imposed sanctions on the shop. {far}"))
    assert not is_worth_reading(Story("s", "The Treasury of Minsk paid for a bridge."))


def test_looks_keep_nearly_all_records_of_our_own_stories(own_stories):
    pipeline = load("rules")
    kept = lost = 0
    for story in own_stories:
        n_records = len(pipeline(story))
        if look_at_story(story) and is_worth_reading(story):
            kept += n_records
        else:
            lost += n_records
    assert kept > 500
    assert lost <= 0.01 * (kept + lost)
