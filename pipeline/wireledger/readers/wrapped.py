"""`WrappedStream`: a raw stream over another one that is sought and closed as that one is.

What reading does differently is for each kind to say: count what is read (`source.py`), or turn a library's failures
into `OSError` (`remote.py`).
"""

import io
from typing import Any


class WrappedStream(io.RawIOBase):
    """A stream over `stream`; a subclass adds `readinto`."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def seekable(self) -> bool:
        """Tell whether the stream below can be sought in."""
        return bool(self._stream.seekable())

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Seek in the stream below."""
        return int(self._stream.seek(offset, whence))

    def tell(self) -> int:
        """Return where the stream below is."""
        return int(self._stream.tell())

    def close(self) -> None:
        """Close the stream below, too."""
        self._stream.close()
        super().close()
