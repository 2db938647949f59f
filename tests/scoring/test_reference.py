"""Agreement with `shared/tools/score.py`, the reference, on gold that is spoilt by chance."""

import copy
import importlib.util
import json
import random
from pathlib import Path

import pytest

from wireledger.corpus import read_gold
from wireledger.scoring import gold_records, parse_predicted, score

SHARED = Path(__file__).parents[2].parent / "shared"
REFERENCE = SHARED / "tools/score.py"
TOP_SLOTS = ["action", "status", "background", "authority", "amount", "program", "date"]
TARGET_SLOTS = ["type", "nationality", "role", "aliases", "name", "count"]

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not REFERENCE.is_file(), reason=f"{REFERENCE} is absent"),
]


@pytest.fixture(scope="module")
def reference():
    spec = importlib.util.spec_from_file_location("reference_score", REFERENCE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def spoilt(rows, records_of, seed):
    """Records of `rows` with random drops, swapped names, slots of other records, copies and false records."""
    chance = random.Random(seed)
    pool = [record for row in rows for record in records_of(row)]
    spoilt_records = []
    for row in rows:
        records = [copy.deepcopy(record) for record in records_of(row) if chance.random() > 0.15]
        for record in records:
            donor, slot = chance.choice(pool), chance.choice(TOP_SLOTS + TARGET_SLOTS)
            if chance.random() < 0.5:
                taker, giver = (record, donor) if slot in TOP_SLOTS else (record["target"], donor["target"])
                taker[slot] = copy.deepcopy(giver.get(slot))
            if chance.random() < 0.1:
                one, other = record["target"], chance.choice(records)["target"]
                one["name"], other["name"] = other.get("name"), one.get("name")
        records += [copy.deepcopy(record) for record in records if chance.random() < 0.1]
        if chance.random() < 0.1:
            records.append(copy.deepcopy(chance.choice(pool)) | {"story_id": row["id"]})
        spoilt_records += records
    chance.shuffle(spoilt_records)
    return spoilt_records


def figures(table, prefix=""):
    for key, value in table.items():
        if isinstance(value, dict):
            yield from figures(value, f"{prefix}{key}.")
        elif key != "errors":
            yield prefix + key, value


def rows_of(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("name", ["news_train", "gov_train"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_spoilt_gold_scores_as_in_the_reference(reference, name, seed):
    path = SHARED / f"gold/{name}.jsonl"
    rows = rows_of(path)
    predicted = spoilt(rows, reference.records_of, seed)
    expected = dict(figures(reference.score(rows, predicted)))
    ours = dict(figures(score(read_gold(path), map(parse_predicted, predicted)).to_dict()))
    assert 0.5 < expected["record.f1"] < 0.95
    assert {key: ours[key] for key in expected} == pytest.approx(expected, abs=1e-3)


def test_gold_of_the_corpora_scores_one_against_itself(reference):
    path = SHARED / "gold/news_train.jsonl"
    stories = list(read_gold(path))
    scores = score(stories, [record for story in stories for record in gold_records(story)])
    rows = rows_of(path)
    expected = dict(figures(reference.score(rows, rows)))
    ours = dict(figures(scores.to_dict()))
    assert scores.records.f1 == 1.0
    assert {key: ours[key] for key in expected} == pytest.approx(expected, abs=1e-9)
