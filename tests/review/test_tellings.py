"""Beside a record stands what other stories tell of the same decision."""

from dataclasses import replace

import pytest
from invented import FINED, Hand, Story, penalty, write_files

from wireledger.errors import ReadError
from wireledger.events import group, undo, write_events
from wireledger.review import Desk, read_material
from wireledger.review.material import make_material
from wireledger.review.server import story_view

RETOLD = Story(
    "retold", "Coal dust is dear: Brindle Ore was fined by the Harbour Board last week.", "", "2021-03-05", "Southwire"
)


def records():
    mine = penalty(publisher="Northwire", date="2021-03-02")
    theirs = penalty(RETOLD, record_id="r-retold", publisher="Southwire", published="2021-03-05", date="2021-03-03")
    return [mine, theirs]


@pytest.fixture
def files(tmp_path):
    paths = write_files(tmp_path, records(), [FINED, RETOLD])
    events = group(records())
    assert [event.n_stories for event in events] == [2]
    write_events(tmp_path / "events.jsonl", events)
    return *paths, tmp_path / "events.jsonl"


def told(material, log, story=FINED):
    desk = Desk(material, log, "ana")
    hand = Hand(desk, story)
    (item,) = story_view(*desk.sheet(hand.key), desk.tellings.of)["items"]
    return item["event"]


def test_a_record_says_how_many_sources_tell_it_and_which_say_otherwise(files, log):
    material = read_material(*files)
    event = told(material, log)
    assert (event["n_sources"], event["n_stories"]) == (2, 2)
    slots = {slot["slot"]: slot for slot in event["slots"]}
    assert slots["action"] == {
        "slot": "action", "value": "penalty", "otherwise": False, "others": [], "n_others": 0
    }  # fmt: skip
    one, other = slots["date"], {s["slot"]: s for s in told(material, log, RETOLD)["slots"]}["date"]
    assert sorted([one["otherwise"], other["otherwise"]]) == [False, True]
    assert one["value"] == other["value"]
    (from_fined,), (from_retold,) = one["others"], other["others"]
    assert (from_fined["source"], from_fined["value"]) == ("Southwire, 2021-03-05", "2021-03-03")
    assert (from_retold["source"], from_retold["value"]) == ("Northwire, 2021-03-04", "2021-03-02")
    assert material.sheets[from_fined["story"]].records.keys() == {from_fined["item"]}


@pytest.fixture
def ledger(files, tmp_path, wireledger):
    """Return a database with the records and the event loaded."""
    pytest.importorskip("duckdb")
    path = tmp_path / "ledger.duckdb"
    loaded = wireledger("load", files[0], "--events", files[2], "--to", f"duckdb:///{path}")
    assert loaded.exit_code == 0, loaded.output
    return path


def test_a_ledger_shows_the_events_that_were_loaded_into_it(files, ledger, log):
    material, by_file = read_material(ledger, files[1]), read_material(*files)
    but_records = {"members": {"__all__": {"record"}}}  # an events file keeps these in short
    for one, other in zip(material.events, by_file.events, strict=True):
        assert one.model_dump(exclude=but_records) == other.model_dump(exclude=but_records)
    for story in (FINED, RETOLD):
        assert told(material, log, story) == told(by_file, log, story)


def test_a_file_of_events_goes_before_those_of_the_ledger(files, ledger, tmp_path):
    write_events(tmp_path / "apart.jsonl", group(records()[:1]))
    (event,) = read_material(ledger, files[1], tmp_path / "apart.jsonl").events
    assert event.n_stories == 1


def test_a_ledger_names_no_story_that_was_withdrawn(files, ledger, wireledger, log):
    address = f"duckdb:///{ledger}"
    assert wireledger("load", "--withdraw", "retold", "--to", address).exit_code == 0
    material = read_material(ledger, files[1])
    assert [member.story_id for member in material.events[0].members] == ["fined"]
    assert {slot["slot"]: slot["n_others"] for slot in told(material, log)["slots"]}["date"] == 0
    assert wireledger("load", "--withdraw", "fined", "--to", address).exit_code == 0
    assert read_material(ledger, files[1]).events == ()


def test_a_telling_that_is_not_on_the_desk_is_named_without_a_place(files, log):
    events = read_material(*files).events
    alone = replace(make_material(records()[1:], [RETOLD]), events=events)
    against = [other for slot in told(alone, log, RETOLD)["slots"] for other in slot["others"]]
    assert [(other["story"], other["source"]) for other in against] == [(None, "Northwire, 2021-03-04")]


def test_what_was_taken_out_of_an_event_belongs_to_it_no_more(files, log):
    whole = read_material(*files)
    (event,) = whole.events
    parted = undo([event], event.event_id, "r-retold")
    material = replace(whole, events=tuple(parted))
    assert told(material, log)["n_stories"] == told(material, log, RETOLD)["n_stories"] == 1


def test_records_without_events_show_none(files, log):
    assert told(read_material(*files[:2]), log) is None


def test_a_file_that_holds_no_events_is_refused(files, wireledger):
    with pytest.raises(ReadError, match="not an event"):
        read_material(files[0], files[1], files[0])
