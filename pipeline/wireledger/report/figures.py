"""Records -> the figures of a report. Reads them once, holds counters and the few records that are shown.

A sum that an action imposes on several targets is one sum: it stands on each of their records, and is counted once a
story. The same decision told by several stories counts as often as it is told; events undo that, not this.
"""

import heapq
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from wireledger.records import Record

N_SHOWN = 8
NONE = "none named"


@dataclass(slots=True)
class Figures:
    """What a report shows.

    Attributes:
        n_records: All records, and `n_background`: those of them that a story merely recalls.
        months: ISO month of the action, or else of the story, -> records.
        n_undated: Records with neither.
        names: Id of an authority -> the words that stories have for it.
        n_sums: Currency -> how many sums.
        sums: (currency, status) -> money, each action of a story once, what is recalled left out.
        surest, doubtful: The records with the highest confidence, and those nearest to one half.
    """

    n_records: int = 0
    n_background: int = 0
    n_undated: int = 0
    stories: set[int] = field(default_factory=set)
    months: Counter[str] = field(default_factory=Counter)
    actions: Counter[str] = field(default_factory=Counter)
    statuses: Counter[str] = field(default_factory=Counter)
    authorities: Counter[str] = field(default_factory=Counter)
    names: dict[str, Counter[str]] = field(default_factory=dict)
    countries: Counter[str] = field(default_factory=Counter)
    n_sums: Counter[str] = field(default_factory=Counter)
    sums: dict[tuple[str, str], Decimal] = field(default_factory=dict)
    surest: list[Record] = field(default_factory=list)
    doubtful: list[Record] = field(default_factory=list)

    @property
    def n_stories(self) -> int:
        """Stories with at least one record."""
        return len(self.stories)


def count_records(records: Iterable[Record]) -> Figures:
    """Count records, in whatever order and number they come."""
    figures = Figures()
    counted: set[int] = set()  # sums, as hashes: an archive has millions
    surest: list[tuple[float, int, Record]] = []
    doubtful: list[tuple[float, int, Record]] = []
    for number, record in enumerate(records):
        _count(figures, record)
        _add_sum(figures, record, counted)
        _keep(surest, (record.confidence, -number, record))
        _keep(doubtful, (-abs(record.confidence - 0.5), -number, record))
    figures.surest = [record for *_, record in sorted(surest, key=lambda kept: kept[:2], reverse=True)]
    figures.doubtful = [record for *_, record in sorted(doubtful, key=lambda kept: kept[:2], reverse=True)]
    return figures


def _count(figures: Figures, record: Record) -> None:
    figures.n_records += 1
    figures.n_background += record.background
    figures.stories.add(hash(record.story_id))
    figures.actions[record.action] += 1
    figures.statuses[record.status] += 1
    figures.authorities.update({body.id or body.name for body in record.authority} or {NONE})
    for body in record.authority:
        if body.id:
            figures.names.setdefault(body.id, Counter())[body.name] += 1
    figures.countries.update(set(record.target.nationality) or {NONE})
    month = next((date[:7] for date in (record.date, record.published) if date and len(date) >= 7), None)
    if month is None:
        figures.n_undated += 1
    else:
        figures.months[month] += 1


def _add_sum(figures: Figures, record: Record, counted: set[int]) -> None:
    amount = record.amount
    if amount is None or record.background:
        return
    whom = record.target.name if amount.scope == "target" else None
    key = hash((record.story_id, record.action, record.status, amount.value, amount.currency, whom))
    if key not in counted:
        counted.add(key)
        place = (amount.currency or NONE, record.status)
        figures.n_sums[place[0]] += 1
        figures.sums[place] = figures.sums.get(place, Decimal(0)) + amount.value


def _keep(heap: list[tuple[float, int, Record]], entry: tuple[float, int, Record]) -> None:
    # The number stands before the record, so that two records are never compared.
    if len(heap) < N_SHOWN:
        heapq.heappush(heap, entry)
    elif entry[:2] > heap[0][:2]:
        heapq.heapreplace(heap, entry)
