import json
import sys
from dataclasses import dataclass
from types import ModuleType

import pytest
import typer
from typer.testing import CliRunner

from wireledger.cli.evaluate import evaluate
from wireledger.issues import Issue
from wireledger.records import Record
from wireledger.scoring import hash_of

TEXT = "The Harbour Board fined Brindle Ore 5 million euros."
ACTION = {
    "action": "penalty",
    "status": "imposed",
    "authority": [{"name": "Harbour Board", "country": "NL"}],
    "targets": [{"name": "Brindle Ore", "type": "organization"}],
    "amount": {"text": "5 million euros", "value": 5000000, "currency": "EUR"},
    "evidence": [0],
}
STORIES = [
    {"id": "s1", "text": TEXT, "sentences": [[0, len(TEXT)]], "actions": [ACTION]},
    {"id": "s2", "text": "Nothing happened.", "sentences": [[0, 17]], "actions": []},
]


def record(story_id="s1", **changes):
    fields = {
        "record_id": f"{story_id}-1",
        "story_id": story_id,
        "action": "penalty",
        "status": "imposed",
        "background": False,
        "authority": [{"name": "Harbour Board", "country": "NL"}],
        "target": {"name": "Brindle Ore", "type": "organization"},
        "amount": {"value": 5000000, "currency": "EUR", "text": "5 million euros"},
        "evidence": [{"start": 0, "end": len(TEXT), "text": TEXT}],
        "spans": {},
        "confidence": 0.9,
        "slot_confidence": {},
        "method": {},
    }
    return Record.model_validate(fields | changes)


@dataclass(frozen=True)
class Extraction:
    story: object
    records: tuple
    issues: tuple = ()


class OneFine:
    """A pipeline that finds a fine in every story that tells one, and fails where nothing happened."""

    note = ""

    def extract(self, story):
        if "fined" in story.text:
            return Extraction(story, (record(story.id),))
        return Extraction(story, (), (Issue("broken", "cannot be read", "failed"),))

    def extract_all(self, stories):
        return map(self.extract, stories)


@pytest.fixture
def gold(tmp_path):
    return lines(tmp_path / "gold.jsonl", STORIES)


@pytest.fixture
def pipeline(monkeypatch):
    stages = []
    module = ModuleType("wireledger.nlp")
    module.load = lambda stage, model=None: stages.append(stage) or OneFine()
    monkeypatch.setitem(sys.modules, "wireledger.nlp", module)
    return stages


