import pytest

from wireledger.errors import ConfigError, WriteError
from wireledger.writers import open_writer
from wireledger.writers.formats import FORMATS

SUFFIXES = list(FORMATS)


def stop(writer, record):
    with writer:
        writer.write([record])
        raise RuntimeError("stop")


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_file_appears_when_it_is_whole(tmp_path, record, suffix):
    path = tmp_path / f"r{suffix}"
    with open_writer(path) as writer:
        writer.write([record])
        assert not path.exists()
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_nothing_is_left_by_a_run_that_fails(tmp_path, record, suffix):
    with pytest.raises(RuntimeError):
        stop(open_writer(tmp_path / f"r{suffix}"), record)
    assert list(tmp_path.iterdir()) == []


def test_run_that_fails_leaves_the_earlier_file_alone(tmp_path, record):
    path = tmp_path / "r.jsonl"
    path.write_text("earlier")
    with pytest.raises(RuntimeError):
        stop(open_writer(path), record)
    assert path.read_text() == "earlier"


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_run_without_records_leaves_a_valid_file(tmp_path, suffix):
    path = tmp_path / f"r{suffix}"
    open_writer(path).close()
    assert path.exists()


def test_closing_twice_is_harmless(tmp_path, record):
    writer = open_writer(tmp_path / "r.jsonl")
    writer.write([record])
    writer.close()
    writer.close()
    assert (tmp_path / "r.jsonl").read_text().count("\n") == 1


def test_unknown_suffix_is_refused_and_the_known_are_listed(tmp_path):
    with pytest.raises(ConfigError, match=r"r\.xlsx.*\.jsonl.*\.parquet"):
        open_writer(tmp_path / "r.xlsx")


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_folder_that_is_not_there_is_a_write_error(tmp_path, suffix):
    with pytest.raises(WriteError, match="No such file"):
        open_writer(tmp_path / "nowhere" / f"r{suffix}")


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_full_disk_is_a_write_error_and_leaves_nothing(tmp_path, record, suffix, monkeypatch):
    def refuse(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("wireledger.writers.whole_file.os.fsync", refuse)
    writer = open_writer(tmp_path / f"r{suffix}")
    writer.write([record])
    with pytest.raises(WriteError, match="No space left"):
        writer.close()
    assert list(tmp_path.iterdir()) == []


def test_without_a_name_records_go_to_stdout_as_lines(record, capfdbinary):
    with open_writer(None) as writer:
        writer.write([record])
        writer.write([])
    assert capfdbinary.readouterr().out == record.model_dump_json().encode() + b"\n"
