"""`Telling`: what one story says of one decision, with all of its targets. The things that are grouped into events.

In: records. Out: tellings. Records of one story are one telling where they agree on action, status, authority and day
and rest on a common sentence, or where day and authority are both given and equal.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from wireledger.events.bodies import agreement
from wireledger.events.targets import keys
from wireledger.events.when import When, when
from wireledger.records import FAMILIES, Amount, Authority, Record, Target


@dataclass(frozen=True, slots=True)
class Telling:
    """One decision as one story tells it.

    Attributes:
        records: At least one; all of one story, the smallest id first.
        authority: Bodies of all records, each once.
        amounts: (target or None for the action as a whole, amount).
        when: The most exact of the records' days.
    """

    records: tuple[Record, ...]
    authority: tuple[Authority, ...]
    amounts: tuple[Amount, ...]
    when: When

    @property
    def id(self) -> str:
        """Id of the first record: names the telling, too."""
        return self.records[0].record_id

    @property
    def story_id(self) -> str:
        """The story that tells it."""
        return self.records[0].story_id

    @property
    def family(self) -> str:
        """What its action may be taken for: `list`, `delist` or `money`."""
        return FAMILIES[self.records[0].action]

    @property
    def status(self) -> str:
        """Of all records the same."""
        return self.records[0].status

    @property
    def targets(self) -> tuple[Target, ...]:
        """One a record."""
        return tuple(record.target for record in self.records)


def make_tellings(records: Iterable[Record]) -> list[Telling]:
    """Return the tellings of all stories, in the order of their ids; a record that comes twice counts once."""
    unique = {record.record_id: record for record in records}
    ordered = sorted(unique.values(), key=lambda record: (record.story_id, record.record_id))
    tellings = [
        telling for _, story in groupby(ordered, key=lambda record: record.story_id) for telling in _of_story([*story])
    ]
    return sorted(tellings, key=lambda telling: telling.id)


def make_telling(records: Iterable[Record]) -> Telling:
    """Return the telling that `records`, of one story and one decision, are."""
    ordered = tuple(sorted(records, key=lambda record: record.record_id))
    spans = [when(record.date, record.published, record.background) for record in ordered]
    return Telling(
        records=ordered,
        authority=tuple(dict.fromkeys(body for record in ordered for body in record.authority)),
        amounts=tuple(dict.fromkeys(record.amount for record in ordered if record.amount is not None)),
        when=min(spans, key=lambda span: (span.precision == "unknown", span.last - span.first, span.first)),
    )


def _of_story(records: list[Record]) -> Iterator[Telling]:
    groups: list[list[Record]] = []
    for record in records:
        for group in groups:
            if all(_may_join(record, other) for other in group) and any(_is_told_with(record, r) for r in group):
                group.append(record)
                break
        else:
            groups.append([record])
    yield from map(make_telling, groups)


def _may_join(a: Record, b: Record) -> bool:
    if (a.action, a.status, a.background) != (b.action, b.status, b.background):
        return False
    if a.date and b.date and a.date != b.date:
        return False
    # A sum of the action as a whole stands on each of its records (RECORDS.md): two sums, two actions.
    if a.amount and b.amount and a.amount.scope == b.amount.scope == "action" and a.amount.value != b.amount.value:
        return False
    # Twice the same target: two decisions, or the story would have been one record.
    if {*keys(a.target)} & {*keys(b.target)}:
        return False
    return agreement(a.authority, b.authority) != "different"


def _is_told_with(a: Record, b: Record) -> bool:
    if {(e.field, e.start) for e in a.evidence} & {(e.field, e.start) for e in b.evidence}:
        return True
    is_same_day = a.date is not None and a.date == b.date and len(a.date) == 10
    return is_same_day and bool(a.authority) and agreement(a.authority, b.authority) == "same" and a.amount == b.amount
