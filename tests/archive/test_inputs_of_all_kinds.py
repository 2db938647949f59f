"""Archive runs over what is no plain file of JSON lines: the same records wherever the stories lie."""

import gzip
import json

import fsspec
import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
import pytest

from wireledger.archive.settings import Settings
from wireledger.readers import find_inputs


@pytest.fixture
def archive(archive):
    """Cut the archive down to 20 stories, which is enough here."""
    archive.write_bytes(b"".join(archive.read_bytes().splitlines(keepends=True)[:20]))
    return archive


@pytest.fixture
def store():
    files = fsspec.filesystem("memory")
    yield files
    files.rm("/all", recursive=True)


def test_object_store_gives_the_records_of_the_file(archive, run, records_of, store):
    store.pipe("/all/archive.jsonl", archive.read_bytes())
    run(archive, "from-file")
    run("memory://all", "from-store")
    assert records_of("from-store") == records_of("from-file") != []


def test_changed_object_is_noticed(archive, run, settings, store):
    store.pipe("/all/archive.jsonl", archive.read_bytes())
    before = settings.fingerprints(find_inputs(["memory://all"]).sources)
    store.pipe("/all/archive.jsonl", archive.read_bytes()[:-1])
    after = settings.fingerprints(find_inputs(["memory://all"]).sources)
    assert before["inputs"] != after["inputs"]


def test_zip_gives_the_records_of_the_file(archive, run, records_of, tmp_path):
    import zipfile

    lines = archive.read_bytes().splitlines(keepends=True)
    with zipfile.ZipFile(tmp_path / "archive.zip", "w", zipfile.ZIP_DEFLATED) as file:
        for n in range(0, len(lines), 8):
            file.writestr(f"{n}.jsonl", b"".join(lines[n : n + 8]))
    run(archive, "from-file")
    run(tmp_path / "archive.zip", "from-zip")
    assert records_of("from-zip") == records_of("from-file") != []


@pytest.mark.parametrize("suffix", [".parquet", ".csv"])
def test_tables_give_the_records_and_numbers_of_the_file(archive, run, records_of, tmp_path, suffix):
    rows = [json.loads(line) for line in archive.read_text(encoding="utf-8").splitlines()]
    rows[1:1] = [{"id": f"rain{n}", "title": "", "text": "It rained.", "published": None} for n in range(30)]
    archive.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    table = pa.Table.from_pylist(rows)
    (pq.write_table if suffix == ".parquet" else pa_csv.write_csv)(table, tmp_path / f"archive{suffix}")
    expected = run(archive, "from-file")
    found = run(tmp_path / f"archive{suffix}", "from-table")
    assert records_of("from-table") == records_of("from-file") != []
    for name in ("n_stories", "n_passed_first", "n_passed_second", "n_copies", "n_extracted"):
        assert getattr(found, name) == getattr(expected, name), name
    assert found.n_passed_first >= 30


def test_story_of_a_file_that_is_cut_counts_as_read_in_part(run, own_stories, tmp_path):
    story = next(s for s in own_stories if len(s.text) > 1_000)
    packed = gzip.compress(f"{story.title}\n\n{story.text}".encode())
    (tmp_path / "cut.txt.gz").write_bytes(packed[: -len(packed) // 4])
    account = run(tmp_path / "cut.txt.gz", with_settings=Settings(stage="rules", triage=False))
    assert (account.n_extracted, account.n_in_part, account.in_part) == (1, 1, {"file-ends-early": 1})
