"""Find dates that name a month: "August 22", "22 August 2017", "August 2017", "last August", "in August".

Comes in: text and a `Reference` (or None). Goes out: `DateForm`s. Months are also verbs, marches and people's names: a
month alone is a date only where the words around it say so.
"""

import re
from collections.abc import Iterator

from wireledger.values.date_grammar import (
    NEXT_WORD,
    YEAR,
    YEARS_AWAY,
    DateForm,
    grammar,
    is_inside_word,
    last_words,
    widened,
    with_weekday,
)
from wireledger.values.reference_dates import Reference, Which, iso_day, iso_month

_NOT_DAY = (
    r"(?![0-9%]|[.,:][0-9]|\s?[ap]\.?m\b"
    r"|[\s-](?:million|billion|trillion|thousand|percent|per\scent|pct|people|years?)\b)"
)
_DAY_AHEAD = re.compile(
    rf"\.?\s{{1,2}}(?:the\s)?([0-9]{{1,2}})(?:st|nd|rd|th)?{_NOT_DAY}"
    rf"(?:[-–][0-9]{{1,2}}{_NOT_DAY}|\s?(?:-|–|to|and)\s?[0-9]{{1,2}}(?=,?\s{YEAR}))?(?:,?\s{{1,2}}({YEAR}))?"
)
_YEAR_AHEAD = re.compile(rf"\.?,?\s{{1,2}}(?:of\s)?({YEAR})")
_RELATIVE_YEAR = re.compile(r"\.?\s(?:of\s)?(last|this|next)\syear\b")
_DAY_BEFORE = re.compile(
    r"(?<![\w.,:/$£€-])([0-9]{1,2})(?:st|nd|rd|th)?(?:\s?[-–]\s?[0-9]{1,2}|\s(?:and|to)\s[0-9]{1,2}(?:st|nd|rd|th)?)?"
    r"\s(?:day\s)?(?:of\s)?\Z"
)
_YEAR_BEFORE = re.compile(r"(?<![\w.,:/$£€-])((?:1[89]|20)[0-9]{2}),?\s\Z")


def month_dates(text: str, reference: Reference | None) -> Iterator[DateForm]:
    """Yield dates that name a month, with whatever day and year stand beside it."""
    table = grammar()
    for hint in table.month_hints:
        if hint in text:
            break
    else:
        return
    for match in table.month.finditer(text):
        start = match.start()
        if is_inside_word(text, start):
            continue
        form = _with_day(text, match, reference) or _with_year(text, match, reference)
        form = form or _bare_month(text, match, reference)
        if form is not None and form.iso:
            yield form


def _with_day(text: str, match: re.Match[str], reference: Reference | None) -> DateForm | None:
    """Read a month with a day before or behind it; a day that isn't in the calendar gives an empty `iso`."""
    table = grammar()
    month = table.months[match[0]]
    start, end = match.span()
    low = max(0, start - 24)
    before = _DAY_BEFORE.search(text, low, start)
    if before is not None:
        day, start = int(before[1]), before.start()
        ahead = _YEAR_AHEAD.match(text, end)
        year = ahead[1] if ahead else None
    else:
        ahead = _DAY_AHEAD.match(text, end)
        if ahead is None:
            return None
        day, year = int(ahead[1]), ahead[2]
    if ahead is not None:
        end = ahead.end()
    if year is None and (earlier := _YEAR_BEFORE.search(text, low, start)):
        year, start = earlier[1], earlier.start()
    if year is None and (shared := table.shared_year.match(text, end)):
        year = shared[1]
    start = with_weekday(text, start)
    if year is not None:
        iso = iso_day(int(year), month, day)
    else:
        following = NEXT_WORD.match(text, end)
        if reference is None or (following and following[1] in table.words["day_not_before"]):
            return DateForm(start, end, "")
        if relative := _RELATIVE_YEAR.match(text, end):
            end = relative.end()
            iso = iso_day(reference.first.year + YEARS_AWAY[relative[1]], month, day)
        else:
            iso = reference.month_day(month, day)
    return DateForm(start, end, iso or "")


def _with_year(text: str, match: re.Match[str], reference: Reference | None) -> DateForm | None:
    """Read a month with a year: "August 2017", "March of last year", "July and August 2015"."""
    table = grammar()
    month, end = table.months[match[0]], match.end()
    start = widened(text, match.start(), ("early", "late", "mid"))
    if ahead := _YEAR_AHEAD.match(text, end):
        iso = iso_month(int(ahead[1]), month)
        return DateForm(start, ahead.end(), iso) if iso else None
    if reference is not None and (relative := _RELATIVE_YEAR.match(text, end)):
        iso = iso_month(reference.first.year + YEARS_AWAY[relative[1]], month)
        return DateForm(start, relative.end(), iso) if iso else None
    if match[0] != "May" and (shared := table.shared_year.match(text, end)):
        iso = iso_month(int(shared[1]), month)
        return DateForm(start, end, iso) if iso else None
    return None


def _bare_month(text: str, match: re.Match[str], reference: Reference | None) -> DateForm | None:
    """Read a month alone: "in July", "last July", "the July attack"; but not the verb may, a march, or April Smith."""
    if reference is None:
        return None
    table = grammar()
    words, name = table.words, match[0].title()
    before = [word.lower() for word in last_words(text, match.start())]
    last = before[-1].lstrip("(“\"'") if before else ""
    is_short = len(name) < 4 or name == "Sept"
    # "by May" and "by Jan" are as often people.
    if last not in words["may_after" if is_short else "month_after"]:
        is_weak = last in words["month_after_weak"]
        if is_short or (match[0].isupper() and not is_weak) or (name in words["month_names_too"] and not is_weak):
            return None
        if _is_in_name(text, match, is_weak):
            return None
    which: Which = last if last in ("last", "this", "next") else "recent"  # type: ignore[assignment]
    iso = reference.month(table.months[match[0]], which)
    if iso is None:
        return None
    return DateForm(widened(text, match.start(), ("early", "late", "mid", "last", "this", "next")), match.end(), iso)


def _is_in_name(text: str, match: re.Match[str], follows_weak: bool) -> bool:
    """Tell whether a month stands in a name: "Black September", "January Jones"."""
    following = NEXT_WORD.match(text, match.end())
    if following and following[1][:1].isupper():
        return True
    before = last_words(text, match.start())
    if not before or follows_weak:
        return False
    return before[-1] in grammar().words["month_not_after"] or (
        len(before) > 1 and before[-1][0].isupper() and before[-2][-1] not in '.!?:;"”'
    )
