"""`WholeFile`: a file that appears under its name complete, or not at all.

Bytes go to a temporary name in the same folder; `commit` flushes them to disk and renames. A run that is killed leaves
only the temporary file, whose name starts with a dot, so that no reader takes it for whole.
"""

import gzip
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, cast

from wireledger.errors import WireledgerError, WriteError


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """Yield where to write; at the end of the block the file has its name, after an error there is none.

    Use it where one block writes all of a file; `WholeFile` is for writers that stay open.

    Raises:
        WriteError: The file cannot be written.
    """
    try:
        file = WholeFile(path)
        try:
            yield file.stream
            file.commit()
        finally:
            file.discard()
    except OSError as error:
        if isinstance(error, WireledgerError):
            raise
        raise WriteError(f"{path}: cannot be written ({error.strerror or error}).") from error


class WholeFile:
    """One output file on its way.

    Attributes:
        stream: Where to write; compressed if the name ends in `.gz` or `.zst`.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
        self._raw = self._temporary.open("wb")
        self.stream: BinaryIO = _compressed(self._raw, path.name.lower())

    def commit(self) -> None:
        """Finish the bytes, make sure that they are on disk, and give the file its name."""
        try:
            if self.stream is not self._raw:
                self.stream.close()
            self._raw.flush()
            os.fsync(self._raw.fileno())
            self._raw.close()
            self._temporary.replace(self._path)
            _sync_folder(self._path.parent)
        except BaseException:
            self.discard()
            raise

    def discard(self) -> None:
        """Remove what was written; nothing happens if it was committed or discarded before."""
        for stream in (self.stream, self._raw):
            with suppress(OSError, ValueError):  # their last bytes may not fit; they are thrown away anyhow
                stream.close()
        self._temporary.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    # Without it the new name may be lost in a power cut, though the bytes are there.
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _compressed(raw: BinaryIO, name: str) -> BinaryIO:
    if name.endswith(".gz"):
        # No time and no name inside: the same records give the same bytes.
        return cast(BinaryIO, gzip.GzipFile(filename="", fileobj=raw, mode="wb", mtime=0))
    if name.endswith(".zst"):
        import zstandard

        return cast(BinaryIO, zstandard.ZstdCompressor().stream_writer(raw, closefd=False))
    return raw
