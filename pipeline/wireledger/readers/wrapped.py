"""Raw streams over other ones: closed as that one is (`StreamOver`), and sought as that one is (`WrappedStream`).

What reading does differently is for each kind to say: count what is read (`source.py`), turn a library's failures into
`OSError` (`remote.py`), unpack (`compression.py`), limit (`expansion.py`).
"""

import io
from typing import Any


class StreamOver(io.RawIOBase):
    """A stream that can be read once, from its beginning; a subclass adds `readinto`."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def close(self) -> None:
        """Close the stream below, too."""
        self._stream.close()
        super().close()


class WrappedStream(StreamOver):
    """A stream that is sought where the one below is."""

    def seekable(self) -> bool:
        """Tell whether the stream below can be sought in."""
        return bool(self._stream.seekable())

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Seek in the stream below."""
        return int(self._stream.seek(offset, whence))

    def tell(self) -> int:
        """Return where the stream below is."""
        return int(self._stream.tell())
