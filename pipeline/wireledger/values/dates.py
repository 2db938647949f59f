"""Text -> dates: `PartialDate`, an ISO prefix that is never more exact than the text.

Comes in: any string, and the story's `published` date, against which "on Tuesday" and "last month" are resolved. Goes
out: `Found[PartialDate]`. Without `published`, relative forms give nothing. Does not know times of day, nor which
action a date belongs to.

Why not dateparser: its search reads "may" and "second" as dates, and its import takes longer than a story may.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from typing import Literal

from wireledger.spans import Found
from wireledger.values.date_forms import near_dates, numeric_dates, weekday_dates, year_dates
from wireledger.values.date_grammar import DateForm
from wireledger.values.month_forms import month_dates
from wireledger.values.reference_dates import clean_iso, clean_reference


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A day, a month or a year.

    Attributes:
        iso: `"2017-08-22"`, `"2017-08"` or `"2017"`.
    """

    iso: str

    @property
    def precision(self) -> Literal["day", "month", "year"]:
        """How exact it is."""
        return "day" if len(self.iso) == 10 else "month" if len(self.iso) == 7 else "year"


def find_dates(text: str, published: str | None) -> list[Found[PartialDate]]:
    """Return the dates in `text`, in order.

    Args:
        text: Any text, best a sentence; offsets count its code points.
        published: The story's date as an ISO prefix. A weekday is the latest one not after it, a month or a day without
            a year the latest not more than a week after it. None, or what is no ISO prefix, leaves relative dates out.

    Returns:
        Dates with the span of each; never overlapping. Prepositions are outside ("on Tuesday" gives "Tuesday"), what
        changes the meaning is inside ("last Friday", "early 2015").
    """
    reference = clean_reference(published)
    # The more exact kind first: it takes the words that others would read less exactly.
    forms = chain(
        numeric_dates(text),
        month_dates(text, reference),
        weekday_dates(text, reference),
        near_dates(text, reference),
        year_dates(text),
    )
    taken: list[DateForm] = []
    for form in forms:
        if all(form.end <= other.start or other.end <= form.start for other in taken):
            taken.append(form)
    taken.sort()
    return [Found(form.start, form.end, PartialDate(form.iso)) for form in taken]


_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:T?[0-9]{4}(?:[0-9]{2})?Z?)?\Z")
_EPOCH = re.compile(r"[0-9]{10}(?:[0-9]{3})?\Z")
_END_OF_EPOCHS = 4_102_444_800  # the year 2100
_CLOCK = re.compile(
    r"[T\s,]*(?<![0-9])[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?:\s?[AaPp]\.?[Mm]\.?)?(?:\s?(?:Z|[+-][0-9]{2}:?[0-9]{2}))?(?:\s[A-Z]{3,4}\b)?"
)
_GLUE = re.compile(r"(?<=[0-9])[-/](?=[A-Za-z])|(?<=[A-Za-z])[-/](?=[0-9])")
_LETTERS = re.compile(r"[A-Za-z]+")


def clean_date(text: str, published: str | None = None) -> str | None:
    """Return the one date that `text` states as an ISO prefix, or None.

    Use it on a field that should hold a date (ISO, RFC 2822, "20170822", "August 22, 2017", seconds since 1970 in 10
    digits or milliseconds in 13), or on a span that was found before. The date is the one written: zones are dropped.

    Args:
        text: The field.
        published: As for `find_dates`, for relative dates.

    Returns:
        An ISO day, month or year; None where there is none, several, an ambiguous one ("04/05/2017") or one that the
        calendar doesn't have.
    """
    text = text.strip()
    if text[:4].isdigit() and (iso := clean_iso(text.replace("/", "-") if text.count("/") < 3 else text)):
        return None if re.fullmatch(r"[0-9]{4}/[0-9]{4}", text) else iso
    if compact := _COMPACT.match(text):
        return clean_iso("-".join(compact.groups()))
    if _EPOCH.match(text):
        seconds = int(text[:10])
        return datetime.fromtimestamp(seconds, UTC).date().isoformat() if seconds < _END_OF_EPOCHS else None
    words = _GLUE.sub(" ", _CLOCK.sub(" ", text))
    isos = {found.value.iso for found in find_dates(_LETTERS.sub(_as_name, words), published)}
    return isos.pop() if len(isos) == 1 else None


def _as_name(match: re.Match[str]) -> str:
    """Write "AUGUST" and "august" as "August", and leave short words, which may be prepositions, alone."""
    word = match[0]
    return word.capitalize() if len(word) > 2 and (word.isupper() or word[:3].capitalize() in _MONTH_STARTS) else word


_MONTH_STARTS = frozenset({"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"})
