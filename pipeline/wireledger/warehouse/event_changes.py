"""What a file of events changes in a database: which events are new, which change, which are gone.

In: the rows of the file and what the database holds. Out: `EventChanges`. Nothing is written here. A record tells one
event at most: what the file says of a record counts, and an event whose every record went elsewhere is gone. An event
that the file doesn't have, of whose records it says nothing, stays: the file may hold one night's events.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from wireledger.errors import ReadError
from wireledger.warehouse.event_rows import EventRows
from wireledger.warehouse.staging import Coming


@dataclass(frozen=True, slots=True)
class KnownEvents:
    """What a database holds of events.

    Attributes:
        hashes: Event id -> `event_hash`.
        links: Rows of `event_records`: event id, record id, story id, `is_undone`.
        record_ids: Of the records that the file names, those that `records` has.
    """

    hashes: dict[str, str]
    links: Sequence[tuple[str, str, str, bool]]
    record_ids: Collection[str]

    def after(self, coming: Coming, links: pa.Table) -> "KnownEvents":
        """Return what the database would hold once `coming` is loaded; `links` are the rows of the file."""
        pairs = zip(links.column("record_id").to_pylist(), links.column("story_id").to_pylist(), strict=True)
        there = {id_ for id_, story_id in pairs if id_ in self.record_ids and story_id not in coming.story_ids}
        kept = [row for row in self.links if row[2] not in coming.story_ids or row[1] in coming.record_ids]
        standing = {event_id for event_id, _, _, is_undone in kept if not is_undone}
        hashes = {event_id: known for event_id, known in self.hashes.items() if event_id in standing}
        return KnownEvents(hashes, kept, there | {*coming.record_ids})


@dataclass(frozen=True, slots=True)
class EventChanges:
    """What a file of events changes, or would change.

    Attributes:
        events: Rows of `events` to be written, in the place of what stands there of the same events.
        event_records: Rows of `event_records` to be written with them.
        taken: Event and record id of the rows that other events lose: the file gives the records to its own, or has
            the event without them.
        n_new: Events that were not there.
        n_replaced: Events that were there otherwise.
        n_unchanged: Events that were there as they are.
        n_removed: Events that lose their last record by it.
        n_missing: Records of the file that `records` doesn't have.
        n_untold: Events of the file that none of its records tells any more; they are not written.
    """

    events: pa.Table
    event_records: pa.Table
    taken: Sequence[tuple[str, str]]
    n_new: int
    n_replaced: int
    n_unchanged: int
    n_removed: int
    n_missing: int
    n_untold: int

    @property
    def event_ids(self) -> list[str]:
        """Events to be written."""
        ids: list[str] = self.events.column("event_id").to_pylist()
        return ids


def compare_events(rows: EventRows, known: KnownEvents) -> EventChanges:
    """Compare a file of events with what a database holds.

    Raises:
        ReadError: If the database has none of the records that the file names.
    """
    there = pc.is_in(rows.event_records.column("record_id"), pa.array(list(known.record_ids), pa.string()))
    links = rows.event_records.filter(there)
    columns = (links.column(name).to_pylist() for name in ("event_id", "record_id", "is_undone"))
    pairs = list(zip(*columns, strict=True))
    told_by = {record_id: event_id for event_id, record_id, is_undone in pairs if not is_undone}
    if rows.n_records and not told_by:
        raise ReadError(
            f"{rows.source}: none of the {rows.n_records:,} records that these events are made of is in the database. "
            "Load the records first, or with them: wireledger load RECORDS --events EVENTS. No event was changed."
        )
    told = {*told_by.values()}
    # Rows only ever go: as many as the file has for an event of that hash are the same ones.
    n_rows, n_known = Counter(event_id for event_id, _, _ in pairs), Counter(row[0] for row in known.links)
    written, n_new, n_unchanged = [], 0, 0
    event_ids = rows.events.column("event_id").to_pylist()
    for event_id, event_hash in zip(event_ids, rows.events.column("event_hash").to_pylist(), strict=True):
        if event_id not in told:
            continue
        if known.hashes.get(event_id) == event_hash and n_known[event_id] == n_rows[event_id]:
            n_unchanged += 1
            continue
        n_new += event_id not in known.hashes
        written.append(event_id)
    taken, n_removed = _taken(known, told_by, {*written}, {*event_ids} - told)
    return EventChanges(
        events=_of(rows.events, written),
        event_records=_of(links, written),
        taken=taken,
        n_new=n_new,
        n_replaced=len(written) - n_new,
        n_unchanged=n_unchanged,
        n_removed=n_removed,
        n_missing=rows.n_records - len(told_by),
        n_untold=len(event_ids) - len(told),
    )


def _taken(
    known: KnownEvents, told_by: dict[str, str], written: set[str], untold: set[str]
) -> tuple[list[tuple[str, str]], int]:
    taken: list[tuple[str, str]] = []
    left: Counter[str] = Counter()
    for event_id, record_id, _, is_undone in known.links:
        if is_undone or event_id in written:
            continue
        if told_by.get(record_id, event_id) == event_id and event_id not in untold:
            left[event_id] += 1
        else:
            taken.append((event_id, record_id))
    return taken, len({event_id for event_id, _ in taken} - left.keys())


def _of(rows: pa.Table, event_ids: Sequence[str]) -> pa.Table:
    return rows.filter(pc.is_in(rows.column("event_id"), pa.array(event_ids, pa.string())))
