from itertools import pairwise

import pytest

from wireledger.rules.lexicon import load_table
from wireledger.rules.triggers import _patterns, find_triggers
from wireledger.segment import Sentence, segment_story
from wireledger.spans import Span


def triggers(text):
    return find_triggers(Sentence(3, Span(0, len(text)), text, "body"))


@pytest.mark.parametrize(
    ("text", "action", "status"),
    [
        ("The EU imposed sanctions on Orlan-Trade.", "designation", "imposed"),
        ("The EU is considering imposing sanctions on Orlan-Trade.", "designation", "proposed"),
        ("Prosecutors asked the court to freeze the assets of Halden Bank.", "asset_freeze", "sought"),
        ("The Senate rejected a bid to impose sanctions on Orlan-Trade.", "designation", "rejected"),
        ("Halden Bank agreed to pay $3 million to settle SEC charges.", "penalty", "imposed"),
        ("The U.S. lifted sanctions on Sudan.", "delisting", "imposed"),
        ("Senators backed bills to impose sanctions on Orlan-Trade.", "designation", "proposed"),
        ("The EU agreed to impose sanctions on Orlan-Trade.", "designation", "imposed"),
        ("Canada banned imports of gold from Russia.", "trade_restriction", "imposed"),
        ("Police seized a yacht in Fethiye.", "seizure", "imposed"),
    ],
)
def test_first_trigger_has_action_and_status(text, action, status):
    assert (triggers(text)[0].action, triggers(text)[0].status) == (action, status)


def test_a_negated_decision_is_none():
    assert not any(t.rule == "impose-on" for t in triggers("The EU did not impose sanctions on Orlan-Trade."))


def test_the_object_of_an_active_verb_is_not_its_subject():
    (trigger, *_) = triggers("In 2011 the SEC sanctioned Northgate Exchange for weak controls.")
    assert not trigger.passive


def test_a_payment_without_a_penalty_is_none():
    assert triggers("The firm will pay a dividend of $3 million to shareholders.") == ()


def test_triggers_stand_in_order_and_apart():
    found = triggers("The U.S. imposed sanctions on Orlan-Trade and fined Halden Bank $3 million over charges.")
    assert all(a.end <= b.start for a, b in pairwise(found))


def test_every_match_of_a_pattern_holds_one_of_its_stems(own_stories):
    stems = load_table("stems")["stems"]
    matches = [
        (row["id"], match[0].lower())
        for story in own_stories
        for sentence in segment_story(story)
        for row, pattern in _patterns()
        for match in pattern.finditer(sentence.text)
    ]
    assert len(matches) > 1_000
    assert [(rule, text) for rule, text in matches if not any(stem in text for stem in stems[rule])] == []


def test_every_trigger_has_stems():
    assert set(load_table("stems")["stems"]) == {row["id"] for row, _ in _patterns()}
