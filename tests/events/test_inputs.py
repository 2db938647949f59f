import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from wireledger.archive import RunFolder
from wireledger.errors import ReadError
from wireledger.events import group
from wireledger.events.inputs import read_all, read_copies
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


def test_what_is_no_run_is_refused(tmp_path, run):
    with pytest.raises(ReadError, match="not that of a run"):
        list(read_all([tmp_path]))
    RunFolder(run).duplicates.write_bytes(b"broken")
    with pytest.raises(ReadError, match=r"duplicates\.parquet: cannot be read"):
        read_copies([run])
