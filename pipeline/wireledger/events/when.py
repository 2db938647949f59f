"""When a decision was taken, as a span of days: what two tellings are compared by.

In: a record's `date`, its story's `published`, and whether it is background. Out: `When`. A story that gives no date
for its news means the days up to its publication; one that recalls an old decision without a date means any day before.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

Precision = Literal["day", "month", "year", "published", "unknown"]

NEWS_DAYS = 4
"""How old the news of an undated story may be (RECORDS.md, rule 14: about three days, and one for the time zone)."""

LAST_DAY = date.max.toordinal()


@dataclass(frozen=True, slots=True)
class When:
    """Days, as proleptic ordinals, both included.

    Attributes:
        first: First day that it may have been; 1 where nothing is known.
        last: Last day that it may have been.
        precision: `day`, `month` or `year` as the record says; `published` where only the publication bounds it;
            `unknown` where the story merely looks back.
    """

    first: int
    last: int
    precision: Precision

    @property
    def is_vague(self) -> bool:
        """Tell whether it says too little to tell this year's decision from last year's."""
        return self.precision in ("year", "unknown")

    def gap(self, other: "When") -> int:
        """Return the days between the two spans; 0 where they meet."""
        return max(0, self.first - other.last, other.first - self.last)


@lru_cache(maxsize=65536)
def when(day: str | None, published: str | None, is_background: bool) -> When:
    """Resolve a record's date; what is no date counts as none."""
    told, printed = _span(day), _span(published)
    if told is not None:
        return told
    if printed is None:
        return When(1, LAST_DAY, "unknown")
    if is_background or printed.precision != "day":
        return When(1, printed.last, "unknown")
    return When(printed.first - NEWS_DAYS, printed.last, "published")


def _span(text: str | None) -> When | None:
    parts = [int(part) for part in text[:10].split("-") if part.isdigit()] if text else []
    try:
        match parts:
            case [year, month, day]:
                ordinal = date(year, month, day).toordinal()
                return When(ordinal, ordinal, "day")
            case [year, month]:
                last = date(year, month, monthrange(year, month)[1])
                return When(date(year, month, 1).toordinal(), last.toordinal(), "month")
            case [year]:
                return When(date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal(), "year")
    except ValueError:
        return None
    return None
