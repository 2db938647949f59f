"""Events of real groupings into the tables `events` and `event_records`, again and again."""

import time
from decimal import Decimal

import duckdb
import psycopg
import pytest
from made import NAMES, made_record, write_jsonl

from wireledger.errors import ReadError
from wireledger.events import group, read_events, undo, write_events
from wireledger.records import Amount, Target
from wireledger.warehouse import open_database, parse_address

TABLES = ("events", "event_records")


def told(story, decision=0, number=0, version="1", **slots):
    """A record of `story` that tells decision `decision`; each is of another day and target."""
    amount = Amount(value=Decimal(f"{1000 * (decision + 1)}.50"), currency="USD", text="$1,000.50")
    slots = {
        "publisher": f"Paper {story}", "published": f"2019-0{1 + decision}-12", "date": f"2019-0{1 + decision}-11",
        "action": "penalty", "status": "imposed", "background": False, "amount": amount, "confidence": 0.5,
        "target": Target(name=f"{NAMES[decision]} Works {decision}", type="organization"),
    } | slots  # fmt: skip
    return made_record(story, number, version, **slots)


@pytest.fixture
def files(tmp_path):
    """Write records and what `group` makes of them; returns both paths."""

    def write(records, onto=(), name="now"):
        path = write_jsonl(tmp_path / f"{name}.jsonl", records)
        events = tmp_path / f"{name}.events.jsonl"
        write_events(events, group(records, read_events(onto) if onto else ()))
        return path, events

    return write


def links(rows, url):
    found = {}
    for row in rows(url, "event_records"):
        found.setdefault(row["event_id"], set()).add(row["record_id"] + ("-" if row["is_undone"] else ""))
    return sorted(map(sorted, found.values()))


def test_a_row_says_all_that_the_event_says(url, load, rows, files):
    path, events = files([told(1), told(2, published="2019-01-13", amount=None), told(3, action="forfeiture")])
    outcome = load(url, path, events=events)
    assert (outcome.events.n_new, outcome.n_added) == (1, 3)
    (event,) = read_events(events)
    (row,) = rows(url, "events")
    assert row["event_id"] == event.event_id
    assert (row["action"], row["amount"], row["currency"], row["amount_text"]) == (
        "penalty",
        Decimal("1000.5"),
        "USD",
        "$1,000.50",
    )
    assert (row["date"], row["date_precision"], row["date_from"].isoformat()) == ("2019-01-11", "day", "2019-01-11")
    assert (row["first_published"], row["last_published"]) == ("2019-01-12", "2019-01-13")
    assert (row["n_records"], row["n_stories"], row["n_sources"], row["n_gone"]) == (3, 3, event.n_sources, 0)
    assert row["confidence"] == pytest.approx(event.confidence)
    assert row["authority"] == [{"name": "Harbour Board", "id": "nl-hb", "country": "NL"}]
    assert (row["authority_id"], row["target_names"]) == ("nl-hb", [event.targets[0].name])
    assert row["targets"] == [target.model_dump(mode="json") for target in event.targets]
    by_record = {link["record_id"]: link for link in rows(url, "event_records")}
    assert "amount" in by_record["r1-1-0"]["supports"]
    assert by_record["r1-3-0"]["contradicts"] == ["action"]
    assert "amount" not in by_record["r1-2-0"]["supports"] + by_record["r1-2-0"]["contradicts"]
    first = next(member for member in event.members if member.joined_to is None)
    assert by_record[first.record_id]["score"] is None
    assert all(link["score"] >= 4 for link in by_record.values() if link["joined_to"])


def test_loading_twice_changes_nothing_with_records_or_without(url, load, rows, files):
    path, events = files([told(1), told(2), told(3, 1)])
    load(url, path, events=events)
    before = {name: rows(url, name) for name in (*TABLES, "runs", "issues", "stories")}
    for paths in ([path], []):
        again = load(url, *paths, events=events)
        changes = again.events
        assert (changes.n_new, changes.n_replaced, changes.n_unchanged, changes.n_removed) == (0, 0, 2, 0)
        assert {name: rows(url, name) for name in before} == before
    assert [(run["n_records"], run["n_events"]) for run in before["runs"] if run["n_events"]] == [(3, 2)]
    assert links(rows, url) == [["r1-1-0", "r1-2-0"], ["r1-3-0"]]


def test_jsonl_and_parquet_and_another_order_are_the_same_load(url, load, rows, files, tmp_path):
    path, events = files([told(1), told(2), told(3, 1)])
    load(url, path, events=events)
    other = tmp_path / "e.parquet"
    write_events(other, reversed(read_events(events)))
    assert load(url, events=other).events.n_unchanged == 2
    assert len(rows(url, "runs")) == 2


