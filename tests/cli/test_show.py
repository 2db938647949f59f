import pytest
from rich.console import Console

from wireledger.cli.record_view import records_view
from wireledger.cli.story_view import story_view
from wireledger.records import SpanRef
from wireledger.story import Story


def shown(wireledger, *arguments, width=100, **options):
    return wireledger("show", *arguments, env={"COLUMNS": str(width)}, **options)


def test_story_is_shown_with_its_evidence_and_its_records(wireledger, stories):
    out = shown(wireledger, stories).stdout
    assert "Board fines Brindle" in out
    assert "2021-03-04 · s1" in out
    assert "HARBOUR - «The Harbour Board fined Brindle Ore $11 million.» It was late." in out
    assert "1. penalty  imposed" in out
    assert "Harbour Board (NL)" in out
    assert "USD 11,000,000  “$11 million”" in out
    assert "0.75" in out


def test_output_is_plain_when_piped(wireledger, stories):
    assert "\x1b" not in shown(wireledger, stories).stdout


def test_stories_without_records_are_counted_and_shown_on_demand(wireledger, stories):
    result = shown(wireledger, stories)
    assert "Nothing happened" not in result.stdout
    assert "1 without records not shown; --all shows them" in result.stderr
    result = shown(wireledger, stories, "--all")
    assert "Nothing happened" in result.stdout
    assert "No records." in result.stdout


def test_one_story_can_be_asked_for(wireledger, stories):
    out = shown(wireledger, stories, "--story", "s2").stdout
    assert "Nothing happened" in out
    assert "Brindle" not in out


def test_asking_for_a_story_that_is_not_there_is_wrong_use(wireledger, stories):
    result = shown(wireledger, stories, "--story", "s9")
    assert (result.exit_code, result.stderr) == (2, "error: no story has the id 's9'.\n")


def test_limit_stops_after_so_many_stories_shown(wireledger, stories):
    out = shown(wireledger, stories, "--limit", 1).stdout
    assert "Brindle" in out
    assert "Ardent" not in out


def test_failures_are_said_on_stderr_and_end_with_1(wireledger, tmp_path):
    (tmp_path / "s.jsonl").write_text('nonsense\n{"id": "s1", "text": "Crash"}\n')
    result = shown(wireledger, tmp_path / "s.jsonl")
    assert result.exit_code == 1
    assert "failed: " in result.stderr
    assert "s.jsonl:1: not valid JSON" in result.stderr


@pytest.mark.parametrize("width", [60, 80, 120])
def test_no_line_is_wider_than_the_terminal(wireledger, stories, width):
    lines = shown(wireledger, stories, width=width).stdout.splitlines()
    assert max(map(len, lines)) <= width


def test_records_that_differ_in_their_target_alone_share_a_heading(wireledger, tmp_path):
    text = "The Harbour Board fined Ardent Tin $2 million. The Harbour Board fined Corvid Zinc $2 million."
    (tmp_path / "s.txt").write_text(text)
    out = shown(wireledger, tmp_path / "s.txt").stdout
    assert out.count("penalty") == 1
    assert "Corvid Zinc" in out.split("penalty")[1]


def printed(view, colour=False, width=80):
    console = Console(width=width, force_terminal=colour, color_system="truecolor" if colour else None, highlight=False)
    with console.capture() as capture:
        console.print(view)
    return capture.get()


@pytest.fixture
def fine(wireledger):
    from wireledger.nlp import load

    story = Story("s1", "\x1b[31mRed. The Harbour Board fined Brindle Ore $1 million.\r\nMore.", "A [bold]title[/bold]")
    return story, load().extract(story).records


def test_slots_are_coloured_on_a_terminal(fine):
    story, records = fine
    out = printed(story_view(story, records, in_colour=True), colour=True)
    assert "\x1b[1;32mBrindle Ore\x1b[0m" in out
    assert "\x1b[1;34mHarbour Board\x1b[0m" in out
    assert "\x1b[2m" in out
    assert "\x1b[1;32mtarget\x1b[0m" in out  # the legend


def test_text_cannot_command_the_terminal_nor_the_layout(fine):
    story, records = fine
    out = printed(story_view(story, records, in_colour=True), colour=True)
    assert "\x1b[31m" not in out
    assert "␛[31mRed." in printed(story_view(story, records, in_colour=False))
    assert "A [bold]title[/bold]" in printed(story_view(story, records, in_colour=False))


def test_spans_of_the_headline_are_marked_there(fine):
    story, (record,) = fine
    record = record.model_copy(update={"spans": {"target": SpanRef(start=2, end=8, field="title")}})
    assert "32m[bold]" in printed(story_view(story, [record], in_colour=True), colour=True)


def test_every_slot_of_a_record_is_shown(fine):
    _, (record,) = fine
    target = record.target.model_copy(
        update={"aliases": ("B.O.",), "nationality": ("NL", "GB"), "role": "an ore trader", "count": None}
    )
    slots = {"asset": "the barge", "program": "Harbour Act", "reason": "for late papers", "date": "2021-03"}
    amount = record.amount.model_copy(update={"scope": "target", "qualifier": "at_least"})
    full = record.model_copy(
        update=slots | {"target": target, "amount": amount, "background": True, "measures": ("price_cap",)}
    )
    group = record.model_copy(update={"target": target.model_copy(update={"name": None, "count": 1200})})
    out = printed(records_view([full, group]), width=120)
    values = ["B.O.", "NL GB", "an ore trader", *slots.values(), "≥ USD 1,000,000", "background", "price cap"]
    assert [value for value in [*values, "a group of 1,200"] if value not in out] == []
