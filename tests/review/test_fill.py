"""Slots are normalised at once, and say why where they cannot be."""

import pytest
from hypothesis import given as fuzz
from hypothesis import settings
from hypothesis import strategies as st
from invented import ELEVEN, FINED, penalty, span

from wireledger.errors import ReviewError
from wireledger.review.fill import SLOTS, clear_slot, fill_slot, new_record
from wireledger.review.given import given
from wireledger.spans import Span


def filled(slot, words, record=None):
    return fill_slot(FINED, record or penalty(), slot, given(FINED, None, span(FINED, words)))


def typed(slot, words, record=None):
    return fill_slot(FINED, record or penalty(), slot, given(FINED, words, None))


def test_money_is_normalised():
    record = filled("amount", "more than $11 million")
    assert (record.amount.value, record.amount.currency, record.amount.qualifier) == (11_000_000, "USD", "at_least")
    assert record.spans["amount"].end - record.spans["amount"].start == len("more than $11 million")
    assert "amount" not in record.method


def test_weekdays_are_resolved_against_the_story():
    assert filled("date", "Tuesday").date == "2021-03-02"
    assert typed("date", "2019-05").date == "2019-05"


def test_a_country_may_be_selected_or_typed_as_a_code():
    assert filled("nationality", "Iran").target.nationality == ("IR",)
    assert typed("nationality", "NL").target.nationality == ("NL",)


def test_a_typed_code_or_number_stands_only_where_it_is_a_word():
    assert given(FINED, "OA", None).span is None  # "Board"
    assert given(FINED, "11", None).span == span(FINED, "11")
    assert typed("nationality", "NO").spans.keys() == penalty().spans.keys()


def test_a_group_has_a_count_and_no_name():
    record = typed("count", "six")
    assert (record.target.count, record.target.name) == (6, None)


def test_choices_are_checked():
    assert typed("status", "sought").status == "sought"
    assert typed("background", "yes").background is True
    assert typed("measures", "travel ban").measures == ("travel_ban",)
    with pytest.raises(ReviewError, match="allowed: imposed"):
        typed("status", "maybe")


@pytest.mark.parametrize(
    ("slot", "words", "message"),
    [
        ("role", "an astronaut", "stands neither in the text nor in the title"),
        ("amount", "plenty", "not one sum of money"),
        ("date", "some day", "not one date"),
        ("nationality", "the moon", "names no country"),
        ("count", "many", "no number"),
        ("colour", "red", "there is no slot 'colour'; allowed: action"),
    ],
)
def test_what_cannot_be_meant_is_refused(slot, words, message):
    with pytest.raises(ReviewError, match=message):
        typed(slot, words)


def test_a_sentence_that_a_value_stands_in_becomes_evidence():
    record = filled("nationality", "Iran")
    assert [e.text for e in record.evidence][-1] == "It also fined Ardent Tin, based in Iran."


def test_spaces_around_a_selection_are_no_part_of_it():
    value = given(FINED, None, Span(3, 17))
    assert value.text == "Harbour Board" and value.span == Span(4, 17)


def test_a_selection_outside_the_story_is_refused():
    with pytest.raises(ReviewError, match="lies outside the text"):
        given(FINED, None, Span(0, 10_000))


def test_values_of_lists_go_one_by_one():
    record = filled("aliases", "Ardent Tin", filled("aliases", "Board"))
    assert record.target.aliases == ("Board", "Ardent Tin")
    record = clear_slot(record, "aliases", 0)
    assert record.target.aliases == ("Ardent Tin",)
    assert record.spans["aliases.0"].start == FINED.text.index("Ardent Tin")
    with pytest.raises(ReviewError, match="cannot be empty"):
        clear_slot(record, "status")


def test_a_missed_target_takes_the_action_of_its_neighbour():
    record = new_record(FINED, given(FINED, None, span(FINED, "Ardent Tin")), [penalty(amount=ELEVEN)])
    assert (record.action, record.target.name, record.authority[0].name) == ("penalty", "Ardent Tin", "Harbour Board")
    assert record.evidence[-1].text.startswith("It also fined")
    alone = new_record(FINED, given(FINED, None, span(FINED, "Iran")), [])
    assert (alone.action, alone.target.type, alone.target.nationality) == ("designation", "country", ("IR",))


@settings(deadline=None)  # a busy machine is no fault
@fuzz(st.sampled_from(SLOTS), st.text(max_size=40), st.integers(0, 200), st.integers(0, 200))
def test_any_words_and_any_selection_give_a_record_or_a_refusal(slot, words, start, end):
    for text, place in ((words, None), (None, Span(min(start, end), max(start, end)))):
        try:
            record = fill_slot(FINED, penalty(), slot, given(FINED, text, place))
        except ReviewError:
            continue
        for key, ref in record.spans.items():
            assert ref.end <= len(FINED.field(ref.field)), key
