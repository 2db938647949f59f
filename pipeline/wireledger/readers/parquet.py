"""`.parquet`: one story a row, read in small batches, only the columns that a story needs.

Needs pyarrow, which is imported at the first Parquet file. Timestamps are handed on as text, in their own time zone.
"""

from collections.abc import Iterator
from typing import Any

from wireledger.issues import Issue
from wireledger.readers.columns import Columns, Plan
from wireledger.readers.csv_tables import wrong_columns
from wireledger.readers.rows import Placed, RowReader
from wireledger.readers.source import Meter, Source

_BATCH = 512  # rows; stories are some kilobytes each, and a batch of Python strings is held at a time


def read_parquet(source: Source, columns: Columns, meter: Meter) -> Iterator[Placed | Issue]:
    """Yield the stories of a Parquet file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    if source.path is None:  # stdin is JSON lines, always
        return
    n_bytes = source.path.stat().st_size
    if not n_bytes:
        yield Issue("empty-file", "the file holds no stories.", "warning", source.name)
        return
    rows, before = RowReader(source.name, columns), meter.n_bytes
    try:
        with pq.ParquetFile(source.path) as file:
            problem = wrong_columns(file.schema_arrow.names, columns, source.name, None)
            if problem is not None:
                yield problem
                return
            for n_read, item in _rows(file, columns, rows):
                # pyarrow reads the file by itself: the share of rows stands for the share of bytes.
                meter.n_bytes = before + n_bytes * n_read // max(1, file.metadata.num_rows)
                yield item
    except pa.ArrowException as error:
        message = f"cannot be read as Parquet ({str(error).splitlines()[0]}); rows read before that: {rows.n_rows}."
        yield Issue("damaged-file", message, "failed", source.name)
        return
    yield from rows.closing()


def _rows(file: Any, columns: Columns, rows: RowReader) -> Iterator[tuple[int, Placed | Issue]]:
    row = 0
    for batch in file.iter_batches(batch_size=_BATCH, columns=Plan.of(columns, file.schema_arrow.names).wanted()):
        values = [_plain(column) for column in batch.columns]
        for cells in zip(*values, strict=True):
            row += 1
            for item in rows.read(dict(zip(batch.schema.names, cells, strict=True)), row):
                yield row, item


def _plain(column: Any) -> list[object]:
    import pyarrow as pa

    is_time = pa.types.is_temporal(column.type)
    return list((column.cast(pa.string()) if is_time else column).to_pylist())
