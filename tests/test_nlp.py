"""The pipeline on stories written for the tests: what it must find, and what it must leave alone."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import wireledger
from wireledger import Story

ROOT = Path(__file__).parent.parent
SPAN_SLOTS = {"role": "role", "program": "program"}


def records_of(text: str, title: str = "", published: str | None = "2019-05-14") -> list[wireledger.Record]:
    return wireledger.load()(Story("t", text, title, published))


def test_a_list_after_an_active_verb_gives_a_record_each() -> None:
    records = records_of(
        "WASHINGTON (Northwire) - The U.S. Treasury Department on Tuesday sanctioned Belmar Trading Ltd, "
        "Tarn Shipping LLC and Lundby Holdings Inc for moving oil."
    )
    assert [r.target.name for r in records] == ["Belmar Trading Ltd", "Tarn Shipping LLC", "Lundby Holdings Inc"]
    assert {(r.action, r.status, r.background, r.date) for r in records} == {
        ("designation", "imposed", False, "2019-05-14")
    }
    assert {a.country for r in records for a in r.authority} == {"US"}


def test_a_fine_has_its_payer_its_sum_and_its_regulator() -> None:
    (record,) = records_of(
        "LONDON (Northwire) - Britain’s Financial Conduct Authority fined Belmar Bank plc 12.5 million pounds on Monday."
    )
    assert (record.action, record.target.name) == ("penalty", "Belmar Bank plc")
    assert record.amount is not None
    assert (record.amount.value, record.amount.currency) == (12_500_000, "GBP")
    assert record.authority[0].country == "GB"


def test_a_country_under_sanctions_is_a_trade_restriction() -> None:
    records = records_of("The European Union imposed sanctions on Belarus on Monday over the election.")
    assert [(r.action, r.target.name, r.target.type, r.target.nationality) for r in records] == [
        ("trade_restriction", "Belarus", "country", ("BY",))
    ]


def test_threats_are_proposed_and_denials_are_nothing() -> None:
    assert [
        r.status for r in records_of("The United States is considering imposing sanctions on Belarus, officials said.")
    ] == ["proposed"]
    assert records_of("The United States has not imposed sanctions on Belarus.") == []


@pytest.mark.parametrize(
    "text",
    [
        "Rebels seized control of the town of Tarn on Monday.",
        "Belmar Bank will pay a dividend of $20 million in June.",
        "The council sanctioned the new bridge after a long debate.",
        "Belmar Airlines froze hiring on Friday.",
    ],
)
def test_words_that_only_look_like_actions_give_none(text: str) -> None:
    assert records_of(text) == []


@pytest.mark.parametrize(("stage", "n_of_each"), [("rules", None), ("auto", 12)])  # the model is slow
def test_every_span_points_at_its_value(stage: str, n_of_each: int | None) -> None:
    nlp = wireledger.load(stage)
    for path in sorted((ROOT / "corpora" / "wire").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines()[:n_of_each]:
            row = json.loads(line)
            story = Story(row["id"], row["text"], row["title"], row["published"])
            for record in nlp(story):
                for slot, value in (
                    ("role", record.target.role),
                    ("program", record.program),
                    ("amount", record.amount and record.amount.text),
                ):
                    if slot in record.spans:
                        span = record.spans[slot]
                        assert story.field(span.field)[span.start : span.end] == value
                for evidence in record.evidence:
                    assert story.field(evidence.field)[evidence.start : evidence.end] == evidence.text


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_no_text_makes_it_fail(text: str) -> None:
    extraction = wireledger.load().extract(
        Story("h", f"The U.S. sanctioned {text} and fined it $5 million.", text[:60])
    )
    assert not [issue for issue in extraction.issues if issue.severity == "failed"]


def test_order_and_number_of_stories_change_nothing() -> None:
    rows = [json.loads(line) for line in (ROOT / "corpora/wire/dev.jsonl").read_text(encoding="utf-8").splitlines()]
    stories = [Story(r["id"], r["text"], r["title"], r["published"]) for r in rows[:20]]
    nlp = wireledger.load()
    together = list(nlp.pipe(stories))
    assert together == [nlp(story) for story in stories]
    assert together == list(reversed(list(nlp.pipe(reversed(stories)))))


def test_a_story_in_another_language_is_skipped_and_counted() -> None:
    text = (
        "Das Finanzministerium verhängte am Dienstag neue Sanktionen gegen mehrere Banken und Firmen, teilte ein Sprecher in Berlin mit. "
        * 2
    )
    extraction = wireledger.load().extract(Story("de", text))
    assert [issue.code for issue in extraction.issues] == ["other-language"]


def test_import_and_extraction_load_neither_torch_nor_spacy() -> None:
    code = "import sys, wireledger; wireledger.load()(wireledger.Story('a', 'Ghana froze the assets of Tarn Ltd.')); print([m for m in ('torch', 'transformers', 'spacy') if m in sys.modules])"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
    )


def test_public_names_are_these() -> None:
    assert wireledger.__all__ == sorted(wireledger.__all__, key=str)
    assert set(wireledger.__all__) == {"Extraction", "Pipeline", "Record", "Story", "__version__", "load"}


def test_an_unknown_stage_says_what_is_allowed() -> None:
    with pytest.raises(ValueError, match="allowed are 'auto', 'rules' and 'model'"):
        wireledger.load("best")  # type: ignore[arg-type]
