"""PostgreSQL as `Database`.

Rows go in by COPY, as CSV that DuckDB makes of the Arrow tables: no row becomes a Python object. One advisory lock per
schema makes writers take turns, batch by batch; that is why two loads at once neither double a row nor lock each other.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Self
from zlib import crc32

import psycopg
import pyarrow as pa
from psycopg import sql

from wireledger.errors import DatabaseError
from wireledger.warehouse.address import Address
from wireledger.warehouse.changes import KEPT, TAKEN, Changes, Known, compare, count_untied, known_stories
from wireledger.warehouse.copy_csv import CsvMaker, rows_from_text
from wireledger.warehouse.event_changes import EventChanges, KnownEvents, compare_events
from wireledger.warehouse.event_rows import EventRows
from wireledger.warehouse.event_sql import settle
from wireledger.warehouse.postgres_open import advice, connect
from wireledger.warehouse.schema import Table, arrow_schema
from wireledger.warehouse.staging import Batch, Coming
from wireledger.warehouse.table_check import check_tables, check_version
from wireledger.warehouse.tables import BY_NAME, SCHEMA_VERSION, STORIES, TABLES, VERSION_TABLE

_LOCK = 0x57495245  # "WIRE": keeps our lock apart from those of others
_CATALOGUE = """
    select c.relname, a.attname, format_type(a.atttypid, a.atttypmod)
    from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = %s and c.relkind in ('r', 'p', 'v', 'm', 'f') and a.attnum > 0 and not a.attisdropped
