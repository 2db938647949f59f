import gzip
import json

import pytest

from wireledger.errors import CorpusError, ReadError
from wireledger.scoring import gold_records, parse_predicted, read_predicted
from wireledger.scoring.bodies import Body

RECORD = {
    "record_id": "r1",
    "story_id": "s1",
    "action": "penalty",
    "status": "imposed",
    "background": False,
    "authority": [{"name": "Harbour Board", "id": None, "country": "NL"}],
    "target": {"name": "Brindle Ore", "type": "organization", "aliases": [], "nationality": ["NL"], "count": None},
    "amount": {"value": 5000000, "currency": "EUR", "text": "5 million euros", "qualifier": "exact", "scope": "action"},
    "date": "2021-03-04",
    "evidence": [{"start": 0, "end": 9, "text": "..."}],
    "confidence": 0.75,
}


def test_a_record_is_reduced_to_what_is_compared():
    record = parse_predicted(RECORD)
    assert record.authority == (Body("Harbour Board", None, "NL"),)
    assert (record.amount, record.date, record.confidence) == ((5_000_000.0, "EUR"), "2021-03-04", 0.75)


def test_other_programs_may_leave_out_what_they_do_not_know():
    record = parse_predicted({"story_id": "s1", "action": "penalty", "date": 2021, "target": {"aliases": None}})
    assert (record.name, record.aliases, record.date) == (None, (), "2021")


def test_records_and_annotated_stories_are_both_read(tmp_path):
    action = {"action": "penalty", "status": "imposed", "targets": [{"type": "person", "name": "A B"}]}
    lines = [RECORD, {"id": "s2", "text": "", "actions": [action]}]
    path = tmp_path / "predicted.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.write("\n\n".join(map(json.dumps, lines)))
    assert [(record.story_id, record.name) for record in read_predicted(path)] == [("s1", "Brindle Ore"), ("s2", "A B")]


@pytest.mark.parametrize("line", ['{"action": "penalty"}', "[]", "{", '{"story_id": "s", "target": {"count": "many"}}'])
def test_a_line_that_is_no_record_says_where_it_stands(tmp_path, line):
    path = tmp_path / "predicted.jsonl"
    path.write_text(f"{json.dumps(RECORD)}\n{line}\n")
    with pytest.raises(CorpusError, match=r"predicted\.jsonl:2"):
        list(read_predicted(path))


def test_a_missing_file_is_a_read_error(tmp_path):
    with pytest.raises(ReadError, match="cannot be read"):
        list(read_predicted(tmp_path / "none.jsonl"))


def test_gold_without_actions_has_no_records():
    from wireledger.corpus import parse_gold

    assert gold_records(parse_gold({"id": "s1", "text": "", "actions": []})) == ()
