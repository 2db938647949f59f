"""Small archives made of the project's own stories, and runs over them."""

import json

import pyarrow.parquet as pq
import pytest

from wireledger.archive import RunFolder, run_archive
from wireledger.archive.executor import InProcess
from wireledger.archive.settings import Settings
from wireledger.readers import find_inputs

SHARD_BYTES = 40_000  # some twenty stories


@pytest.fixture
def archive(tmp_path, own_stories):
    """Return a file of 120 stories, two of them copies of others, one under a used id."""
    rows = [{"id": s.id, "title": s.title, "text": s.text, "published": s.published} for s in own_stories[:117]]
    rows.append(rows[3] | {"id": "copy-of-3"})
    rows.append(rows[5] | {"id": "nearly-5", "text": rows[5]["text"] + " ENDS"})
    rows.append(rows[7] | {"id": rows[8]["id"]})
    path = tmp_path / "archive.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture
def settings():
    return Settings(stage="rules", shard_bytes=SHARD_BYTES)


@pytest.fixture
def run(tmp_path, settings):
    """Return a function: path, ... -> the account of a run into `tmp_path / name`."""

    def begin(path, name="run", with_settings=settings, executor=None, **options):
        folder = tmp_path / name
        executor = executor or InProcess(folder, with_settings, 60)
        return run_archive(find_inputs([path]), folder, with_settings, executor, **options)

    return begin


@pytest.fixture
def records_of(tmp_path):
    """Return a function: name of a run -> its records as sorted JSON."""

    def read(name="run"):
        parts = RunFolder(tmp_path / name).record_parts()
        rows = [row for part in parts for row in pq.read_table(part).to_pylist()]
        return sorted(json.dumps(row, sort_keys=True, default=str) for row in rows)

    return read
