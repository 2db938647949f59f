"""Which suffix means which reader: the one table to touch for a new format.

A reader takes a `Source`, the `Columns` and a `Meter` and yields stories and issues. It never raises for what a file
holds.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePath
from typing import Protocol, cast

from wireledger.issues import Issue
from wireledger.readers.columns import Columns
from wireledger.readers.compression import SUFFIXES as COMPRESSIONS
from wireledger.readers.rows import Placed
from wireledger.readers.source import Meter, Source


class Reader(Protocol):
    """Reads one format."""

    def __call__(self, source: Source, columns: Columns, meter: Meter) -> Iterator[Placed | Issue]:
        """Yield the stories of `source`, lazily, and an issue for whatever was wrong."""
        ...


@dataclass(frozen=True, slots=True)
class Format:
    """Where a format's reader is.

    Attributes:
        module: Module of `wireledger.readers`, imported at first use: pyarrow alone takes 100 ms.
        function: Name of the reader in it.
        may_be_compressed: Whether `.gz` and `.zst` may follow the suffix.
    """

    module: str
    function: str
    may_be_compressed: bool = True

    def reader(self) -> Reader:
        """Import and return the reader."""
        return cast(Reader, getattr(import_module(f"wireledger.readers.{self.module}"), self.function))


FORMATS = {
    ".jsonl": Format("jsonl", "read_jsonl"),
    ".ndjson": Format("jsonl", "read_jsonl"),
    ".json": Format("json_documents", "read_json"),
    ".csv": Format("csv_tables", "read_csv"),
    ".tsv": Format("csv_tables", "read_csv"),
    ".parquet": Format("parquet", "read_parquet", may_be_compressed=False),
    ".txt": Format("plain_text", "read_text"),
}


def split_suffix(path: PurePath) -> tuple[str, str] | None:
    """Return format and compression suffix of a file's name (`(".csv", ".gz")`), or None if no reader knows it."""
    name = path.name.lower()
    compression = next((suffix for suffix in COMPRESSIONS if name.endswith(suffix)), "")
    suffix = PurePath(name.removesuffix(compression)).suffix
    known = FORMATS.get(suffix)
    return (suffix, compression) if known and (known.may_be_compressed or not compression) else None


def known_suffixes() -> str:
    """Return the allowed suffixes, for messages."""
    return ", ".join(FORMATS) + "; all but .parquet may be followed by " + " or ".join(COMPRESSIONS)
