"""`FileWriter`: what the writers of all formats share, which is how they open, close and give up."""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from wireledger.errors import WriteError
from wireledger.records import Record
from wireledger.writers.whole_file import WholeFile


class FileWriter:
    """A writer to one file. A format says how to add records and, if need be, how to finish."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = WholeFile(path)
        self._is_open = True

    def write(self, records: Iterable[Record]) -> None:
        """Add `records`.

        Raises:
            WriteError: If the disk refuses them.
        """
        try:
            self._add(records)
        except OSError as error:
            raise self._refused(error) from None

    def close(self) -> None:
        """Finish the file and give it its name; nothing happens if it is closed already.

        Raises:
            WriteError: If the disk refuses it.
        """
        if not self._is_open:
            return
        self._is_open = False
        try:
            self._finish()
            self._file.commit()
        except BaseException as error:
            self._file.discard()
            if isinstance(error, OSError):
                raise self._refused(error) from None
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.close()
        elif self._is_open:
            self._is_open = False
            with suppress(OSError):  # a full disk is full for the last bytes, too
                self._abandon()
            self._file.discard()

    def _add(self, records: Iterable[Record]) -> None:
        raise NotImplementedError

    def _finish(self) -> None:
        """Write what has to stand at the end of the file."""

    def _abandon(self) -> None:
        """Let go of what the format holds open."""

    def _refused(self, error: OSError) -> WriteError:
        if isinstance(error, WriteError):
            return error
        return WriteError(f"{self._path}: cannot be written ({error.strerror or error}).")
