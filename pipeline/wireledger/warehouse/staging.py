"""`Staging`: everything that is to be loaded, checked as a whole and put in order before a database is touched.

In: `Input`s. Out: `Batch`es of whole stories with the rows of `stories`, `records` and `evidence` as Arrow tables. It
uses a DuckDB of its own, with a temporary folder, so that an input may be larger than memory; it knows nothing of the
database that the batches go to. The later of two inputs wins where both have a story.
"""

import tempfile
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from wireledger.errors import ReadError
from wireledger.events.inputs import read_duplicates
from wireledger.issues import Issue
from wireledger.records import ACTIONS, STATUSES
from wireledger.warehouse import staging_sql as sql
from wireledger.warehouse.intake import Input, iter_records, iter_stories, read_issues
from wireledger.warehouse.issue_rows import issue_rows
from wireledger.warehouse.nul import without_nul
from wireledger.warehouse.schema import Table, arrow_schema
from wireledger.warehouse.tables import EVIDENCE, MOST_ID_CHARS, RECORDS, STORIES
from wireledger.writers.parquet import SCHEMA

BATCH_RECORDS = 10_000
_MEMORY = "2GB"  # what goes beyond it lies in the temporary folder


@dataclass(frozen=True, slots=True)
class Batch:
    """Whole stories with all that belongs to them.

    Attributes:
        stories: Rows of `stories`.
        rows_of: Returns the rows of `records` or `evidence` that belong to some of the stories. They are made when they
            are asked for: most stories of a load that is repeated are there already.
    """

    stories: pa.Table
    rows_of: Callable[[Table, Sequence[str]], pa.Table]

    def only(self, story_ids: Sequence[str]) -> dict[str, pa.Table]:
        """Return the rows of `stories`, `records` and `evidence` of some stories, by table."""
        stories = self.stories
        if len(story_ids) < len(stories):
            stories = stories.filter(pc.is_in(stories.column("story_id"), pa.array(story_ids, pa.string())))
        rows = {table.name: self.rows_of(table, story_ids) for table in (RECORDS, EVIDENCE)}
        return {STORIES.name: stories, **rows}


@dataclass(frozen=True, slots=True)
class Coming:
    """What a dry run would have loaded before the events.

    Attributes:
        story_ids: The stories.
        record_ids: All of their records.
    """

    story_ids: Collection[str]
    record_ids: Collection[str]


