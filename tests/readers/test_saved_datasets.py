import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from wireledger.errors import ReadError
from wireledger.readers import read_stories


def save(folder, *ids, files=1, **state):
    """Write what `datasets` 3.6 writes by `Dataset.save_to_disk`."""
    folder.mkdir(parents=True)
    names = [f"data-{n:05d}-of-{files:05d}.arrow" for n in range(files)]
    for n, name in enumerate(names):
        rows = pa.table({"guid": list(ids[n::files]), "text": [f"Story {id}." for id in ids[n::files]]})
        with pa.ipc.new_stream(folder / name, rows.schema) as writer:
            writer.write_table(rows)
    state = {"_data_files": [{"filename": name} for name in names], "_fingerprint": "0", "_split": None} | state
    (folder / "state.json").write_text(json.dumps(state))
    (folder / "dataset_info.json").write_text("{}")


def read(reading, path):
    return reading(read_stories([f"hf:{path}"]))


def test_saved_dataset_is_read_without_its_caches(tmp_path, reading):
    save(tmp_path / "d", "a", "b", "c", files=2)
    (tmp_path / "d" / "cache-1.arrow").write_bytes((tmp_path / "d" / "data-00000-of-00002.arrow").read_bytes())
    result = read(reading, tmp_path / "d")
    assert sorted(result.ids) == ["a", "b", "c"]
    assert result.codes() == ["columns-guessed", "columns-guessed"]


def test_every_split_is_read(tmp_path, reading):
    save(tmp_path / "d" / "train", "a")
    save(tmp_path / "d" / "test", "b")
    (tmp_path / "d" / "dataset_dict.json").write_text('{"splits": ["train", "test"]}')
    assert read(reading, tmp_path / "d").ids == ["b", "a"]


def test_folder_of_parquet_files_is_read(tmp_path, reading):
    (tmp_path / "d" / "data").mkdir(parents=True)
    pq.write_table(pa.table({"id": ["a"], "text": ["A."]}), tmp_path / "d" / "data" / "train-00000-of-00001.parquet")
    (tmp_path / "d" / "README.md").write_text("A card.")
    assert read(reading, tmp_path / "d").ids == ["a"]


def test_selection_is_read_whole_with_a_warning(tmp_path, reading):
    save(tmp_path / "d", "a", "b", _indices_data_files=[{"filename": "indices.arrow"}])
    result = read(reading, tmp_path / "d")
    assert (result.ids, result.codes("warning")) == (["a", "b"], ["selection-ignored"])


@pytest.mark.parametrize("state", ["", "[]", "{}", '{"_data_files": [1]}'])
def test_damaged_state_is_named_and_the_rows_are_read(tmp_path, reading, state):
    save(tmp_path / "d", "a")
    (tmp_path / "d" / "state.json").write_text(state)
    result = read(reading, tmp_path / "d")
    assert (result.ids, result.codes("failed")) == (["a"], ["damaged-file"])


def test_state_cannot_lead_out_of_its_folder(tmp_path, reading):
    save(tmp_path / "other", "evil")
    save(tmp_path / "d", "a")
    path = tmp_path / "d" / "state.json"
    path.write_text(json.dumps({"_data_files": [{"filename": "../other/data-00000-of-00001.arrow"}]}))
    assert read(reading, tmp_path / "d").ids == ["a"]


@pytest.mark.parametrize("name", ["nowhere", "empty"])
def test_what_holds_no_dataset_is_an_error_at_once(tmp_path, reading, name):
    (tmp_path / "empty").mkdir()
    with pytest.raises(ReadError, match=r"save_to_disk|no \.arrow"):
        read(reading, tmp_path / name)


def test_what_the_library_itself_saves_is_read(tmp_path, reading):
    datasets = pytest.importorskip("datasets")
    rows = datasets.Dataset.from_dict({"id": ["a", "b", "c"], "text": ["A.", "B.", "C."]})
    rows.select([2, 0]).save_to_disk(tmp_path / "d")
    assert read(reading, tmp_path / "d").ids == ["c", "a"]
