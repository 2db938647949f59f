"""JSON lines: one record a line, as the published JSON Schema says; UTF-8, line feeds. Keeps everything."""

import sys
from collections.abc import Iterable
from types import TracebackType
from typing import Self

from wireledger.records import Record
from wireledger.writers.file_writer import FileWriter


class JsonLinesWriter(FileWriter):
    """Writes `.jsonl`, `.jsonl.gz` and `.jsonl.zst`."""

    def _add(self, records: Iterable[Record]) -> None:
        for record in records:
            self._file.stream.write(_line(record))


class StdoutWriter:
    """Writes to stdout, and flushes after each story, so that whoever reads along sees it at once."""

    def write(self, records: Iterable[Record]) -> None:
        """Add `records`."""
        lines = b"".join(_line(record) for record in records)
        if lines:
            sys.stdout.buffer.write(lines)
            sys.stdout.buffer.flush()

    def close(self) -> None:
        """Flush; stdout stays open."""
        sys.stdout.buffer.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.close()


def _line(record: Record) -> bytes:
    return record.model_dump_json().encode() + b"\n"
