"""Any other destination of dlt as `Database`, by dlt's merge loads.

Weaker than the others: how much of a batch is one transaction is the destination's business, so a load that dies may
leave a story between two states until it is repeated; arrays and structs are JSON. dlt sends no telemetry and keeps
nothing on this machine: its working folder is temporary.
"""

import json
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self

import pyarrow as pa

from wireledger.errors import ConfigError, DatabaseError
from wireledger.warehouse.address import Address
from wireledger.warehouse.changes import Changes, Known, compare, count_untied, known_stories
from wireledger.warehouse.event_changes import EventChanges, KnownEvents, compare_events
from wireledger.warehouse.event_rows import EventRows
from wireledger.warehouse.event_sql import settle
from wireledger.warehouse.staging import Batch, Coming
from wireledger.warehouse.table_check import check_version
from wireledger.warehouse.tables import BY_NAME, SCHEMA_VERSION, STORIES, VERSION_TABLE

os.environ["RUNTIME__DLTHUB_TELEMETRY"] = "false"  # read when dlt is imported
os.environ.setdefault("RUNTIME__LOG_LEVEL", "ERROR")  # it warns of what `_plain` does on purpose

import dlt

_OF_STORIES = ("records", "evidence")
_GO_BY = {"records": "story_id", "evidence": "story_id", "event_records": "event_id"}
"""Table -> what its rows belong to: all of one story or event go before its new ones come."""


