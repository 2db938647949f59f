import json
import sqlite3
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from made import NAMES, made_record, made_records, write_jsonl, write_parquet

from wireledger.archive.layout import RunFolder
from wireledger.archive.story_parts import StoryPartWriter
from wireledger.story import Story, content_id
from wireledger.warehouse import open_database, parse_address
from wireledger.warehouse.tables import TABLES

ALL = [table.name for table in TABLES]


@pytest.fixture
def records_file(tmp_path):
    return write_parquet(tmp_path / "records.parquet", made_records(400))


def test_loading_twice_changes_nothing(url, load, rows, records_file):
    first = load(url, records_file, batch_records=90)
    assert (first.n_new, first.n_replaced, first.n_added) == (100, 0, 400)
    before = {name: rows(url, name) for name in ALL}
    again = load(url, records_file, batch_records=50)
    assert (again.n_unchanged, again.n_added, again.n_removed) == (100, 0, 0)
    assert {name: rows(url, name) for name in ALL} == before
    assert [len(before[name]) for name in ("stories", "records", "evidence", "runs")] == [100, 400, 400, 1]


def test_values_arrive_as_they_are(url, load, rows, tmp_path):
    record = made_record(1, 1, target=made_record(1, 1).target.model_copy(update={"aliases": NAMES, "name": NAMES[3]}))
    load(url, write_jsonl(tmp_path / "records.jsonl", [record]))
    (row,) = rows(url, "records")
    assert row["target_aliases"] == list(NAMES)
    assert row["target_name"] == NAMES[3]
    assert row["authority"] == [{"name": "Harbour Board", "id": "nl-hb", "country": "NL"}]
    assert (row["amount"], row["currency"], row["authority_id"]) == (Decimal("1.25"), "USD", "nl-hb")
    assert (row["date"], row["date_precision"], row["date_from"].isoformat()) == ("2019-05", "month", "2019-05-01")
    assert row["spans"] == {"target": {"start": 24, "end": record.spans["target"].end, "field": "text"}}
    assert row["slot_confidence"] == {"target": 0.75}
    (evidence,) = rows(url, "evidence")
    assert evidence["text"] == record.evidence[0].text


def test_both_databases_hold_the_same(load, rows, tmp_path, postgres_url, records_file):
    file = f"duckdb:///{tmp_path}/ledger.duckdb"
    for url in (file, postgres_url):
        load(url, records_file)
    for name in ALL:
        assert rows(file, name) == rows(postgres_url, name), name


def test_jsonl_and_parquet_are_the_same_load(url, load, records_file, tmp_path):
    load(url, records_file)
    again = load(url, write_jsonl(tmp_path / "records.jsonl", made_records(400)))
    assert (again.n_unchanged, again.n_new, again.n_replaced) == (100, 0, 0)


def test_a_newer_model_replaces_the_records_of_its_stories_and_of_no_other(url, load, rows, records_file, tmp_path):
    load(url, records_file)
    newer = write_parquet(tmp_path / "newer.parquet", [made_record(3, n, "2") for n in range(2)])
    outcome = load(url, newer, model_version="m2")
    assert (outcome.n_replaced, outcome.n_added, outcome.n_removed) == (1, 2, 4)
    assert {row["record_id"] for row in rows(url, "records") if row["story_id"] == "s3"} == {"r2-3-0", "r2-3-1"}
    assert {row["record_id"] for row in rows(url, "evidence") if row["story_id"] == "s3"} == {"r2-3-0", "r2-3-1"}
    assert len(rows(url, "records")) == 398
    assert {row["story_id"] for row in rows(url, "stories") if row["model_version"] == "m2"} == {"s3"}


def test_of_two_inputs_with_a_story_the_later_counts(url, load, rows, records_file, tmp_path):
    newer = write_parquet(tmp_path / "newer.parquet", [made_record(3, 0, "2")])
    load(url, records_file, newer)
    assert [row["record_id"] for row in rows(url, "records") if row["story_id"] == "s3"] == ["r2-3-0"]


