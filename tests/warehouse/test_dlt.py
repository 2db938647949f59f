"""Other destinations by way of dlt; tried with its DuckDB, which needs no server."""

import duckdb
import pytest
from made import made_record, made_records, write_parquet

from wireledger.errors import ConfigError
from wireledger.events import group, read_events, write_events
from wireledger.warehouse import open_database, parse_address

# Its own and its libraries' warnings are not ours to mend.
pytestmark = pytest.mark.filterwarnings("ignore")


def test_loaded_twice_is_loaded_once_and_a_newer_model_replaces(load, tmp_path):
    url = f"dlt+duckdb:///{tmp_path}/ledger.duckdb"
    path = write_parquet(tmp_path / "records.parquet", made_records(40))
    assert load(url, path).n_added == 40
    again = load(url, path)
    assert (again.n_unchanged, again.n_added) == (10, 0)
    newer = write_parquet(tmp_path / "newer.parquet", [made_record(3, n, "2") for n in range(2)])
    assert load(url, newer).n_replaced == 1
    with duckdb.connect(f"{tmp_path}/ledger.duckdb") as database:
        for table, n in (("stories", 10), ("records", 38), ("evidence", 38), ("runs", 2)):
            assert database.execute(f"select count(*) from wireledger.{table}").fetchall() == [(n,)]
        ids = database.execute("select record_id from wireledger.records where story_id = 's3'").fetchall()
        assert sorted(ids) == [("r2-3-0",), ("r2-3-1",)]


def test_events_come_and_go_with_their_records(load, tmp_path):
    url = f"dlt+duckdb:///{tmp_path}/ledger.duckdb"
    path = write_parquet(tmp_path / "records.parquet", made_records(12))
    events = tmp_path / "events.jsonl"
    write_events(events, group(made_records(12)))
    (first, *_), n = read_events(events), len(read_events(events))
    would = load(url, path, events=events, dry_run=True)
    assert (would.events.n_new, load(url, path, events=events).events.n_new) == (n, n)
    assert load(url, events=events).events.n_unchanged == n
    story = int(first.members[0].story_id[1:])
    newer = write_parquet(tmp_path / "newer.parquet", [made_record(story, n, "2") for n in range(4)])
    n_gone = sum(member.story_id == f"s{story}" for event in read_events(events) for member in event.members)
    assert load(url, newer).n_untied == n_gone == 4
    with duckdb.connect(f"{tmp_path}/ledger.duckdb") as database:
        query = "select count(*) from wireledger.event_records where record_id like 'r1-{}-%'"
        assert database.execute(query.format(story)).fetchall() == [(0,)]
        (said,) = database.execute("select count(*), sum(n_records - n_gone) from wireledger.events").fetchall()
        (there,) = database.execute(
            "select count(distinct event_id), count(*) from wireledger.event_records"
        ).fetchall()
        assert said == there


def test_a_destination_that_dlt_does_not_have(tmp_path):
    with pytest.raises(ConfigError, match="dlt has no destination 'nosuch'"):
        open_database(parse_address("dlt+nosuch://x"))
