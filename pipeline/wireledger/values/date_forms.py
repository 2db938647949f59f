"""Find dates that name no month: digits, weekdays, "last year" and its like, bare years.

Comes in: text and a `Reference` (or None). Goes out: `DateForm`s, where each stands and the ISO prefix that it means.
One reader for each kind of form, each guarded by a check that costs next to nothing on a sentence without it. Forms of
different kinds may overlap ("Tuesday" in "Tuesday, Aug. 22"): `dates.py` lets the more exact kind win.
"""

import re
from collections.abc import Iterator

from wireledger.values.date_grammar import (
    NEXT_WORD,
    YEARS_AWAY,
    DateForm,
    grammar,
    is_inside_word,
    last_words,
    widened,
    with_weekday,
)
from wireledger.values.reference_dates import Reference, Which, iso_day

# ---- numbers: 2017-08-22, 08/22/2017, 22.08.2017

_ISO_DAY = re.compile(r"[12][0-9]{3}([-/])[0-9]{1,2}\1[0-9]{1,2}(?![0-9]|[-/.][0-9])")
_TRIPLE = re.compile(r"[0-9]{1,2}([-/.])[0-9]{1,2}\1[12][0-9]{3}(?![0-9]|[-/.][0-9])")


def numeric_dates(text: str) -> Iterator[DateForm]:
    """Yield days in digits; of "04/05/2017" nobody knows which is the month, so it is none."""
    if text.count("-") < 2 and text.count("/") < 2 and text.count(".") < 2:
        return
    for pattern, read in ((_ISO_DAY, _year_first), (_TRIPLE, _year_last)):
        for match in pattern.finditer(text):
            if match.start() and (text[match.start() - 1].isalnum() or text[match.start() - 1] in "-/.$"):
                continue
            iso = read(match[0].split(match[1]), match[1])
            if iso is not None:
                yield DateForm(with_weekday(text, match.start()), match.end(), iso)


def _year_first(parts: list[str], separator: str) -> str | None:
    return iso_day(int(parts[0]), int(parts[1]), int(parts[2]))


def _year_last(parts: list[str], separator: str) -> str | None:
    first, second, year = (int(part) for part in parts)
    # Dots are European: the day comes first. Slashes and hyphens go both ways.
    if separator == "." or first == second or first > 12:
        return iso_day(year, second, first)
    return iso_day(year, first, second) if second > 12 else None


# ---- weekdays: Tuesday, last Friday, next Thursday

_LAST_WEEK = re.compile(r"\s(?:of\s)?last\sweek\b")


def weekday_dates(text: str, reference: Reference | None) -> Iterator[DateForm]:
    """Yield days of the week, resolved to a day."""
    if reference is None or reference.precision != "day" or ("day" not in text and "DAY" not in text):
        return
    table = grammar()
    for match in table.weekday.finditer(text):
        start, end = match.span()
        if is_inside_word(text, start):
            continue
        before = last_words(text, start)
        following = NEXT_WORD.match(text, end)
        if (before and before[-1] in table.words["weekday_not_after"]) or (
            following and following[1] in table.words["weekday_not_before"]
        ):
            continue
        weekday = table.weekdays[match[0]] - 1
        if last_week := _LAST_WEEK.match(text, end):
            iso, end = reference.weekday_of_last_week(weekday), last_week.end()
        else:
            which = _which_day([word.lower() for word in before])
            iso = reference.weekday(weekday, which) if which else None
        if iso is not None:
            yield DateForm(widened(text, start, ("early", "late", "last", "this", "next", "past", "coming")), end, iso)


def _which_day(before: list[str]) -> Which | None:
    """Return which Tuesday the words before it mean; None for one that counts from another day."""
    last = before[-1] if before else ""
    if last in ("previous", "following", "preceding"):
        return None
    if last == "last":
        return "last"
    if last in ("next", "coming"):
        return "next"
    if last == "this":
        return "this"
    return "recent"


# ---- words: today, last month, two years ago

_NEAR_HINTS = ("day", "week", "month", "year", "tonight", "tomorrow", "morning", "night", "evening", "afternoon")
_NEAR = re.compile(
    r"(?:([Tt])oday|[Yy]esterday|[Tt]omorrow|[Tt]onight|[Ll]ast\snight|[Tt]his\s(?:morning|afternoon|evening)"
    r"|(?:([Tt]his|[Ll]ast|[Nn]ext)\s(week(?:end)?|month|year)))(?![\w-])"
)
_DAYS_AWAY = {"yesterday": -1, "last night": -1, "tomorrow": 1}
_INEXACT = frozenset({"than", "over", "least", "half", "past", "to", "or"})


