"""FollowTheMoney's own judgement of what is exported from our own stories; skipped where `[ftm]` isn't installed."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from wireledger.corpus import read_gold
from wireledger.corpus.as_records import gold_as_records
from wireledger.events import group
from wireledger.ftm import Entity, convert, faults

pytest.importorskip("followthemoney", reason="needs the extra [ftm] (PyICU is compiled); `make ftm` runs these")

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def entities():
    paths = [*(ROOT / "corpora/events").glob("*.jsonl"), ROOT / "corpora/wire/dev.jsonl"]
    records = [record for path in paths for gold in read_gold(path) for record in gold_as_records(gold)]
    return convert(group(records)).entities


def test_every_entity_of_our_own_stories_is_valid(entities):
    schemata = {entity.schema for entity in entities}
    assert schemata >= {"Article", "Person", "Company", "Organization", "Vessel", "Sanction", "CourtCase",
                        "CourtCaseParty", "Asset", "Documentation", "CryptoWallet"}  # fmt: skip
    assert list(faults(entities)) == []


def test_a_round_trip_through_its_tools_changes_nothing(entities, tmp_path):
    before = [json.dumps(entity.to_dict()) for entity in entities]
    result = subprocess.run(
        [Path(sys.executable).with_name("ftm"), "validate"],
        input="\n".join(before) + "\n", capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    after = [json.loads(line) for line in result.stdout.splitlines()]

    def plain(entity):
        return entity["id"], entity["schema"], {name: sorted(values) for name, values in entity["properties"].items()}

    assert [plain(entity) for entity in after] == [plain(json.loads(line)) for line in before]


def test_faults_are_found():
    bad = [
        Entity("a", "Person", {"name": ["A"], "nationality": ["xx"], "flag": ["ru"]}),
        Entity("b", "Sanction", {"authority": ["X"]}),
        Entity("c", "Sanction", {"entity": ["nowhere"]}),
        Entity("d", "Spaceship", {}),
    ]
    said = "\n".join(faults(bad))
    for words in ("nationality", "no property 'flag'", "'entity' is required", "names no Thing", "no schema Spaceship"):
        assert words in said
