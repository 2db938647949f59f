import csv
import gzip
import io
import json
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import get_args

import pyarrow.parquet as pq
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from wireledger.errors import ReadError, WriteError
from wireledger.records import (
    Action,
    Amount,
    Authority,
    Evidence,
    Measure,
    Qualifier,
    Record,
    SpanRef,
    Status,
    Target,
    TargetType,
)
from wireledger.writers import open_writer, read_records
from wireledger.writers.csv_tables import COLUMNS
from wireledger.writers.parquet import SCHEMA

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
maybe = st.none() | words
shares = st.floats(0, 1)
places = st.integers(0, 10**7)
sums = st.decimals(0, 10**13, places=2, allow_nan=False)


def tuples(strategy):
    return st.lists(strategy, max_size=3).map(tuple)


records = st.builds(
    Record,
    record_id=words,
    story_id=words,
    url=maybe,
    publisher=maybe,
    published=maybe,
    action=st.sampled_from(get_args(Action)),
    status=st.sampled_from(get_args(Status)),
    background=st.booleans(),
    authority=tuples(st.builds(Authority, name=words, id=maybe, country=maybe)),
    target=st.builds(
        Target,
        name=maybe,
        type=st.sampled_from(get_args(TargetType)),
        aliases=tuples(words),
        nationality=tuples(words),
        role=maybe,
        count=st.none() | places,
    ),
    measures=tuples(st.sampled_from(get_args(Measure))),
    amount=st.none()
    | st.builds(
        Amount,
        value=sums,
        currency=maybe,
        text=words,
        qualifier=st.sampled_from(get_args(Qualifier)),
        scope=st.sampled_from(["action", "target"]),
    ),
    asset=maybe,
    program=maybe,
    reason=maybe,
    date=maybe,
    evidence=st.lists(
        st.builds(Evidence, start=places, end=places, text=words, field=st.sampled_from(["text", "title"])),
        min_size=1,
        max_size=3,
    ).map(tuple),
    spans=st.dictionaries(words, st.builds(SpanRef, start=places, end=places), max_size=3),
    confidence=shares,
    slot_confidence=st.dictionaries(words, shares, max_size=3),
    method=st.dictionaries(words, st.sampled_from(["rules", "model"]), max_size=3),
)


def write(path, items):
    with open_writer(path) as writer:
        writer.write(items)
    return path


@given(items=st.lists(records, max_size=4))
@settings(max_examples=40, deadline=None)
@pytest.mark.parametrize("suffix", [".jsonl", ".parquet", ".jsonl.gz", ".jsonl.zst"])
def test_records_come_back_as_they_were(suffix, items):
    with TemporaryDirectory() as folder:
        assert list(read_records(write(Path(folder, "r" + suffix), items))) == items


