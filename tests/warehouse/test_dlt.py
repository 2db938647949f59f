"""Other destinations by way of dlt; tried with its DuckDB, which needs no server."""

import duckdb
import pytest
from made import made_record, made_records, write_parquet

from wireledger.errors import ConfigError
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


def test_a_destination_that_dlt_does_not_have(tmp_path):
    with pytest.raises(ConfigError, match="dlt has no destination 'nosuch'"):
        open_database(parse_address("dlt+nosuch://x"))
