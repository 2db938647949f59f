"""Which suffix means which writer: the one table to touch for a new format."""

from collections.abc import Callable, Iterable
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from wireledger.errors import ConfigError, WriteError
from wireledger.records import Record


class Writer(Protocol):
    """Takes records and makes a file of them; a context manager that discards the file when it is left by an error."""

    def write(self, records: Iterable[Record]) -> None:
        """Add `records`, in their order."""
        ...

    def close(self) -> None:
        """Finish the file and give it its name."""
        ...

    def __enter__(self) -> Self:
        """Return the writer itself."""
        ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close; or remove what was written so far, if the block was left by an error."""
        ...


def _json_lines(path: Path) -> Writer:
    from wireledger.writers.jsonl import JsonLinesWriter

    return JsonLinesWriter(path)


def _csv(path: Path) -> Writer:
    from wireledger.writers.csv_tables import CsvWriter

    return CsvWriter(path)


def _parquet(path: Path) -> Writer:
    from wireledger.writers.parquet import ParquetWriter

    return ParquetWriter(path)


# Compressed names stand in the table as they are: not every pair makes sense, and the list is the message.
FORMATS: dict[str, Callable[[Path], Writer]] = {
    ".jsonl": _json_lines,
    ".jsonl.gz": _json_lines,
    ".jsonl.zst": _json_lines,
    ".csv": _csv,
    ".csv.gz": _csv,
    ".csv.zst": _csv,
    ".parquet": _parquet,
}


def open_writer(path: Path | None) -> Writer:
    """Open a writer for the format that the name says; JSON lines on stdout if there is no name.

    Args:
        path: The file to write. It appears under this name once the writer is closed; a file of that name is replaced.

    Raises:
        ConfigError: If no writer knows the suffix.
        WriteError: If the folder isn't there or can't be written to.
    """
    if path is None:
        from wireledger.writers.jsonl import StdoutWriter

        return StdoutWriter()
    suffix = next((suffix for suffix in FORMATS if path.name.lower().endswith(suffix)), None)
    if suffix is None:
        raise ConfigError(f"{path}: no writer knows this kind of file. Allowed: {', '.join(FORMATS)}.")
    try:
        return FORMATS[suffix](path)
    except OSError as error:
        raise WriteError(f"{path}: cannot be written ({error.strerror or error}).") from error
