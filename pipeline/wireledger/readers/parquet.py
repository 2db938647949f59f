"""`.parquet`: one story a row, read in small batches, only the columns that a story needs.

Row groups are read one by one, so that a damaged one costs its own rows only. Pages are checked against their check
sums where the file has them.
"""

from collections.abc import Iterator
from typing import Any

from wireledger.issues import Issue
from wireledger.readers.columnar import batch_rows, damage, read_batch, why
from wireledger.readers.columns import Columns, Plan
from wireledger.readers.csv_tables import wrong_columns
from wireledger.readers.gate import Gate
from wireledger.readers.rows import Placed, RowReader
from wireledger.readers.source import Meter, Source


def read_parquet(source: Source, columns: Columns, meter: Meter, gate: Gate | None = None) -> Iterator[Placed | Issue]:
    """Yield the stories of a Parquet file; with a `gate`, of the rows for which it opens."""
    import pyarrow.parquet as pq

    rows, before, n_bytes = RowReader(source.name, columns), meter.n_bytes, source.n_bytes() or 0
    with source.open_seekable(Meter()) as stream:
        if not stream.read(1):
            yield from rows.closing()
            return
        stream.seek(0)
        try:
            # By its path where it has one: pyarrow's own reading is faster than Python's.
            file = pq.ParquetFile(source.path or stream, page_checksum_verification=True)
            names = file.schema_arrow.names
        except damage() as error:
            yield Issue("damaged-file", f"cannot be read as Parquet ({why(error)}).", "failed", source.name)
            return
        with file:
            problem = wrong_columns(names, columns, source.name, None)
            if problem is not None:
                yield problem
                return
            for row, item in _rows(file, rows, source.name, gate):
                # pyarrow reads by itself, ahead: the share of rows stands for the share of bytes.
                meter.n_bytes = before + n_bytes * row // max(1, file.metadata.num_rows)
                yield item
    meter.n_bytes = before + n_bytes
    yield from rows.closing()


def _rows(file: Any, rows: RowReader, source: str, gate: Gate | None) -> Iterator[tuple[int, Placed | Issue]]:
    wanted = Plan.of(rows.columns, file.schema_arrow.names).wanted()
    first = 1
    for group in range(file.num_row_groups):
        row, following = first, first + file.metadata.row_group(group).num_rows
        try:
            for batch in file.iter_batches(batch_size=batch_rows(gate), row_groups=[group], columns=wanted):
                yield from read_batch(batch, row, rows, source, gate)
                row += batch.num_rows
        except damage() as error:
            rows.n_rows += 1
            message = (
                f"row group {group + 1} of {file.num_row_groups} is damaged ({why(error)}); its rows {row} to "
                f"{following - 1} were not read."
            )
            yield following - 1, Issue("damaged-row-group", message, "failed", source, row)
        first = following
