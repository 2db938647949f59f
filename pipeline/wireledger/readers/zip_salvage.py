"""The members of a zip file whose directory is lost, found by the heads that stand before each of them.

In goes a stream that can be sought in, out come the members, in order, each to be read before the next is looked for.
Only what has to be read is known: stored members of known size, and deflated ones, which mark their own end.
"""

import io
import struct
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO

from wireledger.readers.expansion import DamagedStreamError

_HEAD = struct.Struct("<4s5H3I2H")  # section 4.3.7 of the zip specification, APPNOTE.TXT
_MAGIC = b"PK\x03\x04"
_ENCRYPTED, _SIZE_FOLLOWS, _UTF8 = 1, 8, 1 << 11
_STORED, _DEFLATED = 0, 8
_UNKNOWN_32 = 0xFFFFFFFF  # the size stands elsewhere, as it needs 64 bits
_CHUNK = 1 << 17


class Found(io.RawIOBase):
    """One member; reading gives its bytes as they were before packing.

    Attributes:
        name: Path inside the zip file.
        start: Where its packed bytes begin.
        end: Where they end; None until that is known.
        problem: Why it can't be read; empty if it can.
    """

    def __init__(self, stream: BinaryIO, head: tuple[Any, ...], name: str, start: int) -> None:
        _, _, flags, method, _, _, self._crc, n_packed, n_bytes, _, _ = head
        self._stream, self.name, self.start = stream, name, start
        is_sized = not flags & _SIZE_FOLLOWS and _UNKNOWN_32 not in (n_packed, n_bytes)
        self.end = start + n_packed if is_sized else None
        self._inflate = zlib.decompressobj(-15) if method == _DEFLATED else None
        self.problem = self._why_not(flags, method)
        self._at, self._seen, self._n_bytes = start, 0, n_bytes if is_sized else None
        self._pending = b""
        self._n_out = 0

    def _why_not(self, flags: int, method: int) -> str:
        if flags & _ENCRYPTED:
            return "it is encrypted"
        if method not in (_STORED, _DEFLATED):
            return f"packed by method {method}, which is not read here"
        return "its size is unknown" if method == _STORED and self.end is None else ""

    def density(self) -> float:
        """Return how many packed bytes stand for one of its own, as its head says."""
        return (self.end - self.start) / max(1, self._n_bytes) if self.end and self._n_bytes else 0.01

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: Any, /) -> int:
        """Fill `buffer` with the next bytes; return how many, 0 at the end."""
        data = b""
        while not data and not self._is_done():
            data = self._next(len(buffer))
        self._seen, self._n_out = zlib.crc32(data, self._seen), self._n_out + len(data)
        if not data and self._n_bytes is not None and self._seen != self._crc:
            raise DamagedStreamError("its check sum is wrong")
        buffer[: len(data)] = data
        return len(data)

    def behind(self) -> int:
        """Return where to look for the next member."""
        return self.end if self.end is not None and self.end <= self._size() else max(self._at, self.start)

    def _is_done(self) -> bool:
        if self._inflate is not None:
            return self._inflate.eof
        return self.end is not None and self._at >= self.end

    def _next(self, most: int) -> bytes:
        packed = self._pending or self._packed(most)
        if not packed:
            raise EOFError(f"{self.name} ends early")
        if self._inflate is None:
            return packed
        try:
            data = self._inflate.decompress(packed, most)
        except zlib.error as error:
            raise DamagedStreamError(str(error)) from error
        self._pending = self._inflate.unconsumed_tail
        self._at -= len(self._inflate.unused_data)
        return data

    def _packed(self, most: int) -> bytes:
        self._stream.seek(self._at)
        packed = self._stream.read(_CHUNK if self.end is None else min(_CHUNK, most, self.end - self._at))
        self._at += len(packed)
        return packed

    def _size(self) -> int:
        return self._stream.seek(0, io.SEEK_END)


def find_members(stream: BinaryIO) -> Iterator[Found]:
    """Yield the members of the zip file `stream`."""
    at = 0
    while (at := _find_head(stream, at)) >= 0:
        stream.seek(at)
        head = stream.read(_HEAD.size)
        if len(head) < _HEAD.size:
            return
        fields = _HEAD.unpack(head)
        n_name, n_extra = fields[-2:]
        name = stream.read(n_name)
        start = at + _HEAD.size + n_name + n_extra
        if len(name) < n_name or b"\0" in name or not name:
            at += len(_MAGIC)
            continue
        found = Found(stream, fields, name.decode("utf-8" if fields[2] & _UTF8 else "cp437", "replace"), start)
        yield found
        at = max(found.behind(), at + len(_MAGIC))


def _find_head(stream: BinaryIO, at: int) -> int:
    stream.seek(at)
    kept = b""
    while block := stream.read(_CHUNK):
        kept += block
        found = kept.find(_MAGIC)
        if found >= 0:
            return at + found
        at += max(0, len(kept) - len(_MAGIC) + 1)
        kept = kept[-len(_MAGIC) + 1 :]
    return -1
