import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from wireledger.archive import RunFolder
from wireledger.archive.story_parts import StoryPartWriter
from wireledger.errors import ReadError
from wireledger.events import group
from wireledger.events.inputs import read_all, read_copies, stories_read
from wireledger.story import Story
from wireledger.writers import open_writer


@pytest.fixture
def run(tmp_path, record):
    folder = RunFolder(tmp_path / "run")
    folder.records.mkdir(parents=True)
    folder.ledger.touch()
    for part in ("a", "b"):
        with open_writer(folder.records / f"{part}.parquet") as writer:
            writer.write([record(f"s-{part}")])
    table = {"story_id": ["s-b"], "kept_id": ["s-a"], "kind": ["near"], "similarity": [0.97]}
    pq.write_table(pa.table(table), folder.duplicates)
    return folder.path


def test_a_run_gives_its_records_and_its_copies(run, tmp_path, record):
    path = tmp_path / "more.jsonl"
    with open_writer(path) as writer:
        writer.write([record("s-c")])
    paths = [run, path]
    records = list(read_all(paths))
    assert [r.story_id for r in records] == ["s-a", "s-b", "s-c"]
    (event,) = group(records, copies=read_copies(paths))
    assert (event.n_stories, event.n_sources) == (3, 2)


def test_of_two_inputs_with_a_story_the_later_counts(run, tmp_path, record):
    path = tmp_path / "more.jsonl"
    with open_writer(path) as writer:
        writer.write([record("s-b", "Another"), record("s-b", "Another"), record("s-c")])
    assert [(r.story_id, r.target.name) for r in read_all([run, path, path])] == [
        ("s-a", "Belmar Trading"),
        ("s-b", "Another"),
        ("s-c", "Belmar Trading"),
    ]
    assert read_all([path, run])[0].target.name == "Belmar Trading"


def test_a_run_that_finds_nothing_any_more_takes_the_story_out_of_its_event(run, tmp_path, record):
    path = tmp_path / "old.jsonl"
    with open_writer(path) as writer:
        writer.write([record("s-a", number=7), record("s-nothing"), record("s-unread")])
    old = group(read_all([path]))
    RunFolder(run).stories.mkdir()
    with StoryPartWriter(RunFolder(run).stories / "a.parquet") as part:
        for story_id in ("s-a", "s-b", "s-nothing"):
            part.add(Story(story_id, "Text.", "Title", None, None, None), "in.jsonl", 1, None, None)
    told = {member.story_id for event in old for member in event.members}
    (event,) = group(read_all([run]), old, read_anew=stories_read([run], told))
    assert [member.record_id for member in event.members] == ["s-a.0", "s-b.0", "s-unread.0"]
    assert [r.story_id for r in read_all([path, run])] == ["s-unread", "s-a", "s-b"]


def test_what_is_no_run_is_refused(tmp_path, run):
    with pytest.raises(ReadError, match="not that of a run"):
        list(read_all([tmp_path]))
    RunFolder(run).duplicates.write_bytes(b"broken")
    with pytest.raises(ReadError, match=r"duplicates\.parquet: cannot be read"):
        read_copies([run])