def test_dry_run_changes_nothing_and_counts_right(url, load, rows, records_file, tmp_path):
    would = load(url, records_file, dry_run=True)
    assert (would.n_new, would.n_added) == (100, 400)
    assert not (tmp_path / "ledger.duckdb").exists()
    load(url, records_file)
    before = rows(url, "records")
    newer = write_parquet(tmp_path / "newer.parquet", [made_record(3, 0, "2"), made_record(1000, 0)])
    would = load(url, newer, dry_run=True)
    assert (would.n_new, would.n_replaced, would.n_added, would.n_removed) == (1, 1, 2, 4)
    assert rows(url, "records") == before


def test_a_withdrawn_story_is_marked_and_not_lost(url, load, rows, records_file):
    load(url, records_file)
    with open_database(parse_address(url)) as database:
        assert database.withdraw(["s3", "nobody's"]) == ["nobody's"]
        assert not any(database.read("stories").column("withdrawn_at").to_pylist())
        assert database.withdraw(["s3", "s4"]) == []
    load(url, records_file)
    with open_database(parse_address(url)) as database:
        stories = database.read("stories").to_pylist()
        assert {row["story_id"] for row in stories if row["withdrawn_at"]} == {"s3", "s4"}
        assert len(database.read("records")) == 400
        database.withdraw(["s3"], back=True)
        stories = database.read("stories").to_pylist()
        assert {row["story_id"] for row in stories if row["withdrawn_at"]} == {"s4"}


def _run_folder(path, records):
    run = RunFolder(path)
    run.stories.mkdir(parents=True)
    run.records.mkdir()
    with StoryPartWriter(run.stories / "000000.parquet") as part:
        for number, text in enumerate(("Ærø fined\0.", "Nothing.", "A copy.")):
            part.add(
                Story(f"s{number}", text, "T", "2020-01-01", "Northwire", None), "in.jsonl", number + 1, None, None
            )
    write_parquet(run.records / "000000.parquet", records)
    pq.write_table(
        pa.table({"story_id": ["s2"], "kept_id": ["s0"], "kind": ["near"], "similarity": [0.9]}), run.duplicates
    )
    issue = {"code": "bad-json", "message": "line is no JSON", "severity": "failed", "source": "in.jsonl", "line": 9}
    run.issues.write_text(json.dumps(issue) + "\n")
    with sqlite3.connect(run.ledger) as ledger:
        ledger.execute("create table run (name text, value text)")
        ledger.execute("insert into run values ('code', 'abc'), ('model', 'none')")
    ledger.close()
    run.summary.write_text(json.dumps({"version": "0.1.0"}))
    return path


def test_a_run_folder_brings_its_stories_and_issues(url, load, rows, tmp_path):
    load(url, _run_folder(tmp_path / "run", [made_record(0, n) for n in range(3)]))
    stories = {row["story_id"]: row for row in rows(url, "stories")}
    assert set(stories) == {"s0", "s1", "s2"}
    assert stories["s0"]["content_hash"] == content_id("T", "Ærø fined\0.")
    assert (stories["s0"]["n_chars"], stories["s0"]["n_records"], stories["s1"]["n_records"]) == (11, 3, 0)
    assert stories["s2"]["copy_of"] == "s0"
    assert stories["s0"]["model_version"] == "0.1.0, code abc, model none"
    assert [row["code"] for row in rows(url, "issues")] == ["bad-json"]


def test_a_run_that_finds_nothing_any_more_takes_the_records_away(url, load, rows, tmp_path):
    load(url, write_parquet(tmp_path / "records.parquet", [made_record(1, n) for n in range(4)]))
    outcome = load(url, _run_folder(tmp_path / "run", [made_record(0, 0)]))
    assert (outcome.n_replaced, outcome.n_removed) == (1, 4)
    assert [row["story_id"] for row in rows(url, "records")] == ["s0"]


def test_a_records_file_leaves_what_it_does_not_know_of_a_story(url, load, rows, tmp_path):
    load(url, _run_folder(tmp_path / "run", [made_record(0, 0)]))
    load(url, write_parquet(tmp_path / "records.parquet", [made_record(0, 0, "2")]))
    (story,) = [row for row in rows(url, "stories") if row["story_id"] == "s0"]
    assert (story["title"], story["n_chars"]) == ("T", 11)


def test_a_schema_of_ones_own(url, load, rows, records_file):
    load(url, records_file, schema="other")
    assert len(rows(url, "records", schema="other")) == 400
