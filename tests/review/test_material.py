"""What can be reviewed: a run, a file of records, a ledger; and what is said where it can't."""

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from invented import ELEVEN, FINED, QUIET, Hand, penalty, write_files

from wireledger.archive import RunFolder
from wireledger.errors import ReadError
from wireledger.review import Desk, decisions_beside, read_material
from wireledger.review.doubt import Doubt
from wireledger.review.material import make_material
from wireledger.writers import open_writer


@pytest.fixture
def run(tmp_path):
    run = RunFolder(tmp_path / "run")
    run.records.mkdir(parents=True)
    run.stories.mkdir()
    run.ledger.touch()
    with open_writer(run.records / "0000.parquet") as writer:
        writer.write([penalty(amount=ELEVEN)])
    names = ("id", "title", "text", "published", "publisher", "url")
    rows = [{name: getattr(s, name) for name in names} | {"source": "a.jsonl", "line": 1} for s in (FINED, QUIET)]
    pq.write_table(pa.Table.from_pylist(rows), run.stories / "0000.parquet")
    return run


def test_a_run_holds_records_and_stories(run):
    material = read_material(run.path)
    assert (material.n_records, len(material.sheets), material.n_missing) == (1, 2, 0)
    assert next(iter(material.sheets.values())).story == FINED
    assert decisions_beside(run.path) == run.path / "decisions.sqlite"


def test_a_story_without_records_can_be_marked_as_reviewed(run, log):
    hand = Hand(Desk(read_material(run.path), log, "ana"), QUIET)
    assert [row.label for row in hand.desk.rows()] == ["Brindle Ore", "no records"]
    hand.do("no_action")
    assert hand.desk.progress() == {"open": 1, "total": 2}


def test_records_without_stories_are_kept(tmp_path):
    records, _ = write_files(tmp_path, [penalty()], [])
    assert read_material(records).n_missing == 1


@pytest.mark.parametrize("name", ["none", "folder", "x.txt"])
def test_what_is_nothing_to_review_is_said(tmp_path, name):
    (tmp_path / "folder").mkdir()
    (tmp_path / "x.txt").touch()
    with pytest.raises(ReadError, match=name):
        read_material(tmp_path / name)


def test_a_ledger_gives_the_records_back(tmp_path, wireledger):
    pytest.importorskip("duckdb")
    pytest.importorskip("wireledger.warehouse")
    records, stories = write_files(tmp_path, [penalty(amount=ELEVEN), penalty(name="Ardent Tin")], [FINED])
    result = wireledger("load", records, "--to", f"duckdb:///{tmp_path}/ledger.duckdb")
    assert result.exit_code == 0, result.output
    one, other = read_material(tmp_path / "ledger.duckdb", stories), read_material(records, stories)
    assert {key: set(sheet.records) for key, sheet in one.sheets.items()} == {
        key: set(sheet.records) for key, sheet in other.sheets.items()
    }


def test_doubt_is_greatest_in_the_middle_and_grows_with_dispute_and_rare_slots():
    plain, rare = penalty(confidence=0.9), penalty(confidence=0.9, amount=ELEVEN)
    doubt = Doubt([plain] * 9 + [rare])
    assert doubt.of(penalty(confidence=0.5)) > doubt.of(plain) > doubt.of(penalty(confidence=0.99))
    assert Doubt([plain], against=[rare]).of(plain) > Doubt([plain], against=[plain]).of(plain)
    assert doubt.of(rare) > doubt.of(plain)


def test_records_that_another_extraction_says_otherwise_are_disputed(log):
    both = [penalty(), penalty(name="Ardent Tin")]
    desk = Desk(
        make_material(both, [FINED]), log, "ana", against=[penalty(), penalty(name="Ardent Tin", amount=ELEVEN)]
    )
    assert {row.label: row.disputed for row in desk.rows()} == {"Brindle Ore": False, "Ardent Tin": True}