def near_dates(text: str, reference: Reference | None) -> Iterator[DateForm]:
    """Yield dates told by their distance: "today", "earlier this month", "last year", "two days ago"."""
    if reference is None:
        return
    for hint in _NEAR_HINTS:
        if hint in text:
            break
    else:
        return
    for match in _NEAR.finditer(text):
        start = match.start()
        if is_inside_word(text, start) or (start and text[start - 1] == "-") or _is_title(text, match):
            continue
        iso = _near_iso(match, reference)
        if iso is not None:
            yield DateForm(widened(text, start, ("early", "earlier", "late", "later")), match.end(), iso)
    if " ago" in text:
        yield from _ago_dates(text, reference)


def _is_title(text: str, match: re.Match[str]) -> bool:
    """Tell whether "Today" ends a name, such as a paper's."""
    if not match[0][0].isupper():
        return False
    if text[max(0, match.start() - 1) : match.start()] in tuple("“\"‘'") and text[
        match.end() : match.end() + 1
    ] in tuple("”\"’'"):
        return True
    before = text[max(0, match.start() - 20) : match.start()].split()
    if not before or not before[-1][0].isalpha():
        return False
    # A dateline ends in a dash or stands in capitals: "WASHINGTON Today, the Treasury ...".
    is_dateline = before[-1][-1] in "-–—" or (before[-1].isupper() and len(before[-1]) > 3)
    return not is_dateline and before[-1][-1] not in ".!?:"


def _near_iso(match: re.Match[str], reference: Reference) -> str | None:
    if match[2] is None:
        return reference.days_away(_DAYS_AWAY.get(re.sub(r"\s", " ", match[0].lower()), 0))
    away = YEARS_AWAY[match[2].lower()]
    if match[3].startswith("week"):
        return reference.weeks_away(away)
    return reference.months_away(away) if match[3] == "month" else reference.years_away(away)


def _ago_dates(text: str, reference: Reference) -> Iterator[DateForm]:
    table = grammar()
    for match in table.ago.finditer(text):
        before = last_words(text, match.start())
        if before and before[-1].lower() in _INEXACT:
            continue
        number = int(match[1]) if match[1].isdigit() else table.numbers[match[1].lower()]
        away = {
            "day": reference.days_away,
            "week": reference.weeks_away,
            "month": reference.months_away,
            "year": reference.years_away,
        }[match[2].lower()]
        iso = away(-number)
        if iso is not None:
            yield DateForm(match.start(), match.end(), iso)


# ---- years: in 2015, early 2015, (2015)

_BARE_YEAR = re.compile(r"(?:1[89]|20)[0-9]{2}(?![0-9]|[.,:/%][0-9]|[-–][0-9]{1,2}(?![0-9])|[^\W\d_]|%|-[a-z])")
_COUNTED = re.compile(r"[\s-]([^\W\d_]+)")


def year_dates(text: str) -> Iterator[DateForm]:
    """Yield bare years; a number alone is one only after a word that goes with years, or in parentheses."""
    words = grammar().words
    previous_end = -1
    for match in _BARE_YEAR.finditer(text):
        start, end = match.span()
        before = text[start - 1] if start else ""
        if before.isalnum() or before in "_@#/$£€.,:+":
            continue
        if not (_is_year_place(text, start, end, previous_end) and _may_be_year(text, end)):
            continue
        counted = _COUNTED.match(text, end)
        if counted and counted[1].lower() in words["counted"]:
            continue
        previous_end = end
        yield DateForm(widened(text, start, ("early", "late", "mid")), end, match[0])


def _may_be_year(text: str, end: int) -> bool:
    """Tell a year from a decade ("the 1990's")."""
    return not (text[end - 1] == "0" and text[end : end + 2] in ("'s", "’s"))


def _is_year_place(text: str, start: int, end: int, previous_end: int) -> bool:
    """Tell whether a number stands where a year would."""
    words = grammar().words
    if text[start - 1 : start] == "(":
        return text[end : end + 1] in (")", ",", ";")
    # "in 2014 and 2015", "2014-2016"
    between = text[previous_end:start].strip() if previous_end >= 0 and start - previous_end < 8 else None
    if between is not None and (between in ("-", "–", ",") or between in words["year_joins"]):
        return True
    before = [word.lower().strip("(“\"',") for word in last_words(text, start)]
    if not before or text[start - 1] in "–—":
        return False
    if before[-1] == "of" and before[0] in words["not_year_after"]:
        return False
    if before[-1] == "year" and "fiscal" in before:
        return False
    return before[-1] in words["year_after"]
