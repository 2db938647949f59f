"""The members of a gzip file, such that damage to one costs that one only.

Web archives pack every record as a gzip member of its own. `gzip` and the WARC libraries stop at the first damaged
one; here the search goes on for the next member that begins with a record.
"""

import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from wireledger.readers.expansion import Expansion
from wireledger.readers.lines import BROKEN

_MAGIC = b"\x1f\x8b\x08"
_RECORD = b"WARC/"
_SEVERAL = b"\r\n\r\nWARC/"
_CHUNK = 1 << 16
_TRIAL = 1 << 10  # packed bytes that are enough to see how a member begins
MOST_HELD = 1 << 24  # bytes of a member that wait for its check sum; what is longer is handed on as it comes


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes of web archive.

    Attributes:
        data: The bytes.
        offset: Where in the file they, or the member that they come from, begin.
        is_start: Whether a member begins with them.
        is_packed: Whether `offset` is that of a gzip member.
    """

    data: bytes
    offset: int
    is_start: bool = False
    is_packed: bool = False


@dataclass(frozen=True, slots=True)
class Damage:
    """A place where the file can't be read.

    Attributes:
        offset: Where the member or the bytes begin.
        reason: What is wrong.
    """

    offset: int
    reason: str


def read_plain(stream: io.BufferedReader) -> Iterator[Piece | Damage]:
    """Yield the bytes of a file that isn't packed in members."""
    at = 0
    try:
        while data := stream.read1(1 << 20):
            yield Piece(data, at)
            at += len(data)
    except BROKEN as error:
        yield Damage(at, "the file ends early" if isinstance(error, EOFError) else str(error))


def read_members(stream: io.BufferedReader, account: Expansion, density: float = 1.0) -> Iterator[Piece | Damage]:
    """Yield the expanded bytes of a gzip file, and where it is damaged.

    Args:
        stream: The file as it lies on disk.
        account: Where packed and expanded bytes are counted.
        density: See `Source`.
    """
    window = _Window(stream)
    try:
        while window.fill(1):
            if not window.starts_with(_MAGIC):
                yield Damage(window.offset, "no gzip member begins here")
                window.skip_to_record(0)
                continue
            yield from _member(window, account, density)
    except BROKEN as error:
        yield Damage(window.offset, str(error))


def _member(window: "_Window", account: Expansion, density: float) -> Iterator[Piece | Damage]:
    inflate, start, at = zlib.decompressobj(31), window.offset, 0
    held: list[bytes] | None = []
    n_held, is_start, reason = 0, True, ""
    while not inflate.eof:
        if not window.fill(at + 1):
            reason = "the file ends inside of this gzip member"
            break
        packed = inflate.unconsumed_tail or window.take(at)
        try:
            data = inflate.decompress(packed, MOST_HELD)
        except zlib.error as error:
            reason = str(error)
            break
        at = at if inflate.unconsumed_tail else at + len(packed) - len(inflate.unused_data)
        account.n_packed = (window.offset + at) * density
        account.add(len(data))
        n_held += len(data)
        if held is not None:
            held.append(data)
        if held is None or n_held > MOST_HELD:
            yield Piece(data if held is None else b"".join(held), start, is_start, True)
            held, is_start = None, False
            window.drop(at)
            at = 0
    whole = b"".join(held or ())
    # A wrong check sum, at the end, tells that something before it is wrong: of one record, that record.
    if whole and not ("check" in reason and _SEVERAL not in whole):
        yield Piece(whole, start, is_start, True)
    if reason:
        yield Damage(start, reason)
        window.skip_to_record(1)
    else:
        window.drop(at)


class _Window:
    """The packed bytes from the beginning of the current member on."""

    def __init__(self, stream: io.BufferedReader) -> None:
        self._stream = stream
        self._bytes = bytearray()
        self.offset = 0

    def fill(self, n: int) -> bool:
        """Read on until `n` bytes are there; tell whether they are."""
        while len(self._bytes) < n:
            data = self._stream.read1(_CHUNK)
            if not data:
                return False
            self._bytes += data
        return True

    def starts_with(self, head: bytes) -> bool:
        return self.fill(len(head)) and self._bytes.startswith(head)

    def take(self, at: int) -> bytes:
        return bytes(self._bytes[at : at + _CHUNK])

    def drop(self, n: int) -> None:
        del self._bytes[:n]
        self.offset += n

    def skip_to_record(self, n: int) -> None:
        """Drop all before the next member, from `n` on, that begins with a record."""
        while True:
            at = self._bytes.find(_MAGIC, n)
            if at < 0:
                self.drop(max(0, len(self._bytes) - len(_MAGIC) + 1))
                n = 0
                if not self.fill(len(self._bytes) + 1):
                    self.drop(len(self._bytes))
                    return
                continue
            self.drop(at)
            self.fill(_TRIAL)
            if _begins_record(bytes(self._bytes[:_TRIAL])):
                return
            n = 1


def _begins_record(packed: bytes) -> bool:
    try:
        return zlib.decompressobj(31).decompress(packed, len(_RECORD)) == _RECORD
    except zlib.error:
        return False
