"""The pipeline does not fall below `configs/floors.toml`, on exactly the files that its figures were measured on."""

from pathlib import Path

import pytest

from wireledger.corpus import read_gold
from wireledger.scoring import hash_of, parse_predicted, read_floors, score

ROOT = Path(__file__).parents[1]
FLOORS = ROOT / "configs/floors.toml"


def as_param(floor):
    marks = [pytest.mark.shared] if "shared" in Path(floor.path).parts else []
    return pytest.param(floor, id=floor.name, marks=marks)


FLOOR_SETS = [as_param(floor) for floor in read_floors(FLOORS).values()]


def corpus_of(floor):
    path = ROOT / floor.path
    if not path.is_file():
        pytest.skip(f"{floor.path} is absent")
    return path


@pytest.mark.parametrize("floor", FLOOR_SETS)
def test_the_corpus_is_the_one_that_was_measured(floor):
    digest = hash_of(corpus_of(floor))
    assert digest == floor.sha256, (
        f"{floor.path} has sha256 {digest}, not the {floor.sha256} that [corpora.{floor.name}] of configs/floors.toml "
        "was measured on: measure anew with `wireledger evaluate`, then pin the new hash and floors together"
    )


@pytest.mark.parametrize("floor", FLOOR_SETS)
def test_no_figure_is_below_its_floor(floor):
    path = corpus_of(floor)
    nlp = pytest.importorskip("wireledger.nlp", reason="the pipeline is not there yet")
    pipeline = nlp.load(floor.stage)
    stories = list(read_gold(path))
    records = [record for gold in stories for record in pipeline.extract(gold.story).records]
    assert floor.failures(score(stories, [parse_predicted(record.to_dict()) for record in records])) == []