def test_a_new_story_joins_and_only_its_event_is_written(url, load, rows, files):
    path, events = files([told(1), told(2), told(3, 1)])
    load(url, path, events=events)
    more, later = files([told(4), told(5, 2)], onto=events, name="later")
    changes = load(url, more, events=later).events
    assert (changes.n_new, changes.n_replaced, changes.n_unchanged) == (1, 1, 1)
    assert links(rows, url) == [["r1-1-0", "r1-2-0", "r1-4-0"], ["r1-3-0"], ["r1-5-0"]]
    runs = {row["event_id"]: row["run_id"] for row in rows(url, "events")}
    assert sorted(list(runs.values()).count(run) for run in {*runs.values()}) == [1, 2]


def test_an_undone_merge_leaves_its_row_and_no_stale_one(url, load, rows, files, tmp_path):
    path, events = files([told(1), told(2)])
    load(url, path, events=events)
    (event,) = read_events(events)
    write_events(events, undo([event], event.event_id, "r1-2-0"))
    changes = load(url, events=events).events
    assert (changes.n_new, changes.n_replaced) == (1, 1)
    assert links(rows, url) == [["r1-1-0", "r1-2-0-"], ["r1-2-0"]]
    assert [row["n_gone"] for row in rows(url, "events")] == [0, 0]
    assert load(url, events=events).events.n_unchanged == 2


def test_events_that_became_one_leave_no_stale_rows(url, load, rows, files):
    path, events = files([told(1), told(2, target=Target(name="Quite Another", type="organization"))])
    load(url, path, events=events)
    assert len(rows(url, "events")) == 2
    both = Target(name=f"{NAMES[0]} Works 0", type="organization", aliases=("Quite Another",))
    more, later = files([told(3, target=both)], onto=events, name="later")
    changes = load(url, more, events=later).events
    assert (changes.n_replaced, changes.n_removed) == (1, 1)
    (row,) = rows(url, "events")
    assert len(row["former_ids"]) == 1
    assert links(rows, url) == [["r1-1-0", "r1-2-0", "r1-3-0"]]


def test_a_file_of_one_night_takes_nothing_from_events_that_it_does_not_know(url, load, rows, files):
    path, events = files([told(1), told(2), told(3, 1)])
    load(url, path, events=events)
    tonight, alone = files([told(4, 2)], name="tonight")
    changes = load(url, tonight, events=alone).events
    assert (changes.n_new, changes.n_removed) == (1, 0)
    assert len(rows(url, "events")) == 3


def test_replaced_records_go_from_their_events_in_the_same_load(url, load, rows, files):
    path, events = files([told(1), told(2), told(3, 1)])
    load(url, path, events=events)
    newer = [told(2, version="2"), told(3, 1, version="2")]
    outcome = load(url, *files(newer, name="newer")[:1])
    assert (outcome.n_replaced, outcome.n_untied) == (2, 2)
    assert links(rows, url) == [["r1-1-0"]]
    assert [(row["n_records"], row["n_gone"]) for row in rows(url, "events")] == [(2, 1)]
    # The old file of events names records that are gone: what it still can say is there already.
    stale = load(url, events=events)
    assert (stale.events.n_missing, stale.events.n_untold, stale.events.n_unchanged) == (2, 1, 1)
    assert [issue.code for issue in stale.issues] == ["event-records-missing"]
    again = load(url, events=files(newer, onto=events, name="newer")[1])
    assert (again.events.n_new, again.events.n_replaced, again.events.n_missing) == (1, 1, 0)
    assert links(rows, url) == [["r1-1-0", "r2-2-0"], ["r2-3-0"]]
    assert [row["n_gone"] for row in rows(url, "events")] == [0, 0]


def test_records_that_come_later_are_put_in_their_events(url, load, rows, files, tmp_path):
    records = [told(1), told(2), told(3, 1)]
    path, events = files(records)
    outcome = load(url, write_jsonl(tmp_path / "some.jsonl", records[:1]), events=events)
    assert (outcome.events.n_new, outcome.events.n_missing, outcome.events.n_untold) == (1, 2, 1)
    assert [(row["n_records"], row["n_gone"]) for row in rows(url, "events")] == [(2, 1)]
    assert load(url, events=events).events.n_unchanged == 1
    later = load(url, path, events=events)
    assert (later.events.n_new, later.events.n_replaced) == (1, 1)
    assert [row["n_gone"] for row in rows(url, "events")] == [0, 0]


def test_a_withdrawn_story_marks_its_rows_and_the_events_that_it_alone_tells(url, load, rows, files):
    path, events = files([told(1), told(2), told(3, 1)])
    load(url, path, events=events)

    def state():
        with open_database(parse_address(url), read_only=True) as database:
            withdrawn = [row["record_id"] for row in database.read("event_records").to_pylist() if row["withdrawn_at"]]
            found = database.read("events").sort_by("n_records").to_pylist()
            return withdrawn, [(row["n_gone"], row["withdrawn_at"] is not None) for row in found]

    with open_database(parse_address(url)) as database:
        assert database.withdraw(["s2", "s3"], dry_run=True) == []
    assert state() == ([], [(0, False), (0, False)])
    with open_database(parse_address(url)) as database:
        database.withdraw(["s2", "s3"])
    marked = sorted(state()[0]), [(1, True), (1, False)]
    assert (sorted(state()[0]), state()[1]) == marked == (["r1-2-0", "r1-3-0"], [(1, True), (1, False)])
    load(url, path, events=events)
    assert (sorted(state()[0]), state()[1]) == marked
    with open_database(parse_address(url)) as database:
        database.withdraw(["s2", "s3"], back=True)
    assert state() == ([], [(0, False), (0, False)])


