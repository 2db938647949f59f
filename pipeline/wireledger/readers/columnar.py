"""Record batches of Arrow to rows; what Parquet and Arrow files share.

Timestamps are handed on as text, in their own time zone. Strings that aren't UTF-8 are read with U+FFFD and reported.
Needs pyarrow, which is imported at first use.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from wireledger.issues import Issue
from wireledger.readers.gate import BATCH as GATED_BATCH
from wireledger.readers.gate import Gate
from wireledger.readers.rows import Placed, RowReader

BATCH = 512  # rows; stories are some kilobytes each, and a batch of Python strings is held at a time


def batch_rows(gate: Gate | None) -> int:
    """Return how many rows to take at a time."""
    return BATCH if gate is None else GATED_BATCH


def read_batch(
    batch: Any, first_row: int, rows: RowReader, source: str, gate: Gate | None = None
) -> Iterator[tuple[int, Placed | Issue]]:
    """Yield the stories of one batch, each with its row number.

    Args:
        batch: A `pyarrow.RecordBatch` with the columns that a story needs.
        first_row: Number of its first row, from 1.
        rows: The reader of rows.
        source: Name for messages.
        gate: Says which rows are read; None: all.
    """
    numbers: Sequence[int] = range(first_row, first_row + batch.num_rows)
    if gate is not None:
        opens = gate.opens(batch, rows.columns)
        batch = batch.filter(opens)
        numbers = [first_row + int(row) for row in opens.nonzero()[0]]
        rows.n_rows += opens.size - len(numbers)
    values = []
    for name, column in zip(batch.schema.names, batch.columns, strict=True):
        cells, bad = _plain(column)
        values.append(cells)
        for row in bad:
            message = f"column '{name}' is not valid UTF-8; bad bytes were read as U+FFFD."
            yield numbers[row], Issue("bad-encoding", message, "warning", source, numbers[row])
    for row, named in zip(numbers, zip(*values, strict=True), strict=True):
        for item in rows.read(dict(zip(batch.schema.names, named, strict=True)), row):
            yield row, item


def damage() -> tuple[type[BaseException], ...]:
    """Return what pyarrow raises for damaged bytes: names that are no text, lengths beyond all memory."""
    import pyarrow as pa

    return pa.ArrowException, OSError, MemoryError, UnicodeDecodeError


def why(error: BaseException) -> str:
    """Return the first line of what pyarrow says."""
    return (str(error).splitlines() or [type(error).__name__])[0]


def _plain(column: Any) -> tuple[list[object], list[int]]:
    import pyarrow as pa

    if pa.types.is_temporal(column.type):
        column = column.cast(pa.string())
    elif pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    try:
        return column.to_pylist(), []
    except UnicodeDecodeError:
        raw = column.cast(pa.binary()).to_pylist()
    cells = [None if cell is None else cell.decode(errors="replace") for cell in raw]
    return cells, [row for row, cell in enumerate(raw) if cell is not None and not _is_utf8(cell)]


def _is_utf8(cell: bytes) -> bool:
    try:
        cell.decode()
    except UnicodeDecodeError:
        return False
    return True
