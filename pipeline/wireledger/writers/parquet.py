"""Parquet: one record a row, nested as in JSON, with a schema of its own. Keeps everything.

`SCHEMA` is the one place where the types stand. Sums of money are decimals with 38 digits, 8 of them after the point:
enough for satoshis and for any budget on earth. A finer value is rounded to that (its `text` says it in full); a
larger one is an error. `spans`, `slot_confidence` and `method` are maps, in their order.
"""

from collections.abc import Iterable
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from wireledger.errors import WriteError
from wireledger.records import Record
from wireledger.writers.file_writer import FileWriter

SUM_DIGITS, SUM_PLACES = 38, 8
_SMALLEST = Decimal(1).scaleb(-SUM_PLACES)
_ROWS_PER_GROUP = 10_000

_TEXT = pa.string()
_TEXTS = pa.list_(_TEXT)
_SPAN = [pa.field("start", pa.int64(), False), pa.field("end", pa.int64(), False), pa.field("field", _TEXT, False)]
_AUTHORITY = pa.struct([pa.field("name", _TEXT, False), ("id", _TEXT), ("country", _TEXT)])
_TARGET = pa.struct(
    [
        ("name", _TEXT),
        pa.field("type", _TEXT, False),
        ("aliases", _TEXTS),
        ("nationality", _TEXTS),
        ("role", _TEXT),
        ("count", pa.int64()),
    ]
)
_AMOUNT = pa.struct(
    [
        pa.field("value", pa.decimal128(SUM_DIGITS, SUM_PLACES), False),
        ("currency", _TEXT),
        pa.field("text", _TEXT, False),
        pa.field("qualifier", _TEXT, False),
        pa.field("scope", _TEXT, False),
    ]
)

SCHEMA = pa.schema(
    [
        pa.field("record_id", _TEXT, False),
        pa.field("story_id", _TEXT, False),
        ("url", _TEXT),
        ("publisher", _TEXT),
        ("published", _TEXT),
        pa.field("action", _TEXT, False),
        pa.field("status", _TEXT, False),
        pa.field("background", pa.bool_(), False),
        ("authority", pa.list_(_AUTHORITY)),
        pa.field("target", _TARGET, False),
        ("measures", _TEXTS),
        ("amount", _AMOUNT),
        ("asset", _TEXT),
        ("program", _TEXT),
        ("reason", _TEXT),
        ("date", _TEXT),
        ("evidence", pa.list_(pa.struct([*_SPAN, pa.field("text", _TEXT, False)]))),
        ("spans", pa.map_(_TEXT, pa.struct(_SPAN))),
        pa.field("confidence", pa.float64(), False),
        ("slot_confidence", pa.map_(_TEXT, pa.float64())),
        ("method", pa.map_(_TEXT, _TEXT)),
    ]
)


class ParquetWriter(FileWriter):
    """Writes `.parquet`, zstd-compressed, in groups of 10,000 rows."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._table = pq.ParquetWriter(self._file.stream, SCHEMA, compression="zstd")
        self._rows: list[dict[str, Any]] = []

    def _add(self, records: Iterable[Record]) -> None:
        for record in records:
            self._rows.append(_row(record, self._path))
            if len(self._rows) >= _ROWS_PER_GROUP:
                self._write_group()

    def _finish(self) -> None:
        self._write_group()
        self._table.close()

    def _abandon(self) -> None:
        self._table.close()

    def _write_group(self) -> None:
        if self._rows:
            self._table.write_table(pa.Table.from_pylist(self._rows, SCHEMA))
            self._rows = []


def record_table(records: Iterable[Record], source: str = "records") -> pa.Table:
    """Return records as an Arrow table with `SCHEMA`; `source` stands in the message about a sum that is too large.

    Raises:
        WriteError: If a sum is too large.
    """
    return pa.Table.from_pylist([_row(record, source) for record in records], SCHEMA)


def fits(record: Record) -> bool:
    """Tell whether the sum of `record` is small enough for the schema."""
    return record.amount is None or record.amount.value < Decimal(1).scaleb(SUM_DIGITS - SUM_PLACES)


def _row(record: Record, path: Path | str) -> dict[str, Any]:
    row = record.model_dump()
    for name in ("spans", "slot_confidence", "method"):
        row[name] = list(row[name].items())
    if record.amount is not None:
        row["amount"]["value"] = _fitted(record, path)
    return row


def _fitted(record: Record, path: Path | str) -> Decimal:
    value = record.amount.value if record.amount else Decimal(0)
    with localcontext(prec=SUM_DIGITS + 2):
        if not fits(record):
            raise WriteError(
                f"{path}: the sum {value} of record {record.record_id} has more than {SUM_DIGITS - SUM_PLACES} digits "
                "before the point; Parquet holds no more. Write .jsonl instead."
            )
        return value.quantize(_SMALLEST, ROUND_HALF_EVEN)
