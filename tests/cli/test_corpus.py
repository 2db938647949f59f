from pathlib import Path

import pytest
from typer.testing import CliRunner

from wireledger.cli.app import app

CORPUS = Path(__file__).parents[2] / "corpora/wire"


@pytest.fixture
def run():
    return lambda *words: CliRunner().invoke(app, ["corpus", "check", *map(str, words)])


def test_the_corpus_is_sound(run):
    result = run(*(CORPUS / f"{split}.jsonl" for split in ("train", "dev", "test")))
    assert result.exit_code == 0, result.output
    assert result.output.endswith("all sound\n")


def test_a_story_in_two_splits_is_a_problem(run, tmp_path):
    one, two = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    line = (CORPUS / "test.jsonl").read_text(encoding="utf-8").splitlines()[0]
    for path in (one, two):
        path.write_text(line + "\n", encoding="utf-8")
    result = run(one, two)
    assert result.exit_code == 1
    assert "two splits must not share a story" in result.output


def test_a_string_that_is_not_in_its_text_is_a_problem(run, tmp_path):
    import json

    row = json.loads((CORPUS / "dev.jsonl").read_text(encoding="utf-8").splitlines()[0])
    row["actions"][0]["targets"][0]["name"] = "Nobody At All"
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    result = run(path)
    assert result.exit_code == 1
    assert "Nobody At All" in result.output
