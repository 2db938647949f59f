"""A DuckDB ledger, as `wireledger load` writes it -> records, and the events that they tell.

In: the file. Out: records rebuilt from the tables `records`, `evidence` and `stories`; events from `events` and
`event_records`, which `load --events` fills. The ledger does not keep texts (they may be somebody's property), so the
stories come from a file; without one, records are judged by their evidence.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from wireledger.errors import ConfigError, ReadError
from wireledger.events import Event
from wireledger.records import Record

_QUERY = """
SELECT r.*, s.url, s.publisher, s.published FROM records r JOIN stories s USING (story_id)
WHERE s.withdrawn_at IS NULL ORDER BY r.story_id, r.record_id
"""
_EVIDENCE = "SELECT record_id, field, start_char, end_char, text FROM evidence ORDER BY record_id, number"
_EVENTS = "SELECT * FROM events WHERE withdrawn_at IS NULL ORDER BY event_id"
# Rows of withdrawn stories are left out: nothing of these is shown, their ids neither.
_MEMBERS = "SELECT * FROM event_records WHERE withdrawn_at IS NULL ORDER BY event_id, rowid"
_EVENT_SLOTS = ("action", "status", "authority", "amount", "date", "program")
_MEMBER_SAME = ("record_id", "story_id", "joined_to", "reason", "score", "is_undone", "record")
_EVENT_SAME = (
    "event_id", "former_ids", "action", "status", "authority", "targets", "amount", "currency", "amount_text",
    "program", "date", "date_precision", "first_published", "last_published", "confidence", "n_sources", "n_stories",
    "n_records",
)  # fmt: skip
_SAME = (
    "record_id", "story_id", "url", "publisher", "published", "action", "status", "background", "authority", "measures",
    "asset", "program", "reason", "date", "confidence",
)  # fmt: skip


def read_ledger(path: Path) -> tuple[list[Record], list[Event]]:
    """Return the records of stories that stand, and the events that one of them tells.

    Raises:
        ConfigError: DuckDB is not installed.
        ReadError: The file is no ledger, or is held by another program.
    """
    try:
        import duckdb
    except ImportError as error:
        raise ConfigError("a ledger needs duckdb; pip install 'wireledger[db]'.") from error
    try:
        with duckdb.connect(str(path), read_only=True) as connection:
            schema = connection.execute(
                "SELECT table_schema FROM information_schema.tables WHERE table_name = 'evidence' "
                "ORDER BY table_schema LIMIT 1"
            ).fetchone()
            if schema is None:
                raise ReadError(f"{path}: no ledger; it has no table 'evidence'. `wireledger load` makes one.")
            connection.execute(f"USE {_quoted(schema[0])}")
            evidence: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
            for record_id, field, start, end, text in connection.execute(_EVIDENCE).fetchall():
                evidence[record_id].append({"field": field, "start": start, "end": end, "text": text})
            records = [_record(row, evidence, path) for row in _rows(connection, _QUERY)]
            return records, list(_events(connection, records, path))
    except duckdb.Error as error:
        raise ReadError(f"{path}: cannot be read as a ledger ({str(error).splitlines()[0]}).") from error


def _rows(connection: Any, query: str) -> Iterator[dict[str, Any]]:
    answer = connection.execute(query)
    names = [column[0] for column in answer.description or ()]
    while chunk := answer.fetchmany(1_000):
        for values in chunk:
            yield dict(zip(names, values, strict=True))


def _events(connection: Any, records: Iterable[Record], path: Path) -> Iterator[Event]:
    by_id = {record.record_id: record for record in records}
    links: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for link in _rows(connection, _MEMBERS):
        links[link["event_id"]].append(link | {"record": by_id.get(link["record_id"])})
    for row in _rows(connection, _EVENTS):
        try:
            yield _event(row, links[row["event_id"]])
        except ValidationError as error:
            raise ReadError(f"{path}: event {row['event_id']}: {_fault(error)}.") from error


def _event(row: dict[str, Any], links: list[dict[str, Any]]) -> Event:
    slots = [
        {"slot": slot}
        | {side: [link["record_id"] for link in links if slot in link[side]] for side in ("supports", "contradicts")}
        for slot in _EVENT_SLOTS
    ]
    fields = {name: row[name] for name in _EVENT_SAME}
    fields["slots"] = [slot for slot in slots if slot["supports"] or slot["contradicts"]]
    fields["members"] = [{name: link[name] for name in _MEMBER_SAME} for link in links]
    return Event.model_validate(fields)


def _record(row: dict[str, Any], evidence: dict[str, list[dict[str, Any]]], path: Path) -> Record:
    amount = None
    if row["amount"] is not None:
        names = {
            "text": "amount_text",
            "qualifier": "amount_qualifier",
            "scope": "amount_scope",
            "currency": "currency",
        }
        amount = {"value": row["amount"]} | {name: row[column] for name, column in names.items()}
    target = {name: row[f"target_{name}"] for name in ("name", "type", "aliases", "nationality", "role", "count")}
    maps = {name: row[name] or {} for name in ("spans", "slot_confidence", "method")}
    fields = {name: row[name] for name in _SAME} | maps | {"target": target, "amount": amount}
    try:
        return Record.model_validate(fields | {"evidence": evidence[row["record_id"]]})
    except ValidationError as error:
        raise ReadError(f"{path}: record {row['record_id']}: {_fault(error)}.") from error


def _fault(error: ValidationError) -> str:
    first = error.errors()[0]
    return f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
