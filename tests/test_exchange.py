"""Gold goes to other tools and comes back the same; what does not fit is said."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from wireledger.cli.app import app
from wireledger.corpus import read_gold
from wireledger.corpus.exchange import read_any, write_any
from wireledger.corpus.places import iter_placed
from wireledger.corpus.standoff import detach
from wireledger.errors import ConfigError, CorpusError, ReadError

DEV = Path(__file__).parents[1] / "corpora" / "wire" / "dev.jsonl"


@pytest.fixture
def wireledger():
    return lambda *arguments: CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def gold():
    return list(read_gold(DEV))[:25]


@pytest.mark.parametrize("name", ["out.json", "out.spacy", "out.jsonl"])
def test_gold_comes_back_as_it_was(gold, tmp_path, name):
    assert write_any(tmp_path / name, gold) == len(gold)
    assert list(read_any(tmp_path / name)) == gold


def test_gold_leaves_its_texts_at_home_and_finds_them_again(gold, tmp_path):
    assert write_any(tmp_path / "out.standoff.jsonl", gold) == len(gold)
    written = (tmp_path / "out.standoff.jsonl").read_text()
    assert not any(target.name and target.name in written for one in gold for a in one.actions for target in a.targets)
    back = list(read_any(tmp_path / "out.standoff.jsonl", texts=DEV))
    assert [(one.story, one.actions) for one in back] == [(one.story, one.actions) for one in gold]


@pytest.mark.parametrize(
    "change, said",
    [
        ({"id": "elsewhere"}, "'elsewhere' is not in"),
        ({"length": 80}, "has another text"),
        ({"more": 1}, "no standoff annotation"),
        ({"actions": [{"reason": [7, 7]}]}, "nothing stands at"),
        ({"actions": [{"reason": 7}]}, "a place is"),
    ],
)
def test_annotations_of_another_text_are_refused(gold, tmp_path, change, said):
    path = tmp_path / "out.standoff.jsonl"
    path.write_text(json.dumps(detach(gold[0]) | change) + "\n")
    with pytest.raises(CorpusError, match=said) as error:
        list(read_any(path, texts=DEV))
    assert f"{path}:1" in str(error.value)


@pytest.mark.parametrize("name, texts", [("out.standoff.jsonl", None), ("out.jsonl", DEV)])
def test_texts_go_with_standoff_alone(tmp_path, name, texts):
    with pytest.raises(ConfigError, match="standoff"):
        read_any(tmp_path / name, texts)


def test_places_are_where_the_words_stand(gold):
    placed = [(story, one) for story in gold for one in iter_placed(story)]
    assert len(placed) > 200
    assert all(one.span.of(story.story.field(one.span.field)) == one.text for story, one in placed)


def test_spacy_sees_the_spans(gold, tmp_path):
    import spacy
    from spacy.tokens import DocBin

    write_any(tmp_path / "out.spacy", gold)
    docs = list(DocBin().from_disk(tmp_path / "out.spacy").get_docs(spacy.blank("en").vocab))
    assert {span.label_ for doc in docs for span in doc.spans["wireledger"]} >= {"target", "authority", "amount"}


@pytest.fixture
def tasks(gold, tmp_path):
    path = tmp_path / "tasks.json"
    write_any(path, gold)
    return path, json.loads(path.read_text(encoding="utf-8"))


def test_a_region_that_was_moved_changes_its_slot(tasks):
    path, content = tasks
    region = next(r for r in content[0]["annotations"][0]["result"] if r["id"] == "a0.t1.target.0")
    assert region["value"]["text"] == "Selene Star"
    region["value"]["text"], region["value"]["end"] = "Selene", region["value"]["end"] - len(" Star")
    path.write_text(json.dumps(content), encoding="utf-8")
    assert next(iter(read_any(path))).actions[0].targets[1].name == "Selene"


def test_offsets_in_utf_16_units_are_understood(tasks):
    path, content = tasks
    task = content[0]
    task["data"]["wireledger"]["text"] = "\U0001f6a2\U0001f6a2" + task["data"]["text"]
    task["data"]["wireledger"]["sentences"] = []
    for action in task["data"]["wireledger"]["actions"]:
        action["evidence"] = []
    for region in task["annotations"][0]["result"]:
        for edge in ("start", "end") if region["to_name"] == "text" else ():
            region["value"][edge] += 4
    path.write_text(json.dumps([task]), encoding="utf-8")
    assert next(iter(read_any(path))).actions[0].targets[1].name == "Selene Star"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda task: task["annotations"][0]["result"][0]["value"].update(start=3), "where the text says"),
        (lambda task: task["annotations"][0]["result"][0]["value"].update(start=-9), "where the text says"),
        (lambda task: task["annotations"][0]["result"][0].update(id="xyz"), "was drawn in Label Studio"),
        (lambda task: task["annotations"][0]["result"][0].update(id="a99.t.authority.0"), "belongs to no action"),
        (lambda task: task["annotations"][0]["result"][0]["value"].update(labels=["reason"]), "it was a authority"),
        (lambda task: task["data"].pop("wireledger"), "'data.wireledger' is missing"),
    ],
)
def test_what_does_not_fit_is_said(tasks, change, message):
    path, content = tasks
    change(content[0])
    path.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(CorpusError, match=message):
        list(read_any(path))


def test_files_of_other_kinds_are_refused(tmp_path):
    for name in ("x.json", "x.spacy"):
        (tmp_path / name).write_bytes(b"{}")
        with pytest.raises(ReadError):
            list(read_any(tmp_path / name))
    with pytest.raises(ConfigError, match=r"Allowed: \.jsonl"):
        read_any(tmp_path / "x.xml")


def test_two_people_agree_with_themselves(wireledger, tmp_path):
    result = wireledger("corpus", "agree", DEV, DEV, "--json")
    figures = json.loads(result.output)
    assert figures["record_f1"] == 1
    assert all(slot["equal"] == 1 for slot in figures["slots"].values())
    assert figures["slots"]["action"]["kappa"] == 1


def test_disagreement_shows_in_the_slot_it_is_about(wireledger, tmp_path):
    rows = [json.loads(line) for line in DEV.read_text(encoding="utf-8").splitlines()]
    for row in rows[::2]:
        for action in row["actions"]:
            action["status"] = "proposed"
    other = tmp_path / "other.jsonl"
    other.write_text("".join(json.dumps(row) + "\n" for row in rows[:-1]), encoding="utf-8")
    figures = json.loads(wireledger("corpus", "agree", DEV, other, "--json").output)
    assert figures["single_stories"] == 1
    assert figures["slots"]["status"]["equal"] < 0.8
    assert figures["slots"]["status"]["kappa"] < 0.5
    assert figures["slots"]["action"]["kappa"] == 1
    assert "kappa" in wireledger("corpus", "agree", DEV, other).output
