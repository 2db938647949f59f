"""Which suffix means which reader: the one table to touch for a new format.

A reader takes a `Source`, the `Columns` and a `Meter` and yields stories and issues. It never raises for what a file
holds; only a source that can't be opened is an `OSError`, which `one_source.py` catches.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePath
from typing import Protocol, cast

from wireledger.errors import ReadError
from wireledger.issues import Issue
from wireledger.readers.columns import Columns
from wireledger.readers.compression import SUFFIXES as COMPRESSIONS
from wireledger.readers.gate import Gate
from wireledger.readers.rows import Placed
from wireledger.readers.source import Meter, Source


class Reader(Protocol):
    """Reads one format."""

    def __call__(self, source: Source, columns: Columns, meter: Meter) -> Iterator[Placed | Issue]:
        """Yield the stories of `source`, lazily, and an issue for whatever was wrong."""
        ...


class GatedReader(Protocol):
    """Reads one format of tables, of which it need not make a story of each row."""

    def __call__(self, source: Source, columns: Columns, meter: Meter, gate: Gate) -> Iterator[Placed | Issue]:
        """Yield the stories of the rows for which `gate` opens, and an issue for whatever was wrong with them."""
        ...


@dataclass(frozen=True, slots=True)
class Format:
    """Where a format's reader is.

    Attributes:
        module: Module of `wireledger.readers`, imported at first use: pyarrow alone takes 100 ms.
        function: Name of the reader in it.
        may_be_compressed: Whether `.gz` and `.zst` may follow the suffix.
        needs: Modules beyond the core that it imports; all come with the extra `[web]`.
        has_gate: Whether its reader takes a `Gate`.
    """

    module: str
    function: str
    may_be_compressed: bool = True
    needs: tuple[str, ...] = ()
    has_gate: bool = False

    def reader(self) -> Reader:
        """Import and return the reader."""
        return cast(Reader, self._function())

    def gated_reader(self) -> GatedReader:
        """Import and return the reader, which has a gate."""
        return cast(GatedReader, self._function())

    def _function(self) -> object:
        return getattr(import_module(f"wireledger.readers.{self.module}"), self.function)


FORMATS = {
    ".jsonl": Format("jsonl", "read_jsonl"),
    ".ndjson": Format("jsonl", "read_jsonl"),
    ".json": Format("json_documents", "read_json"),
    ".csv": Format("csv_tables", "read_csv"),
    ".tsv": Format("csv_tables", "read_csv"),
    ".parquet": Format("parquet", "read_parquet", may_be_compressed=False, has_gate=True),
    ".arrow": Format("arrow_ipc", "read_arrow", may_be_compressed=False, has_gate=True),
    ".txt": Format("plain_text", "read_text"),
    ".html": Format("html_pages", "read_html", needs=("trafilatura",)),
    ".htm": Format("html_pages", "read_html", needs=("trafilatura",)),
    ".warc": Format("warc", "read_warc", needs=("trafilatura", "fastwarc")),
    ".xml": Format("xml_news", "read_xml", needs=("defusedxml",)),
    ".tar": Format("tar_bundles", "read_tar"),
    ".zip": Format("zip_bundles", "read_zip", may_be_compressed=False),
}
BUNDLES = (".tar", ".zip")  # files that hold files
ISSUES_SUFFIX = ".issues.jsonl"  # what runs write about their data; never stories
_SHORT = {".tgz": ".tar.gz"}


def split_suffix(path: PurePath) -> tuple[str, str] | None:
    """Return format and compression suffix of a file's name (`(".csv", ".gz")`), or None if no reader knows it."""
    name = path.name.lower()
    name = next((name.removesuffix(short) + long for short, long in _SHORT.items() if name.endswith(short)), name)
    compression = next((suffix for suffix in COMPRESSIONS if name.endswith(suffix)), "")
    suffix = PurePath(name.removesuffix(compression)).suffix
    known = FORMATS.get(suffix)
    return (suffix, compression) if known and (known.may_be_compressed or not compression) else None


def source_kind(path: PurePath) -> tuple[str, str] | None:
    """Return what `split_suffix` does for a file found in a folder, tar or zip file; None also for a run's issues."""
    return None if path.name.lower().endswith(ISSUES_SUFFIX) else split_suffix(path)


def named_kind(path: PurePath, name: str) -> tuple[str, str]:
    """Return what `split_suffix` does for a file that the user named.

    Raises:
        ReadError: If no reader knows it.
    """
    kind = split_suffix(path)
    if kind is None:
        raise ReadError(
            f"{name}: no reader knows this kind of file. Allowed: {known_suffixes()}; `-` is stdin (.jsonl)."
        )
    return kind


def left_out(names: Sequence[str], source: str) -> Iterator[Issue]:
    """Yield the note about files that were found in `source` and that nobody reads, if there are any."""
    if names:
        message = f"{len(names)} hidden or of a kind that no reader knows, such as {names[0]}; left out."
        yield Issue("files-left-out", message, "note", source)


def known_suffixes() -> str:
    """Return the allowed suffixes, for messages."""
    bare = ", ".join(suffix for suffix, known in FORMATS.items() if not known.may_be_compressed)
    return ", ".join(FORMATS) + f"; all but {bare} may be followed by " + " or ".join(COMPRESSIONS)
