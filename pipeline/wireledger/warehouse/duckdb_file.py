"""A DuckDB file as `Database`.

One process has the file at a time: who comes second waits. Rows come in as Arrow tables and are not copied on the way.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import Self

import duckdb
import pyarrow as pa

from wireledger.errors import DatabaseError
from wireledger.warehouse.address import Address
from wireledger.warehouse.changes import KEPT, TAKEN, Changes, Known, compare, count_untied, known_stories
from wireledger.warehouse.duckdb_open import open_file
from wireledger.warehouse.event_changes import EventChanges, KnownEvents, compare_events
from wireledger.warehouse.event_rows import EventRows
from wireledger.warehouse.event_sql import settle
from wireledger.warehouse.schema import arrow_schema
from wireledger.warehouse.staging import Batch, Coming
from wireledger.warehouse.table_check import check_tables, check_version
from wireledger.warehouse.tables import BY_NAME, SCHEMA_VERSION, TABLES, VERSION_TABLE


class DuckDBFile:
    """A DuckDB file. See `Database` for what the methods promise."""

    def __init__(self, address: Address, schema: str, *, wait: float, read_only: bool) -> None:
        self._place = f"{address}, schema {schema}"
        self._schema = schema
        self._db = open_file(address, wait, read_only=read_only)
        self._is_ready = False

    def prepare(self) -> None:
        """Make or check the tables."""
        with self._said():
            if self._has_tables():
                return
            with self._transaction():
                self._db.execute(f'create schema if not exists "{self._schema}"')
                for table in (*TABLES, VERSION_TABLE):
                    self._db.execute(table.create("duckdb", self._schema))
                self._db.execute(f"insert into {self._name(VERSION_TABLE.name)} values ({SCHEMA_VERSION})")

    def write(self, batch: Batch, *, dry_run: bool = False) -> Changes:
        """Replace the stories of a batch."""
        with self._said():
            changes = compare(batch, self._known(batch))
            changes.n_untied = count_untied(batch, changes.replaced, self._linked(changes.replaced))
            if dry_run or not changes.story_ids:
                return changes
            rows = {f"new_{name}": table for name, table in batch.only(changes.story_ids).items()}
            rows["old"] = pa.table({"story_id": pa.array(changes.replaced, pa.string())})
            with self._given(**rows), self._transaction():
                self._replace()
        return changes

    def write_events(self, rows: EventRows, *, dry_run: bool = False, coming: Coming | None = None) -> EventChanges:
        """Write the events of a file."""
        with self._said(), self._transaction():
            known = self._known_events(rows)
            changes = compare_events(rows, known.after(coming, rows.event_records) if coming else known)
            if not dry_run:
                self._replace_events(changes)
        return changes

    def add_missing(self, table: str, rows: pa.Table, *, dry_run: bool = False) -> int:
        """Add rows whose key is new."""
        with self._said(), self._given(rows=rows):
            if not self._has_tables():
                return len(rows)
            key = " and ".join(f'there."{name}" = rows."{name}"' for name in BY_NAME[table].key)
            new = f"from rows where not exists (select 1 from {self._name(table)} there where {key})"
            query = "select count(*) " if dry_run else f"insert into {self._name(table)} by name select * "
            return int(self._db.execute(query + new).fetchall()[0][0])

    def finish_run(self, run_id: str) -> None:
        """Note that a run is whole."""
        with self._said():
            self._db.execute(
                f"update {self._name('runs')} set finished_at = now() at time zone 'UTC' "
                "where run_id = $1 and finished_at is null",
                [run_id],
            )

    def withdraw(self, story_ids: Sequence[str], *, back: bool = False, dry_run: bool = False) -> list[str]:
        """Mark stories as withdrawn."""
        ids = pa.table({"story_id": pa.array(story_ids, pa.string())})
        value, condition = ("null", "not null") if back else ("now() at time zone 'UTC'", "null")
        with self._said(), self._given(ids=ids), self._transaction():
            if not self._has_tables():
                return list(story_ids)
            known = self._db.execute(f"select story_id from ids semi join {self._name('stories')} using (story_id)")
            there = {row[0] for row in known.fetchall()}
            unknown = [story_id for story_id in story_ids if story_id not in there]
            if not unknown and not dry_run:
                self._db.execute(
                    f"update {self._name('stories')} set withdrawn_at = {value} "
                    f"where withdrawn_at is {condition} and story_id in (from ids)"
                )
                self._settle(self._events_of("ids"))
        return unknown

    def read(self, table: str) -> pa.Table:
        """Return a table."""
        schema = arrow_schema(BY_NAME[table])
        with self._said():
            if not self._has_tables():
                return schema.empty_table()
            key = ", ".join(BY_NAME[table].key)
            return self._db.sql(f"select * from {self._name(table)} order by {key}").to_arrow_table().cast(schema)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._db.close()

    def _name(self, table: str) -> str:
        return f'"{self._schema}"."{table}"'

    def _has_tables(self) -> bool:
        # Nobody else can make or change them while this process has the file.
        self._is_ready = self._is_ready or self._look_for_tables()
        return self._is_ready

    def _look_for_tables(self) -> bool:
        rows = self._db.execute(
            "select table_name, column_name, data_type from duckdb_columns() "
            "where database_name = current_database() and schema_name = $1",
            [self._schema],
        ).fetchall()
        found: dict[str, dict[str, str]] = {}
        for table, column, kind in rows:
            found.setdefault(table, {})[column] = kind
        if VERSION_TABLE.name in found:
            versions = self._db.execute(f"select version from {self._name(VERSION_TABLE.name)}").fetchall()
            check_version([version for (version,) in versions], self._place)
        return check_tables(found, "duckdb", self._place)

    def _known(self, batch: Batch) -> dict[str, Known]:
        if not self._has_tables():
            return {}
        with self._given(ids=batch.stories.select(["story_id"])):
            return known_stories(
                self._db.execute(
                    f"select story_id, records_hash, story_hash, n_records from {self._name('stories')} "
                    "semi join ids using (story_id)"
                ).fetchall()
            )

    def _linked(self, story_ids: Sequence[str]) -> list[str]:
        if not story_ids:
            return []
        query = f"select record_id from {self._name('event_records')} where not is_undone and story_id in (from ids)"
        with self._given(ids=pa.table({"story_id": pa.array(story_ids, pa.string())})):
            return [row[0] for row in self._db.execute(query).fetchall()]

    def _known_events(self, rows: EventRows) -> KnownEvents:
        if not self._has_tables():
            return KnownEvents({}, [], ())
        hashes = self._db.execute(f"select event_id, event_hash from {self._name('events')}").fetchall()
        query = f"select event_id, record_id, story_id, is_undone from {self._name('event_records')}"
        links = self._db.execute(query).fetchall()
        with self._given(ids=rows.event_records.select(["record_id"])):
            query = f"select record_id from {self._name('records')} semi join ids using (record_id)"
            return KnownEvents(dict(hashes), links, {row[0] for row in self._db.execute(query).fetchall()})

    def _replace_events(self, changes: EventChanges) -> None:
        event_ids, record_ids = ([row[place] for row in changes.taken] for place in (0, 1))
        taken = pa.table({"event_id": pa.array(event_ids, pa.string()), "record_id": pa.array(record_ids, pa.string())})
        given = {"taken": taken, "new_events": changes.events, "new_event_records": changes.event_records}
        with self._given(**given):
            for name in ("events", "event_records"):
                self._db.execute(f"delete from {self._name(name)} where event_id in (select event_id from new_events)")
            self._db.execute(f"delete from {self._name('event_records')} where (event_id, record_id) in (from taken)")
            for name in ("events", "event_records"):
                self._db.execute(f"insert into {self._name(name)} by name select * from new_{name}")
        self._settle([*changes.event_ids, *{*event_ids}])

    def _events_of(self, stories: str) -> list[str]:
        query = f"select distinct event_id from {self._name('event_records')} where story_id in (from {stories})"
        return [row[0] for row in self._db.execute(query).fetchall()]

    def _settle(self, event_ids: Sequence[str]) -> None:
        if not event_ids:
            return
        names = {name: self._name(name) for name in BY_NAME}
        with self._given(touched=pa.table({"event_id": pa.array(event_ids, pa.string())})):
            for statement in settle("event_id in (from touched)", **names):
                self._db.execute(statement)

    def _replace(self) -> None:
        stories = self._name("stories")
        for table in ("evidence", "records"):
            self._db.execute(f"delete from {self._name(table)} where story_id in (from old)")
        # What a records file doesn't know of the story stays as it is.
        kept = ", ".join(f"{name} = coalesce(new_stories.{name}, there.{name})" for name in KEPT)
        taken = ", ".join(f"{name} = new_stories.{name}" for name in TAKEN)
        self._db.execute(
            f"update {stories} there set {kept}, {taken} from new_stories "
            "where there.story_id = new_stories.story_id and new_stories.story_id in (from old)"
        )
        self._db.execute(f"insert into {stories} by name from new_stories where story_id not in (from old)")
        for table in ("records", "evidence"):
            self._db.execute(f"insert into {self._name(table)} by name select * from new_{table}")
        self._settle(self._events_of("old"))

    @contextmanager
    def _given(self, **tables: pa.Table) -> Iterator[None]:
        for name, table in tables.items():
            self._db.register(name, table)
        try:
            yield
        finally:
            for name in tables:
                self._db.unregister(name)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.begin()
        try:
            yield
        except BaseException:
            self._db.rollback()
            raise
        self._db.commit()

    @contextmanager
    def _said(self) -> Iterator[None]:
        try:
            yield
        except duckdb.Error as error:
            text = " ".join(str(error).split())
            raise DatabaseError(
                f"{self._place}: {text}. What was loaded before is whole; repeat the command when that is mended."
            ) from None
