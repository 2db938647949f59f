"""`Source`: one input that holds stories, and `Meter`: how many of its bytes have been read.

A source knows its name for messages, how to open itself and how far reading has come. It does not know the format; see
`formats.py`. Compression is undone by `compression.py`.
"""

import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from wireledger.readers.compression import decompressed, sniffed

CHUNK = 1 << 20


@dataclass(slots=True)
class Meter:
    """How far reading has come, for progress displays.

    Attributes:
        n_bytes: Bytes read so far, as they lie on disk (before decompression).
        n_bytes_total: Bytes of all inputs; None where an input is a stream of unknown length.
    """

    n_bytes: int = 0
    n_bytes_total: int | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """One file, or stdin.

    Attributes:
        name: What messages call it: the path as given, `"-"` for stdin.
        path: The file; None for stdin.
        story_name: Path below the folder that was given, or the file's name: the id of a story that fills a whole file.
        suffix: Which format, such as `".jsonl"`; compression is not part of it.
        compression: `".gz"`, `".zst"` or empty.
        stream: The open stream that stands for stdin; None for files.
    """

    name: str
    path: Path | None
    story_name: str
    suffix: str
    compression: str = ""
    stream: BinaryIO | None = field(default=None, compare=False)

    def open(self, meter: Meter) -> BinaryIO:
        """Open for reading, decompressed; bytes read from disk are added to `meter`.

        Raises:
            OSError: If the file cannot be opened.
        """
        if self.path is None:
            return sniffed(self.stream if self.stream is not None else io.BytesIO())
        return decompressed(io.BufferedReader(_Metered(self.path, meter), CHUNK), self.compression)


class _Metered(io.FileIO):
    """A file that counts what is read from it."""

    def __init__(self, path: Path, meter: Meter) -> None:
        super().__init__(path)
        self._meter = meter

    def readinto(self, buffer: Any, /) -> int:
        n = super().readinto(buffer)
        self._meter.n_bytes += n or 0
        return n
