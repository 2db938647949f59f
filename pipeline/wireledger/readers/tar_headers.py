"""What `tarfile` needs to read a damaged or unseekable file from front to back without losing what is sound.

`Front` is the stream it reads headers from, `Tar` the reader of headers, `data_of` the bytes of a member.
"""

import io
import tarfile
from typing import Any, BinaryIO, Self, cast

from wireledger.readers.expansion import DamagedStreamError
from wireledger.readers.lines import BROKEN

_CHUNK = 1 << 17


class Front:
    """A stream that can be sought in forwards; where reading fails it ends, and `error` says why.

    `tarfile` would lose the bytes before the failure.
    """

    def __init__(self, stream: io.BufferedReader) -> None:
        self._stream = stream
        self._at = 0
        self.error: BaseException | None = None

    def tell(self) -> int:
        """Return how many bytes were read."""
        return self._at

    def seek(self, at: int) -> int:
        """Pass over all bytes before `at`, if it lies ahead."""
        while self._at < at and self.read1(min(_CHUNK, at - self._at)):
            pass
        return self._at

    def read(self, n: int) -> bytes:
        """Return `n` bytes, fewer only at the end."""
        blocks = []
        while n > 0 and (block := self.read1(n)):
            blocks.append(block)
            n -= len(block)
        return b"".join(blocks)

    def read1(self, n: int) -> bytes:
        """Return up to `n` bytes, none only at the end."""
        if self.error is not None:
            return b""
        try:
            data = self._stream.read1(n)
        except BROKEN as error:
            self.error = error
            return b""
        self._at += len(data)
        return data


class Tar(tarfile.TarFile):
    """Reads headers; passes over what is none and keeps where that was.

    Attributes:
        gaps: Offsets from which on no header was found, each up to the next one.
        has_end: Whether the last thing read was the mark for the end.
    """

    def __init__(self, front: Front) -> None:
        self.gaps: list[int] = []
        self.has_end = False
        self._in_gap = False
        super().__init__(fileobj=cast(Any, front), mode="r", tarinfo=_Header, ignore_zeros=True)

    def next_sound(self, front: Front) -> tarfile.TarInfo | None:
        """Return the next member whose header is sound; None at the end."""
        while True:
            self.members: list[tarfile.TarInfo] = []  # else all headers would be kept
            try:
                return self.next()
            except tarfile.TarError:
                # A long name or the like without its member: go on behind it.
                self.note_gap(self.offset)
                if not front.read(1):
                    return None
                self.offset = -(-front.tell() // tarfile.BLOCKSIZE) * tarfile.BLOCKSIZE

    def note_gap(self, at: int) -> None:
        """Note that at `at` there should be a header and is none."""
        if not self._in_gap:
            self.gaps.append(at)
        self._in_gap = True
        self.has_end = False

    def note_header(self) -> None:
        """Note that a header was found."""
        self._in_gap = self.has_end = False

    def note_zeros(self) -> None:
        """Note a block of zeros, which marks the end."""
        self.has_end = not self._in_gap


class _Header(tarfile.TarInfo):
    @classmethod
    def fromtarfile(cls, tarfile_: tarfile.TarFile) -> Self:
        tar, at = cast(Tar, tarfile_), tarfile_.offset
        try:
            info = super().fromtarfile(tarfile_)
        except tarfile.EOFHeaderError:  # type: ignore[attr-defined]
            tar.note_zeros()
            raise
        except (tarfile.InvalidHeaderError, tarfile.TruncatedHeaderError):  # type: ignore[attr-defined]
            tar.note_gap(at)
            raise
        tar.note_header()
        return info


class _Data(io.RawIOBase):
    def __init__(self, front: Front, info: tarfile.TarInfo) -> None:
        self._front = front
        self._left = info.size
        front.seek(info.offset_data)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        data = self._front.read1(min(len(buffer), self._left))
        if not data and self._left and len(buffer):
            raise DamagedStreamError(f"{self._left:,} of its bytes are missing") from self._front.error
        self._left -= len(data)
        buffer[: len(data)] = data
        return len(data)


def data_of(front: Front, info: tarfile.TarInfo) -> BinaryIO:
    """Return the bytes of the member that `info` heads, to be read before the next one is looked for."""
    return io.BufferedReader(_Data(front, info), _CHUNK)
