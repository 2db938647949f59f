"""What issue 5 asks to be shown, at full size: 100,000 records, 20 kills, loads side by side, rates in pairs. Minutes."""

import random
import statistics
import time
from pathlib import Path

import duckdb
import psycopg
import pytest
from made import made_records, write_parquet

from wireledger.events import group, write_events
from wireledger.warehouse import find_inputs_to_load, load_into, open_database, parse_address
from wireledger.warehouse.copy_csv import CsvMaker
from wireledger.warehouse.staging import Staging
from wireledger.warehouse.tables import EVIDENCE, RECORDS, STORIES, TABLES

N = 100_000
OF_STORIES = (STORIES, RECORDS, EVIDENCE)
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("made")
    return [write_parquet(folder / f"{version}.parquet", made_records(N, version)) for version in ("1", "2")]


@pytest.fixture(scope="module")
def event_files(tmp_path_factory):
    """What `group` makes of the same records."""
    folder = tmp_path_factory.mktemp("events")
    for version in ("1", "2"):
        write_events(folder / f"{version}.parquet", group(made_records(N, version)))
    return [folder / f"{version}.parquet" for version in ("1", "2")]


def _all(url, rows):
    return {table.name: rows(url, table.name) for table in TABLES}


def _counts(url, rows):
    return [len(rows(url, name)) for name in ("stories", "records", "evidence", "runs")]


