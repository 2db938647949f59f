"""Resolve relative dates against the day, month or year on which a story was published.

Comes in: `published` as an ISO prefix, and what a text says ("last Friday" as weekday 4). Goes out: ISO prefixes, never
more exact than both allow, or None where they don't settle it. Reads no text (see `date_forms.py`).
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Which = Literal["recent", "last", "this", "next"]

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[T ].*)?)?)?\Z", re.ASCII | re.DOTALL)
_FIRST_YEAR, _LAST_YEAR = 1500, 2199
AHEAD = timedelta(days=7)
"""A day without a year may lie this far after publication: stories announce what comes next week, not next year."""


def iso_day(year: int, month: int, day: int) -> str | None:
    """Return an ISO day, None where the calendar has no such day."""
    if not (1 <= month <= 12 and _FIRST_YEAR <= year <= _LAST_YEAR and 1 <= day <= calendar.monthrange(year, month)[1]):
        return None
    return f"{year:04}-{month:02}-{day:02}"


def iso_month(year: int, month: int) -> str | None:
    """Return an ISO month; months below 1 and above 12 lie in the years before and after."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return f"{year:04}-{month:02}" if _FIRST_YEAR <= year <= _LAST_YEAR else None


def iso_year(year: int) -> str | None:
    """Return an ISO year."""
    return f"{year:04}" if _FIRST_YEAR <= year <= _LAST_YEAR else None


def clean_iso(text: str) -> str | None:
    """Return the date of an ISO date, month, year or datetime; None where it is none or not in the calendar."""
    match = _ISO.match(text)
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    if year is None or month is None:
        return iso_year(year or 0)
    if not 1 <= month <= 12:
        return None
    return iso_month(year, month) if day is None else iso_day(year, month, day)


@dataclass(frozen=True, slots=True)
class Reference:
    """The time of publication: every day from `first` to `last`.

    Attributes:
        first: First day.
        last: Last day; the same where the day is known.
        precision: How much is known.
    """

    first: date
    last: date
    precision: Literal["day", "month", "year"]

    def days_away(self, days: int) -> str | None:
        """Return the day so many days from publication; a day's text needs a day's reference, save for "today"."""
        if self.precision == "day":
            return _shifted(self.first, days).isoformat()
        return self.as_iso() if days == 0 else None

    def as_iso(self) -> str:
        """Return the publication date itself."""
        return self.first.isoformat()[: {"day": 10, "month": 7, "year": 4}[self.precision]]

    def weeks_away(self, weeks: int) -> str | None:
        """Return the month of the week so many weeks away, since a week has no ISO prefix of its own."""
        if self.precision == "day":
            return _shifted(self.first, 7 * weeks).isoformat()[:7]
        return self.as_iso() if weeks == 0 else None

    def months_away(self, months: int) -> str | None:
        """Return the month so many months away."""
        if self.precision == "year":
            return self.as_iso() if months == 0 else None
        return iso_month(self.first.year, self.first.month + months)

    def years_away(self, years: int) -> str | None:
        """Return the year so many years away."""
        return iso_year(self.first.year + years)

    def weekday(self, weekday: int, which: Which) -> str | None:
        """Return the day that "Tuesday" (1) means: the latest not after publication, unless `which` says otherwise."""
        if self.precision != "day":
            return None
        back = (self.first.weekday() - weekday) % 7
        if which == "last":
            back = back or 7
        elif which == "this":
            back = -(-back % 7)
        elif which == "next":
            back = -(-back % 7 or 7)
        return _shifted(self.first, -back).isoformat()

    def weekday_of_last_week(self, weekday: int) -> str | None:
        """Return the day that "Tuesday of last week" means; weeks begin on Monday."""
        if self.precision != "day":
            return None
        return _shifted(self.first, weekday - self.first.weekday() - 7).isoformat()

    def month(self, month: int, which: Which) -> str | None:
        """Return the month that "July" (7) means: the latest not after publication, unless `which` says otherwise."""
        year = self.last.year
        if which == "this":
            return iso_month(year, month)
        if which == "next":
            return iso_month(year + (month <= self.first.month), month) if self.precision != "year" else None
        if which == "last" and self.precision == "year":
            return None
        late = self.first if which == "last" else self._latest()
        # "last July" in July is a year ago; "in July" in July is now; "in January" in late December is to come.
        is_past = month < late.month if which == "last" else month <= late.month
        return iso_month(late.year if is_past else late.year - 1, month)

    def month_day(self, month: int, day: int) -> str | None:
        """Return the day that "Aug. 22" means: the latest not more than a week after publication."""
        late = self._latest()
        for year in range(late.year, late.year - 9, -1):
            iso = iso_day(year, month, day)
            if iso is not None and iso <= late.isoformat():
                return iso
        return None

    def _latest(self) -> date:
        return _shifted(self.last, AHEAD.days) if self.precision == "day" else self.last


def _shifted(day: date, days: int) -> date:
    return day + timedelta(days=days)


def clean_reference(published: str | None) -> Reference | None:
    """Return the reference that `published` makes; None where it is missing, or no ISO prefix ("2013/2014")."""
    iso = clean_iso(published.strip()) if published else None
    if iso is None:
        return None
    year = int(iso[:4])
    if len(iso) == 4:
        return Reference(date(year, 1, 1), date(year, 12, 31), "year")
    month = int(iso[5:7])
    if len(iso) == 7:
        return Reference(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]), "month")
    return Reference(date.fromisoformat(iso), date.fromisoformat(iso), "day")
