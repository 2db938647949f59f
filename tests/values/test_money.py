"""Sums of money: a table of cases by hand, and what must hold for any text."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from wireledger.values.money import Money, clean_money, find_money

CASES = Path(__file__).with_name("money_cases.yaml")
Row = tuple[str, Decimal, str | None, str, Decimal | None]


def cases() -> Iterator[tuple[str, str, list[Row]]]:
    for dollar, rows in yaml.safe_load(CASES.read_text(encoding="utf-8")).items():
        for text, *sums in rows:
            yield text, dollar, [expected_row(*item) for item in sums]


def expected_row(
    substring: str, value: float, currency: str | None, qualifier: str = "exact", high: float | None = None
) -> Row:
    return substring, Decimal(str(value)), currency, qualifier, None if high is None else Decimal(str(high))


def found_rows(text: str, dollar: str = "USD") -> list[Row]:
    return [
        (text[f.start_char : f.end_char], f.value.value, f.value.currency, f.value.qualifier, f.value.high)
        for f in find_money(text, dollar=dollar)
    ]


def is_off_by_ten(found: list[Row], expected: list[Row]) -> bool:
    """Tell whether a found sum differs from the expected one in the same place by a power of ten."""
    for got, want in zip(found, expected, strict=False):
        for a, b in ((got[1], want[1]), (got[4], want[4])):
            if a and b and a != b and (a / b).normalize().as_tuple().digits == (1,):
                return True
    return False


def test_cases_by_hand_are_read_right() -> None:
    table = list(cases())
    wrong = [(t, e, f) for t, dollar, e in table if (f := found_rows(t, dollar)) != e]
    for text, expected, found in wrong:
        print(f"{text!r}\n  expected {expected}\n  found    {found}")
    assert len(table) >= 170
    assert not [text for text, expected, found in wrong if is_off_by_ten(found, expected)]
    assert len(wrong) <= 0.02 * len(table)


def test_clean_money_takes_a_phrase_with_one_sum() -> None:
    assert clean_money("$50 million civil penalty") == Money(Decimal(50_000_000), "USD")
    assert clean_money("nearly €2.3bn") == Money(Decimal(2_300_000_000), "EUR", "about")
    assert clean_money("$3m", dollar="AUD") == Money(Decimal(3_000_000), "AUD")


@pytest.mark.parametrize("text", ["", "a lot of money", "A$100m ($62m)", "11 million", "$"])
def test_clean_money_gives_none_for_no_sum_or_several(text: str) -> None:
    assert clean_money(text) is None


def test_a_long_run_of_digits_is_no_sum() -> None:
    assert find_money("$" + "9" * 40) == []


def test_a_dot_before_a_vulgar_fraction_is_no_decimal_point() -> None:
    assert find_money("$.¼") == []


def test_an_abbreviation_may_begin_a_paragraph() -> None:
    assert found_rows("\n\nRs. 12,34,567") == [("Rs. 12,34,567", Decimal(1234567), "INR", "exact", None)]


PIECES = (
    "$|€|£|US$|R$|5|10|1.234|1,234|12,34,567|million|bn|k|-| to |between | and |dollars|euros|pounds|won|more than "
    "|up to | |,|.|a |half |five |hundred |½|%|\n|of |Rs|EUR"
)
TEXTS = st.one_of(st.text(max_size=80), st.lists(st.sampled_from(PIECES.split("|")), max_size=14).map("".join))


@given(TEXTS)
def test_any_text_gives_sorted_spans_inside_it(text: str) -> None:
    end = 0
    for found in find_money(text):
        assert end <= found.start_char < found.end_char <= len(text)
        assert found.value.value >= 0
        assert found.value.high is None or found.value.high > found.value.value
        end = found.end_char


@given(st.sampled_from([(t, d) for t, d, e in cases() if len(e) == 1]))
def test_found_text_cleans_to_the_same_value(case: tuple[str, str]) -> None:
    text, dollar = case
    (found,) = find_money(text, dollar=dollar)
    assert clean_money(text[found.start_char : found.end_char], dollar=dollar) == found.value


@given(st.sampled_from([(t, d) for t, d, _ in cases()]), st.sampled_from(["Officials said. ", "Ø — ", "\n\n", "🚢; "]))
def test_text_before_shifts_offsets_and_nothing_else(case: tuple[str, str], prefix: str) -> None:
    text, dollar = case
    plain = [(f.start_char + len(prefix), f.end_char + len(prefix), f.value) for f in find_money(text, dollar=dollar)]
    assert [(f.start_char, f.end_char, f.value) for f in find_money(prefix + text, dollar=dollar)] == plain
