"""`.csv` and `.tsv`: a header, then one story a row; cells are quoted with `"` where they hold separators or line ends.

Quoting is read strictly: a stray quote fails its row instead of running on over the rows below. A row with more cells
than the header fails, as its text would be cut at an unquoted comma; one with fewer is read and reported.
"""

import csv
import sys
from collections.abc import Iterator, Sequence

from wireledger.issues import Issue
from wireledger.readers.columns import Columns, Plan
from wireledger.readers.lines import Line, read_lines
from wireledger.readers.rows import Placed, RowReader
from wireledger.readers.source import Meter, Source

_DELIMITERS = {".csv": ",", ".tsv": "\t"}
_OTHER_DELIMITERS = ";\t|"


def read_csv(source: Source, columns: Columns, meter: Meter) -> Iterator[Placed | Issue]:
    """Yield the stories of a table."""
    with source.open(meter) as stream:
        yield from _Table(source, columns, read_lines(stream, source.name)).read()


class _Table:
    """One table being read; keeps what the decoder reports until the row that it belongs to is out."""

    def __init__(self, source: Source, columns: Columns, lines: Iterator[Line | Issue]) -> None:
        self._name = source.name
        self._delimiter = _DELIMITERS[source.suffix]
        self._columns = columns
        self._lines = lines
        self._pending: list[Issue] = []
        self._line = 0

    def read(self) -> Iterator[Placed | Issue]:
        rows = RowReader(self._name, self._columns)
        text = iter(self._texts())
        head = next((line for line in text if line.strip()), None)
        if head is not None:
            self._choose_delimiter(head)
            _raise_field_limit()
            cells = csv.reader(_put_back(head, text), delimiter=self._delimiter, strict=True)
            header = next(self._rows(cells), None)
            if isinstance(header, list):
                problem = self._wrong_header(header)
                if problem is not None:
                    yield from self._taken()
                    yield problem
                    return
                yield from self._body(cells, [name.strip() for name in header], rows)
            elif header is not None:
                yield header
                return
        yield from self._taken()
        yield from rows.closing()

    def _body(self, cells: Iterator[list[str]], header: Sequence[str], rows: RowReader) -> Iterator[Placed | Issue]:
        first_line = self._line + 1
        for row in self._rows(cells):
            yield from self._taken()
            if isinstance(row, Issue):
                rows.n_rows += 1
                yield row
            elif row:
                yield from self._one(row, header, rows, first_line)
            first_line = self._line + 1

    def _one(self, row: list[str], header: Sequence[str], rows: RowReader, line: int) -> Iterator[Placed | Issue]:
        if len(row) > len(header) and any(row[len(header) :]):
            rows.n_rows += 1
            message = (
                f"row has {len(row)} cells, the header {len(header)}; is a cell with a separator unquoted? Skipped."
            )
            yield Issue("too-many-cells", message, "failed", self._name, line)
            return
        if len(row) < len(header):
            message = f"row has {len(row)} cells, the header {len(header)}; the last ones were read as empty."
            yield Issue("too-few-cells", message, "warning", self._name, line)
        named: dict[str, object] = {}
        for name, cell in zip(header, row, strict=False):
            named.setdefault(name, cell)
        yield from rows.read(named, line)

    def _rows(self, cells: Iterator[list[str]]) -> Iterator[list[str] | Issue]:
        while True:
            first_line = self._line + 1
            try:
                yield next(cells)
            except StopIteration:
                return
            except csv.Error as error:
                place = "" if self._line <= first_line else f" (the row runs to line {self._line})"
                message = f"not a valid row: {error}{place}. Skipped."
                yield Issue("bad-row", message, "failed", self._name, first_line)

    def _texts(self) -> Iterator[str]:
        for piece in self._lines:
            if isinstance(piece, Issue):
                self._pending.append(piece)
            else:
                self._line = piece.number
                yield piece.text

    def _taken(self) -> Iterator[Issue]:
        yield from self._pending
        self._pending.clear()

    def _choose_delimiter(self, head: str) -> None:
        if self._delimiter in head:
            return
        other = next((mark for mark in _OTHER_DELIMITERS if mark in head), None)
        if other is not None:
            self._delimiter = other
            message = f"cells are separated by {other!r}, as the header shows."
            self._pending.append(Issue("delimiter-guessed", message, "note", self._name, self._line))

    def _wrong_header(self, header: list[str]) -> Issue | None:
        return wrong_columns([name.strip() for name in header], self._columns, self._name, self._line)


def wrong_columns(header: Sequence[str], columns: Columns, source: str, line: int | None) -> Issue | None:
    """Return the issue that stops a table from being read: a named column, or one for the text, that it lacks."""
    listed = ", ".join(f"'{name}'" for name in header)
    missing = columns.missing(header)
    if missing:
        names = ", ".join(f"'{name}'" for name in missing)
        message = f"no column {names}, named by option. It has: {listed}. The file was not read."
    elif not Plan.of(columns, header).names["text"]:
        message = (
            f"column 'text' is missing; a story needs it (or name another by --text-column). It has: {listed}. "
            "The file was not read."
        )
    else:
        return None
    return Issue("missing-column", message, "failed", source, line)


def _put_back(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest


def _raise_field_limit() -> None:
    # The module refuses cells over 128 KiB; the limit is a C long, which is 32 bits on some systems.
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
