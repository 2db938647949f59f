"""`.arrow`: record batches as Arrow writes them, in a stream (`datasets`) or a file with an index (Feather).

Every batch is checked before it is read. One that is damaged costs its own rows in a file with an index; in a stream
the rest cannot be found any more.
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

_INDEXED = b"ARROW1"


def read_arrow(source: Source, columns: Columns, meter: Meter, gate: Gate | None = None) -> Iterator[Placed | Issue]:
    """Yield the stories of an Arrow file, one a row; with a `gate`, of the rows for which it opens."""
    import pyarrow as pa

    rows = RowReader(source.name, columns)
    with source.open_seekable(meter) as stream:
        magic = stream.read(len(_INDEXED))
        if not magic:
            yield from rows.closing()
            return
        stream.seek(0)
        try:
            reader = pa.ipc.open_file(stream) if magic == _INDEXED else pa.ipc.open_stream(stream)
            names = reader.schema.names
        except damage() as error:
            yield Issue("damaged-file", f"cannot be read as Arrow ({why(error)}).", "failed", source.name)
            return
        problem = wrong_columns(names, columns, source.name, None)
        if problem is not None:
            yield problem
            return
        yield from _rows(reader, rows, source.name, gate)
    yield from rows.closing()


def _rows(reader: Any, rows: RowReader, source: str, gate: Gate | None) -> Iterator[Placed | Issue]:
    wanted, row = Plan.of(rows.columns, reader.schema.names).wanted(), 1
    batches = _indexed(reader) if hasattr(reader, "get_batch") else _streamed(reader)
    for number, batch in enumerate(batches, 1):
        if isinstance(batch, str):
            rows.n_rows += 1
            message = f"batch {number} is damaged ({batch}); its rows, which follow row {row - 1}, were not read."
            yield Issue("damaged-batch", message, "failed", source)
            continue
        for at in range(0, batch.num_rows, batch_rows(gate)):
            part = batch.slice(at, batch_rows(gate)).select(wanted)
            yield from (item for _, item in read_batch(part, row + at, rows, source, gate))
        row += batch.num_rows


def _indexed(reader: Any) -> Iterator[Any]:
    for number in range(reader.num_record_batches):
        try:
            yield _checked(reader.get_batch(number))
        except damage() as error:
            yield why(error)


def _streamed(reader: Any) -> Iterator[Any]:
    while True:
        try:
            batch = reader.read_next_batch()
        except StopIteration:
            return
        except damage() as error:
            yield f"{why(error)}, and with it the rest of the file"
            return
        try:
            yield _checked(batch)
        except damage() as error:
            yield why(error)


def _checked(batch: Any) -> Any:
    batch.validate(full=False)  # offsets out of bounds would crash the process
    for column in batch.columns:
        _check_column(column)
    return batch


def _check_column(column: Any) -> None:
    import pyarrow as pa

    if pa.types.is_string(column.type):
        column = column.view(pa.binary())  # bad UTF-8 is read and reported, row by row
    elif pa.types.is_large_string(column.type):
        column = column.view(pa.large_binary())
    column.validate(full=True)
