"""Tables with a gate: the rows for which it opens, with their numbers, and whatever is wrong with any row."""

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from wireledger.issues import Issue
from wireledger.readers import Columns, find_inputs
from wireledger.readers.gate import Gate
from wireledger.readers.one_source import read_source
from wireledger.readers.source import Meter

ROWS = {
    "id": ["a", "b", "c", "d", "e", "f"],
    "text": [
        "Nothing to see.",
        "A sanction of Minsk.",
        None,
        "Rain again today.",
        "",
        "No trigger in the text.",
    ],
    "title": ["T", "T", "T", "A sanction in the headline", "", "T"],
    "published": ["2020-01-01"] * 5 + ["no date"],
}


def gate():
    return Gate(lambda cells: pc.match_substring(cells, "sanction"))


def write(path, table):
    if path.suffix == ".parquet":
        pq.write_table(table, path, row_group_size=4)
    else:
        with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
            writer.write_table(table, max_chunksize=4)


def read(path, a_gate, columns=None):
    (source,) = find_inputs([path]).sources
    return list(read_source(source, columns or Columns(), Meter(), a_gate))


@pytest.mark.parametrize("suffix", [".parquet", ".arrow"])
@pytest.mark.parametrize("text", [pa.string(), pa.large_string(), pa.dictionary(pa.int32(), pa.string())])
def test_rows_that_pass_keep_their_numbers_and_the_others_are_counted(tmp_path, suffix, text):
    table = pa.table(ROWS)
    table = table.set_column(1, "text", table.column("text").cast(text))
    write(tmp_path / f"t{suffix}", table)
    a_gate = gate()
    items = read(tmp_path / f"t{suffix}", a_gate)
    stories = {item.story.id: item.line for item in items if not isinstance(item, Issue)}
    assert stories == {"b": 2, "d": 4}
    assert a_gate.n_passed_over == 2
    # What has no text is read all the same, since somebody has to say so; "f" and its date are not.
    assert [(i.code, i.line) for i in items if isinstance(i, Issue)] == [("missing-text", 3), ("empty-story", 5)]


def test_without_a_gate_all_rows_are_read(tmp_path):
    write(tmp_path / "t.parquet", pa.table(ROWS))
    items = read(tmp_path / "t.parquet", None)
    assert [item.story.id for item in items if not isinstance(item, Issue)] == ["a", "b", "d", "f"]


def test_text_in_bad_utf8_is_looked_at_and_reported(tmp_path):
    bad = pa.array([b"A sanction \xff of Minsk.", b"Rain \xff again today."]).view(pa.string())
    write(tmp_path / "t.arrow", pa.table({"text": bad}))
    items = read(tmp_path / "t.arrow", gate())
    assert [(i.code, i.line) for i in items if isinstance(i, Issue)] == [("bad-encoding", 1)]
    assert [item.line for item in items if not isinstance(item, Issue)] == [1]


def test_file_in_which_no_row_passes_is_not_called_empty(tmp_path):
    write(tmp_path / "t.parquet", pa.table({"text": ["Rain again today."] * 3}))
    assert read(tmp_path / "t.parquet", gate()) == []
