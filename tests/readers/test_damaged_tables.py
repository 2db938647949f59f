"""Parquet and Arrow files of which a part is damaged."""

import io

import pyarrow as pa
import pyarrow.feather
import pyarrow.parquet as pq
import pytest

N, GROUP = 400, 100


def table(n=N):
    return pa.table(
        {"id": [f"r{k}" for k in range(n)], "text": [f"Row {k}: {k * 7919 % 997} words." for k in range(n)]}
    )


def parquet(path, **options):
    pq.write_table(table(), path, row_group_size=GROUP, use_dictionary=False, **options)
    return bytearray(path.read_bytes())


def rows_of_groups(*groups):
    return [f"r{k}" for group in groups for k in range(group * GROUP, (group + 1) * GROUP)]


@pytest.mark.parametrize("compression", ["snappy", "zstd", "gzip", "none"])
def test_damaged_row_group_is_named_and_the_others_are_read(tmp_path, read, compression):
    data = parquet(tmp_path / "w.parquet", compression=compression, write_page_checksum=True)
    column = pq.ParquetFile(tmp_path / "w.parquet").metadata.row_group(1).column(1)
    at = column.data_page_offset + column.total_compressed_size // 2
    data[at : at + 40] = bytes(byte ^ 0xA5 for byte in data[at : at + 40])
    result = read("s.parquet", bytes(data))
    assert result.ids == rows_of_groups(0, 2, 3)
    issue = result.issue("damaged-row-group")
    assert (issue.severity, issue.line) == ("failed", 101)
    assert "row group 2 of 4" in issue.message
    assert "rows 101 to 200" in issue.message


@pytest.mark.parametrize("group", range(4))
@pytest.mark.parametrize("compression", ["snappy", "zstd"])
def test_row_group_without_check_sums_costs_at_most_itself(tmp_path, read, compression, group):
    data = parquet(tmp_path / "w.parquet", compression=compression)
    column = pq.ParquetFile(tmp_path / "w.parquet").metadata.row_group(group).column(1)
    at = column.data_page_offset
    data[at : at + column.total_compressed_size] = bytes(column.total_compressed_size)
    result = read("s.parquet", bytes(data))
    assert result.ids == rows_of_groups(*(k for k in range(4) if k != group))
    assert result.codes("failed") == ["damaged-row-group"]


def test_strings_that_are_not_utf8_are_read_and_reported(tmp_path, read):
    column = pa.array([b"Good.", b"Caf\xe9.", None], pa.binary()).view(pa.string())
    pq.write_table(pa.table({"id": ["a", "b", "c"], "text": column}), tmp_path / "w.parquet")
    result = read("s.parquet", (tmp_path / "w.parquet").read_bytes())
    assert result.texts == ["Good.", "Caf\ufffd."]
    assert result.issue("bad-encoding").line == 2
    assert result.codes("failed") == ["missing-text"]


def test_dictionary_and_large_strings_are_read(tmp_path, read):
    columns = {"id": pa.array(["a", "b"], pa.large_string()), "text": pa.array(["One.", "Two."]).dictionary_encode()}
    pq.write_table(pa.table(columns), tmp_path / "w.parquet")
    assert read("s.parquet", (tmp_path / "w.parquet").read_bytes()).texts == ["One.", "Two."]


def arrow(kind, n=N):
    out = io.BytesIO()
    new = pa.ipc.new_file if kind == "file" else pa.ipc.new_stream
    with new(out, table().schema) as writer:
        writer.write_table(table(n), max_chunksize=GROUP)
    return bytearray(out.getvalue())


@pytest.mark.parametrize("kind", ["file", "stream"])
def test_arrow_files_of_both_kinds_are_read(read, kind):
    result = read("s.arrow", bytes(arrow(kind)))
    assert result.ids == rows_of_groups(0, 1, 2, 3)
    assert result.issues == []


def test_arrow_file_without_text_is_not_read(read):
    out = io.BytesIO()
    pyarrow.feather.write_feather(pa.table({"id": ["a"]}), out, compression="uncompressed")
    assert read("s.arrow", out.getvalue()).codes("failed") == ["missing-column"]


@pytest.mark.parametrize("kind", ["file", "stream"])
def test_batch_whose_offsets_point_nowhere_is_named_and_the_others_are_read(read, kind):
    data = arrow(kind)
    offsets = pa.array(table()["text"].to_pylist()[GROUP : 2 * GROUP]).buffers()[1].to_pybytes()[:400]
    at = bytes(data).index(offsets, len(data) // 4)
    data[at + 40 : at + 44] = b"\xff\xff\xff\x7f"
    result = read("s.arrow", bytes(data))
    assert result.ids == rows_of_groups(0, 2, 3)
    assert result.codes("failed") == ["damaged-batch"]


def test_arrow_stream_cut_short_gives_its_whole_batches_and_is_named(read):
    data = arrow("stream")
    result = read("s.arrow", bytes(data[: len(data) * 3 // 5]))
    assert result.ids == rows_of_groups(0, 1)
    assert "damaged-batch" in result.codes("failed")


@pytest.mark.parametrize(
    "data", [b"ARROW1", b"ARROW1\0\0" + b"x" * 50, b"hello " * 20, b"\xff\xff\xff\xff\x10\0\0\0xx"]
)
def test_what_is_no_arrow_file_fails(read, data):
    result = read("s.arrow", data)
    assert result.stories == []
    assert result.codes("failed")


def test_file_without_any_bytes_is_empty(read):
    assert read("s.arrow", b"").codes() == ["empty-file"]
