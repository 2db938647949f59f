"""What can go wrong: a clear error, nothing half loaded, and the same command works afterwards."""

import json
import socket
import subprocess
import sys
import threading
import time
from decimal import Decimal

import duckdb
import psycopg
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from made import made_record, made_records, write_jsonl, write_parquet

from wireledger.errors import ConfigError, DatabaseError, ReadError
from wireledger.warehouse import find_inputs_to_load, load_into, open_database, parse_address
from wireledger.warehouse.tables import SCHEMA_VERSION
from wireledger.writers.parquet import record_table

SECRET = "s3cr3t-w0rd"


@pytest.fixture
def records_file(tmp_path):
    return write_parquet(tmp_path / "records.parquet", made_records(40))


@pytest.mark.parametrize(
    ("url", "part"),
    [
        ("ledger.duckdb", "duckdb:///FILE"),
        ("mysql://u:{s}@h/d", "nothing here can load into 'mysql://'"),
        ("duckdb://ledger.duckdb", "three slashes"),
        ("postgresql://u:{s}@h:99999/d", "percent-encoded"),
        ("postgresql://u:{s}@h", "names no database"),
        ("postgresql://u:{s}@[h/d", "percent-encoded"),
    ],
)
def test_a_url_that_nobody_can_mean(url, part):
    with pytest.raises(ConfigError, match=part.replace("(", r"\(")) as caught:
        parse_address(url.format(s=SECRET))
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://u:{s}@127.0.0.1:1/d",
        "postgresql://u:{s}@127.0.0.1:1/d?passfile={s}&sslpassword={s}",
        "postgresql://u:{s}@no-such-host.invalid/d",
        "postgresql://127.0.0.1:1/d?user=u&password={s}",
        "postgresql://u:p%40{s}@127.0.0.1:1/d?nonsense=1",
    ],
)
def test_credentials_appear_in_no_error(url):
    with pytest.raises(DatabaseError) as caught:
        open_database(parse_address(url.format(s=SECRET)))
    shown = f"{caught.value}{caught.value!r}{caught.value.__cause__}{parse_address(url.format(s=SECRET))!r}"
    assert SECRET not in shown
    assert "Check host, port" in str(caught.value) or "nonsense" in str(caught.value)


def test_a_server_that_refuses_says_what_to_check(postgres_server):
    with pytest.raises(DatabaseError, match=r'database "nowhere" does not exist'):
        open_database(parse_address(postgres_server.get_uri("nowhere")))


def test_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(DatabaseError, match="does not exist; make it"):
        open_database(parse_address(f"duckdb:///{tmp_path}/no/ledger.duckdb"))


def test_a_file_that_is_no_database(tmp_path):
    (tmp_path / "ledger.duckdb").write_bytes(b"something else" * 1000)
    with pytest.raises(DatabaseError, match=r"no DuckDB file|cannot be opened"):
        open_database(parse_address(f"duckdb:///{tmp_path}/ledger.duckdb"))


def test_no_rights(postgres_url, load, rows, records_file):
    with psycopg.connect(postgres_url, autocommit=True) as server:
        server.execute("drop role if exists reader")
        server.execute(f"create role reader login password '{SECRET}'")
    as_reader = postgres_url.replace("postgres:@", f"reader:{SECRET}@")
    with pytest.raises(DatabaseError, match="needs CREATE on the database") as caught:
        load(as_reader, records_file)
    assert SECRET not in str(caught.value)
    load(postgres_url, records_file)
    with psycopg.connect(postgres_url, autocommit=True) as server:
        server.execute(
            "grant usage on schema wireledger to reader; grant select on all tables in schema wireledger to reader"
        )
    with pytest.raises(DatabaseError, match="SELECT, INSERT, UPDATE and DELETE"):
        load(as_reader, write_parquet(records_file.with_name("new.parquet"), [made_record(99, 0)]))
    assert len(rows(postgres_url, "records")) == 40
    with psycopg.connect(postgres_url, autocommit=True) as server:
        server.execute("drop owned by reader; drop role reader")


def _execute(url, statement):
    if url.startswith("duckdb"):
        with duckdb.connect(url.removeprefix("duckdb:///")) as database:
            return database.execute(statement).fetchall()
    with psycopg.connect(url, autocommit=True) as database:
        cursor = database.execute(statement)
        return cursor.fetchall() if cursor.description else []


def _schema(url):
    return "main" if url.startswith("duckdb") else "wireledger"


def test_a_foreign_table_in_the_way(url, load, rows, records_file):
    _execute(url, f"create schema if not exists {_schema(url)}")
    _execute(url, f"create table {_schema(url)}.stories(id int, plot text)")
    with pytest.raises(DatabaseError, match=r"'stories' there is not Wireledger's.*--schema NAME"):
        load(url, records_file)
    assert _execute(url, f"select count(*) from {_schema(url)}.stories") == [(0,)]
    load(url, records_file, schema="mine")
    assert len(rows(url, "records", schema="mine")) == 40