@given(items=st.lists(records, max_size=4))
@settings(max_examples=40, deadline=None)
def test_csv_has_a_row_for_each_record_and_its_values(items):
    with TemporaryDirectory() as folder:
        path = write(Path(folder, "r.csv"), items)
        with path.open(newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
    assert len(rows) == len(items)
    for row, item in zip(rows, items, strict=True):
        assert row["record_id"] == item.record_id
        assert row["target.name"] == (item.target.name or "")
        assert row["amount.value"] == ("" if item.amount is None else f"{item.amount.value:f}")
        assert json.loads(row["method"]) == item.method


@pytest.mark.parametrize("suffix", [".jsonl", ".parquet", ".csv", ".csv.gz", ".jsonl.zst"])
def test_same_records_give_the_same_bytes(tmp_path, record, suffix):
    first, second = (write(tmp_path / f"{name}{suffix}", [record] * 3).read_bytes() for name in "ab")
    assert first == second


def test_json_line_is_what_to_dict_says(tmp_path, record):
    (line,) = write(tmp_path / "r.jsonl", [record]).read_text().splitlines()
    assert json.loads(line) == record.to_dict()
    assert '"value":11000000,' in line


def test_sum_beyond_64_bits_stays_whole(tmp_path, record):
    large = record.model_copy(update={"amount": record.amount.model_copy(update={"value": Decimal(10**21)})})
    for name in ("r.jsonl", "r.parquet"):
        assert list(read_records(write(tmp_path / name, [large]))) == [large]


def test_parquet_keeps_eight_places_and_refuses_what_it_cannot_hold(tmp_path, record):
    def paying(value):
        return record.model_copy(update={"amount": record.amount.model_copy(update={"value": Decimal(value)})})

    (back,) = read_records(write(tmp_path / "r.parquet", [paying("0.123456785")]))
    assert back.amount.value == Decimal("0.12345678")
    with pytest.raises(WriteError, match=r"s1-0 has more than 30 digits"):
        write(tmp_path / "large.parquet", [paying("1e30")])
    assert not (tmp_path / "large.parquet").exists()


def test_parquet_schema_has_every_field_of_a_record():
    assert SCHEMA.names == list(Record.model_fields)
    for name, model in (("target", Target), ("amount", Amount)):
        assert [SCHEMA.field(name).type.field(i).name for i in range(len(model.model_fields))] == list(
            model.model_fields
        )
    assert {f.name for f in SCHEMA.field("evidence").type.value_type} == set(Evidence.model_fields)
    assert [f.name for f in SCHEMA.field("authority").type.value_type] == list(Authority.model_fields)


def test_csv_has_every_field_of_a_record():
    heads = {column.split(".")[0] for column in COLUMNS}
    assert heads == set(Record.model_fields)
    assert {c.split(".")[1] for c in COLUMNS if c.startswith("target.")} == set(Target.model_fields)
    assert {c.split(".")[1] for c in COLUMNS if c.startswith("amount.")} == set(Amount.model_fields)


def test_csv_cells_read_as_the_module_says(tmp_path, record):
    (row,) = csv.DictReader(io.StringIO(write(tmp_path / "r.csv", [record]).read_text()))
    assert row["authority.name"] == "Harbour Board; EU"
    assert row["authority.id"] == "; eu"
    assert row["target.aliases"] == "Brindle; B.O."
    assert row["target.count"] == ""
    assert row["background"] == "false"
    assert row["measures"] == "asset_freeze; travel_ban"
    assert row["amount.value"] == "11000000"
    assert row["evidence"].endswith("too.; Board")
    assert json.loads(row["evidence.spans"])[1] == {"start": 0, "end": 5, "field": "title"}
    assert json.loads(row["spans"])["target"] == {"start": 28, "end": 39, "field": "text"}


def test_parquet_is_written_in_groups(tmp_path, record, monkeypatch):
    monkeypatch.setattr("wireledger.writers.parquet._ROWS_PER_GROUP", 2)
    path = write(tmp_path / "r.parquet", [record] * 5)
    assert pq.ParquetFile(path).metadata.num_row_groups == 3


def test_compressed_files_are_what_their_names_say(tmp_path, record):
    plain = write(tmp_path / "r.jsonl", [record]).read_bytes()
    assert gzip.decompress(write(tmp_path / "r.jsonl.gz", [record]).read_bytes()) == plain
    packed = write(tmp_path / "r.jsonl.zst", [record]).read_bytes()
    assert zstandard.ZstdDecompressor().decompressobj().decompress(packed) == plain


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("r.jsonl", b'{"record_id": "1"}\n', r"r\.jsonl:1: not a record: story_id"),
        ("r.jsonl", b"nonsense\n", r"r\.jsonl:1: not a record"),
        ("r.jsonl", b"\xff\n", "not valid UTF-8"),
        ("r.parquet", b"nonsense", "cannot be read"),
        ("r.jsonl.gz", b"nonsense", "cannot be read"),
        ("r.csv", b"", r"are read from \.jsonl"),
        ("gone.jsonl", None, "No such file"),
        ("gone.parquet", None, "No such file"),
    ],
)
def test_what_is_no_file_of_records_is_an_error(tmp_path, name, data, words):
    if data is not None:
        (tmp_path / name).write_bytes(data)
    with pytest.raises(ReadError, match=words):
        list(read_records(tmp_path / name))
