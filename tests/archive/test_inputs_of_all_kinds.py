"""Archive runs over what is no plain file of JSON lines: the same records wherever the stories lie."""

import fsspec
import pytest

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
