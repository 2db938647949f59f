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
from wireledger.warehouse.changes import Changes, compare, known_stories
from wireledger.warehouse.copy_csv import CsvMaker, rows_from_text
from wireledger.warehouse.schema import Table, arrow_schema
from wireledger.warehouse.staging import Batch
from wireledger.warehouse.table_check import check_tables, check_version
from wireledger.warehouse.tables import SCHEMA_VERSION, STORIES, TABLES, VERSION_TABLE

_LOCK = 0x57495245  # "WIRE": keeps our lock apart from those of others
_BY_NAME = {table.name: table for table in TABLES}
_KEPT = ("title", "published", "publisher", "url", "content_hash", "n_chars", "copy_of", "story_hash")
_TAKEN = ("n_records", "model_version", "records_hash", "run_id", "loaded_at")
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
            self._db = psycopg.connect(autocommit=True, **_parameters(address))
            self._db.read_only = read_only
            self._db.execute(sql.SQL("set lock_timeout = {}").format(sql.Literal(f"{max(1, int(wait * 1000))}ms")))
            self._db.execute("set timezone = 'UTC'")
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
                for name in ("records", "evidence"):
                    self._run("create index on {} (story_id)", name)
                self._run("insert into {} values (%s)", VERSION_TABLE.name, [SCHEMA_VERSION])

    def write(self, batch: Batch, *, dry_run: bool = False) -> Changes:
        """Replace the stories of a batch."""
        with self._said():
            if dry_run:
                return compare(batch, self._known(batch) if self._has_tables() else {})
            with self._turn():
                changes = compare(batch, self._known(batch))
                if changes.story_ids:
                    self._replace(batch.only(changes.story_ids), changes.replaced)
            return changes

    def add_missing(self, table: str, rows: pa.Table) -> int:
        """Add rows whose key is new."""
        with self._said(), self._turn():
            self._run("create temporary table incoming (like {}) on commit drop", table)
            self._copy(_BY_NAME[table], sql.Identifier("incoming"), rows)
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
        return unknown

    def read(self, table: str) -> pa.Table:
        """Return a table."""
        with self._said():
            schema = arrow_schema(_BY_NAME[table])
            if not self._has_tables():
                return schema.empty_table()
            key = sql.SQL(", ").join(map(sql.Identifier, _BY_NAME[table].key))
            names = sql.SQL(", ").join(map(sql.Identifier, schema.names))
            query = sql.SQL("select {} from {} order by {}").format(names, self._name(table), key)
            return rows_from_text(_BY_NAME[table], self._db.execute(query).fetchall())

    def replace(self, tables: Mapping[str, pa.Table]) -> None:
        """Replace all rows of some tables."""
        with self._said(), self._turn():
            for name, rows in tables.items():
                self._run("delete from {}", name)
                self._copy(_BY_NAME[name], self._name(name), rows)

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

    def _known(self, batch: Batch) -> dict[str, Any]:
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
            kept = ", ".join(f"{name} = coalesce(excluded.{name}, there.{name})" for name in _KEPT)
            taken = ", ".join(f"{name} = excluded.{name}" for name in _TAKEN)
            query = "insert into {} as there select * from incoming on conflict (story_id) do update set "
            self._run(query + f"{kept}, {taken}", "stories")
        for name in ("records", "evidence"):
            self._copy(_BY_NAME[name], self._name(name), rows[name])

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
            raise DatabaseError(f"{self._place}: {text}. {self._advice(error)}") from None

    def _advice(self, error: psycopg.Error) -> str:
        if isinstance(error, psycopg.errors.InsufficientPrivilege):
            return (
                f'The user needs CREATE on the database once, to make the schema, or on the schema "{self._schema}"; '
                "then SELECT, INSERT, UPDATE and DELETE on its tables. Nothing was changed by this step."
            )
        if isinstance(error, psycopg.errors.LockNotAvailable):
            return (
                f"Somebody else held it for more than {self._wait:g} s (--wait); repeat the command when they are done."
            )
        if isinstance(error, psycopg.OperationalError) and error.sqlstate is None:
            if getattr(self, "_db", None) is None:
                return "Check host, port, user, password and database of the URL, and that the server is running."
            return "The connection was lost. Batches that were loaded before are whole; repeat the command to go on."
        return "What was loaded before is whole; repeat the command when that is mended."


def _parameters(address: Address) -> dict[str, Any]:
    parts = {
        "host": address.host,
        "port": address.port,
        "user": address.user,
        "password": address.password,
        "connect_timeout": 15,
        "application_name": "wireledger",
    }
    # As in libpq, what stands behind the question mark goes before what stands in front of it.
    given = {key: value for key, value in parts.items() if value} | dict(address.options)
    return given | {"dbname": address.path}


def _signed(number: int) -> int:
    return number - (1 << 32) if number >= 1 << 31 else number