def test_loaded_twice_is_loaded_once(url, load, rows, files):
    assert load(url, files[0]).n_added == N
    before = _all(url, rows)
    assert load(url, files[0]).n_added == 0
    assert _all(url, rows) == before
    assert _counts(url, rows) == [N // 4, N, N, 1]


COUNTS = (
    "select (select count(*) from stories), (select count(*) from records), (select count(*) from evidence), "
    "(select sum(n_records) from stories), (select count(distinct left(record_id, 2)) from records)"
)
"""Stories, records, evidence, records that the stories say they have, versions of records."""
EVENT_COUNTS = (
    "select (select count(*) from event_records), (select coalesce(sum(n_records - n_gone), 0) from events), "
    "(select count(*) from event_records l join records r on r.record_id = l.record_id), "
    "(select count(*) from events where n_records = n_gone)"
)
"""Rows that tell events, those that the events say they have, those whose record is there; events that nobody tells."""


def _sql_counts(url, query=COUNTS):
    if url.startswith("duckdb"):
        with duckdb.connect(url.removeprefix("duckdb:///")) as database:
            return tuple(map(int, database.execute(query).fetchall()[0]))
    with psycopg.connect(url, options="-c search_path=wireledger") as database:
        return tuple(map(int, database.execute(query).fetchone()))


def _seconds_once_open(url, path, start_load, batch=2_000, **options):
    process = start_load(url, path, batch=batch, **options)
    process.stdout.readline()
    started = time.monotonic()
    _, said = process.communicate()
    assert process.returncode == 0, said
    return time.monotonic() - started


def test_killed_at_20_moments_and_repeated(url, load, rows, files, start_load):
    moments = random.Random(5)
    _seconds_once_open(url, files[0], start_load)
    seconds = _seconds_once_open(url, files[1], start_load)  # of a load that replaces everything
    n_killed, n_between = 0, 0
    for number in range(100):
        if n_killed == 20:
            break
        process = start_load(url, files[number % 2], batch=2_000)
        process.stdout.readline()
        time.sleep(moments.uniform(0, seconds))
        n_killed += process.poll() is None
        process.kill()
        process.communicate()
        n_stories, n_records, n_evidence, n_said, n_versions = _sql_counts(url)
        assert (n_stories, n_records, n_evidence, n_said) == (N // 4, N, N, N)
        n_between += n_versions == 2
    assert n_killed == 20
    print(
        f"\n{url.partition(':')[0]}: killed {n_killed} times while running, in {number} tries, between two versions {n_between} times"
    )
    load(url, files[0])
    assert _sql_counts(url) == (N // 4, N, N, N, 1)
    assert {row["record_id"][:2] for row in rows(url, "records")} == {"r1"}


def test_events_loaded_twice_are_loaded_once_and_go_with_their_records(url, load, rows, files, event_files):
    started = time.perf_counter()
    load(url, files[0])
    seconds_records = time.perf_counter() - started
    marks = [time.perf_counter()]
    first = load(url, events=event_files[0]).events
    marks.append(time.perf_counter())
    assert load(url, events=event_files[0]).events.n_unchanged == first.n_new > N // 10
    marks.append(time.perf_counter())
    assert _sql_counts(url, EVENT_COUNTS) == (N, N, N, 0)
    assert load(url, files[1]).n_untied == N
    assert _sql_counts(url, EVENT_COUNTS) == (0, 0, 0, 0)
    print(
        f"\n{url.partition(':')[0]}: {N:,} records in {seconds_records:.1f} s, their {first.n_new:,} events in "
        f"{marks[1] - marks[0]:.1f} s, again in {marks[2] - marks[1]:.1f} s"
    )


def test_killed_with_events_at_20_moments_and_repeated(url, load, files, event_files, start_load):
    moments = random.Random(7)
    load(url, files[1], events=event_files[1])
    seconds = _seconds_once_open(url, files[0], start_load, batch=5_000, events=event_files[0])
    n_killed, n_between = 0, 0
    for number in range(1, 60):
        if n_killed == 20:
            break
        process = start_load(url, files[number % 2], batch=5_000, events=event_files[number % 2])
        process.stdout.readline()
        time.sleep(moments.uniform(0, seconds))
        n_killed += process.poll() is None
        process.kill()
        process.communicate()
        assert _sql_counts(url)[:4] == (N // 4, N, N, N)
        n_links, n_said, n_there, n_empty = _sql_counts(url, EVENT_COUNTS)
        assert (n_links, n_links, 0) == (n_said, n_there, n_empty)
        n_between += n_links < N
    assert n_killed == 20
    print(f"\n{url.partition(':')[0]}: killed 20 times with events, in {number} tries, some gone {n_between} times")
    load(url, files[0], events=event_files[0])
    assert _sql_counts(url) == (N // 4, N, N, N, 1)
    assert _sql_counts(url, EVENT_COUNTS) == (N, N, N, 0)


def test_loads_at_once(url, rows, files, start_load):
    loads = [start_load(url, path, wait=300) for path in (files[0], files[0], files[1])]
    for process in loads:
        _, said = process.communicate(timeout=550)
        assert process.returncode == 0, said
    assert _counts(url, rows) == [N // 4, N, N, 2]
    assert len({(row["story_id"], row["record_id"][:2]) for row in rows(url, "records")}) == N // 4


def _bare(url, batches):
    """Seconds that the database's own bulk load takes for the same rows, given as Arrow, into the same tables."""
    with open_database(parse_address(url)) as database:
        database.prepare()
    if url.startswith("duckdb"):
        with duckdb.connect(url.removeprefix("duckdb:///")) as database:
            started = time.perf_counter()
            for batch in batches:
                for table in OF_STORIES:
                    database.register("rows", batch[table.name])
                    database.execute(f"insert into {table.name} by name select * from rows")
                    database.unregister("rows")
            database.execute("checkpoint")
            return time.perf_counter() - started
    maker = CsvMaker()
    made = [[(table, b"".join(maker.chunks(table, batch[table.name]))) for table in OF_STORIES] for batch in batches]
    maker.close()
    with psycopg.connect(url) as database:
        started = time.perf_counter()
        for tables in made:
            for table, data in tables:
                query = f"copy wireledger.{table.name} from stdin (format csv, null '\\N')"
                with database.cursor().copy(query) as copy:
                    copy.write(data)
            database.commit()
        return time.perf_counter() - started


def _timed(url, path):
    """Seconds of a whole load, and of its part after reading and checking."""
    marks = []
    started = time.perf_counter()
    with open_database(parse_address(url)) as database:
        load_into(database, find_inputs_to_load([path], None), show=lambda _: marks.append(time.perf_counter()))
    ended = time.perf_counter()
    return ended - started, ended - marks[0]


def _empty(url):
    if url.startswith("duckdb"):
        Path(url.removeprefix("duckdb:///")).unlink(missing_ok=True)
        return
    with psycopg.connect(url, autocommit=True) as database:
        database.execute("drop schema if exists wireledger cascade")


def test_rate_against_the_bare_bulk_load(url, files):
    with Staging() as staging:
        staging.stage(find_inputs_to_load([files[0]], None))
        batches = [batch.only(batch.stories.column("story_id").to_pylist()) for batch in staging.batches()]
    whole, loading, ratios, bare_rates = [], [], [], []
    for _ in range(5):
        _empty(url)
        bare = _bare(url, batches)
        _empty(url)
        seconds, seconds_loading = _timed(url, files[0])
        whole.append(N / seconds)
        loading.append(N / seconds_loading)
        bare_rates.append(N / bare)
        ratios.append((seconds / bare, seconds_loading / bare))
    print(
        f"\n{url.partition(':')[0]}: records/s, median of 5: whole command {statistics.median(whole):,.0f} "
        f"({min(whole):,.0f} to {max(whole):,.0f}), without reading and checking {statistics.median(loading):,.0f}, bare "
        f"bulk load {statistics.median(bare_rates):,.0f}; seconds by bare load: whole "
        f"{statistics.median(r for r, _ in ratios):.2f}, without reading {statistics.median(r for _, r in ratios):.2f}"
    )
