r"""Arrow tables as the CSV that PostgreSQL's COPY reads, and rows of PostgreSQL as Arrow.

DuckDB writes the CSV. An empty value is `\N` without quotes; everything else stands in quotes, so that no text of a
story can be taken for something else.
"""

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from wireledger.warehouse.schema import Kind, Table, arrow_schema

_CHUNK = 1 << 20  # bytes
_JSON: frozenset[Kind] = frozenset({"bodies", "targets", "places", "numbers_by_slot", "texts_by_slot"})
_MAPS: frozenset[Kind] = frozenset({"places", "numbers_by_slot", "texts_by_slot"})
# PostgreSQL's own spelling of an array: {"a","b \"c\""}.
_ARRAY = (
    """'{{' || array_to_string(list_transform("{0}", """
    """lambda x: '"' || replace(replace(x, '\\', '\\\\'), '"', '\\"') || '"'), ',') || '}}'"""
)


class CsvMaker:
    """Makes CSV of Arrow tables; has a DuckDB and a temporary folder of its own."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="wireledger-copy-", ignore_cleanup_errors=True)
        self._db: Any = duckdb.connect(":memory:")

    def chunks(self, table: Table, rows: pa.Table) -> Iterator[bytes]:
        """Yield the CSV of some rows of `table`, in pieces."""
        path = Path(self._folder.name) / "rows.csv"
        columns = ", ".join(_expression(name, table) for name in rows.column_names)
        self._db.register("rows", rows)
        try:
            self._db.execute(
                f"copy (select {columns} from rows) to '{path}' "
                "(format csv, header false, nullstr '\\N', force_quote *, quote '\"', escape '\"')"
            )
        finally:
            self._db.unregister("rows")
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                yield chunk
        path.unlink()

    def close(self) -> None:
        """Remove the temporary folder."""
        self._db.close()
        self._folder.cleanup()


def rows_from_text(table: Table, rows: Sequence[Sequence[Any]]) -> pa.Table:
    """Return rows as psycopg gives them, with JSON as dicts, as Arrow."""
    schema = arrow_schema(table)
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(schema)
    arrays = []
    for column, field, values in zip(table.columns, schema, columns, strict=True):
        if column.kind in _MAPS:
            values = tuple(None if value is None else list(value.items()) for value in values)
        if column.kind == "numbers_by_slot":
            values = tuple(value and [(key, float(number)) for key, number in value] for value in values)
        arrays.append(pa.array(values, field.type))
    return pa.Table.from_arrays(arrays, schema=schema)


def _expression(name: str, table: Table) -> str:
    kind = next(column.kind for column in table.columns if column.name == name)
    if kind in _JSON:
        return f'to_json("{name}")'
    return _ARRAY.format(name) if kind == "texts" else f'"{name}"'
