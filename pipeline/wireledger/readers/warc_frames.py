"""Where the records of a web archive begin and end (ISO 28500), such that one bad record costs that one only.

In go pieces of the file, out come frames: the bytes of one record each, header included, or what is wrong where. A
record's length is believed only if another record, or the end, follows it. What is in a record is read by `warc.py`.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from wireledger.readers.gzip_members import Damage, Piece

MOST_BYTES = 1 << 26  # longer records are passed over: films and programs
_RECORD = re.compile(rb"WARC/\d\.\d+\r?\n")
_NEXT = re.compile(rb"(?<=\n)WARC/\d\.\d+\r?\n")
_NEXT_HEADER = re.compile(rb"(?<=\r\n\r\n)WARC/\d\.\d+\r\n[A-Za-z]+(?:-[A-Za-z]+)+:")
_LENGTH = re.compile(rb"\r?\nContent-Length:[ \t]*(\d{1,18})[ \t]*\r?\n", re.IGNORECASE)
_URI = re.compile(rb"\nWARC-Target-URI:[ \t]*<?([^\r\n>]+)", re.IGNORECASE)
_HEADER_END = re.compile(rb"\r?\n\r?\n")
_BLANKS = re.compile(rb"[\r\n]*")
_MOST_HEADER = 1 << 16
_MOST_HEADER_LINE = 1 << 8  # bytes that may be the beginning of a header
_LOOKED_BEHIND = 32  # bytes after a record that show whether another follows


@dataclass(frozen=True, slots=True)
class Frame:
    """One record.

    Attributes:
        data: Its header and block; of a record of over `MOST_BYTES` the header alone.
        offset: Where it begins in the file; of a packed one, where its gzip member does.
    """

    data: bytes
    offset: int


@dataclass(frozen=True, slots=True)
class BadFrame:
    """A place where a record should be and none can be read.

    Attributes:
        offset: Where in the file.
        reason: What is wrong.
        uri: What the record is about, as far as its header says; None where that is unknown.
    """

    offset: int
    reason: str
    uri: str | None = None


def find_frames(pieces: Iterable[Piece | Damage]) -> Iterator[Frame | BadFrame]:
    """Yield the records of a web archive, in order."""
    framer = _Framer()
    for piece in pieces:
        if isinstance(piece, Damage):
            bad = list(framer.frames(is_end=True, why=piece.reason))
            yield from bad
            if not any(isinstance(frame, BadFrame) and frame.reason == piece.reason for frame in bad):
                yield BadFrame(piece.offset, piece.reason)
            continue
        if piece.is_start and piece.data.startswith(b"WARC/"):
            yield from framer.frames(is_end=True)
        framer.add(piece)
        yield from framer.frames()
    yield from framer.frames(is_end=True)


class _Framer:
    """Holds bytes until they make a record."""

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._dropped = 0  # bytes that were handed on
        self._starts: list[int] = []  # where each piece begins, counted from the first byte ever
        self._pieces: list[Piece] = []
        self._to_skip = 0  # bytes of a long record that are yet to pass
        self._long: Frame | None = None
        self._is_lost = False  # what was wrong is told; the next record is looked for

    def add(self, piece: Piece) -> None:
        at = self._dropped + len(self._bytes)
        keep = max(0, bisect_right(self._starts, self._dropped) - 1)
        self._starts, self._pieces = [*self._starts[keep:], at], [*self._pieces[keep:], piece]
        self._bytes += piece.data

    def frames(self, is_end: bool = False, why: str = "") -> Iterator[Frame | BadFrame]:
        """Yield what is whole; at the end also what isn't, for the reason `why`."""
        while True:
            if self._long is not None:
                frame = self._skipped(self._long, is_end, why)
                if frame is None:
                    return
                yield frame
            if self._is_lost and not self._found_next(is_end):
                return
            self._drop(_BLANKS.match(self._bytes).end())  # type: ignore[union-attr]  # it matches nothing, too
            if not self._bytes or (len(self._bytes) < _LOOKED_BEHIND and not is_end):
                return
            frame = self._next(is_end, why)
            if frame is None:
                return
            yield frame

    def _next(self, is_end: bool, why: str) -> Frame | BadFrame | None:
        if not _RECORD.match(self._bytes):
            return self._bad("no record begins here", 0)
        header = _HEADER_END.search(self._bytes, 0, _MOST_HEADER)
        if header is None:
            if not is_end and len(self._bytes) < _MOST_HEADER:
                return None
            return self._bad(why or "the record's header has no end", 1)
        if _NEXT.search(self._bytes, 1, header.end()):
            return self._bad("the record's header has no end", 1)
        length = _LENGTH.search(self._bytes, 0, header.end())
        if length is None:
            return self._bad("the record's header has no valid Content-Length", 1)
        end = header.end() + int(length[1])
        if end > MOST_BYTES:
            self._long, self._to_skip = Frame(bytes(self._bytes[: header.end()]), self._offset()), end
            return self._skipped(self._long, is_end, why)
        if len(self._bytes) < end + _LOOKED_BEHIND and not is_end:
            return None
        if len(self._bytes) < end:
            return self._bad(why or f"{end - len(self._bytes):,} bytes of the record are missing", 1)
        if not self._is_end(end):
            return self._bad("the record is longer or shorter than its header says", 1)
        frame = Frame(bytes(self._bytes[:end]), self._offset())
        self._drop(end)
        return frame

    def _bad(self, reason: str, start: int) -> BadFrame:
        uri = _URI.search(self._bytes, 0, _MOST_HEADER) if start else None
        bad = BadFrame(self._offset(), reason, uri[1].decode("utf-8", "replace") if uri else None)
        # Not from 0 on, where the bad record itself begins.
        following = _NEXT.search(self._bytes, start)
        self._drop(following.start() if following else max(0, len(self._bytes) - _LOOKED_BEHIND))
        self._is_lost = following is None
        return bad

    def _found_next(self, is_end: bool) -> bool:
        following = _NEXT.search(self._bytes)
        self._is_lost = following is None and not is_end
        if following is not None:
            self._drop(following.start())
        else:
            self._drop(len(self._bytes) if is_end else max(0, len(self._bytes) - _LOOKED_BEHIND))
        return following is not None

    def _is_end(self, at: int) -> bool:
        behind = self._bytes[at : at + _LOOKED_BEHIND]
        following = behind.lstrip(b"\r\n")
        return behind.startswith(b"\r\n\r\n") or b"WARC/".startswith(following[:5])

    def _skipped(self, long: Frame, is_end: bool, why: str) -> Frame | BadFrame | None:
        """Pass over a long record; return it once it is passed, or that it isn't so long; None if more must come."""
        following = _NEXT_HEADER.search(self._bytes, 0, self._to_skip)
        if following is not None or (is_end and self._to_skip > len(self._bytes)):
            self._drop(following.start() if following is not None else len(self._bytes))
            self._long = None
            uri = _URI.search(long.data)
            reason = "the record is shorter than its header says" if following is not None else why
            reason = reason or f"{self._to_skip:,} bytes of the record are missing"
            return BadFrame(long.offset, reason, uri[1].decode("utf-8", "replace") if uri else None)
        n = min(self._to_skip, max(0, len(self._bytes) - _MOST_HEADER_LINE))
        n = self._to_skip if len(self._bytes) >= self._to_skip else n
        self._to_skip -= n
        self._drop(n)
        if self._to_skip:
            return None
        self._long = None
        return long

    def _drop(self, n: int) -> None:
        del self._bytes[:n]
        self._dropped += n

    def _offset(self) -> int:
        at = max(0, bisect_right(self._starts, self._dropped) - 1)
        piece = self._pieces[at]
        return piece.offset if piece.is_packed else piece.offset + self._dropped - self._starts[at]
