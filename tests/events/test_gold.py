"""How well our own stories are grouped. Floors: a figure below them is a step back. `train` was looked at; `test` was not."""

from pathlib import Path

import pytest

from wireledger.corpus import read_gold
from wireledger.corpus.as_records import gold_as_records
from wireledger.events import group
from wireledger.events.measure import b_cubed, event_of, kept_apart

FOLDER = Path(__file__).parents[2] / "corpora/events"


def gold_of(side):
    stories = list(read_gold(FOLDER / f"{side}.jsonl"))
    told = {story.story.id: gold_as_records(story) for story in stories}
    gold = {
        r.record_id: story.source["events"][int(r.record_id.split(".")[-2])]
        for story in stories
        for r in told[story.story.id]
    }
    pairs = {(other, story.source["events"][0]) for story in stories for other in story.source.get("looks_like", {})}
    return stories, [record for records in told.values() for record in records], gold, pairs


@pytest.mark.parametrize("side, f1, n_mixed", [("train", 0.98, 0), ("test", 0.95, 1)])
def test_gold_records(side, f1, n_mixed):
    _, records, gold, pairs = gold_of(side)
    events = event_of(group(records))
    assert events.keys() == gold.keys()
    assert b_cubed(gold, events).f1 >= f1
    assert len(kept_apart(pairs, gold, events)) >= len(pairs) - n_mixed


def test_the_set_is_as_large_as_it_says():
    stories = [story for side in ("train", "test") for story in gold_of(side)[0]]
    sides = {side: {event for s in gold_of(side)[0] for event in s.source["events"]} for side in ("train", "test")}
    assert not sides["train"] & sides["test"]
    counts = {}
    for story in stories:
        for event in story.source["events"]:
            counts[event] = counts.get(event, 0) + 1
    assert len(counts) >= 60
    assert min(counts.values()) >= 3
    assert len(gold_of("train")[3] | gold_of("test")[3]) >= 20


def test_b_cubed_by_hand():
    gold = {"a": "1", "b": "1", "c": "2"}
    figures = b_cubed(gold, {"a": "x", "b": "y", "c": "y"})
    assert figures.precision == pytest.approx((1 + 0.5 + 0.5) / 3)
    assert figures.recall == pytest.approx((0.5 + 0.5 + 1) / 3)
    assert b_cubed(gold, gold).f1 == 1
    assert b_cubed({}, {}).f1 == 0
    assert kept_apart([("1", "2")], gold, {"a": "x", "b": "y", "c": "y"}) == []


@pytest.mark.slow
def test_the_cost_grows_nearly_linearly(synthetic):
    from time import process_time

    seconds = []
    for n in (4_000, 16_000):
        records, decisions = synthetic(n)
        start = process_time()
        events = group(records)
        seconds.append(process_time() - start)
        assert b_cubed(decisions, event_of(events)).f1 > 0.98
    assert seconds[1] / seconds[0] < 7  # four times the records; a quadratic way takes sixteen times as long