def test_a_dry_run_counts_what_a_load_then_does(url, load, rows, files, tmp_path):
    path, events = files([told(1), told(2), told(3, 1)])
    newer, later = files([told(2, version="2"), told(3, 1, version="2"), told(4, 2)], onto=events, name="newer")
    for paths, file in (([path], events), ([newer], later)):
        before = {name: rows(url, name) for name in TABLES}
        would = load(url, *paths, events=file, dry_run=True)
        assert {name: rows(url, name) for name in TABLES} == before
        done = load(url, *paths, events=file)
        for name in ("n_new", "n_replaced", "n_unchanged", "n_removed", "n_missing", "n_untold"):
            assert getattr(would.events, name) == getattr(done.events, name), name
        assert (would.n_untied, would.n_issues) == (done.n_untied, done.n_issues)
    assert done.n_untied == 2


def test_both_databases_hold_the_same_events(load, rows, files, tmp_path, postgres_url):
    path, events = files([told(n, n % 5) for n in range(20)])
    file = f"duckdb:///{tmp_path}/ledger.duckdb"
    for url in (file, postgres_url):
        load(url, path, events=events)
    for name in TABLES:
        assert rows(file, name) == rows(postgres_url, name), name
        assert rows(file, name)


def test_events_without_any_of_their_records_are_refused(url, load, rows, files):
    _, events = files([told(1)])
    with pytest.raises(ReadError, match=r"none of the 1 records .* Load the records first"):
        load(url, events=events)
    assert rows(url, "events") == rows(url, "runs") == []


@pytest.mark.parametrize(
    ("change", "part"),
    [
        (lambda one, other: [one, one], "the id stands twice"),
        (
            lambda one, other: [one, other.model_copy(update={"members": one.members})],
            r"record 'r1-1-0' is also in event",
        ),
        (lambda one, other: [one.model_copy(update={"event_id": "x" * 501})], "longer than 500"),
        (lambda one, other: [one.model_copy(update={"amount": Decimal(10) ** 30})], "no column holds its sum"),
    ],
)
def test_a_bad_event_stops_the_load_before_anything_is_written(url, load, rows, files, change, part):
    path, events = files([told(1), told(3, 1)])
    good = read_events(events)
    write_events(events, change(*sorted(good, key=lambda event: event.members[0].record_id)))
    with pytest.raises(ReadError, match=part):
        load(url, path, events=events)
    assert rows(url, "records") == []
    write_events(events, good)
    assert load(url, path, events=events).events.n_new == 2


def test_names_that_are_sql_and_nul_are_names(url, load, rows, files):
    evil = "'; drop table events; --\0"
    path, events = files([told(1, record_id=evil, target=Target(name=f"{evil} Works", type="organization"))])
    load(url, path, events=events)
    (row,) = rows(url, "events")
    assert row["target_names"] == [f"{evil} Works".replace("\0", "\ufffd")]
    assert load(url, path, events=events).events.n_unchanged == 1


def _counts(url):
    query = "select count(*), sum(n_records), sum(n_gone), (select count(*) from event_records) from events"
    if url.startswith("duckdb"):
        with duckdb.connect(url.removeprefix("duckdb:///")) as database:
            return tuple(map(int, database.execute(query).fetchall()[0]))
    with psycopg.connect(url, options="-c search_path=wireledger") as database:
        return tuple(map(int, database.execute(query).fetchone()))


def test_two_loads_of_events_at_once_give_no_double_and_no_deadlock(url, load, files, start_load):
    records = [told(n, n % 6) for n in range(300)]
    path, events = files(records)
    more, later = files([told(n, n % 6) for n in range(300, 600)], onto=events, name="later")
    load(url, path, more, events=events)
    loads = [start_load(url, path, more, events=file) for file in (events, later)]
    for process in loads:
        _, said = process.communicate(timeout=100)
        assert process.returncode == 0, said
    load(url, events=later)
    assert _counts(url) == (6, 600, 0, 600)


def test_a_load_of_events_that_was_killed_is_repeated(url, load, files, start_load):
    records = [told(n, n % 6) for n in range(300)]
    path, events = files(records)
    more, later = files([told(n, n % 6, version="2") for n in range(300)], onto=events, name="later")
    load(url, path, events=events)
    for delay in (0.05, 0.15, 0.3):
        process = start_load(url, more, events=later, batch=50)
        process.stdout.readline()
        time.sleep(delay)
        process.kill()
        process.communicate()
        _, n_records, n_gone, n_links = _counts(url)
        assert n_records - n_gone == n_links
    load(url, more, events=later)
    assert _counts(url) == (6, 300, 0, 300)
