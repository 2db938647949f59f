import json
import re

import pytest
from typer.testing import CliRunner

from wireledger.cli.app import app
from wireledger.events import read_events
from wireledger.records import Authority, Evidence, Record, Target


def record(story, name="Belmar Trading", date="2021-03-09"):
    return Record(
        record_id=f"{story}.0", story_id=story, publisher=f"Paper {story}", published="2021-03-10", action="designation",
        status="imposed", background=False, authority=(Authority(name="OFAC", id="us-treasury-ofac", country="US"),),
        target=Target(name=name, type="organization"), date=date, evidence=(Evidence(start=0, end=1, text="x"),), spans={},
        confidence=0.6, slot_confidence={}, method={},
    )  # fmt: skip


@pytest.fixture
def records(tmp_path):
    path = tmp_path / "records.jsonl"
    path.write_text("".join(record(story).model_dump_json() + "\n" for story in ("s1", "s2")))
    return path


def run(*words):
    return CliRunner().invoke(app, ["events", *map(str, words)])


def test_group_join_explain_and_undo(tmp_path, records):
    out = tmp_path / "events.jsonl"
    result = run(records, "-o", out)
    assert result.exit_code == 0, result.output
    assert "2 records tell 1 events" in result.output
    (event,) = read_events(out)

    more = tmp_path / "more.jsonl"
    more.write_text(
        record("s3").model_dump_json() + "\n" + record("s4", "Tarn Shipping", "2019-01-02").model_dump_json()
    )
    assert run(more, "--onto", out, "-o", out).exit_code == 0
    assert sorted(e.n_records for e in read_events(out)) == [1, 3]

    told = run("--onto", out, "--explain", event.event_id)
    assert "same action (+0.5)" in told.output
    assert "3 records, 3 stories, 3 independent sources" in told.output

    assert run("--onto", out, "--undo", f"{event.event_id}:s3.0", "-o", out).exit_code == 0
    assert run(records, more, "--onto", out, "-o", out).exit_code == 0
    assert sorted(e.n_records for e in read_events(out)) == [1, 1, 2]
    assert "TAKEN OUT s3.0" in run("--onto", out, "--explain", event.event_id).output


@pytest.mark.parametrize(
    "words, message",
    [
        (["-o", "e.jsonl"], "nothing to group"),
        (["RECORDS"], "nowhere to write"),
        (["RECORDS", "-o", "e.csv"], r"written to and read from \.jsonl"),
        (["RECORDS", "-o", "RECORDS"], "would be overwritten"),
        (["RECORDS", "-o", "e.jsonl", "--undo", "ev-1:r"], "--onto"),
        (["RECORDS", "-o", "e.jsonl", "--undo", "ev-1"], "give an event and a record"),
        (["RECORDS", "--explain", "ev-1"], "no such event"),
        (["FOLDER", "-o", "e.jsonl"], "not that of a run"),
    ],
)
def test_wrong_use(tmp_path, records, monkeypatch, words, message):
    monkeypatch.chdir(tmp_path)
    result = run(*({"RECORDS": records, "FOLDER": tmp_path}.get(word, word) for word in words))
    assert result.exit_code == 2
    assert re.search(message, result.output)
    assert [path.name for path in tmp_path.iterdir()] == ["records.jsonl"]


def test_export(tmp_path, records):
    pytest.importorskip("followthemoney")
    out = tmp_path / "out.ftm.json"
    result = CliRunner().invoke(app, ["export", str(records), "--ftm", str(out)])
    assert result.exit_code == 0, result.output
    schemata = [json.loads(line)["schema"] for line in out.read_text().splitlines()]
    assert schemata.count("Sanction") == 1
    assert schemata.count("Article") == 2
    events = tmp_path / "events.jsonl"
    run(records, "-o", events)
    again = tmp_path / "again.ftm.json"
    assert CliRunner().invoke(app, ["export", str(events), "--ftm", str(again)]).exit_code == 0
    assert again.read_bytes() == out.read_bytes()


def test_export_says_what_it_needs(tmp_path, records, monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "followthemoney", None)
    result = CliRunner().invoke(app, ["export", str(records), "--ftm", str(tmp_path / "out.ftm.json")])
    assert result.exit_code == 2
    assert "wireledger[ftm]" in result.output
