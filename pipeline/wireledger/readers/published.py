"""A story's date of publication, from the forms in which archives hold it.

In go strings, numbers, dates and timestamps; out comes an ISO prefix (`"2017-08-22"`, `"2017-08"`, `"2017"`) or None.
The day is the one written, in whatever time zone the stamp is: "on Tuesday" in a story means the newsroom's Tuesday.
Numbers are seconds or milliseconds since 1970, in UTC. Dates inside a story's text are the business of
`values/dates.py`.
"""

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?:(?<=-\d\d-\d\d)[T ]\d{2}:?\d{2}.*)?", re.DOTALL)
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})(?:T?\d{4}(?:\d{2})?(?:Z|[+-]\d{2}:?\d{2})?)?")
_EPOCH = re.compile(r"(?:-?\d{9,10}|\d{12,13})(?:\.\d+)?")
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b", re.IGNORECASE)
_MAIL = re.compile(r"(?:[A-Za-z]{3},\s*)?\d{1,2} [A-Za-z]{3} \d{4} \d{2}:\d{2}")


def clean_published(value: object) -> str | None:
    """Return the date that `value` says, as an ISO prefix; None if it says none or one that the calendar lacks."""
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    text = str(value).strip()
    if match := _ISO.fullmatch(text) or _COMPACT.fullmatch(text):
        return _calendar(*match.groups())
    if _EPOCH.fullmatch(text):
        return _since_1970(float(text))
    if _MAIL.match(text):
        return _mail(text)
    return _from_words(text) if text else None


def _calendar(year: str, month: str | None, day: str | None) -> str | None:
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    return "-".join(part for part in (year, month, day) if part)


def _since_1970(seconds: float) -> str | None:
    try:
        return datetime.fromtimestamp(seconds / 1000 if abs(seconds) >= 1e11 else seconds, UTC).date().isoformat()
    except (ValueError, OverflowError, OSError):
        return None


def _mail(text: str) -> str | None:
    try:
        return parsedate_to_datetime(text).date().isoformat()
    except ValueError:
        return None


def _from_words(text: str) -> str | None:
    from wireledger.values.dates import clean_date

    return clean_date(_ORDINAL.sub("", text))
