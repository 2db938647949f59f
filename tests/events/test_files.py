import json

import pytest

from wireledger.errors import ConfigError, ReadError, WriteError
from wireledger.events import group, read_events, undo, write_events


@pytest.fixture
def events(record):
    found = group([record("s1", money=42_000_000), record("s2", money=42_000_000), record("s3", "Tarn, 'Ünal' \"& Co")])
    return undo(found, next(e.event_id for e in found if e.n_records == 2), "s2.0")


@pytest.mark.parametrize("name", ["e.jsonl", "e.jsonl.gz", "e.jsonl.zst", "e.parquet"])
def test_what_is_written_is_read(tmp_path, events, name):
    write_events(tmp_path / name, events)
    assert read_events(tmp_path / name) == events
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_an_empty_file_holds_no_events(tmp_path):
    for name in ("e.jsonl", "e.parquet"):
        write_events(tmp_path / name, [])
        assert read_events(tmp_path / name) == []


def test_other_formats_are_refused(tmp_path):
    for use in (lambda path: write_events(path, []), read_events):
        with pytest.raises(ConfigError, match=r"\.jsonl"):
            use(tmp_path / "e.csv")


def test_what_is_no_event_is_said_with_its_line(tmp_path, events):
    path = tmp_path / "e.jsonl"
    path.write_text(events[0].model_dump_json() + "\n" + json.dumps({"event_id": "x"}) + "\n")
    with pytest.raises(ReadError, match=r"e\.jsonl:2: not an event"):
        read_events(path)
    with pytest.raises(ReadError, match="cannot be read"):
        read_events(tmp_path / "none.jsonl")
    (tmp_path / "e.parquet").write_bytes(b"no parquet")
    with pytest.raises(ReadError, match="cannot be read"):
        read_events(tmp_path / "e.parquet")


def test_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(WriteError, match="cannot be written"):
        write_events(tmp_path / "none" / "e.jsonl", [])