@pytest.mark.parametrize(("version", "hint"), [(0, "Load with the Wireledger that made it"), (99, "Update Wireledger")])
def test_tables_of_another_version(url, load, records_file, version, hint):
    load(url, records_file)
    _execute(url, f"update {_schema(url)}.wireledger_schema set version = {version}")
    with pytest.raises(
        DatabaseError, match=f"have version {version}, this Wireledger writes version {SCHEMA_VERSION}. {hint}"
    ):
        load(url, records_file)


def test_a_table_that_was_changed(url, load, records_file):
    load(url, records_file)
    _execute(url, f"alter table {_schema(url)}.evidence drop column field")
    with pytest.raises(DatabaseError, match="column 'field'"):
        load(url, records_file)


def test_a_file_of_an_older_schema(url, load, rows, tmp_path):
    old = tmp_path / "old.parquet"
    pq.write_table(record_table([made_record(0, 0)]).drop_columns(["method"]), old)
    with pytest.raises(ReadError, match=r"column 'method' is missing: not a records file of this version"):
        load(url, old)
    line = json.loads(made_record(0, 0).model_dump_json()) | {"colour": "red"}
    lines = tmp_path / "new.jsonl"
    lines.write_text(json.dumps(line) + "\n")
    with pytest.raises(ReadError, match=r"new.jsonl:1: not a record: colour"):
        load(url, lines)


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ({"amount": {"value": "NaN", "currency": "USD", "text": "$1"}}, "amount.value"),
        ({"amount": {"value": float("nan"), "currency": "USD", "text": "$1"}}, "amount.value"),
        ({"amount": {"value": -5, "currency": "USD", "text": "$1"}}, "amount.value"),
        ({"confidence": float("nan")}, "confidence"),
        ({"confidence": 2}, "confidence"),
        ({"record_id": "x" * 501}, "longer than 500"),
        ({"story_id": "x" * 501}, "longer than 500"),
        ({"evidence": []}, "evidence"),
        ({"action": "drop"}, "action"),
    ],
)
def test_a_bad_record_stops_the_load_before_anything_is_written(url, load, rows, tmp_path, change, part):
    path = write_jsonl(tmp_path / "records.jsonl", made_records(8))
    bad = json.loads(made_record(50, 0).model_dump_json()) | change
    with path.open("a") as file:
        file.write(json.dumps(bad) + "\n")
    with pytest.raises(ReadError, match=part):
        load(url, path, batch_records=2)
    assert rows(url, "records") == []
    write_jsonl(path, made_records(8))
    assert load(url, path).n_added == 8


def test_a_bad_record_in_parquet_is_seen_as_well(url, load, tmp_path):
    table = record_table(made_records(8))
    confidence = pa.array([0.5] * 7 + [float("nan")])
    path = tmp_path / "records.parquet"
    pq.write_table(table.set_column(table.schema.get_field_index("confidence"), "confidence", confidence), path)
    with pytest.raises(ReadError, match="record 'r1-1-3': confidence is no number from 0 to 1"):
        load(url, path)


def test_a_sum_that_no_column_holds(url, load, tmp_path):
    amount = made_record(0, 1).amount.model_copy(update={"value": Decimal(10) ** 30})
    with pytest.raises(OSError, match="more than 30 digits"):
        load(url, write_jsonl(tmp_path / "records.jsonl", [made_record(0, 1, amount=amount)]))


def test_nul_is_replaced_one_for_one_and_said(url, load, rows, tmp_path):
    record = made_record(0, 1, reason="for\0oil", asset="\\u0000")
    outcome = load(url, write_jsonl(tmp_path / "records.jsonl", [record, made_record(1, 0)]))
    first, _ = rows(url, "records")
    assert (first["reason"], first["asset"]) == ("for\ufffdoil", "\\u0000")
    assert [issue.code for issue in outcome.issues] == ["nul-replaced"]
    assert [row["story_id"] for row in rows(url, "issues")] == ["s0"]
    assert load(url, tmp_path / "records.jsonl").n_unchanged == 2


def test_names_that_are_sql_are_names(url, load, rows, tmp_path):
    evil = "'; drop table records; --"
    record = made_record(0, 0, record_id=evil, story_id=f'"{evil}', publisher=evil)
    load(url, write_parquet(tmp_path / "'; drop.parquet", [record]))
    assert rows(url, "records")[0]["record_id"] == evil
    with open_database(parse_address(url)) as database:
        assert database.withdraw([evil]) == [evil]
        assert database.withdraw([f'"{evil}']) == []
    load(url, write_parquet(tmp_path / "n.parquet", [made_record(0, 0, "2", story_id=f'"{evil}')]))
    assert [row["record_id"] for row in rows(url, "records")] == ["r2-0-0"]


