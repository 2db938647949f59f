"""Dates: a table of cases by hand, the fields that readers clean, and what must hold for any text."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from wireledger.values.dates import PartialDate, clean_date, find_dates

CASES = Path(__file__).with_name("date_cases.yaml")
Row = tuple[str, str]


def cases() -> Iterator[tuple[str, str | None, list[Row]]]:
    for published, rows in yaml.safe_load(CASES.read_text(encoding="utf-8")).items():
        for text, *dates in rows:
            yield text, None if published == "none" else published, [(substring, iso) for substring, iso in dates]


def found_rows(text: str, published: str | None) -> list[Row]:
    return [(text[f.start_char : f.end_char], f.value.iso) for f in find_dates(text, published)]


def test_cases_by_hand_are_read_right() -> None:
    table = list(cases())
    wrong = [(t, p, e, f) for t, p, e in table if (f := found_rows(t, p)) != e]
    for text, published, expected, found in wrong:
        print(f"{text!r} ({published})\n  expected {expected}\n  found    {found}")
    assert len(table) >= 170
    assert len(wrong) <= 0.02 * len(table)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2017-08-22", "2017-08-22"),
        ("2017-08", "2017-08"),
        ("2017", "2017"),
        ("2017-08-22T10:00:00Z", "2017-08-22"),
        ("2017-08-22 23:30:00-05:00", "2017-08-22"),
        ("Tue, 22 Aug 2017 10:00:00 GMT", "2017-08-22"),
        ("Tue Aug 22 10:00:00 +0000 2017", "2017-08-22"),
        ("20170822", "2017-08-22"),
        ("20170822101500", "2017-08-22"),
        ("20170822T101500Z", "2017-08-22"),
        ("22/08/2017", "2017-08-22"),
        ("08/22/2017", "2017-08-22"),
        ("22.08.2017 10:00", "2017-08-22"),
        ("August 22, 2017", "2017-08-22"),
        ("AUGUST 22, 2017", "2017-08-22"),
        ("august 22, 2017 10:15 am EDT", "2017-08-22"),
        ("22-AUG-2017", "2017-08-22"),
        ("Published: Aug. 22, 2017 at 5:15 p.m.", "2017-08-22"),
        (" 2017/08/22 ", "2017-08-22"),
        ("1503396000", "2017-08-22"),
        ("1503396000000", "2017-08-22"),
        ("March 2014", "2014-03"),
    ],
)
def test_a_field_that_holds_a_date_is_cleaned(text: str, iso: str) -> None:
    assert clean_date(text) == iso


@pytest.mark.parametrize(
    "text",
    ["", "unknown", "2017-02-30", "2017-13", "20170230", "2013/2014", "04/05/2017", "on Tuesday", "9999999999", "0000",
     "Aug 22, 2017; updated Aug 23, 2017", "12:30", "150339600"],
)  # fmt: skip
def test_a_field_without_one_clear_date_gives_none(text: str) -> None:
    assert clean_date(text) is None


def test_relative_fields_need_the_publication_date() -> None:
    assert clean_date("last Friday", "2017-08-22") == "2017-08-18"
    assert clean_date("last Friday") is None


def test_precision_follows_the_length_of_the_prefix() -> None:
    assert [PartialDate(iso).precision for iso in ("2017", "2017-08", "2017-08-22")] == ["year", "month", "day"]


def test_a_month_after_the_first_word_of_a_later_sentence_is_no_name() -> None:
    assert found_rows("He said so. The July tests failed.", "2017-08-22") == [("July", "2017-07")]


PIECES = (
    "Tuesday|last |next |this |week|month|year|May|March |Aug. |August|22|31|29|30th|the |of |, | |-|/|.|2017|1999|"
    "0001|in |since |mid-|early |two |99 |days ago| years ago|today|(|)|and |\n|Feb |12|0|s|'s"
)
TEXTS = st.one_of(st.text(max_size=80), st.lists(st.sampled_from(PIECES.split("|")), max_size=14).map("".join))
PUBLISHED = st.one_of(
    st.none(),
    st.dates().map(str),
    st.sampled_from(["2017-08", "2017", "2013/2014", "0001-01-01", "9999-12-31", "x", "2016-02-29", "1500", "2199-12"]),
)


def is_calendar_prefix(iso: str) -> bool:
    if not re.fullmatch(r"\d{4}(-\d{2}){0,2}", iso):
        return False
    date.fromisoformat(iso + "-01" * (2 - iso.count("-")))
    return True


@given(TEXTS, PUBLISHED)
def test_any_text_gives_sorted_spans_and_real_dates(text: str, published: str | None) -> None:
    end = 0
    for found in find_dates(text, published):
        assert end <= found.start_char < found.end_char <= len(text)
        assert is_calendar_prefix(found.value.iso)
        end = found.end_char


@given(TEXTS, PUBLISHED)
def test_any_field_gives_a_real_date_or_none(text: str, published: str | None) -> None:
    iso = clean_date(text, published)
    assert iso is None or is_calendar_prefix(iso)


@given(st.sampled_from(list(cases())), st.sampled_from(["Officials said so. ", "Ø — so. ", "\n\n", "🚢; "]))
def test_text_before_shifts_offsets_and_nothing_else(case: tuple[str, str | None, list[Row]], prefix: str) -> None:
    text, published, _ = case
    plain = [(f.start_char + len(prefix), f.end_char + len(prefix), f.value) for f in find_dates(text, published)]
    assert [(f.start_char, f.end_char, f.value) for f in find_dates(prefix + text, published)] == plain
