"""A DuckDB file as `Database`.

One process has the file at a time: who comes second waits. Rows come in as Arrow tables and are not copied on the way.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb
import pyarrow as pa

from wireledger.errors import DatabaseError
from wireledger.warehouse.address import Address
from wireledger.warehouse.changes import Changes, Known, compare, known_stories
from wireledger.warehouse.schema import arrow_schema
from wireledger.warehouse.staging import Batch
from wireledger.warehouse.table_check import check_tables, check_version
from wireledger.warehouse.tables import SCHEMA_VERSION, TABLES, VERSION_TABLE

_LOOK_EVERY = 0.1  # seconds, at a file that somebody else has
_BY_NAME = {table.name: table for table in TABLES}
_KEPT = ("title", "published", "publisher", "url", "content_hash", "n_chars", "copy_of", "story_hash")
_TAKEN = ("n_records", "model_version", "records_hash", "run_id", "loaded_at")


class DuckDBFile:
    """A DuckDB file. See `Database` for what the methods promise."""

    def __init__(self, address: Address, schema: str, *, wait: float, read_only: bool) -> None:
        self._place = f"{address}, schema {schema}"
        self._schema = schema
        self._is_absent = read_only and not Path(address.path).exists()
        path = ":memory:" if self._is_absent else address.path
        self._db = _opened(path, address, wait, read_only and not self._is_absent)

    def prepare(self) -> None:
        """Make or check the tables."""
        with self._said():
            if self._has_tables() or self._is_absent:
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
            if dry_run or not changes.story_ids:
                return changes
            rows = {f"new_{name}": table for name, table in batch.only(changes.story_ids).items()}
            rows["old"] = pa.table({"story_id": pa.array(changes.replaced, pa.string())})
            with self._given(**rows), self._transaction():
                self._replace()
        return changes

    def add_missing(self, table: str, rows: pa.Table) -> int:
        """Add rows whose key is new."""
        key = " and ".join(f'there."{name}" = rows."{name}"' for name in _BY_NAME[table].key)
        with self._said(), self._given(rows=rows):
            added = self._db.execute(
                f"insert into {self._name(table)} by name select * from rows "
                f"where not exists (select 1 from {self._name(table)} there where {key})"
            ).fetchall()
        return int(added[0][0])

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
        return unknown

    def read(self, table: str) -> pa.Table:
        """Return a table."""
        schema = arrow_schema(_BY_NAME[table])
        with self._said():
            if not self._has_tables():
                return schema.empty_table()
            key = ", ".join(_BY_NAME[table].key)
            return self._db.sql(f"select * from {self._name(table)} order by {key}").to_arrow_table().cast(schema)

    def replace(self, tables: Mapping[str, pa.Table]) -> None:
        """Replace all rows of some tables."""
        rows = {f"new_{name}": table for name, table in tables.items()}
        with self._said(), self._given(**rows), self._transaction():
            for name in tables:
                self._db.execute(f"delete from {self._name(name)}")
                self._db.execute(f"insert into {self._name(name)} by name select * from new_{name}")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._db.close()

    def _name(self, table: str) -> str:
        return f'"{self._schema}"."{table}"'

    def _has_tables(self) -> bool:
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
        if self._is_absent:
            return {}
        with self._given(ids=batch.stories.select(["story_id"])):
            if not self._has_stories():
                return {}
            return known_stories(
                self._db.execute(
                    f"select story_id, records_hash, story_hash, n_records from {self._name('stories')} "
                    "semi join ids using (story_id)"
                ).fetchall()
            )

    def _has_stories(self) -> bool:
        query = (
            "select 1 from duckdb_tables() "
            "where database_name = current_database() and schema_name = $1 and table_name = 'stories'"
        )
        return bool(self._db.execute(query, [self._schema]).fetchall())

    def _replace(self) -> None:
        stories = self._name("stories")
        for table in ("evidence", "records"):
            self._db.execute(f"delete from {self._name(table)} where story_id in (from old)")
        # What a records file doesn't know of the story stays as it is.
        kept = ", ".join(f"{name} = coalesce(new_stories.{name}, there.{name})" for name in _KEPT)
        taken = ", ".join(f"{name} = new_stories.{name}" for name in _TAKEN)
        self._db.execute(
            f"update {stories} there set {kept}, {taken} from new_stories "
            "where there.story_id = new_stories.story_id and new_stories.story_id in (from old)"
        )
        self._db.execute(f"insert into {stories} by name from new_stories where story_id not in (from old)")
        for table in ("records", "evidence"):
            self._db.execute(f"insert into {self._name(table)} by name select * from new_{table}")

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


def _opened(path: str, address: Address, wait: float, read_only: bool) -> Any:
    until = time.monotonic() + wait
    while True:
        try:
            return duckdb.connect(path, read_only=read_only)
        except duckdb.Error as error:
            text = " ".join(str(error).split())
            if "lock" in text and time.monotonic() < until:
                time.sleep(_LOOK_EVERY)
                continue
            raise DatabaseError(_why(text, address, wait)) from None


def _why(text: str, address: Address, wait: float) -> str:
    path = Path(address.path)
    if "lock" in text:
        return (
            f"{address}: another process has the file open ({text.partition('. See')[0]}). Close it there and repeat "
            f"the command; it was waited for {wait:g} s (--wait)."
        )
    if not path.parent.is_dir():
        return f"{address}: the folder {path.parent} does not exist; make it, or name another file."
    if path.is_dir():
        return f"{address}: is a folder; name a file in it."
    if "not a valid DuckDB" in text:
        return f"{address}: is no DuckDB file; name another one."
    return f"{address}: cannot be opened ({text})."
