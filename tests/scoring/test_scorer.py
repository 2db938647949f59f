import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wireledger.corpus import parse_gold
from wireledger.errors import CorpusError
from wireledger.scoring import ScoredRecord, score, score_records
from wireledger.scoring.bodies import Body
from wireledger.scoring.slots import SLOTS

FEW = settings(max_examples=40, deadline=None)
WORDS = ["amber", "brindle", "cobalt", "dunmore", "elden", "farrow", "garnet", "hollin", "ister", "juniper"]
NAMES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)


def flat_records(story_id):
    return st.builds(
        ScoredRecord,
        story_id=st.just(story_id),
        action=st.sampled_from(["designation", "delisting", "penalty", "seizure", "travel_ban"]),
        status=st.sampled_from(["imposed", "sought"]),
        background=st.booleans(),
        authority=st.sampled_from([(), (Body("Harbour Board", None, "NL"),), (Body("the government", None, "BE"),)]),
        name=st.none() | NAMES,
        type=st.sampled_from(["person", "organization", "mixed", "country"]),
        aliases=st.lists(NAMES, max_size=2).map(tuple),
        nationality=st.frozensets(st.sampled_from(["NL", "BE", "FR"]), max_size=2),
        role=st.none() | NAMES,
        count=st.none() | st.integers(1, 3),
        amount=st.none() | st.sampled_from([(5.0, "EUR"), (5_000_000.0, "USD")]),
        program=st.none() | NAMES,
        date=st.none() | st.sampled_from(["2019", "2019-04", "2019-04-05", "2020-01-01"]),
    )


@st.composite
def corpora(draw):
    return {key: draw(st.lists(flat_records(key), max_size=5)) for key in ("s1", "s2", "s3")}


def flat(corpus):
    return [record for records in corpus.values() for record in records]


ORE = ScoredRecord("s1", "penalty", "imposed", name="Brindle Ore", type="organization", confidence=0.9)
SALT = ScoredRecord("s1", "penalty", "imposed", name="Varda Salt", type="organization", confidence=0.9)


@FEW
@given(corpora())
def test_gold_against_itself_scores_one(corpus):
    scores = score_records(corpus, flat(corpus))
    assert scores.records.f1 == scores.slot.f1 == scores.core_exact == 1.0
    assert scores.false_alarms == 0.0
    assert all(counts.f1 == 1.0 for counts in scores.slots.values())
    assert scores.mistakes() == []
    assert scores.worst(5) == []


@FEW
@given(corpora(), corpora(), st.randoms(use_true_random=False))
def test_the_order_of_stories_changes_nothing(gold, predicted, shuffle):
    expected = score_records(gold, flat(predicted)).to_dict()
    keys = list(gold)
    shuffle.shuffle(keys)
    turned = [record for key in keys for record in predicted[key]]
    assert score_records({key: gold[key] for key in keys}, turned).to_dict() == expected


@FEW
@given(corpora(), corpora(), st.randoms(use_true_random=False))
def test_the_order_of_records_changes_no_record_figure(gold, predicted, shuffle):
    expected = score_records(gold, flat(predicted))
    records = flat(predicted)
    shuffle.shuffle(records)
    turned = {key: random.Random(1).sample(of_story, len(of_story)) for key, of_story in gold.items()}
    scores = score_records(turned, records)
    assert scores.records == expected.records
    assert scores.false_alarms == expected.false_alarms


@FEW
@given(corpora(), corpora())
def test_every_record_is_paired_missed_or_false(gold, predicted):
    scores = score_records(gold, flat(predicted))
    assert scores.n_gold == len(flat(gold))
    assert scores.n_predicted == len(flat(predicted))
    kinds = [mistake.kind for mistake in scores.mistakes()]
    assert (kinds.count("false"), kinds.count("missed")) == (scores.records.false, scores.records.missed)


def test_slots_of_unaligned_records_are_missed_or_false():
    scores = score_records({"s1": [ORE]}, [SALT])
    assert (scores.records.right, scores.records.false, scores.records.missed) == (0, 1, 1)
    assert (scores.slots["type"].false, scores.slots["type"].missed) == (1, 1)
    assert scores.slots["date"].f1 == 1.0


def test_core_exact_asks_for_the_core_only():
    gold = replace(ORE, role="ore trader")
    assert score_records({"s1": [gold]}, [replace(gold, role="ship owner")]).core_exact == 1.0
    assert score_records({"s1": [gold]}, [replace(gold, status="sought")]).core_exact == 0.0


def test_a_false_alarm_is_a_story_not_a_record():
    scores = score_records({"s1": [], "s2": [], "s3": [replace(ORE, story_id="s3")]}, [ORE, SALT])
    assert scores.false_alarms == 0.5


def test_records_of_unknown_stories_are_counted_not_scored():
    scores = score_records({"s1": [ORE]}, [ORE, replace(ORE, story_id="elsewhere")])
    assert scores.n_stray == 1
    assert scores.records.f1 == 1.0


def test_figures_by_action_tell_finding_from_naming():
    gold = replace(ORE, action="forfeiture")
    scores = score_records({"s1": [gold, SALT]}, [replace(ORE, action="seizure"), SALT])
    by_label = {figures.label: figures for figures in scores.actions}
    assert by_label["forfeiture"].recall == 1.0
    assert by_label["forfeiture"].strict_f1 == 0.0
    assert by_label["seizure"].precision == 1.0
    assert by_label["penalty"].strict_f1 == 1.0


def test_the_worst_story_has_the_most_errors():
    gold = {"s1": [ORE], "s2": [replace(ORE, story_id="s2"), replace(SALT, story_id="s2")], "s3": []}
    worst = score_records(gold, []).worst(5)
    assert [(story.story_id, story.n_errors) for story in worst] == [("s2", 2), ("s1", 1)]


def test_wrong_slots_are_named_in_the_order_of_the_record():
    mistake = score_records({"s1": [ORE]}, [replace(ORE, date="2020", status="sought")]).mistakes()[0]
    assert (mistake.kind, mistake.slots) == ("wrong", ("status", "date"))
    assert SLOTS.index("status") < SLOTS.index("date")


def test_records_without_confidence_have_no_calibration():
    assert score_records({"s1": [ORE]}, [ORE]).calibration is not None
    assert score_records({"s1": [ORE]}, [ORE, replace(SALT, confidence=None)]).calibration is None


def test_an_amount_of_the_action_stands_on_each_record_and_one_of_a_target_wins():
    amount = {"text": "$5", "value": 5, "currency": "USD"}
    targets = [{"type": "person", "name": "A B"}, {"type": "person", "name": "C D", "amount": amount | {"value": 7}}]
    action = {"action": "penalty", "status": "imposed", "targets": targets, "amount": amount}
    gold = parse_gold({"id": "s1", "text": "", "actions": [action]})
    (story,) = score([gold], []).stories
    assert [record.amount for record in story.alignment.missed] == [(5.0, "USD"), (7.0, "USD")]


def test_a_story_twice_in_the_gold_is_an_error():
    gold = parse_gold({"id": "s1", "text": "", "actions": []})
    with pytest.raises(CorpusError, match="s1"):
        score([gold, gold], [])
