import hashlib

import pytest

from wireledger.errors import ConfigError, ReadError
from wireledger.scoring import FloorSet, ScoredRecord, hash_of, read_floors, score_records

RIGHT = ScoredRecord("s1", "penalty", "imposed", name="Brindle Ore")


def write(tmp_path, text):
    path = tmp_path / "floors.toml"
    path.write_text(text)
    return path


def test_a_section_is_a_floor_set(tmp_path):
    path = write(tmp_path, '[corpora.own]\npath = "a.jsonl"\nsha256 = "00"\nrecord_f1 = 0.5\nfalse_alarms = 0\n')
    assert read_floors(path) == {"own": FloorSet("own", "a.jsonl", "00", "rules", 0.5, 0.0, 0.0, 0)}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[corpora.own]\npath = "a"\nsha256 = "00"\nrecord_f2 = 1', "record_f2"),
        ('[corpora.own]\npath = "a"\nsha256 = "00"\nrecord_f1 = "high"', "wanted is a number"),
        ('[corpora.own]\npath = "a"', "'sha256' is missing"),
        ("[speed]\nwords = 1", "speed"),
        ("corpora.own = 1", "section"),
        ("corpora = 1", "corpora"),
        ("[", "no TOML"),
    ],
)
def test_a_floors_file_that_nobody_can_mean_is_refused(tmp_path, text, message):
    with pytest.raises(ConfigError, match=message):
        read_floors(write(tmp_path, text))


def test_a_missing_floors_file_is_a_read_error(tmp_path):
    with pytest.raises(ReadError):
        read_floors(tmp_path / "none.toml")
    with pytest.raises(ReadError):
        hash_of(tmp_path / "none.jsonl")


def test_floors_hold_at_the_very_figure():
    floor = FloorSet("own", "", "", record_f1=1.0, slot_f1=1.0, core_exact=1.0, false_alarms=0.0)
    assert floor.failures(score_records({"s1": [RIGHT]}, [RIGHT])) == []


def test_every_figure_below_its_floor_is_named():
    floor = FloorSet("own", "", "", record_f1=0.1, slot_f1=0.1, core_exact=0.1, false_alarms=0.1)
    scores = score_records({"s1": [], "s2": [ScoredRecord("s2", "penalty", "imposed", name="A B")]}, [RIGHT])
    named = [failure.split()[1] for failure in floor.failures(scores)]
    assert named == ["record_f1", "slot_f1", "core_exact", "false_alarms"]


def test_the_hash_is_that_of_the_bytes(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"{}\r\n")
    assert hash_of(path) == hashlib.sha256(b"{}\r\n").hexdigest()