@dataclass(slots=True)
class Staging:
    """Inputs on their way; a context manager that removes its temporary folder.

    Attributes:
        n_stories: Stories staged.
        n_records: Records staged.
        n_batches: Batches that they make.
        run_id: MD5 of all of it.
        issues: What was found while staging; it belongs into the table `issues`.
    """

    batch_records: int = BATCH_RECORDS
    n_stories: int = 0
    n_records: int = 0
    n_batches: int = 0
    run_id: str = ""
    issues: list[Issue] = field(default_factory=list)
    _folder: tempfile.TemporaryDirectory[str] = field(
        default_factory=lambda: tempfile.TemporaryDirectory(prefix="wireledger-load-", ignore_cleanup_errors=True)
    )
    _db: Any = None
    _model_versions: list[str | None] = field(default_factory=list)
    _read_issues: list[dict[str, Any]] = field(default_factory=list)

    def __enter__(self) -> Self:
        self._db = duckdb.connect(":memory:", config={"temp_directory": self._folder.name, "memory_limit": _MEMORY})
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._db.close()
        self._folder.cleanup()

    def stage(self, inputs: Sequence[Input]) -> None:
        """Read and check all inputs; call once.

        Raises:
            ReadError: If something in them is no record or cannot be loaded. Nothing has been loaded then.
        """
        self._db.execute(sql.RAW_STORIES)
        self._db.register("schema_only", SCHEMA.empty_table())
        self._db.execute(sql.RAW_RECORDS)
        for number, given in enumerate(inputs):
            self._model_versions.append(given.model_version)
            self._read(number, given)
        self._replace_nul()
        self._check(inputs)
        versions = pa.table({"input": range(len(inputs)), "model_version": pa.array(self._model_versions, pa.string())})
        self._db.register("versions", versions)
        for statement in sql.arrange(self.batch_records):
            self._db.execute(statement)
        ((self.n_stories, self.n_records, self.n_batches, self.run_id),) = self._db.execute(sql.TOTALS).fetchall()

    def batches(self) -> Iterator[Batch]:
        """Yield the batches, in the order of story ids: two loads at once then take rows in the same order."""
        now = datetime.now(UTC).replace(tzinfo=None)
        for number in range(self.n_batches):
            parameters = {"batch": number, "run": self.run_id, "now": now}
            yield Batch(self._rows(STORIES, sql.BATCH_STORIES, parameters), partial(self._rows_of, number))

    def _rows_of(self, number: int, table: Table, story_ids: Sequence[str]) -> pa.Table:
        self._db.register("wanted", pa.table({"story_id": pa.array(story_ids, pa.string())}))
        query = sql.BATCH_RECORDS if table is RECORDS else sql.BATCH_EVIDENCE
        return self._rows(table, query, {"batch": number})

    def _rows(self, table: Table, query: str, parameters: dict[str, Any]) -> pa.Table:
        return self._db.sql(query, params=parameters).to_arrow_table().cast(arrow_schema(table))

    def issue_rows(self) -> pa.Table:
        """Return the rows of `issues`."""
        return issue_rows([*self._read_issues, *map(asdict, self.issues)], self.run_id)

    def coming(self) -> Coming:
        """Return what is staged, for a dry run of events that would be loaded after it."""
        story_ids = self._db.execute("select story_id from staged_stories").fetchall()
        record_ids = self._db.execute("select record_id from staged_records").fetchall()
        return Coming({row[0] for row in story_ids}, {row[0] for row in record_ids})

    def _read(self, number: int, given: Input) -> None:
        for path in given.record_files():
            self._insert(iter_records(path), SCHEMA, sql.insert_records(number), path)
        self._read_issues += read_issues(given.issues_file())
        if given.run is None:
            return
        stories = iter_stories(given.run)
        first = next(stories, None)
        if first is not None:
            self._insert(_chain(first, stories), first.schema, sql.insert_stories(number), given.path)
        self._db.register("copies", read_duplicates(given.run))
        self._db.execute(sql.insert_copies(number))
        if not given.is_whole:
            message = f"the run {given.path} hasn't come to its end; what is there was loaded. Load again when it has."
            self.issues.append(Issue("run-not-finished", message, "warning", str(given.path)))

    def _insert(self, batches: Iterator[pa.RecordBatch], schema: pa.Schema, statement: str, path: Path) -> None:
        # An error of ours must not come out wrapped as DuckDB's.
        raised: list[Exception] = []

        def watched() -> Iterator[pa.RecordBatch]:
            try:
                yield from batches
            except Exception as error:
                raised.append(error)
                raise

        self._db.register("incoming", pa.RecordBatchReader.from_batches(schema, watched()))
        try:
            self._db.execute(statement)
        except Exception as error:
            if raised:
                raise raised[0] from None
            raise ReadError(f"{path}: cannot be staged ({' '.join(str(error).split())}). Nothing was loaded.") from None
        finally:
            self._db.unregister("incoming")

    def _replace_nul(self) -> None:
        for table, key, schema in (("raw_records", "record_id", SCHEMA), ("raw_stories", "id", None)):
            found = self._db.sql(sql.with_nul(table)).to_arrow_table()
            if not len(found):
                continue
            rows = found.to_pylist()
            for row in rows:
                place = without_nul(row["story_id"] if key == "record_id" else row["id"])
                what = f"{'record' if schema else 'story'} '{without_nul(row[key])}'"
                message = f"{what} has NUL characters; U+FFFD stands in their place."
                self.issues.append(Issue("nul-replaced", message, "warning", story_id=place))
            self._db.register("cleaned", pa.Table.from_pylist([without_nul(row) for row in rows], found.schema))
            self._db.execute(sql.delete_with_nul(table))
            self._db.execute(f"insert into {table} select * from cleaned")

    def _check(self, inputs: Sequence[Input]) -> None:
        for what, query in sql.checks(ACTIONS, STATUSES, MOST_ID_CHARS):
            for number, record_id, value in self._db.execute(query).fetchall():
                given = f" (given: {str(value)[:80]})" if value is not None else ""
                raise ReadError(
                    f"{inputs[number].path}: record '{str(record_id)[:80]}': {what}{given}. Nothing was loaded; "
                    "correct the record or leave it out, then repeat the command."
                )
        for record_id, story_id, n in self._db.execute(sql.SAME_IDS).fetchall():
            message = f"record id '{record_id}' stands {n} times with different values; the first was loaded."
            self.issues.append(Issue("duplicate-record", message, "warning", story_id=story_id))


def _chain(first: pa.RecordBatch, rest: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    yield first
    yield from rest
