"""`Source`: one input that holds stories, and `Meter`: how many of its bytes have been read.

A source knows its name for messages, how to open itself and how far reading has come. It does not know the format; see
`formats.py`. Compression is undone by `compression.py`. Bytes that are no local file lie in a `Place`: stdin, an object
store (`remote.py`), a tar or zip file (`members.py`).
"""

import io
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, Protocol, cast

from wireledger.readers.compression import decompressed, sniffed
from wireledger.readers.expansion import Expansion
from wireledger.readers.wrapped import WrappedStream

CHUNK = 1 << 20
_HELD = 1 << 25  # bytes of a copy that are kept in memory; what is more goes into a file without a name


@dataclass(slots=True)
class Meter:
    """How far reading has come, for progress displays.

    Attributes:
        n_bytes: Bytes read so far, as they lie on disk (before decompression).
        n_bytes_total: Bytes of all inputs; None where an input is a stream of unknown length.
    """

    n_bytes: int = 0
    n_bytes_total: int | None = None


class Place(Protocol):
    """Where bytes lie that are no local file."""

    def open(self) -> BinaryIO:
        """Open for reading, as the bytes lie there.

        Raises:
            OSError: If that fails.
        """
        ...

    def n_bytes(self) -> int | None:
        """Return how many there are; None if nobody knows."""
        ...


@dataclass(frozen=True, slots=True)
class Stream:
    """Stdin: can be opened once, and is compressed if its first bytes say so, as it has no name to tell by."""

    stream: BinaryIO | None

    def open(self) -> BinaryIO:
        """Return the stream itself."""
        return self.stream if self.stream is not None else io.BytesIO()

    def n_bytes(self) -> None:
        """Return None: nobody knows."""


@dataclass(frozen=True, slots=True)
class Source:
    """One file, stdin, an object in a store, or a member of a tar or zip file.

    Attributes:
        name: What messages call it: the path as given, `"-"` for stdin, `news.zip!may/1.txt` for a member.
        path: The local file; None for anything else.
        story_name: Path below the folder that was given, or the file's name: the id of a story that fills a whole file.
        suffix: Which format, such as `".jsonl"`; compression is not part of it.
        compression: `".gz"`, `".zst"` or empty.
        place: Where the bytes lie if they are no local file.
        depth: How many tar or zip files it is inside of.
        density: How many bytes of the file that was given stand for one byte of this; below 1 inside of packed files.
    """

    name: str
    path: Path | None
    story_name: str
    suffix: str
    compression: str = ""
    place: Place | None = field(default=None, compare=False)
    depth: int = 0
    density: float = field(default=1.0, compare=False)

    def open(self, meter: Meter, expansion: Expansion | None = None) -> io.BufferedReader:
        """Open for reading, decompressed; bytes read from disk are added to `meter`.

        Args:
            meter: Follows how far reading has come.
            expansion: Where to keep account of packed and expanded bytes; None: in an account of this call's own.

        Raises:
            OSError: If the file cannot be opened.
        """
        expansion = expansion if expansion is not None else Expansion()
        raw = self._raw(meter, expansion)
        return decompressed(raw, sniffed(raw) if isinstance(self.place, Stream) else self.compression, expansion)

    def open_packed(self, meter: Meter) -> io.BufferedReader:
        """Open for reading without undoing the compression."""
        return self._raw(meter, Expansion())

    def open_seekable(self, meter: Meter, expansion: Expansion | None = None) -> BinaryIO:
        """Open as `open` does, for formats that are not read from front to back.

        What can't be sought in is copied first, into memory or a temporary file without a name.
        """
        stream = self.open(meter, expansion)
        if stream.seekable():
            return stream
        with stream:
            copy = tempfile.SpooledTemporaryFile(_HELD)  # noqa: SIM115  (the caller closes it)
            try:
                shutil.copyfileobj(stream, copy, CHUNK)
            except BaseException:
                copy.close()
                raise
        copy.seek(0)
        return cast(BinaryIO, copy)

    def n_bytes(self) -> int | None:
        """Return the size as it lies on disk; None if it is a stream or isn't there."""
        if self.path is not None:
            return self.path.stat().st_size if self.path.is_file() else None
        return self.place.n_bytes() if self.place is not None else None

    def _raw(self, meter: Meter, expansion: Expansion) -> io.BufferedReader:
        stream = io.FileIO(self.path) if self.path is not None else (self.place or Stream(None)).open()
        return io.BufferedReader(_Metered(stream, meter, expansion, self.density), CHUNK)


class _Metered(WrappedStream):
    """A stream that counts what is read from it."""

    def __init__(self, stream: Any, meter: Meter, expansion: Expansion, density: float) -> None:
        super().__init__(stream)
        self._readinto = getattr(stream, "readinto1", stream.readinto)  # of stdin no more than is there
        self._meter = meter
        self._expansion = expansion
        self._density = density

    def readinto(self, buffer: Any, /) -> int:
        n = int(self._readinto(buffer) or 0)
        self._meter.n_bytes += n
        self._expansion.n_packed += n * self._density
        return n