def lines(path, rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def predicted(tmp_path, *records):
    return lines(tmp_path / "predicted.jsonl", [one.to_dict() for one in records])


def run(*arguments):
    app = typer.Typer()
    app.command()(evaluate)
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def floors(tmp_path, gold, digest=None, **values):
    path = tmp_path / "floors.toml"
    keys = "\n".join(f"{key} = {value}" for key, value in values.items())
    digest = digest or hash_of(gold)
    path.write_text(f'[corpora.own]\npath = "gold.jsonl"\nsha256 = "{digest}"\nstage = "auto"\n{keys}\n')
    return path


def test_tables_show_every_figure(gold, tmp_path):
    result = run(gold, predicted(tmp_path, record(status="sought"), record("s2")), "--errors", "9")
    assert result.exit_code == 0
    titles = (
        "Score",
        "Slots",
        "Records by action",
        "Records by status",
        "Calibration",
        "Precision by least confidence",
    )
    for title in (*titles, "Worst stories", "Errors"):
        assert f"\n{title}" in result.stdout
    assert "2 stories, 1 gold records, 2 predicted" in result.stdout
    assert "status 'sought' for 'imposed'" in result.stdout
    assert "false: imposed penalty of Brindle Ore" in result.stdout


def test_a_pipe_gets_no_colours_and_no_rules(gold, tmp_path):
    result = run(gold, predicted(tmp_path, record()))
    assert result.stdout.isascii()
    assert "\x1b" not in result.stdout


def test_a_comparison_reads_the_stories_by_each_stage(gold, pipeline):
    result = run(gold, "--compare")
    assert result.exit_code == 0
    assert pipeline == ["rules", "model", "auto"]
    assert result.stdout.count("1.000 (1.000 to 1.000)") >= 3


def test_a_comparison_takes_no_records(gold, tmp_path):
    result = run(gold, predicted(tmp_path, record()), "--compare")
    assert result.exit_code == 2
    assert "--compare reads the stories itself" in result.stderr


def test_json_holds_the_figures_with_their_intervals(gold, tmp_path):
    result = run(gold, predicted(tmp_path, record(status="sought")), "--json", "--errors", "1")
    scores = json.loads(result.stdout)
    assert scores["record"]["f1"] == 1.0
    assert scores["slots"]["status"]["f1"] == 0.0
    assert scores["intervals"]["core_exact"] == [0.0, 1.0]
    assert scores["calibration"]["n"] == 1
    assert [story["story"] for story in scores["worst"]] == ["s1"]
    assert scores["errors"][0]["slots"] == {"status": ["'imposed'", "'sought'"]}


def test_two_annotators_can_be_compared(gold):
    scores = json.loads(run(gold, gold, "--json").stdout)
    assert scores["slot"]["f1"] == 1.0
    assert scores["calibration"] is None
    assert scores["worst"] == []


def test_without_predictions_the_pipeline_reads_the_stories(gold, pipeline):
    result = run(gold, "--stage", "rules", "--json")
    assert pipeline == ["rules"]
    assert json.loads(result.stdout)["core_exact"] == 1.0
    assert result.stderr == "note: 1 stories failed and count as stories without records\n"


def test_records_of_other_stories_are_mentioned(gold, tmp_path):
    result = run(gold, predicted(tmp_path, record(), record("elsewhere")))
    assert "note: 1 records of stories that are not in" in result.stderr


def test_a_figure_below_its_floor_ends_with_one(gold, tmp_path):
    path = floors(tmp_path, gold, record_f1=1.0, core_exact=0.5)
    found = predicted(tmp_path, record(status="sought"))
    result = run(gold, found, "--floors", path)
    assert result.exit_code == 1
    assert result.stderr == "below floor: own: core_exact is 0.0000, below its floor of 0.5000\n"
    assert "record F1" in result.stdout


def test_figures_at_their_floors_end_with_zero(gold, tmp_path):
    path = floors(tmp_path, gold, record_f1=1.0)
    assert run(gold, predicted(tmp_path, record()), "--floors", path, "--floor-set", "own").exit_code == 0


@pytest.mark.parametrize(
    ("digest", "arguments", "message"),
    [
        ("00", [], "no section has stage = 'auto'"),
        ("00", ["--floor-set", "own"], "was measured on a file with sha256 00"),
        (None, ["--floor-set", "other"], "there is no section"),
        (None, ["--stage", "rules"], "no section has stage = 'rules'"),
    ],
)
def test_floors_of_another_corpus_are_wrong_use(gold, tmp_path, digest, arguments, message):
    result = run(gold, gold, "--floors", floors(tmp_path, gold, digest), *arguments)
    assert result.exit_code == 2
    assert result.stderr.startswith("error: ")
    assert message in result.stderr


def test_a_missing_file_is_wrong_use(gold, tmp_path):
    for arguments in (
        [tmp_path / "none.jsonl"],
        [gold, tmp_path / "none.jsonl"],
        [gold, gold, "--floors", tmp_path / "x"],
    ):
        result = run(*arguments)
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr.startswith("error: ")


def test_gold_that_is_no_gold_is_wrong_use(tmp_path):
    result = run(lines(tmp_path / "gold.jsonl", [record().to_dict()]))
    assert result.exit_code == 2
    assert "gold.jsonl:1" in result.stderr
