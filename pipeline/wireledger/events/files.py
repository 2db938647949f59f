"""Events to files and back: `.jsonl` (also `.gz`, `.zst`) and `.parquet`.

In: events, a path. Out: a file that is whole or not there. Both formats keep everything; in Parquet a member's record
is JSON, because nobody queries it there.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

from pydantic import ValidationError

from wireledger.errors import ConfigError, ReadError, WriteError
from wireledger.events.event import Event
from wireledger.readers.compression import SUFFIXES as COMPRESSIONS
from wireledger.writers.read_back import read_json_lines
from wireledger.writers.whole_file import whole_file

_ROWS = 500

ALLOWED = ".jsonl, .jsonl.gz, .jsonl.zst, .parquet"


def check_name(path: Path) -> None:
    """Refuse a name that no format has, before anything slow is done.

    Raises:
        ConfigError: If the suffix isn't known.
    """
    _kind(path)


def write_events(path: Path, events: Iterable[Event]) -> None:
    """Write events, replacing a file of that name.

    Raises:
        ConfigError: If the suffix isn't known.
        WriteError: If the disk refuses it.
    """
    write: Callable[[BinaryIO, Iterable[Event]], None] = _write_parquet if _kind(path) == ".parquet" else _write_jsonl
    with whole_file(path) as stream:
        write(stream, events)


def read_events(path: Path) -> list[Event]:
    """Return the events of a file; see `iter_events`."""
    return list(iter_events(path))


def iter_events(path: Path) -> Iterator[Event]:
    """Yield the events of a file that `write_events` made.

    Raises:
        ConfigError: If the suffix isn't known.
        ReadError: If the file can't be read or holds something else.
    """
    rows = _parquet_rows(path) if _kind(path) == ".parquet" else read_json_lines(path)
    for place, row in rows:
        try:
            event = Event.model_validate_json(row) if isinstance(row, str) else Event.model_validate(row)
        except ValidationError as error:
            fault = error.errors()[0]
            slot = ".".join(str(part) for part in fault["loc"])
            raise ReadError(
                f"{place}: not an event: {slot or 'the line'}: {fault['msg']}; `wireledger events` writes them."
            ) from error
        yield event


def _kind(path: Path) -> str:
    name = path.name.lower()
    compression = next((suffix for suffix in COMPRESSIONS if name.endswith(suffix)), "")
    if name.endswith(".parquet"):
        return ".parquet"
    if name.removesuffix(compression).endswith(".jsonl"):
        return ".jsonl"
    raise ConfigError(f"{path}: events are written to and read from {ALLOWED}.")


def _write_jsonl(stream: BinaryIO, events: Iterable[Event]) -> None:
    for event in events:
        stream.write(event.model_dump_json().encode() + b"\n")


def _write_parquet(stream: BinaryIO, events: Iterable[Event]) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    from wireledger.events.parquet import SCHEMA, fitted_sum

    rows = []
    for event in events:
        row = event.model_dump()
        for member, slim in zip(event.members, row["members"], strict=True):
            slim["record"] = member.record.model_dump_json() if member.record else None
        row["amount"] = None if event.amount is None else fitted_sum(event.amount)
        if event.amount is not None and row["amount"] is None:
            raise WriteError(f"event {event.event_id}: no Parquet column holds the sum {event.amount}; write .jsonl.")
        rows.append(row)
    pq.write_table(pa.Table.from_pylist(rows, SCHEMA), stream, compression="zstd")


def _parquet_rows(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for number, row in enumerate(_rows_of(path), 1):
        for member in row.get("members") or ():
            member["record"] = json.loads(member["record"]) if member["record"] else None
        if isinstance(row.get("amount"), Decimal):
            row["amount"] = row["amount"].normalize()
        yield f"{path}:{number}", row


def _rows_of(path: Path) -> Iterator[dict[str, Any]]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(_ROWS):
                yield from batch.to_pylist()
    except (OSError, pa.ArrowException) as error:
        raise ReadError(f"{path}: cannot be read ({str(error).splitlines()[0]}).") from error