class DltDestination:
    """A destination of dlt. See `Database` for the methods, and above for what they don't promise here."""

    def __init__(self, address: Address, schema: str) -> None:
        self._address = address
        self._place = f"{address}, schema {schema}"
        name, _, dialect = address.destination.partition("+")
        if name not in dlt.destinations.__all__:
            raise ConfigError(f"dlt has no destination '{name}'; it has {', '.join(sorted(dlt.destinations.__all__))}.")
        rest = address.url.partition("://")[2]
        where = (
            {"bucket_url": f"file://{rest}"} if name == "filesystem" else {"credentials": f"{dialect or name}://{rest}"}
        )
        self._folder = tempfile.TemporaryDirectory(prefix="wireledger-dlt-", ignore_cleanup_errors=True)
        try:
            with self._said():
                self._pipeline = dlt.pipeline(
                    pipeline_name="wireledger",
                    pipelines_dir=self._folder.name,
                    destination=getattr(dlt.destinations, name)(**where),
                    dataset_name=schema,
                )
        except DatabaseError:
            self._folder.cleanup()
            raise
        self._known: dict[str, Known] | None = None
        self._linked: dict[str, list[str]] = {}  # story -> its records that tell events

    def prepare(self) -> None:
        """Check the version; dlt makes the tables as it needs them."""
        with self._said():
            found = [row[0] for row in self._rows(f"select version from {VERSION_TABLE.name}")]
            if found:
                check_version(found, self._place)
            else:
                self._merge({VERSION_TABLE.name: pa.table({"version": [SCHEMA_VERSION]})})

    def write(self, batch: Batch, *, dry_run: bool = False) -> Changes:
        """Replace the stories of a batch."""
        with self._said():
            if self._known is None:
                self._known = known_stories(
                    tuple(row)
                    for row in self._rows("select story_id, records_hash, story_hash, n_records from stories")
                )
                for story_id, record_id in self._rows(
                    "select story_id, record_id from event_records where not is_undone"
                ):
                    self._linked.setdefault(story_id, []).append(record_id)
            changes = compare(batch, self._known)
            linked = [record_id for id_ in changes.replaced for record_id in self._linked.get(id_, ())]
            changes.n_untied = count_untied(batch, changes.replaced, linked)
            if dry_run or not changes.story_ids:
                return changes
            rows = batch.only(changes.story_ids)
            with_records = set(rows["records"].column("story_id").to_pylist())
            for story_id in changes.replaced:
                if story_id not in with_records:  # a merge removes only where it brings something
                    for table in _OF_STORIES:
                        self._change(f"delete from {table} where story_id = %s", story_id)
            # Stories last: only they say that the records are there.
            self._merge({name: rows[name] for name in _OF_STORIES if len(rows[name])})
            self._merge({STORIES.name: rows["stories"]})
            return changes

    def write_events(self, rows: EventRows, *, dry_run: bool = False, coming: Coming | None = None) -> EventChanges:
        """Write the events of a file."""
        with self._said():
            hashes = dict(map(tuple, self._rows("select event_id, event_hash from events")))
            links = [
                tuple(row) for row in self._rows("select event_id, record_id, story_id, is_undone from event_records")
            ]
            known = KnownEvents(hashes, links, {row[0] for row in self._rows("select record_id from records")})
            changes = compare_events(rows, known.after(coming, rows.event_records) if coming else known)
            if dry_run:
                return changes
            for event_id, record_id in changes.taken:
                self._change("delete from event_records where event_id = %s and record_id = %s", event_id, record_id)
            if len(changes.events):
                # Events last: only they say that their records are there.
                self._merge({"event_records": changes.event_records})
                self._merge({"events": changes.events})
            self._settle()
            return changes

    def add_missing(self, table: str, rows: pa.Table, *, dry_run: bool = False) -> int:
        """Add rows whose key is new."""
        with self._said():
            key = BY_NAME[table].key[0]
            there = {row[0] for row in self._rows(f"select {key} from {table}")}
            new = rows.filter(pa.array([value not in there for value in rows.column(key).to_pylist()], pa.bool_()))
            if len(new) and not dry_run:
                self._merge({table: new})
            return len(new)

    def finish_run(self, run_id: str) -> None:
        """Note that a run is whole."""
        with self._said():
            now = datetime.now(UTC).replace(tzinfo=None)
            self._change("update runs set finished_at = %s where run_id = %s and finished_at is null", now, run_id)
            self._settle()

    def withdraw(self, story_ids: Sequence[str], *, back: bool = False, dry_run: bool = False) -> list[str]:
        """Mark stories as withdrawn."""
        raise ConfigError(
            f"{self._address}: stories are withdrawn in DuckDB and PostgreSQL only; here, set stories.withdrawn_at by "
            "your destination's own means."
        )

    def read(self, table: str) -> pa.Table:
        """Return a table, as the destination has it: arrays and structs are JSON."""
        names = BY_NAME[table].names
        with self._said():
            rows = self._rows(f"select {', '.join(names)} from {table}")
        columns = zip(*rows, strict=True) if rows else [()] * len(names)
        return pa.table(dict(zip(names, map(list, columns), strict=True)))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._folder.cleanup()

    def _merge(self, tables: Mapping[str, pa.Table]) -> None:
        resources = [
            dlt.resource(
                [_plain(rows)],
                name=name,
                write_disposition={"disposition": "merge", "strategy": "delete-insert"},
                primary_key=list(BY_NAME.get(name, VERSION_TABLE).key),
                merge_key=[_GO_BY[name]] if name in _GO_BY else [],
            )
            for name, rows in tables.items()
        ]
        if resources:
            self._pipeline.run(resources).raise_on_failed_jobs()

    def _rows(self, query: str) -> list[Any]:
        from dlt.common.destination.exceptions import DestinationUndefinedEntity

        try:
            with self._pipeline.sql_client() as client:
                return list(client.execute_sql(query) or ())
        except DestinationUndefinedEntity:
            return []  # dlt makes a table with its first row

    def _settle(self) -> None:
        if not self._rows("select event_id from events limit 1"):
            return
        for statement in settle("1 = 1", **{name: name for name in BY_NAME}):
            self._change(statement)

    def _change(self, query: str, *values: Any) -> None:
        with self._pipeline.sql_client() as client:
            client.execute_sql(query, *values)

    @contextmanager
    def _said(self) -> Iterator[None]:
        try:
            yield
        except (DatabaseError, ConfigError):
            raise
        except Exception as error:  # dlt and its drivers have no base of their own
            text = self._address.without_secrets(str(error))[:500]
            raise DatabaseError(f"{self._place}: {text}. Repeat the command when that is mended.") from None


def _plain(rows: pa.Table) -> pa.Table:
    for place, field in enumerate(rows.schema):
        if pa.types.is_nested(field.type):
            values = [None if value is None else _json(value, field.type) for value in rows.column(place).to_pylist()]
            rows = rows.set_column(
                place, pa.field(field.name, pa.string(), field.nullable), pa.array(values, pa.string())
            )
    return rows


def _json(value: Any, kind: pa.DataType) -> str:
    return json.dumps(dict(value) if pa.types.is_map(kind) else value, ensure_ascii=False)
