import gzip
import json
from pathlib import Path

import pytest

from wireledger.corpus import check_gold, parse_gold, read_gold
from wireledger.corpus.read import clean_published
from wireledger.errors import CorpusError, ReadError
from wireledger.scoring import gold_records, score
from wireledger.spans import Span

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
OWN_CORPORA = sorted((ROOT / "corpora").glob("**/*.jsonl"))

TEXT = "The Harbour Board fined Brindle Ore, also known as Brindle Mining, 5 million euros. It gave no reason."


def row(**changes):
    """A gold line without faults; `changes` go into its only action, or into its only target."""
    target = {
        "name": "Brindle Ore",
        "type": "organization",
        "aliases": ["Brindle Mining"],
        "nationality": ["NL"],
        "role": None,
    }
    action = {
        "action": "penalty",
        "status": "imposed",
        "background": False,
        "authority": [{"name": "Harbour Board", "country": "NL"}],
        "targets": [target],
        "amount": {"text": "5 million euros", "value": 5000000, "currency": "EUR"},
        "date": "2021-03",
        "evidence": [0],
    }
    for slot, value in changes.items():
        holder = target if slot in target or slot == "count" else action
        holder[slot] = value
    return {"id": "s1", "title": "Brindle fined", "text": TEXT, "sentences": [[0, 83], [84, 102]], "actions": [action]}


def write(tmp_path, *lines):
    path = tmp_path / "gold.jsonl"
    path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines), encoding="utf-8")
    return path


def test_a_story_is_read_with_its_actions(tmp_path):
    (gold,) = read_gold(write(tmp_path, row()))
    (action,) = gold.actions
    assert (gold.story.id, gold.story.text, gold.story.title) == ("s1", TEXT, "Brindle fined")
    assert action.targets[0].aliases == ("Brindle Mining",)
    assert action.amount.value == 5_000_000
    assert check_gold(gold) == []


def test_absent_null_and_empty_fields_mean_the_same():
    bare = {
        "id": "s1",
        "text": TEXT,
        "actions": [{"action": "penalty", "status": "imposed", "targets": [{"type": "x"}]}],
    }
    null = json.loads(json.dumps(bare))
    null |= {"title": None, "published": None, "source": None, "publisher": "", "url": ""}
    null["actions"][0] |= {"authority": None, "measures": None, "amount": None, "program": None}
    null["actions"][0]["targets"][0] |= {"aliases": None, "nationality": None, "count": None}
    assert parse_gold(null) == parse_gold(bare)


def test_evidence_numbers_sentences_and_minus_one_is_the_title():
    gold = parse_gold(row(evidence=[-1, 1]))
    spans = gold.evidence_spans(gold.actions[0])
    assert spans == (Span(0, 13, "title"), Span(84, 102))
    assert [span.of(gold.story.field(span.field)) for span in spans] == ["Brindle fined", "It gave no reason."]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("2017-08-22", "2017-08-22"),
        ("2017-08", "2017-08"),
        ("2017-08-22T10:00:00Z", "2017-08-22"),
        ("May 3, 2019", "2019-05-03"),
        ("December 30, 2013", "2013-12-30"),
        ("2013/2014", None),
        ("", None),
        (None, None),
        ("lately", None),
    ],
)
def test_published_is_an_iso_prefix_or_none(given, expected):
    assert clean_published(given) == expected


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "not JSON"),
        ("[]", "should be a valid dictionary"),
        ('{"text": "", "actions": []}', "a story without an id, slot 'id'"),
        (row(count="many"), r"story 's1', slot 'actions\.0\.targets\.0\.count'"),
        (row(evidence=["first"]), r"slot 'actions\.0\.evidence\.0'"),
        (row(statsu="imposed"), r"slot 'actions\.0\.statsu'"),
        (row(), "stands on line 1 already"),
    ],
)
def test_a_malformed_line_says_where_and_what(tmp_path, line, message):
    path = write(tmp_path, row(), line)
    with pytest.raises(CorpusError, match=message) as caught:
        list(read_gold(path))
    assert f"{path}:2: " in str(caught.value)


