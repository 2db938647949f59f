"""Records from the files that `writers/` made, for evaluation, loading and tests.

In goes a path to `.jsonl` (also `.gz`, `.zst`) or `.parquet`, out come the records, lazily and checked. These files are
ours, so what is wrong with them is an error, not an issue.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from wireledger.errors import ReadError
from wireledger.issues import Issue
from wireledger.readers.compression import SUFFIXES as COMPRESSIONS
from wireledger.readers.lines import read_lines
from wireledger.readers.source import Meter, Source
from wireledger.records import Record

_ROWS = 2_000


def read_records(path: Path) -> Iterator[Record]:
    """Yield the records of `path`.

    Raises:
        ReadError: If the file can't be read, has another format, or holds something that isn't a record.
    """
    name = path.name.lower()
    if name.endswith(".parquet"):
        yield from _from_parquet(path)
    elif name.removesuffix(_compression(path)).endswith(".jsonl"):
        for place, text in read_json_lines(path):
            yield _checked(text, place)
    else:
        raise ReadError(f"{path}: records are read from .jsonl, .jsonl.gz, .jsonl.zst and .parquet.")


def read_json_lines(path: Path) -> Iterator[tuple[str, str]]:
    """Yield place (`path:line`) and text of each line that a writer of ours wrote; blank ones are passed over.

    Raises:
        ReadError: If the file can't be read, or not to its end.
    """
    source = Source(str(path), path, path.name, ".jsonl", _compression(path))
    try:
        with source.open(Meter()) as stream:
            for line in read_lines(stream, source.name):
                if isinstance(line, Issue):
                    raise ReadError(str(line))
                if line.text.strip():
                    yield f"{source.name}:{line.number}", line.text
    except OSError as error:
        raise error if isinstance(error, ReadError) else _unreadable(source.name, error) from error


def _compression(path: Path) -> str:
    return next((suffix for suffix in COMPRESSIONS if path.name.lower().endswith(suffix)), "")


def _from_parquet(path: Path) -> Iterator[Record]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as file:
            row = 0
            for batch in file.iter_batches(batch_size=_ROWS):
                for fields in batch.to_pylist(maps_as_pydicts="strict"):
                    row += 1
                    yield _checked(fields, f"{path}:{row}")
    except (OSError, pa.ArrowException) as error:
        raise error if isinstance(error, ReadError) else _unreadable(str(path), error) from error


def _checked(content: str | dict[str, Any], place: str) -> Record:
    try:
        return Record.model_validate_json(content) if isinstance(content, str) else Record.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        slot = ".".join(str(part) for part in first["loc"])
        raise ReadError(f"{place}: not a record: {slot or 'the line'}: {first['msg']}.") from error


def _unreadable(name: str, error: Exception) -> ReadError:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error).splitlines()[0]
    return ReadError(f"{name}: cannot be read ({reason}).")
