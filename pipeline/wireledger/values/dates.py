"""Text -> dates as wire stories write them, resolved against the story's own date, with their precision.

In: a string and `published`, an ISO prefix or None. Out: ISO prefixes: a day, a month or a year, never more exact than the
text. Without `published`, relative forms ("on Tuesday") give nothing. Not done here: which action a date belongs to.

Why not dateparser: `search_dates` reads "may" and "second" as dates; and its import alone takes longer than a story.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from wireledger.spans import Found

_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_NUMBERS = {
    "a": 1,
    "an": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
}
_MONTH = r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
_DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_YEAR = r"(?:19|20)\d\d"
_ALL_CAPS = {name.upper(): name for name in (*(m.title() for m in _MONTHS), *(d.title() for d in _DAYS))}

_PATTERN = re.compile(
    rf"""(?P<iso>\b{_YEAR}-\d\d-\d\d\b)
    |\b(?:{_DAY},?\s+)?(?P<mdy_m>{_MONTH})\s+(?P<mdy_d>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:])(?:,?\s+(?P<mdy_y>{_YEAR}))?\b(?!\s?(?:million|billion|percent))
    |\b(?:{_DAY},?\s+)?(?:the\s+)?(?P<dmy_d>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<dmy_m>{_MONTH})(?:,?\s+(?P<dmy_y>{_YEAR}))?(?!\w)
    |\b(?P<my_m>{_MONTH}),?\s+(?:of\s+)?(?P<my_y>{_YEAR})\b
    |\b(?P<us_a>\d{{1,2}})/(?P<us_b>\d{{1,2}})/(?P<us_y>{_YEAR})\b
    |\b(?P<day_mod>(?:[Ll]ast|[Nn]ext|[Tt]his\s+coming|[Pp]revious)\s+)?(?:late\s+|early\s+)?(?P<day>{_DAY})\b
    |\b(?P<ago_n>\d{{1,2}}|an?|one|two|three|four|five|six|seven|eight|nine|ten)\s+(?P<ago_u>day|week|month|year)s?\s+(?:ago|earlier)\b
    |\b(?P<rel>[Tt]oday|[Yy]esterday|[Tt]omorrow|(?:[Ee]arlier\s+|[Ll]ater\s+)?[Tt]his\s+(?:week|month|year)|[Ll]ast\s+(?:week|month|year))\b
    |\b(?P<mon_mod>[Ll]ast|[Ii]n|[Ss]ince|[Bb]y|[Uu]ntil|[Ff]rom|[Dd]uring|[Ee]arly|[Ll]ate|[Mm]id-?|[Ff]or|[Oo]f)\s+(?:early\s+|late\s+)?(?P<mon>{_MONTH})(?![\w]|\s+\d)
    |\b(?:[Ii]n|[Ss]ince|[Dd]uring|[Bb]y|[Oo]f|[Ff]rom|[Uu]ntil|[Ee]arly|[Ll]ate|[Mm]id|[Aa]fter|[Bb]efore|[Bb]etween|[Tt]hrough|and|to)[\s-]+(?P<year>{_YEAR})\b(?![-/.,]?\d|\s*(?:percent|people|%))
    """,
    re.VERBOSE,
)
_HINT = re.compile(rf"\d|day\b|week|month|year|tomorrow|{_MONTH}|[A-Z]{{5}}")


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date that is no more exact than its text: `iso` is `YYYY`, `YYYY-MM` or `YYYY-MM-DD`."""

    iso: str

    @property
    def precision(self) -> str:
        """Return `year`, `month` or `day`."""
        return {4: "year", 7: "month"}.get(len(self.iso), "day")


def find_dates(text: str, published: str | None) -> list[Found[PartialDate]]:
    """Return the dates in `text` in order, resolved against `published`; a weekday is the latest one not after it."""
    if not _HINT.search(text):
        return []
    searched = re.sub(r"[A-Z]{5,}", lambda m: _ALL_CAPS.get(m[0], m[0]), text)
    base = _base(published)
    found: list[Found[PartialDate]] = []
    for match in _PATTERN.finditer(searched):
        iso = _resolve(match, base, _prefix(published))
        if iso is not None:
            start = (
                match.start("year")
                if match["year"]
                else match.start("mon")
                if match["mon"] and match["mon_mod"].lower() != "last"
                else match.start()
            )
            found.append(Found(start, match.end(), PartialDate(iso)))
    return found