def test_files_may_be_gzipped_and_hold_empty_lines(tmp_path):
    path = tmp_path / "gold.jsonl.gz"
    path.write_bytes(gzip.compress(f"\n{json.dumps(row())}\n\n".encode()))
    assert [gold.story.id for gold in read_gold(path)] == ["s1"]


@pytest.mark.parametrize("content", [None, b"\xff\xfe", b"no gzip"])
def test_a_file_that_cannot_be_read_is_a_read_error(tmp_path, content):
    path = tmp_path / ("gold.jsonl.gz" if content == b"no gzip" else "gold.jsonl")
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ReadError, match=r"gold\.jsonl"):
        list(read_gold(path))


@pytest.mark.parametrize(
    ("changes", "slot"),
    [
        ({"name": "Brindle Oar"}, "targets.0.name"),
        ({"aliases": ["Old Brindle"]}, "targets.0.aliases.0"),
        ({"role": "ore trader"}, "targets.0.role"),
        ({"role": " "}, "targets.0.role"),
        ({"type": "firm"}, "targets.0.type"),
        ({"nationality": ["NLD"]}, "targets.0.nationality.0"),
        ({"nationality": ["UK"]}, "targets.0.nationality.0"),
        ({"count": 0, "name": None}, "targets.0.count"),
        ({"count": 2}, "targets.0.count"),
        ({"action": "fine"}, "action"),
        ({"status": "done"}, "status"),
        ({"measures": ["ban"]}, "measures.0"),
        ({"authority": [{"name": "Port Court"}]}, "authority.0.name"),
        ({"authority": [{"name": "Harbour Board", "country": "Netherlands"}]}, "authority.0.country"),
        ({"program": "Port Act"}, "program"),
        ({"reason": "for smuggling"}, "reason"),
        ({"asset": "a barge"}, "asset"),
        ({"amount": {"text": "EUR 5m", "value": 5000000, "currency": "EUR"}}, "amount.text"),
        ({"amount": {"text": "5 million euros", "value": -5, "currency": "EUR"}}, "amount.value"),
        ({"amount": {"text": "5 million euros", "value": 5, "currency": "euro"}}, "amount.currency"),
        ({"date": "March 2021"}, "date"),
        ({"evidence": [2]}, "evidence"),
        ({"evidence": [-2]}, "evidence"),
        ({"evidence": []}, "evidence"),
        ({"targets": []}, "targets"),
    ],
)
def test_an_annotation_that_cannot_be_true_is_a_problem(changes, slot):
    (problem,) = check_gold(parse_gold(row(**changes)))
    assert problem.startswith(f"story 's1': actions.0.{slot}: ")


@pytest.mark.parametrize(
    ("sentences", "n_problems"),
    [([[0, 83], [80, 102]], 1), ([[0, 200]], 1), ([[5, 5]], 1), ([[-1, 83], [50, 60]], 2), ([[0, 83], [83, 102]], 0)],
)
def test_sentences_must_lie_in_the_text_and_apart(sentences, n_problems):
    assert len(check_gold(parse_gold(row() | {"sentences": sentences}))) == n_problems


def test_evidence_in_a_title_needs_a_title():
    (problem,) = check_gold(parse_gold(row(evidence=[-1]) | {"title": ""}))
    assert "-1 is the title" in problem


@pytest.mark.parametrize("path", OWN_CORPORA, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_projects_corpora_keep_the_rules_and_score_one(path):
    stories = list(read_gold(path))
    assert [problem for gold in stories for problem in check_gold(gold)] == []
    scores = score(stories, [record for gold in stories for record in gold_records(gold)])
    assert (scores.records.f1, scores.slot.f1, scores.core_exact) == (1.0, 1.0, 1.0)


@pytest.mark.shared
@pytest.mark.parametrize("name", ["news_train", "gov_train", "seed"])
def test_the_shared_gold_keeps_the_rules(name):
    path = SHARED / f"gold/{name}.jsonl"
    if not path.is_file():
        pytest.skip(f"{path} is absent")
    assert [problem for gold in read_gold(path) for problem in check_gold(gold)] == []
