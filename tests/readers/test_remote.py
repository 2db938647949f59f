import gzip
import http.server
import json
import pickle
import threading

import fsspec
import pytest

from wireledger.errors import ReadError
from wireledger.readers import extras, find_inputs, read_inputs, read_stories
from wireledger.readers.source import Meter

LINE = '{"id": "%s", "text": "Text %s."}\n'


@pytest.fixture
def store():
    """Fill `memory://` with files."""
    files = fsspec.filesystem("memory")

    def put(name, data):
        files.pipe(name, data.encode() if isinstance(data, str) else data)

    yield put
    for path in files.find("/"):
        files.rm(path)


def test_object_of_every_kind_is_read(store, reading, make, tmp_path):
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.table({"id": ["p"], "text": ["P."]}), tmp_path / "p.parquet")
    store("/n/a.jsonl", LINE % ("a", "a"))
    store("/n/b.jsonl.gz", gzip.compress((LINE % ("b", "b")).encode()))
    store("/n/p.parquet", (tmp_path / "p.parquet").read_bytes())
    store("/n/sub/t.txt", "Plain.")
    store("/n/sub/t.html", make.html())
    store("/n/w.warc.gz", make.warc("Ashby"))
    store("/n/x.xml", make.nitf())
    store("/n/y.tar.gz", gzip.compress(make.tar({"c.jsonl": LINE % ("c", "c")})))
    store("/n/z.zip", make.zip({"d.jsonl": LINE % ("d", "d")}))
    result = reading(read_stories(["memory://n"]))
    assert result.codes("failed") == []
    assert result.ids == ["a", "b", "p", "sub/t.html", "sub/t.txt", "https://example.org/Ashby", "nw-Brindle", "c", "d"]


def test_object_glob_and_folder_mean_what_they_mean_on_disk(store, reading):
    for name in ("b.jsonl", "a.jsonl", "sub/c.jsonl", "x.pdf", ".h.jsonl", "r.issues.jsonl"):
        store(f"/n/{name}", LINE % (name, name))
    assert reading(read_stories(["memory://n/a.jsonl"])).ids == ["a.jsonl"]
    assert reading(read_stories(["memory://n/*.jsonl"])).ids == ["a.jsonl", "b.jsonl"]
    result = reading(read_stories(["memory://n/"]))
    assert result.ids == ["a.jsonl", "b.jsonl", "sub/c.jsonl"]
    assert result.issue("files-left-out").message.startswith("3 ")


def test_meter_and_size_are_known(store):
    store("/n/a.jsonl", LINE % ("a", "a"))
    inputs, meter = find_inputs(["memory://n"]), Meter()
    list(read_inputs(inputs, meter=meter))
    assert meter.n_bytes == meter.n_bytes_total == len(LINE % ("a", "a"))


def test_source_can_be_sent_to_another_process(store, reading):
    store("/n/a.jsonl", LINE % ("a", "a"))
    inputs = pickle.loads(pickle.dumps(find_inputs(["memory://n/a.jsonl"])))
    assert reading(read_inputs(inputs)).ids == ["a"]


def test_object_that_vanishes_fails_and_the_others_are_read(store, reading):
    store("/n/a.jsonl", LINE % ("a", "a"))
    store("/n/b.jsonl", LINE % ("b", "b"))
    inputs = find_inputs(["memory://n"])
    fsspec.filesystem("memory").rm("/n/a.jsonl")
    result = reading(read_inputs(inputs))
    assert (result.ids, result.codes("failed")) == (["b"], ["unreadable-file"])


def test_store_whose_library_raises_errors_of_its_own_fails(store, reading, monkeypatch):
    class StoreError(Exception):
        pass

    def fail(*args, **options):
        raise StoreError("token expired")

    store("/n/a.jsonl", LINE % ("a", "a"))
    inputs = find_inputs(["memory://n"])
    monkeypatch.setattr(fsspec.implementations.memory.MemoryFileSystem, "open", fail)
    assert "StoreError: token expired" in reading(read_inputs(inputs)).issue("unreadable-file").message


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("memory://nowhere/a.jsonl", "no such file"),
        ("memory://nowhere/*.jsonl", "no file matches"),
        ("nonsense://x/a.jsonl", "nonsense"),
        ("memory://n/a.docx", "no reader knows"),
    ],
)
def test_wrong_address_is_an_error_at_once(store, url, words):
    store("/n/a.docx", "x")
    with pytest.raises(ReadError, match=words):
        find_inputs([url])


def test_package_of_a_store_that_is_missing_is_named(monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "s3fs", None)
    with pytest.raises(ReadError, match="s3fs"):
        find_inputs(["s3://bucket/a.jsonl"])


def test_local_address_is_a_path(tmp_path, reading):
    path = tmp_path / "a b.jsonl"
    path.write_text(LINE % ("a", "a"))
    for url in (f"file://{path}", path.as_uri(), f"file://{tmp_path}", f"file://{tmp_path}/*.jsonl"):
        inputs = find_inputs([url])
        assert inputs.sources[0].path == path
        assert reading(read_inputs(inputs)).ids == ["a"]


def test_web_address_is_read(tmp_path, reading):
    pytest.importorskip("aiohttp")
    (tmp_path / "a.jsonl").write_text(json.dumps({"id": "a", "text": "A."}))

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *args):
            super().__init__(*args, directory=str(tmp_path))

        def log_message(self, *args):
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Quiet) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        root = f"http://127.0.0.1:{server.server_port}"
        assert reading(read_stories([f"{root}/a.jsonl?x=1"])).ids == ["a"]
        with pytest.raises(ReadError, match="no such file"):
            find_inputs([f"{root}/b.jsonl"])
        server.shutdown()


def missing(monkeypatch, *names):
    found = extras.find_spec
    monkeypatch.setattr(extras, "find_spec", lambda name: None if name in names else found(name))


@pytest.mark.parametrize(
    ("name", "needs"),
    [("a.html", "trafilatura"), ("a.warc.gz", "fastwarc"), ("a.xml", "defusedxml"), ("s3://b/a.jsonl", "fsspec")],
)
def test_missing_extra_names_what_to_install(tmp_path, monkeypatch, name, needs):
    missing(monkeypatch, needs)
    if "://" not in name:
        (tmp_path / name).write_bytes(b"x")
        name = str(tmp_path / name)
    with pytest.raises(ReadError, match=rf"needs {needs}, not installed; pip install 'wireledger\[web\]'"):
        find_inputs([name])


def test_missing_extra_inside_of_a_zip_fails_its_member_only(read, make, monkeypatch):
    missing(monkeypatch, "trafilatura")
    result = read("n.zip", make.zip({"a.html": make.html(), "b.jsonl": LINE % ("b", "b")}))
    assert result.ids == ["b"]
    assert "wireledger[web]" in result.issue("unreadable-file").message
