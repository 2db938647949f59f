"""What `wireledger events` found, as rows of `events` and `event_records`.

In: a file of events. Out: `EventRows`, checked, as Arrow tables. What of it a database has already is the business of
`event_changes.py`.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa

from wireledger.errors import ReadError
from wireledger.events.event import Event
from wireledger.events.files import iter_events
from wireledger.events.parquet import fitted_sum
from wireledger.warehouse.nul import without_nul
from wireledger.warehouse.schema import Table, arrow_schema
from wireledger.warehouse.tables import EVENT_RECORDS, EVENTS, MOST_ID_CHARS

_EVENTS = 500
# The event's own slots that are columns as they are.
_SAME = [
    "event_id", "former_ids", "action", "status", "authority", "targets", "amount", "currency", "amount_text",
    "program", "date", "date_precision", "first_published", "last_published", "confidence", "n_sources", "n_stories",
    "n_records",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class EventRows:
    """The events of one file.

    Attributes:
        source: The file.
        run_id: MD5 of all of them, in whatever order they stand in the file.
        n_stories: Stories that tell them.
        n_records: Records that tell them.
        events: Rows of `events`.
        event_records: Rows of `event_records`.
    """

    source: Path
    run_id: str
    n_stories: int
    n_records: int
    events: pa.Table
    event_records: pa.Table


def read_event_rows(path: Path) -> EventRows:
    """Read a file of events and check that it can be loaded.

    Raises:
        ConfigError: If the suffix is none of an events file.
        ReadError: If the file can't be read, holds something else, or says twice where a record belongs.
    """
    events, event_records = [], []
    n_records, hashes, story_ids = 0, [], set()
    checked = _checked(path)
    # A few at a time: rows and events of a large file don't all fit as Python objects.
    while some := list(islice(checked, _EVENTS)):
        links = [_links(event) for event in some]
        rows = [_event(event, told) for event, told in zip(some, links, strict=True)]
        hashes += [row["event_hash"] for row in rows]
        standing = [link for told in links for link in told if not link["is_undone"]]
        story_ids |= {link["story_id"] for link in standing}
        n_records += len(standing)
        events.append(_table(EVENTS, rows))
        event_records.append(_table(EVENT_RECORDS, [link for told in links for link in told]))
    run_id = hashlib.md5("".join(sorted(hashes)).encode()).hexdigest()
    all_events = pa.concat_tables([_table(EVENTS, []), *events])
    place = all_events.schema.get_field_index("run_id")
    ids = pa.array([run_id] * len(all_events), pa.string())
    return EventRows(
        source=path,
        run_id=run_id,
        n_stories=len(story_ids),
        n_records=n_records,
        events=all_events.set_column(place, all_events.schema.field(place), ids),
        event_records=pa.concat_tables([_table(EVENT_RECORDS, []), *event_records]),
    )


def _checked(path: Path) -> Iterator[Event]:
    event_ids: set[str] = set()
    told_by: dict[str, str] = {}
    for event in iter_events(path):
        fault = None
        if not 0 < len(event.event_id) <= MOST_ID_CHARS:
            fault = f"its id is empty or longer than {MOST_ID_CHARS} characters"
        elif event.event_id in event_ids:
            fault = "the id stands twice"
        elif event.amount is not None and fitted_sum(event.amount) is None:
            fault = f"no column holds its sum, {event.amount}"
        event_ids.add(event.event_id)
        for member in event.members:
            other = None if member.is_undone else told_by.setdefault(member.record_id, event.event_id)
            if other not in (None, event.event_id):
                fault = fault or f"its record '{member.record_id[:80]}' is also in event '{other}'"
        if fault:
            raise ReadError(
                f"{path}: event '{event.event_id[:80]}': {fault}. Nothing was loaded; let `wireledger events` write "
                "the file anew."
            )
        yield event


def _event(event: Event, links: list[dict[str, Any]]) -> dict[str, Any]:
    said = event.model_dump(include=set(_SAME))
    row = without_nul({name: said[name] for name in _SAME})
    row["authority_id"] = next((body.id for body in event.authority if body.id), None)
    row["target_names"] = [target["name"] for target in row["targets"] if target["name"]]
    row["amount"] = None if event.amount is None else fitted_sum(event.amount)
    row["date_from"] = _first_day(event.date)
    row["event_hash"] = hashlib.md5(json.dumps([row, links], default=str).encode()).hexdigest()
    return row | {"n_gone": 0, "run_id": "", "loaded_at": datetime.now(UTC).replace(tzinfo=None)}


def _links(event: Event) -> list[dict[str, Any]]:
    supports: dict[str, list[str]] = {}
    contradicts: dict[str, list[str]] = {}
    for slot in event.slots:
        for record_ids, slots in ((slot.supports, supports), (slot.contradicts, contradicts)):
            for record_id in record_ids:
                slots.setdefault(record_id, []).append(slot.slot)
    rows = []
    for member in event.members:
        row = member.model_dump(include={"record_id", "story_id", "joined_to", "reason", "score", "is_undone"})
        row |= {"event_id": event.event_id}
        row |= {"supports": supports.get(member.record_id, []), "contradicts": contradicts.get(member.record_id, [])}
        rows.append(without_nul(row))
    return rows


def _first_day(day: str | None) -> date | None:
    try:
        return None if day is None else date.fromisoformat(f"{day}-01-01"[:10])
    except ValueError:
        return None  # as in `records`: a day that no calendar has


def _table(table: Table, rows: list[dict[str, Any]]) -> pa.Table:
    return pa.Table.from_pylist(rows, arrow_schema(table))
