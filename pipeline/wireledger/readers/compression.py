"""gzip and Zstandard streams, read so that a file cut short is noticed.

In goes a binary stream, out comes a binary stream of the decompressed bytes. A stream that ends before its end marker
raises `EOFError` after its last sound byte, in both formats; `zstandard`'s own reader would end without a word. One
that expands further than news does is refused; see `expansion.py`.
"""

import gzip
import io
import zlib

from wireledger.readers.expansion import DamagedStreamError, Expansion, limited
from wireledger.readers.wrapped import StreamOver

SUFFIXES = (".gz", ".zst")
_MAGIC = {b"\x1f\x8b": ".gz", b"\x28\xb5\x2f\xfd": ".zst"}
_CHUNK = 1 << 17
_LONGEST_WINDOW = 1 << 31  # what `zstd --long=31` writes; the library refuses more than 128 MiB unless told


def decompressed(stream: io.BufferedReader, compression: str, expansion: Expansion) -> io.BufferedReader:
    """Return the stream of decompressed bytes.

    Args:
        stream: Bytes as they lie on disk.
        compression: `".gz"`, `".zst"` or empty.
        expansion: The account in which decompressed bytes are counted.
    """
    if compression == ".gz":
        return limited(_Gzip(stream), expansion, (zlib.error, gzip.BadGzipFile))
    if compression == ".zst":
        return limited(io.BufferedReader(_ZstdRaw(stream), _CHUNK), expansion)
    return stream


def sniffed(stream: io.BufferedReader) -> str:
    """Return which compression the first bytes of `stream` show; they stay to be read."""
    head = stream.peek(4)[:4]
    return next((compression for magic, compression in _MAGIC.items() if head.startswith(magic)), "")


class _Gzip(gzip.GzipFile):
    """A gzip stream that closes what it reads from."""

    def __init__(self, stream: io.BufferedIOBase) -> None:
        super().__init__(fileobj=stream, mode="rb")
        self._below = stream

    def close(self) -> None:
        super().close()
        self._below.close()


class _ZstdRaw(StreamOver):
    """All frames of a Zstandard stream, one after the other."""

    def __init__(self, stream: io.BufferedIOBase) -> None:
        import zstandard

        super().__init__(stream)
        self._error = zstandard.ZstdError
        self._new = zstandard.ZstdDecompressor(max_window_size=_LONGEST_WINDOW).decompressobj
        self._frame = self._new()
        self._fed = False  # whether the current frame has begun
        self._ready = memoryview(b"")

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        while not self._ready:
            if not self._refill():
                return 0
        n = min(len(buffer), len(self._ready))
        buffer[:n] = self._ready[:n]
        self._ready = self._ready[n:]
        return n

    def _refill(self) -> bool:
        if self._frame.eof:
            pending = self._frame.unused_data
            self._frame, self._fed = self._new(), False
        else:
            pending = b""
        pending = pending or self._stream.read(_CHUNK)
        if not pending:
            if self._fed:
                raise EOFError("Zstandard stream ends before its end marker")
            return False
        self._fed = True
        try:
            self._ready = memoryview(self._frame.decompress(pending))
        except self._error as error:
            raise DamagedStreamError(str(error)) from error
        return True
