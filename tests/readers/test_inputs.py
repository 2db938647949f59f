import gzip
import io
import os

import pytest

from wireledger.errors import ReadError
from wireledger.readers import find_inputs, read_inputs, read_stories
from wireledger.readers.source import Meter

LINE = '{"id": "%s", "text": "Text %s."}\n'


def write(folder, *names):
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(LINE % (path.name, path.name))


def names(inputs):
    return [source.path.name for source in inputs.sources]


def test_folder_is_read_with_all_below_it_in_sorted_order(tmp_path):
    write(tmp_path, "b.jsonl", "a.jsonl", "sub/c.ndjson", "sub/deep/d.json", "sub/E.CSV")
    assert names(find_inputs([tmp_path])) == ["a.jsonl", "b.jsonl", "E.CSV", "c.ndjson", "d.json"]


def test_files_of_other_kinds_are_left_out_with_one_note(tmp_path):
    write(tmp_path, "a.jsonl", "README.md", "x.pdf", ".hidden.jsonl", ".git/y.jsonl", "a.issues.jsonl", "t.parquet.gz")
    inputs = find_inputs([tmp_path])
    assert names(inputs) == ["a.jsonl"]
    (issue,) = inputs.issues
    assert (issue.code, issue.severity) == ("files-left-out", "note")
    assert issue.message.startswith("6 ")


def test_glob_is_expanded_in_sorted_order(tmp_path):
    write(tmp_path, "b1.jsonl", "a1.jsonl", "a2.jsonl", "x/a3.jsonl", "a4.md")
    inputs = find_inputs([str(tmp_path / "**" / "a*")])
    assert names(inputs) == ["a1.jsonl", "a2.jsonl", "a3.jsonl"]
    assert [issue.code for issue in inputs.issues] == ["files-left-out"]


def test_file_whose_name_looks_like_a_glob_is_a_file(tmp_path):
    write(tmp_path, "a[1].jsonl")
    assert names(find_inputs([tmp_path / "a[1].jsonl"])) == ["a[1].jsonl"]


def test_file_named_twice_is_read_once(tmp_path):
    write(tmp_path, "a.jsonl")
    inputs = find_inputs([tmp_path, tmp_path / "a.jsonl"])
    assert names(inputs) == ["a.jsonl"]
    assert [issue.code for issue in inputs.issues] == ["duplicate-input"]


@pytest.mark.parametrize("name", ["nothing.jsonl", "no*match.jsonl", "nowhere/"])
def test_input_that_is_not_there_is_an_error_at_once(tmp_path, name):
    with pytest.raises(ReadError, match=r"no such file|no file matches"):
        read_stories([str(tmp_path / name)])


def test_named_file_of_unknown_kind_is_an_error_that_lists_the_known(tmp_path):
    write(tmp_path, "a.docx")
    with pytest.raises(ReadError, match=r"a\.docx.*\.jsonl.*\.parquet"):
        read_stories([tmp_path / "a.docx"])


def test_unreadable_file_fails_and_the_others_are_read(tmp_path, reading):
    write(tmp_path, "a.jsonl", "b.jsonl")
    os.unlink(tmp_path / "a.jsonl")
    (tmp_path / "a.jsonl").symlink_to(tmp_path / "gone")
    result = reading(read_stories([tmp_path]))
    assert result.ids == ["b.jsonl"]
    assert result.codes("failed") == ["unreadable-file"]


@pytest.mark.parametrize("compress", [bytes, gzip.compress])
def test_stdin_holds_json_lines_compressed_or_not(reading, compress):
    result = reading(read_stories(["-"], stdin=io.BytesIO(compress((LINE % ("a", "a")).encode()))))
    assert result.ids == ["a"]
    assert result.issues == []


def test_issues_of_stdin_name_it_with_a_dash(reading):
    result = reading(read_stories(["-"], stdin=io.BytesIO(b"nonsense\n")))
    assert str(result.issues[0]).startswith("-:1: ")


def test_meter_follows_the_bytes_on_disk(tmp_path):
    write(tmp_path, "a.jsonl", "b.jsonl")
    (tmp_path / "c.jsonl.gz").write_bytes(gzip.compress((LINE % ("c", "c")).encode()))
    meter = Meter()
    inputs = find_inputs([tmp_path])
    assert len(list(read_inputs(inputs, meter=meter))) == 3
    assert meter.n_bytes == meter.n_bytes_total == inputs.n_bytes() == sum(f.stat().st_size for f in tmp_path.iterdir())


def test_stream_has_no_known_size():
    meter = Meter()
    list(read_inputs(find_inputs(["-"], io.BytesIO(b"")), meter=meter))
    assert meter.n_bytes_total is None


def test_reading_is_lazy(tmp_path):
    (tmp_path / "a.jsonl").write_text("".join(LINE % (n, n) for n in range(200_000)))
    meter = Meter()
    stories = read_inputs(find_inputs([tmp_path]), meter=meter)
    next(stories)
    assert meter.n_bytes < meter.n_bytes_total / 4
    stories.close()
