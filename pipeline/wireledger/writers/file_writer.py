"""`FileWriter`: what the writers of all formats share, which is how they open, close and give up."""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Self

from wireledger.errors import WriteError
from wireledger.records import Record
from wireledger.writers.whole_file import WholeFile


class FileWriter(ABC):
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
            raise self._refused(error) from error

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
        except OSError as error:
            self._file.discard()
            raise self._refused(error) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.close()
        elif self._is_open:
            self._is_open = False
            self._abandon()
            self._file.discard()

    @abstractmethod
    def _add(self, records: Iterable[Record]) -> None: ...

    def _finish(self) -> None:
        """Write what has to stand at the end of the file."""

    def _abandon(self) -> None:
        """Let go of what the format holds open."""

    def _refused(self, error: OSError) -> WriteError:
        return WriteError(f"{self._path}: cannot be written ({error.strerror or error}).")
