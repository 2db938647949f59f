"""What the readers of dates share: the compiled word lists, and looks at the words around a match.

Comes in: `resources/dates.yaml`. Goes out: one cached `Grammar`. Reads no dates (see `month_forms.py`).
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from wireledger.values.tables import load_table

NEXT_WORD = re.compile(r"\s([^\W\d_]+)")
YEARS_AWAY = {"last": -1, "this": 0, "next": 1}


class DateForm(NamedTuple):
    """A date as it stands in a text: half-open code points, and an ISO prefix."""

    start: int
    end: int
    iso: str


@dataclass(frozen=True, slots=True)
class Grammar:
    """Everything that `resources/dates.yaml` says, compiled.

    Attributes:
        month_hints: The first three letters of every month, to tell quickly that a text names none.
        months: Month's name or abbreviation, as written or in capitals -> 1 to 12.
        month: One of those.
        shared_year: The rest of "July and August 2015", whose year is July's too.
        weekdays: Weekday, spelled out -> 1 (Monday) to 7.
        weekday: One of those.
        weekday_before: A weekday, spelled out or short, that ends right where a date begins.
        words: The plain word lists, by name.
        numbers: Number word -> value.
        ago: "two years ago".
    """

    month_hints: tuple[str, ...]
    months: dict[str, int]
    month: re.Pattern[str]
    shared_year: re.Pattern[str]
    weekdays: dict[str, int]
    weekday: re.Pattern[str]
    weekday_before: re.Pattern[str]
    words: dict[str, frozenset[str]]
    numbers: dict[str, int]
    ago: re.Pattern[str]


YEAR = r"(?:1[89]|20)[0-9]{2}(?![0-9]|[.,][0-9]|s\b|\s?(?:GMT|UTC|hours|hrs|EST|EDT|CET)\b)"


@cache
def grammar() -> Grammar:
    """Return the grammar, compiled on first use."""
    raw = load_table("dates")
    months = _forms(raw["months"])
    weekdays = _forms(raw["weekdays"])
    full_weekdays = {name: number for name, number in weekdays.items() if name.lower().endswith("day")}
    month = "|".join(sorted(months, key=len, reverse=True))
    numbers: dict[str, int] = raw["numbers"]
    number = "|".join(sorted(numbers, key=len, reverse=True))
    return Grammar(
        month_hints=tuple({name[:3] for name in months}),
        months=months,
        month=re.compile(rf"(?:{month})(?![^\W_])"),
        shared_year=re.compile(rf"\s?(?:-|–|to|and|or|until|through)\s?(?:{month})\.?(?:\s[0-9]{{1,2}},?)?\s({YEAR})"),
        weekdays=full_weekdays,
        weekday=re.compile(rf"(?:{'|'.join(full_weekdays)})(?![^\W_])"),
        weekday_before=re.compile(rf"(?<![^\W_])(?:{'|'.join(sorted(weekdays, key=len, reverse=True))})\.?,?\s\Z"),
        words={name: frozenset(value.split()) for name, value in raw.items() if isinstance(value, str)},
        numbers=numbers,
        ago=re.compile(rf"(?<![\w.,-])([0-9]{{1,3}}|{number})\s(day|week|month|year)s?\sago\b", re.IGNORECASE),
    )


def _forms(rows: list[str]) -> dict[str, int]:
    """Number the words of each row, from 1, as they are and in capitals."""
    return {form: n for n, row in enumerate(rows, 1) for word in row.split() for form in (word, word.upper())}


def is_inside_word(text: str, start: int) -> bool:
    """Tell whether a match at `start` is the tail of a longer word, a tag or a path."""
    return start > 0 and (text[start - 1].isalnum() or text[start - 1] in "_@#/")


def last_words(text: str, start: int) -> list[str]:
    """Return the last two words before a place, with a hyphen as a space ("mid-July")."""
    return text[max(0, start - 28) : start].replace("-", " ").split()[-2:]


def with_weekday(text: str, start: int) -> int:
    """Return where the weekday before a date begins: "Tuesday, Aug. 22"; else `start`."""
    weekday = grammar().weekday_before.search(text, max(0, start - 12), start)
    return weekday.start() if weekday else start


def widened(text: str, start: int, modifiers: tuple[str, ...]) -> int:
    """Return where the modifiers before a date begin: "late last", "early", "mid-"."""
    while found := _MODIFIER.search(text, max(0, start - 9), start):
        if found[1].lower() not in modifiers:
            break
        start = found.start()
    return start


_MODIFIER = re.compile(r"(?<![\w-])([A-Za-z]{3,7})[\s-]\Z")
