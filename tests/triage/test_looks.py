"""The two looks: what they let through, and that they can't drift away from the triggers."""

import json

import pyarrow as pa
import pytest

from wireledger.nlp import load
from wireledger.rules.lexicon import load_table
from wireledger.rules.weights import Weights
from wireledger.story import Story
from wireledger.triage import is_worth_reading, look_at_bytes, look_at_story, second_look


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


def test_first_look_sees_a_sum_in_any_currency_but_no_other_sign():
    texts = ["They will settle for €4 today.", "They will settle for “a walk” today."]
    lines = [json.dumps({"text": text}, ensure_ascii=is_ascii).encode() for text in texts for is_ascii in (True, False)]
    assert look_at_bytes(pa.array(lines)).to_pylist() == [True, True, False, False]


def test_second_look_weighs_what_stands_around_the_trigger():
    told = "The U.S. Treasury Department on Tuesday imposed sanctions on Orlan-Trade of Minsk."
    assert is_worth_reading(Story("s", told, "U.S. sanctions Orlan-Trade"))
    assert not is_worth_reading(Story("s", "The striker missed a penalty in the final minute of the game."))
    assert not is_worth_reading(Story("s", "The Treasury of Minsk paid for a bridge."))


def test_trigger_that_the_weights_do_not_know_passes(monkeypatch):
    known = second_look.load_second_look()
    story = Story("s", "The striker missed a penalty in the final minute of the game.")
    assert not is_worth_reading(story)
    without = {cue: weight for cue, weight in known.cues.items() if cue != "rule=fine-noun"}
    monkeypatch.setattr(second_look, "load_second_look", lambda: Weights(known.bias, known.threshold, without))
    assert is_worth_reading(story)


def test_weights_know_most_triggers_and_no_others():
    ids = {row["id"] for row in load_table("triggers")["triggers"]}
    known = {cue.removeprefix("rule=") for cue in second_look.load_second_look().cues if cue.startswith("rule=") and "&" not in cue}  # fmt: skip
    assert known <= ids, "the rules have changed: run tools/fit_second_look.py"
    assert len(known) > 0.8 * len(ids)


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