def clean_date(text: str, published: str | None = None) -> str | None:
    """Return the ISO prefix that a date field or phrase says, or None where it says none ("2017-02-30", "2013/2014")."""
    text = text.strip()
    if match := re.match(r"(\d{4})-(\d\d)(?:-(\d\d))?(?:$|[T ])", text):
        return _iso(int(match[1]), int(match[2]), int(match[3]) if match[3] else None)
    if re.fullmatch(_YEAR, text):
        return text
    if match := re.fullmatch(r"(\d{4})(\d\d)(\d\d)", text):
        return _iso(*map(int, match.groups()))
    if re.fullmatch(r"\d{10}", text):
        return (date(1970, 1, 1) + timedelta(seconds=int(text))).isoformat()
    text = re.sub(r"^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),?\s+", "", text)
    found = find_dates(text, published)
    return found[0].value.iso if found and found[0].start_char == 0 else None


def _prefix(published: str | None) -> str | None:
    return published if published and re.fullmatch(rf"{_YEAR}(?:-\d\d){{0,2}}", published) else None


def _base(published: str | None) -> date | None:
    if published and len(published) >= 10 and _iso(*_parts(published)) is not None:
        year, month, day = _parts(published)
        return date(year, month, day)
    return None


def _parts(iso: str) -> tuple[int, int, int]:
    match = re.match(r"(\d{4})-(\d\d)-(\d\d)", iso)
    return (int(match[1]), int(match[2]), int(match[3])) if match else (0, 0, 0)


def _iso(year: int, month: int, day: int | None = None) -> str | None:
    if not (1900 <= year <= 2100 and 1 <= month <= 12):
        return None
    if day is None:
        return f"{year:04d}-{month:02d}"
    return f"{year:04d}-{month:02d}-{day:02d}" if 1 <= day <= calendar.monthrange(year, month)[1] else None


def _month(name: str) -> int:
    return next(i for i, full in enumerate(_MONTHS, 1) if full.startswith(name.lower().rstrip(".")[:3]))


def _resolve(match: re.Match[str], base: date | None, published: str | None) -> str | None:
    g = match.groupdict()
    if g["iso"]:
        return _iso(*_parts(g["iso"]))
    for kind in ("mdy", "dmy"):
        if g[f"{kind}_m"]:
            month, day = _month(g[f"{kind}_m"]), int(g[f"{kind}_d"])
            year = int(g[f"{kind}_y"]) if g[f"{kind}_y"] else _year_of(month, day, base)
            return _iso(year, month, day) if year else None
    if g["my_m"]:
        return _iso(int(g["my_y"]), _month(g["my_m"]))
    if g["us_a"]:
        a, b, year = int(g["us_a"]), int(g["us_b"]), int(g["us_y"])
        if (a > 12) == (b > 12) and a != b:
            return None
        return _iso(year, b, a) if a > 12 else _iso(year, a, b)
    if g["year"]:
        return g["year"]
    if g["mon"]:
        return _bare_month(_month(g["mon"]), base, published)
    return _relative(g, base) if base else None


def _year_of(month: int, day: int, base: date | None) -> int | None:
    """Return the year in which a month and day without one are the latest not more than a week after `base`."""
    if base is None or _iso(2000, month, day) is None:
        return None
    day = min(day, calendar.monthrange(base.year, month)[1])
    return base.year if date(base.year, month, day) <= base + timedelta(days=7) else base.year - 1


def _bare_month(month: int, base: date | None, published: str | None) -> str | None:
    if base is not None:
        return _iso(base.year if month <= base.month else base.year - 1, month)
    if published and len(published) == 7:
        year, at = int(published[:4]), int(published[5:])
        return _iso(year if month <= at else year - 1, month)
    return None


def _relative(g: dict[str, str | None], base: date) -> str | None:
    if g["day"]:
        back = (base.weekday() - _DAYS.index(g["day"].lower())) % 7
        modifier = (g["day_mod"] or "").lower()
        if modifier.startswith(("next", "this")):
            return (base + timedelta(days=7 - back if back else 7)).isoformat()
        if modifier.startswith("last") and back == 0:
            back = 7
        return (base - timedelta(days=back)).isoformat()
    if g["ago_n"]:
        n = _NUMBERS.get(g["ago_n"]) or int(g["ago_n"])
        if g["ago_u"] == "day":
            return (base - timedelta(days=n)).isoformat()
        if g["ago_u"] == "year":
            return str(base.year - n)
        return (base - timedelta(days=n * (7 if g["ago_u"] == "week" else 30))).isoformat()[:7]
    words = (g["rel"] or "").lower().split()
    if words[-1] in ("today", "yesterday", "tomorrow"):
        return (base + timedelta(days=("yesterday", "today", "tomorrow").index(words[-1]) - 1)).isoformat()
    if words[-1] == "year":
        return str(base.year - (words[0] == "last"))
    if words[-1] == "month":
        first = base.replace(day=1) - timedelta(days=words[0] == "last")
        return first.isoformat()[:7]
    return (base - timedelta(days=7 * (words[0] == "last"))).isoformat()[:7]
