"""The stories that triage let through, on disk: one Parquet part a shard, written whole or not at all.

In: `Story`s with where they came from. Out: a part, and the stories again from it, row by row. The signatures by which
copies are found stand beside each story, so that finding them later reads no text.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyarrow as pa
import pyarrow.parquet as pq

from wireledger.story import Story
from wireledger.writers.whole_file import WholeFile

_TEXT = pa.string()
SCHEMA = pa.schema(
    [
        pa.field("id", _TEXT, False),
        pa.field("title", _TEXT, False),
        pa.field("text", _TEXT, False),
        ("published", _TEXT),
        ("publisher", _TEXT),
        ("url", _TEXT),
        pa.field("source", _TEXT, False),
        ("line", pa.int64()),
        ("byte", pa.int64()),
        ("cut", _TEXT),
        pa.field("n_chars", pa.int64(), False),
        ("signature", pa.binary()),
    ]
)
_STORY_COLUMNS = ("id", "text", "title", "published", "publisher", "url")
_FOR_COPIES = ("id", "n_chars", "signature")
_ROWS_PER_GROUP = 256  # some megabytes of text: what a worker holds at a time


class StoryPartWriter:
    """Writes one part. Leaving the `with` block without an error gives it its name."""

    def __init__(self, path: Path) -> None:
        self._file = WholeFile(path)
        self._table = pq.ParquetWriter(self._file.stream, SCHEMA, compression="zstd")
        self._rows: list[dict[str, Any]] = []
        self.n_rows = 0

    def add(
        self,
        story: Story,
        source: str,
        line: int | None,
        byte: int | None,
        signature: bytes | None,
        cut: str | None = None,
    ) -> None:
        """Add a story.

        Args:
            story: The story.
            source: Name of the file.
            line: Its line or row there, from 1, where that is known.
            byte: Offset of its line in the file, where the file is read by byte ranges.
            signature: See `copies.signature_of`; None where copies are not looked for.
            cut: See `readers.rows.Placed`.
        """
        self._rows.append(
            {name: getattr(story, name) for name in _STORY_COLUMNS}
            | {
                "source": source,
                "line": line,
                "byte": byte,
                "cut": cut,
                "n_chars": len(story.text),
                "signature": signature,
            }
        )
        self.n_rows += 1
        if len(self._rows) >= _ROWS_PER_GROUP:
            self._write_group()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self._write_group()
                self._table.close()
                self._file.commit()
        finally:
            with suppress(Exception):  # what was closed before closes again in peace; what failed is raised already
                self._table.close()
            self._file.discard()

    def _write_group(self) -> None:
        if self._rows:
            self._table.write_table(pa.Table.from_pylist(self._rows, SCHEMA))
            self._rows = []


def read_stories_of(part: Path) -> Iterator[tuple[Story, str | None]]:
    """Yield the stories of a part in the order of its rows, each with why it is cut, or None; some hundred are held."""
    with pq.ParquetFile(part) as file:
        for batch in file.iter_batches(_ROWS_PER_GROUP, columns=[*_STORY_COLUMNS, "cut"]):
            for row in batch.to_pylist():
                cut = row.pop("cut")
                yield Story(**row), cut


def read_places(part: Path, rows: Iterable[int]) -> dict[int, tuple[str, str, int | None]]:
    """Return id, file and line of the stories in some rows of a part."""
    table = pq.read_table(part, columns=["id", "source", "line"])
    columns = [table.column(name) for name in ("id", "source", "line")]
    return {row: (columns[0][row].as_py(), columns[1][row].as_py(), columns[2][row].as_py()) for row in rows}


def read_signatures(part: Path) -> Iterator[tuple[str, int, bytes | None]]:
    """Yield id, length in characters and signature of each story of a part."""
    with pq.ParquetFile(part) as file:
        for batch in file.iter_batches(_ROWS_PER_GROUP, columns=list(_FOR_COPIES)):
            yield from zip(*(batch.column(name).to_pylist() for name in _FOR_COPIES), strict=True)
