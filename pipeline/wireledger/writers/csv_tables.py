"""CSV for spreadsheets: one record a row, flat; what has no place in a cell is joined or given as JSON.

Lists are joined by `"; "`, parts of objects are columns with a dot (`target.name`). `authority.id` and
`authority.country` keep their places: an authority without an id leaves an empty item. `spans`, `slot_confidence`,
`method` and the places of the evidence are JSON. Cells are written as they are: a verbatim name that begins with `=`
is a formula to a spreadsheet. Nothing reads this format back; Parquet and JSON lines keep everything.
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from wireledger.records import Amount, Record
from wireledger.writers.file_writer import FileWriter

Cell = str | int | float | bool | None


def _joined(items: Iterable[object]) -> str:
    return "; ".join("" if item is None else str(item) for item in items)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _sum(amount: Amount | None) -> Cell:
    return None if amount is None else format(amount.value, "f")


def _of_amount(name: str) -> Callable[[Record], Cell]:
    return lambda record: getattr(record.amount, name, None)


def _of_target(name: str) -> Callable[[Record], Cell]:
    return lambda record: getattr(record.target, name)


def _own(name: str) -> Callable[[Record], Cell]:
    return lambda record: getattr(record, name)


COLUMNS: Mapping[str, Callable[[Record], Cell]] = {
    **{name: _own(name) for name in ("record_id", "story_id", "url", "publisher", "published", "action", "status")},
    "background": lambda record: str(record.background).lower(),
    "authority.name": lambda record: _joined(body.name for body in record.authority),
    "authority.id": lambda record: _joined(body.id for body in record.authority),
    "authority.country": lambda record: _joined(body.country for body in record.authority),
    "target.name": _of_target("name"),
    "target.type": _of_target("type"),
    "target.aliases": lambda record: _joined(record.target.aliases),
    "target.nationality": lambda record: _joined(record.target.nationality),
    "target.role": _of_target("role"),
    "target.count": _of_target("count"),
    "measures": lambda record: _joined(record.measures),
    "amount.value": lambda record: _sum(record.amount),
    **{f"amount.{name}": _of_amount(name) for name in ("currency", "text", "qualifier", "scope")},
    **{name: _own(name) for name in ("asset", "program", "reason", "date")},
    "evidence": lambda record: _joined(sentence.text for sentence in record.evidence),
    "evidence.spans": lambda record: _json([s.model_dump(exclude={"text"}) for s in record.evidence]),
    "spans": lambda record: _json({slot: span.model_dump() for slot, span in record.spans.items()}),
    "confidence": _own("confidence"),
    "slot_confidence": lambda record: _json(record.slot_confidence),
    "method": lambda record: _json(record.method),
}


class CsvWriter(FileWriter):
    """Writes `.csv`, `.csv.gz` and `.csv.zst`."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._write_rows([list(COLUMNS)])

    def _add(self, records: Iterable[Record]) -> None:
        self._write_rows([cell(record) for cell in COLUMNS.values()] for record in records)

    def _write_rows(self, rows: Iterable[Iterable[Cell]]) -> None:
        lines = io.StringIO(newline="")
        csv.writer(lines).writerows(rows)  # CR LF, as RFC 4180 has it: with LF alone a lone CR would not be quoted
        self._file.stream.write(lines.getvalue().encode())
