"""`wireledger load` on the command line; what it loads is tested in tests/warehouse/."""

import json

import duckdb
import pytest

import wireledger.archive  # noqa: F401 - with the real pipeline, before the tests put a fake one in its place


@pytest.fixture
def records(wireledger, stories, tmp_path):
    path = tmp_path / "records.jsonl"
    assert wireledger("extract", stories, "-o", path).exit_code == 0
    return path


def test_it_loads_and_says_what_changed(wireledger, records, tmp_path):
    url = f"duckdb:///{tmp_path}/ledger.duckdb"
    result = wireledger("load", records, "--to", url, "--dry-run")
    assert result.exit_code == 0, result.output
    assert "2 stories would be new" in result.stderr
    assert not (tmp_path / "ledger.duckdb").exists()
    assert "3 records written" in wireledger("load", records, "--to", url).stderr
    assert "2 unchanged" in wireledger("load", records, "--to", url).stderr


def test_the_url_may_come_from_the_environment(wireledger, records, tmp_path, monkeypatch):
    monkeypatch.setenv("WIRELEDGER_DATABASE", f"duckdb:///{tmp_path}/other.duckdb")
    assert wireledger("load", records).exit_code == 0
    assert (tmp_path / "other.duckdb").exists()


def test_the_default_is_a_file_in_this_folder(wireledger, records, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("WIRELEDGER_DATABASE", raising=False)
    assert wireledger("load", records).exit_code == 0
    assert (tmp_path / "ledger.duckdb").exists()


def test_stories_are_withdrawn_by_ids_and_by_file(wireledger, records, tmp_path):
    url = f"duckdb:///{tmp_path}/ledger.duckdb"
    wireledger("load", records, "--to", url)
    (tmp_path / "ids.txt").write_text("s3\n\n")
    assert "1 stories withdrawn" in wireledger("load", "--withdraw", "s1", "--to", url).stderr
    assert "1 stories withdrawn" in wireledger("load", "--withdraw", f"@{tmp_path}/ids.txt", "--to", url).stderr
    assert "1 stories reinstated" in wireledger("load", "--reinstate", "s1", "--to", url).stderr
    with duckdb.connect(str(tmp_path / "ledger.duckdb")) as database:
        found = database.execute("select story_id from stories where withdrawn_at is not null").fetchall()
    assert found == [("s3",)]


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        ([], "nothing to load"),
        (["nowhere.jsonl"], "does not exist"),
        (["--withdraw", "s1", "--to", "x"], "no URL of a database"),
        (["--withdraw", "nobody", "--to", "duckdb:///{tmp}/l.duckdb"], "no story has the id 'nobody'"),
        (["--withdraw", "@{tmp}/none", "--to", "duckdb:///{tmp}/l.duckdb"], "cannot be read"),
        (["--withdraw", "s1", "--schema", "a b"], "no name for a schema"),
        (["--events", "{tmp}/none.jsonl"], "cannot be read"),
        (["--events", "{tmp}/events.csv"], "events are written to and read from .jsonl"),
    ],
)
def test_wrong_use_is_said_in_a_line(wireledger, tmp_path, arguments, part):
    result = wireledger("load", *(argument.format(tmp=tmp_path) for argument in arguments))
    assert result.exit_code == 2
    assert part in result.stderr
    assert result.stderr.count("\n") == 1


def test_issues_beside_the_records_are_loaded(wireledger, records, tmp_path):
    issue = {"code": "bad-json", "message": "m", "severity": "failed", "source": None, "line": None, "story_id": None}
    (tmp_path / "records.issues.jsonl").write_text(json.dumps(issue) + "\n")
    url = f"duckdb:///{tmp_path}/ledger.duckdb"
    assert (
        "1 issues would be added to the table 'issues'" in wireledger("load", records, "--to", url, "--dry-run").stderr
    )
    assert "1 issues added to the table 'issues'" in wireledger("load", records, "--to", url).stderr
    assert "added to the table" not in wireledger("load", records, "--to", url).stderr
    with duckdb.connect(str(tmp_path / "ledger.duckdb")) as database:
        assert database.execute("select code from issues").fetchall() == [("bad-json",)]


def test_events_are_loaded_after_the_records_or_alone(wireledger, records, tmp_path):
    url, events = f"duckdb:///{tmp_path}/ledger.duckdb", tmp_path / "events.jsonl"
    assert wireledger("events", records, "-o", events).exit_code == 0
    n = len(events.read_text().splitlines())
    alone = wireledger("load", "--events", events, "--to", url)
    assert alone.exit_code == 2
    assert "Load the records first" in alone.stderr
    assert (
        f"{n} events would be new" in wireledger("load", records, "--events", events, "--to", url, "--dry-run").stderr
    )
    both = wireledger("load", records, "--events", events, "--to", url).stderr
    assert "3 records written" in both
    assert f"{n} events new, 0 replaced, 0 unchanged, 0 removed" in both
    again = wireledger("load", "--events", events, "--to", url).stderr
    assert f"0 events new, 0 replaced, {n} unchanged" in again
    assert "stories" not in again
    with duckdb.connect(str(tmp_path / "ledger.duckdb")) as database:
        assert database.execute("select count(*) from event_records").fetchall() == [(3,)]
