"""Which story of a shard a worker has at hand, as a file in the run's folder: what is left of a worker that died.

The local pool shares memory with its workers and needs none of this; workers of a cluster share the folder alone.
"""

import os
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

_BYTES = 8


@dataclass(slots=True)
class AtHand:
    """The note of one shard's worker; kept while the `with` block lasts, and after it if the worker dies in it.

    Attributes:
        path: Where the note is.
    """

    path: Path
    _file: int = field(default=-1, init=False)

    @classmethod
    def of(cls, folder: Path, shard: int) -> Self:
        """Return the note for one shard of the run in `folder`."""
        return cls(folder / f"at-hand-{shard:06d}")

    def __call__(self, row: int) -> None:
        """Note the row of the story that comes next; -1: none."""
        os.pwrite(self._file, row.to_bytes(_BYTES, "little", signed=True), 0)

    def __enter__(self) -> Self:
        self._file = os.open(self.path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o644)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self._file)
        self.path.unlink(missing_ok=True)

    def take(self) -> int | None:
        """Return what a worker that died had at hand, and remove the note; None if it had not come to a story."""
        try:
            data = self.path.read_bytes()
            self.path.unlink()
        except FileNotFoundError:
            return None
        row = int.from_bytes(data, "little", signed=True) if len(data) == _BYTES else -1
        return row if row >= 0 else None
