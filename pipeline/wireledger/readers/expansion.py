"""How far packed bytes may expand: what stands between a zip bomb and the machine.

Counts the bytes of a packed file that were read and the bytes that they expanded to. Inside of tar and zip files the
former are counted by what they take of the file that was given, so that packing twice gains nothing. News packs 3 to 10
times, the same page again and again up to 100 times; a bomb 1,000 times and more. So `MOST_RATIO` is refused, but only
beyond `FREE` bytes, which no machine minds.
"""

import io
from dataclasses import dataclass

from wireledger.readers.wrapped import StreamOver

MOST_RATIO = 200
FREE = 1 << 26
_CHUNK = 1 << 17


class DamagedStreamError(Exception):
    """Bytes that make no sense from here on."""


class ExpandsTooFarError(DamagedStreamError):
    """Packed bytes that expand further than news does."""


@dataclass(slots=True)
class Expansion:
    """The account of one packed file.

    Attributes:
        n_packed: Bytes of it that were read, as they lie on disk.
        n_expanded: Bytes that they expanded to.
    """

    n_packed: float = 0
    n_expanded: int = 0

    def add(self, n: int) -> None:
        """Count `n` more bytes that were expanded.

        Raises:
            ExpandsTooFarError: If that is more than what was read may hold.
        """
        self.n_expanded += n
        if is_bomb(self.n_packed, self.n_expanded):
            raise ExpandsTooFarError(too_far(self.n_packed, self.n_expanded))


def is_bomb(n_packed: float, n_expanded: int) -> bool:
    """Tell whether so many packed bytes may not expand to so many."""
    return n_expanded > max(FREE, MOST_RATIO * n_packed)


def too_far(n_packed: float, n_expanded: int) -> str:
    """Say why a file is refused."""
    return (
        f"{n_packed:,.0f} packed bytes expand to {n_expanded:,} or more; over {FREE >> 20} MiB no more than "
        f"{MOST_RATIO} times is read, as a zip bomb would fill the machine"
    )


class _Limited(StreamOver):
    """A stream of expanded bytes that counts them, and turns what its library raises into `DamagedStreamError`."""

    def __init__(
        self, stream: io.BufferedIOBase, expansion: Expansion, damage: tuple[type[Exception], ...] = ()
    ) -> None:
        super().__init__(stream)
        self._expansion = expansion
        self._damage = damage

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        try:
            data = self._stream.read1(len(buffer))  # `read` would lose what stands before a damage
        except self._damage as error:
            raise DamagedStreamError(str(error) or type(error).__name__) from error
        self._expansion.add(len(data))
        buffer[: len(data)] = data
        return len(data)


def limited(
    stream: io.BufferedIOBase, expansion: Expansion, damage: tuple[type[Exception], ...] = ()
) -> io.BufferedReader:
    """Return `stream` under the limits.

    Args:
        stream: Gives expanded bytes.
        expansion: The account to count them in.
        damage: What its library raises for damaged bytes.
    """
    return io.BufferedReader(_Limited(stream, expansion, damage), _CHUNK)
