"""What is to be loaded: records files, and folders of archive runs.

In: paths. Out: `Input`s, and their records, stories and issues as Arrow batches. Records files are ours: what isn't a
record in them is an error. Values are not judged here; see `staging.py`.
"""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from wireledger.archive.layout import RunFolder, is_run
from wireledger.errors import ConfigError, ReadError
from wireledger.writers import read_records
from wireledger.writers.parquet import SCHEMA, record_table

_ROWS = 10_000
# Of records that become Python objects, few at a time: with thousands alive the garbage collector takes a third of the
# time (500 against 10,000: 1.4 times the records a second).
_OBJECTS = 500
_STORY_COLUMNS = ["id", "title", "text", "published", "publisher", "url"]


@dataclass(frozen=True, slots=True)
class Input:
    """Something to load.

    Attributes:
        path: As it was given.
        run: The run folder, or None for a records file.
        model_version: What extracted it; None where that isn't known.
        is_whole: Whether the run has come to its end; records files are whole.
    """

    path: Path
    run: RunFolder | None
    model_version: str | None
    is_whole: bool = True

    def record_files(self) -> list[Path]:
        """Files with the records, in order."""
        return [self.path] if self.run is None else self.run.record_parts()

    def issues_file(self) -> Path:
        """File with the issues; it need not be there."""
        if self.run is not None:
            return self.run.issues
        name = self.path.name.removesuffix(".gz").removesuffix(".zst")
        return self.path.with_name(Path(name).stem + ".issues.jsonl")  # where `extract` puts them


def find_inputs_to_load(paths: Sequence[Path], model_version: str | None) -> list[Input]:
    """Return what the paths mean.

    Args:
        paths: Records files and run folders.
        model_version: What extracted the records of files; run folders say it themselves.

    Raises:
        ConfigError: If a path is neither.
    """
    inputs = []
    for path in paths:
        if is_run(path):
            run = RunFolder(path)
            inputs.append(Input(path, run, model_version or _version_of(run), run.summary.is_file()))
        elif path.is_file():
            inputs.append(Input(path, None, model_version))
        else:
            what = "is no folder of an archive run" if path.is_dir() else "does not exist"
            raise ConfigError(
                f"{path}: {what}; name a records file (.jsonl, .parquet) or the RUN/ of `extract -o RUN/`."
            )
    return inputs


def iter_records(path: Path) -> Iterator[pa.RecordBatch]:
    """Yield the records of a file in batches with the schema of `writers/parquet.py`.

    Raises:
        ReadError: If the file isn't ours, or is of another version.
    """
    if path.name.lower().endswith(".parquet"):
        yield from _parquet_batches(path)
        return
    records = read_records(path)
    while chunk := list(islice(records, _OBJECTS)):
        yield from record_table(chunk, str(path)).to_batches()


def iter_stories(run: RunFolder) -> Iterator[pa.RecordBatch]:
    """Yield the stories of a run: id, title, text, published, publisher, url."""
    for part in run.story_parts():
        try:
            with pq.ParquetFile(part) as file:
                yield from file.iter_batches(1_000, columns=_STORY_COLUMNS)
        except (OSError, pa.ArrowException) as error:
            raise ReadError(f"{part}: cannot be read ({str(error).splitlines()[0]}).") from None


def read_issues(path: Path) -> list[dict[str, Any]]:
    """Return the issues of a file as `extract` writes it; none where it isn't there.

    Raises:
        ReadError: If it is something else.
    """
    if not path.is_file():
        return []
    issues = []
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            try:
                issue = json.loads(line)
                known = {
                    name: issue.get(name) for name in ("code", "severity", "message", "source", "line", "story_id")
                }
                known["code"], known["severity"], known["message"] = issue["code"], issue["severity"], issue["message"]
            except (ValueError, KeyError, AttributeError) as error:
                raise ReadError(
                    f"{path}:{number}: is no issue ({error}); move the file away to load without it."
                ) from None
            issues.append(known)
    return issues


def _parquet_batches(path: Path) -> Iterator[pa.RecordBatch]:
    try:
        with pq.ParquetFile(path) as file:
            _check_schema(path, file.schema_arrow)
            for batch in file.iter_batches(_ROWS, columns=SCHEMA.names):
                yield pa.RecordBatch.from_arrays(
                    [batch.column(name).cast(SCHEMA.field(name).type) for name in SCHEMA.names], schema=SCHEMA
                )
    except (OSError, pa.ArrowException) as error:
        raise (
            error
            if isinstance(error, ReadError)
            else ReadError(f"{path}: cannot be read ({str(error).splitlines()[0]}).")
        ) from None


def _check_schema(path: Path, schema: pa.Schema) -> None:
    for field in SCHEMA:
        place = schema.get_field_index(field.name)
        found = "is missing" if place < 0 else f"is {schema.field(place).type} where {field.type} was expected"
        if place < 0 or not _is_same(schema.field(place).type, field.type):
            raise ReadError(
                f"{path}: column '{field.name}' {found}: not a records file of this version of Wireledger. "
                "Extract the stories again, or load with the version that wrote it. Nothing was loaded."
            )
    extra = sorted(set(schema.names) - set(SCHEMA.names))
    if extra:
        raise ReadError(
            f"{path}: column '{extra[0]}' is unknown here; a newer Wireledger wrote the file. Update Wireledger, or "
            "extract again. Nothing was loaded."
        )


def _is_same(found: pa.DataType, wanted: pa.DataType) -> bool:
    # Field names inside lists and nullability differ between writers of Parquet.
    if pa.types.is_struct(wanted):
        return (
            pa.types.is_struct(found)
            and [f.name for f in found] == [f.name for f in wanted]
            and all(_is_same(f.type, w.type) for f, w in zip(found, wanted, strict=True))
        )
    if pa.types.is_list(wanted):
        return pa.types.is_list(found) and _is_same(found.value_type, wanted.value_type)
    if pa.types.is_map(wanted):
        return pa.types.is_map(found) and _is_same(found.item_type, wanted.item_type)
    return bool(found == wanted)


def _version_of(run: RunFolder) -> str | None:
    # The ledger's own class would lock it; a run may be going on.
    try:
        with closing(sqlite3.connect(f"file:{run.ledger}?mode=ro", uri=True)) as ledger:
            facts = dict(ledger.execute("select name, value from run"))
        summary = json.loads(run.summary.read_text(encoding="utf-8")) if run.summary.is_file() else {}
    except (sqlite3.Error, ValueError) as error:
        raise ReadError(f"{run.path}: the run's own files cannot be read ({error}).") from None
    parts = [summary.get("version"), *(f"{name} {facts[name]}" for name in ("code", "model") if name in facts)]
    return ", ".join(part for part in parts if part) or None