def test_the_same_id_in_two_stories(url, load, tmp_path):
    records = [made_record(0, 0), made_record(1, 0, record_id="r1-0-0")]
    with pytest.raises(ReadError, match="the id stands in two stories"):
        load(url, write_parquet(tmp_path / "records.parquet", records))


def test_the_same_id_twice_in_a_story_is_said(url, load, rows, tmp_path):
    records = [made_record(0, 0), made_record(0, 0), made_record(0, 0, reason="another")]
    outcome = load(url, write_parquet(tmp_path / "records.parquet", records))
    assert [issue.code for issue in outcome.issues] == ["duplicate-record"]
    assert len(rows(url, "records")) == 1


def test_a_duckdb_file_held_by_another_process(tmp_path, load, records_file):
    url = f"duckdb:///{tmp_path}/ledger.duckdb"
    code = f"import duckdb, sys; c = duckdb.connect({str(tmp_path / 'ledger.duckdb')!r}); print(1, flush=True); sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        holder.stdout.readline()
        with pytest.raises(DatabaseError, match=rf"another process has the file open .*PID {holder.pid}"):
            open_database(parse_address(url), wait=0.2)
        holder.stdin.close()
    assert load(url, records_file).n_added == 40


class _Cut:
    """Passes bytes between a client and a server's socket, and cuts the line when told."""

    def __init__(self, path):
        self.path, self.lines = path, []
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port = self.door.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                client, _ = self.door.accept()
            except OSError:
                return
            server = socket.socket(socket.AF_UNIX)
            server.connect(self.path)
            self.lines += [client, server]
            for one, other in ((client, server), (server, client)):
                threading.Thread(target=self._pass, args=(one, other), daemon=True).start()

    def _pass(self, one, other):
        try:
            while data := one.recv(65536):
                other.sendall(data)
        except OSError:
            pass

    def cut(self):
        for line in self.lines:
            line.shutdown(socket.SHUT_RDWR)

    def close(self):
        self.door.close()
        for line in self.lines:
            line.close()


def test_a_connection_lost_in_a_load(postgres_server, postgres_url, load, rows, records_file):
    folder = dict(parse_address(postgres_url).options)["host"]
    cut = _Cut(f"{folder}/.s.PGSQL.5432")
    url = f"postgresql://postgres:{SECRET}@127.0.0.1:{cut.port}/test"
    n_batches = 0

    def show(outcome):
        nonlocal n_batches
        n_batches += 1
        if n_batches == 4:
            cut.cut()

    with (
        open_database(parse_address(url)) as database,
        pytest.raises(DatabaseError, match=r"connection was lost.*repeat the command") as caught,
    ):
        load_into(database, find_inputs_to_load([records_file], None), show=show, batch_records=5)
    cut.close()
    assert SECRET not in str(caught.value)
    there = rows(postgres_url, "stories")
    assert 0 < len(there) < 10
    assert len(rows(postgres_url, "records")) == sum(row["n_records"] for row in there)
    load(postgres_url, records_file)
    assert len(rows(postgres_url, "records")) == 40


def test_a_table_that_somebody_has_locked(postgres_url, load, records_file):
    load(postgres_url, records_file)
    newer = write_parquet(records_file.with_name("newer.parquet"), [made_record(0, 0, "2")])
    with psycopg.connect(postgres_url) as other:
        other.execute("lock table wireledger.records")
        with (
            open_database(parse_address(postgres_url), wait=0.2) as database,
            pytest.raises(DatabaseError, match="Somebody else held it"),
        ):
            load_into(database, find_inputs_to_load([newer], None))
    assert load(postgres_url, newer).n_replaced == 1


def test_two_loads_at_once_give_no_double_and_no_deadlock(url, rows, tmp_path, start_load):
    paths = [write_parquet(tmp_path / f"{v}.parquet", made_records(2000, v)) for v in ("1", "2")]
    loads = [start_load(url, path) for path in paths]
    for process in loads:
        _, said = process.communicate(timeout=100)
        assert process.returncode == 0, said
    stories, records = rows(url, "stories"), rows(url, "records")
    assert (len(stories), len(records), len(rows(url, "evidence"))) == (500, 2000, 2000)
    assert len({(row["story_id"], row["record_id"][:2]) for row in records}) == 500  # no story of two versions


@pytest.mark.parametrize("delay", [0.15])
def test_a_load_that_was_killed_is_repeated(url, load, rows, tmp_path, delay, start_load):
    path = write_parquet(tmp_path / "records.parquet", made_records(2000))
    process = start_load(url, path, batch=100)
    process.stdout.readline()
    time.sleep(delay)
    process.kill()
    process.communicate()
    load(url, path)
    assert [len(rows(url, name)) for name in ("stories", "records", "evidence", "runs")] == [500, 2000, 2000, 1]
