"""The queue: a row a record, what it can be filtered by, and how often each choice occurs.

In: items. Out: `Row`s, small enough that ten thousand are filtered between two keystrokes. A story without records is a
row of its own, so that what was missed altogether can be found.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from wireledger.records import Record
from wireledger.review.material import Sheet
from wireledger.review.replay import STATES, Item, StoryState
from wireledger.values.countries import country_name

_MOST_CHOICES = 40  # of one filter; the rarest are found by searching
NO_RECORDS = "no records"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the queue; the tuples are what it can be filtered by."""

    story: str
    item: str | None
    label: str
    title: str
    action: str
    status: str
    state: str
    confidence: float | None
    doubt: float
    authority: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    method: tuple[str, ...] = ()
    disputed: bool = False
    haystack: str = ""

    @property
    def is_open(self) -> bool:
        """Whether a person has still to decide."""
        return self.state in ("open", "changed")

    def to_dict(self) -> dict[str, Any]:
        """Return what the page shows of it."""
        names = ("story", "item", "label", "title", "action", "status", "state", "confidence", "doubt", "disputed")
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True, slots=True)
class Filter:
    """What the queue is narrowed to; None: anything. `state` may be `todo`: open or changed."""

    action: str | None = None
    status: str | None = None
    authority: str | None = None
    country: str | None = None
    method: str | None = None
    state: str | None = None
    disputed: bool = False
    least: float = 0.0
    most: float = 1.0
    words: str = ""

    def lets_in(self, row: Row) -> bool:
        """Tell whether a row is wanted."""
        return (
            (self.action is None or row.action == self.action)
            and (self.status is None or row.status == self.status)
            and (self.state is None or row.state == self.state or (self.state == "todo" and row.is_open))
            and (self.authority is None or self.authority in row.authority)
            and (self.country is None or self.country in row.country)
            and (self.method is None or self.method in row.method)
            and (not self.disputed or row.disputed)
            and self.least <= (row.confidence if row.confidence is not None else 1.0) <= self.most
            and all(word in row.haystack for word in self.words.split())
        )


def item_row(sheet: Sheet, item: Item, doubt: float, disputed: bool) -> Row:
    """Return the row of a record."""
    record, title = item.record, sheet.story.title if sheet.story else ""
    bodies = tuple(body.id or body.name for body in record.authority)
    label = label_of(record)
    words = (label, title, sheet.story_id, *record.target.aliases, *(body.name for body in record.authority))
    return Row(
        sheet.key, item.key, label, title or record.evidence[0].text[:120], record.action, record.status, item.state,
        record.confidence, doubt, bodies, record.target.nationality, tuple(sorted(set(record.method.values()))),
        disputed, "\n".join(words).casefold(),
    )  # fmt: skip


def story_row(sheet: Sheet, state: StoryState) -> Row:
    """Return the row of a story that has no records."""
    title = sheet.story.title or sheet.story.text[:120] if sheet.story else sheet.story_id
    mark = "rejected" if state.no_action else "open"
    return Row(
        sheet.key, None, NO_RECORDS, title, "", "", mark, None, 0.0, haystack=f"{title}\n{sheet.story_id}".casefold()
    )


def label_of(record: Record) -> str:
    """Return what a person recognises the target by."""
    target = record.target
    if target.name:
        return target.name
    parts = (f"{target.count:,}" if target.count else "", " ".join(target.nationality), target.role or target.type)
    return " ".join(part for part in parts if part)


def choices(rows: Iterable[Row]) -> dict[str, list[dict[str, Any]]]:
    """Return what each filter can be set to, with how many rows have it, the commonest first."""
    counts: dict[str, Counter[str]] = {
        name: Counter() for name in ("action", "status", "authority", "country", "method")
    }
    states: Counter[str] = Counter()
    for row in rows:
        states[row.state] += 1
        for name in ("action", "status"):
            if value := getattr(row, name):
                counts[name][value] += 1
        for name in ("authority", "country", "method"):
            counts[name].update(getattr(row, name))
    found = {
        name: [
            {"value": value, "label": country_name(value) if name == "country" else value.replace("_", " "), "n": n}
            for value, n in counter.most_common(_MOST_CHOICES)
        ]
        for name, counter in counts.items()
    }
    found["state"] = [{"value": state, "label": state, "n": states[state]} for state in STATES if states[state]]
    return found