"""


class Postgres:
    """A PostgreSQL database. See `Database` for what the methods promise."""

    def __init__(self, address: Address, schema: str, *, wait: float, read_only: bool) -> None:
        self._address = address
        self._place = f"{address}, schema {schema}"
        self._schema = schema
        self._wait = wait
        with self._said():
            self._db = connect(address, wait, read_only=read_only)
        self._csv = CsvMaker()

    def prepare(self) -> None:
        """Make or check the tables."""
        with self._said():
            if self._has_tables():
                return
            with self._turn():
                if self._has_tables():
                    return  # somebody else made them while we waited
                self._db.execute(sql.SQL("create schema if not exists {}").format(sql.Identifier(self._schema)))
                for table in (*TABLES, VERSION_TABLE):
                    self._db.execute(table.create("postgresql", self._schema).encode())
                # Unlike DuckDB, PostgreSQL reads the whole table where no index leads to the rows of a story.
                for name in ("records", "evidence", "event_records"):
                    self._run("create index on {} (story_id)", name)
                self._run("insert into {} values (%s)", VERSION_TABLE.name, [SCHEMA_VERSION])

    def write(self, batch: Batch, *, dry_run: bool = False) -> Changes:
        """Replace the stories of a batch."""
        with self._said():
            if dry_run:
                return self._compare(batch) if self._has_tables() else compare(batch, {})
            with self._turn():
                changes = self._compare(batch)
                if changes.story_ids:
                    self._replace(batch.only(changes.story_ids), changes.replaced)
            return changes

    def write_events(self, rows: EventRows, *, dry_run: bool = False, coming: Coming | None = None) -> EventChanges:
        """Write the events of a file."""
        with self._said():
            if dry_run:
                known = self._known_events(rows) if self._has_tables() else KnownEvents({}, [], ())
                return compare_events(rows, known.after(coming, rows.event_records) if coming else known)
            with self._turn():
                changes = compare_events(rows, self._known_events(rows))
                self._replace_events(changes)
            return changes

    def add_missing(self, table: str, rows: pa.Table, *, dry_run: bool = False) -> int:
        """Add rows whose key is new."""
        with self._said():
            if dry_run:
                return len(rows) - self._n_there(table, rows)
        with self._said(), self._turn():
            self._run("create temporary table incoming (like {}) on commit drop", table)
            self._copy(BY_NAME[table], sql.Identifier("incoming"), rows)
            return int(self._run("insert into {} select * from incoming on conflict do nothing", table).rowcount)

    def finish_run(self, run_id: str) -> None:
        """Note that a run is whole."""
        with self._said():
            query = "update {} set finished_at = now() where run_id = %s and finished_at is null"
            self._run(query, "runs", [run_id])

    def withdraw(self, story_ids: Sequence[str], *, back: bool = False, dry_run: bool = False) -> list[str]:
        """Mark stories as withdrawn."""
        with self._said(), self._turn():
            if not self._has_tables():
                return list(story_ids)
            known = self._run("select story_id from {} where story_id = any(%s)", "stories", [list(story_ids)])
            there = {row[0] for row in known.fetchall()}
            unknown = [story_id for story_id in story_ids if story_id not in there]
            if not unknown and not dry_run:
                change = "null where withdrawn_at is not null" if back else "now() where withdrawn_at is null"
                self._run(
                    "update {} set withdrawn_at = " + change + " and story_id = any(%s)", "stories", [list(story_ids)]
                )
                self._settle(self._events_of(story_ids))
        return unknown

    def read(self, table: str) -> pa.Table:
        """Return a table."""
        with self._said():
            schema = arrow_schema(BY_NAME[table])
            if not self._has_tables():
                return schema.empty_table()
            key = sql.SQL(", ").join(map(sql.Identifier, BY_NAME[table].key))
            names = sql.SQL(", ").join(map(sql.Identifier, schema.names))
            query = sql.SQL("select {} from {} order by {}").format(names, self._name(table), key)
            return rows_from_text(BY_NAME[table], self._db.execute(query).fetchall())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._csv.close()
        self._db.close()

    def _name(self, table: str) -> sql.Identifier:
        return sql.Identifier(self._schema, table)

    def _run(self, query: str, table: str, values: Sequence[Any] | None = None) -> Any:
        return self._db.execute(sql.SQL(query).format(self._name(table)), values)

    def _has_tables(self) -> bool:
        found: dict[str, dict[str, str]] = {}
        for table, column, kind in self._db.execute(_CATALOGUE, [self._schema]).fetchall():
            found.setdefault(table, {})[column] = kind
        if VERSION_TABLE.name in found:
            versions = self._run("select version from {}", VERSION_TABLE.name).fetchall()
            check_version([version for (version,) in versions], self._place)
        return check_tables(found, "postgresql", self._place)

    def _compare(self, batch: Batch) -> Changes:
        changes = compare(batch, self._known(batch))
        if changes.replaced:
            query = "select record_id from {} where not is_undone and story_id = any(%s)"
            linked = self._run(query, "event_records", [changes.replaced]).fetchall()
            changes.n_untied = count_untied(batch, changes.replaced, [row[0] for row in linked])
        return changes

    def _n_there(self, table: str, rows: pa.Table) -> int:
        if not self._has_tables():
            return 0
        (key,) = BY_NAME[table].key
        query = f"select count(*) from {{}} where {key} = any(%s)"
        return int(self._run(query, table, [rows.column(key).to_pylist()]).fetchall()[0][0])

    def _known(self, batch: Batch) -> dict[str, Known]:
        ids = batch.stories.column("story_id").to_pylist()
        query = "select story_id, records_hash, story_hash, n_records from {} where story_id = any(%s)"
        return known_stories(self._run(query, "stories", [ids]).fetchall())

    def _replace(self, rows: Mapping[str, pa.Table], replaced: Sequence[str]) -> None:
        if not replaced:
            self._copy(STORIES, self._name("stories"), rows["stories"])
        else:
            for table in ("evidence", "records"):
                self._run("delete from {} where story_id = any(%s)", table, [replaced])
            self._run("create temporary table incoming (like {}) on commit drop", "stories")
            self._copy(STORIES, sql.Identifier("incoming"), rows["stories"])
            # What a records file doesn't know of the story stays as it is.
            kept = ", ".join(f"{name} = coalesce(excluded.{name}, there.{name})" for name in KEPT)
            taken = ", ".join(f"{name} = excluded.{name}" for name in TAKEN)
            query = "insert into {} as there select * from incoming on conflict (story_id) do update set "
            self._run(query + f"{kept}, {taken}", "stories")
        for name in ("records", "evidence"):
            self._copy(BY_NAME[name], self._name(name), rows[name])
        if replaced:
            self._settle(self._events_of(replaced))

    def _known_events(self, rows: EventRows) -> KnownEvents:
        hashes = self._run("select event_id, event_hash from {}", "events").fetchall()
        links = self._run("select event_id, record_id, story_id, is_undone from {}", "event_records").fetchall()
        named = rows.event_records.column("record_id").to_pylist()
        there = self._run("select record_id from {} where record_id = any(%s)", "records", [named]).fetchall()
        return KnownEvents(dict(hashes), links, {row[0] for row in there})

    def _replace_events(self, changes: EventChanges) -> None:
        for name in ("events", "event_records"):
            self._run("delete from {} where event_id = any(%s)", name, [changes.event_ids])
        event_ids, record_ids = ([row[place] for row in changes.taken] for place in (0, 1))
        query = "delete from {} where (event_id, record_id) in (select * from unnest(%s::text[], %s::text[]))"
        self._run(query, "event_records", [event_ids, record_ids])
        self._copy(BY_NAME["events"], self._name("events"), changes.events)
        self._copy(BY_NAME["event_records"], self._name("event_records"), changes.event_records)
        self._settle([*changes.event_ids, *{*event_ids}])

    def _events_of(self, story_ids: Sequence[str]) -> list[str]:
        query = "select distinct event_id from {} where story_id = any(%s)"
        return [row[0] for row in self._run(query, "event_records", [list(story_ids)]).fetchall()]

    def _settle(self, event_ids: Sequence[str]) -> None:
        if not event_ids:
            return
        names = {name: f'"{self._schema}"."{name}"' for name in BY_NAME}  # a checked name
        for statement in settle("event_id = any(%s)", **names):
            self._db.execute(statement.encode(), [list(event_ids)])

    def _copy(self, table: Table, into: sql.Identifier, rows: pa.Table) -> None:
        names = [name for name in table.names if name in rows.column_names]
        columns = sql.SQL(", ").join(map(sql.Identifier, names))
        query = sql.SQL("copy {} ({}) from stdin (format csv, null '\\N')").format(into, columns)
        with self._db.cursor() as cursor, cursor.copy(query) as copy:
            for chunk in self._csv.chunks(table, rows.select(names)):
                copy.write(chunk)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        with self._db.transaction():
            self._db.execute("select pg_advisory_xact_lock(%s, %s)", [_LOCK, _signed(crc32(self._schema.encode()))])
            yield

    @contextmanager
    def _said(self) -> Iterator[None]:
        try:
            yield
        except psycopg.Error as error:
            text = self._address.without_secrets(error.diag.message_primary or str(error))
            is_open = getattr(self, "_db", None) is not None
            what_to_do = advice(error, self._schema, self._wait, is_open=is_open)
            raise DatabaseError(f"{self._place}: {text}. {what_to_do}") from None


def _signed(number: int) -> int:
    return number - (1 << 32) if number >= 1 << 31 else number
