import pytest

from wireledger.errors import ConfigError
from wireledger.events import group, undo
from wireledger.events.measure import event_of


@pytest.fixture
def merged(record):
    return group([record("s1"), record("s2", published="2021-03-10"), record("s3", published="2021-03-11")])


def test_a_story_is_taken_out_for_good(record, merged):
    (event,) = merged
    rest, alone = sorted(undo(merged, event.event_id, "s2.0"), key=lambda e: -e.n_records)
    assert rest.event_id == event.event_id
    assert (rest.n_records, rest.n_stories) == (2, 2)
    assert [m.record_id for m in rest.members if m.is_undone] == ["s2.0"]
    assert alone.n_records == 1
    # Nothing brings it back: not grouping again, and not a new story that fits both.
    again = group([record("s4")], [rest, alone])
    ids = {r.record_id: e.event_id for e in again for r in e.records()}
    assert ids["s2.0"] != ids["s1.0"] == ids["s3.0"]
    # Nor does reading the story anew.
    newer = event_of(group([record("s2", record_id="s2.newer")], [rest, alone]))
    assert newer["s2.newer"] != newer["s1.0"]
    assert "s2.0" not in newer


def test_the_first_story_can_be_taken_out_too(merged):
    (event,) = merged
    rest, alone = sorted(undo(merged, event.event_id, "s1.0"), key=lambda e: -e.n_records)
    assert rest.event_id == event.event_id != alone.event_id
    assert group((), [rest, alone]) == sorted([rest, alone], key=lambda e: e.event_id)


@pytest.mark.parametrize("event_id, record_id", [("ev-none", "s1.0"), (None, "s9.0")])
def test_what_is_not_there_is_said(merged, event_id, record_id):
    with pytest.raises(ConfigError, match=event_id or record_id):
        undo(merged, event_id or merged[0].event_id, record_id)


def test_the_only_story_stays(record):
    (event,) = group([record("s1")])
    with pytest.raises(ConfigError, match="no merge to undo"):
        undo([event], event.event_id, "s1.0")
