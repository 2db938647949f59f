"""An archive to shards: fixed pieces of work, the same for the same inputs.

In: the inputs as `readers.find_inputs` found them. Out: `Shard`s, each of about `shard_bytes` bytes. A long file of
JSON lines is cut into byte ranges; other files are whole, since their stories can't be found from the middle; short
files share a shard. Nothing is read here but the first bytes of .jsonl files.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from wireledger.errors import ConfigError
from wireledger.readers import Inputs
from wireledger.readers.byte_ranges import is_wide
from wireledger.readers.source import Source, Stream

_BY_LINES = (".jsonl", ".ndjson")


@dataclass(frozen=True, slots=True)
class Piece:
    """A file, or the lines that begin in a range of its bytes.

    Attributes:
        source: The file.
        start: First byte of the range.
        end: One past the last byte; None for a file that is read whole by its reader.
    """

    source: Source
    start: int = 0
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Shard:
    """A fixed piece of work.

    Attributes:
        number: From 0; names its parts.
        pieces: What it reads, in order.
        n_bytes: Its size on disk.
    """

    number: int
    pieces: tuple[Piece, ...]
    n_bytes: int

    @property
    def name(self) -> str:
        """Return the file name of its parts."""
        return f"part-{self.number:06d}.parquet"


def plan_shards(inputs: Inputs, shard_bytes: int) -> list[Shard]:
    """Return the shards of `inputs`.

    Raises:
        ConfigError: If one of the inputs is a stream, which can't be read again after a break.
    """
    shards: list[Shard] = []
    waiting: list[Piece] = []
    n_waiting = 0
    for piece, n_bytes in _pieces(inputs, shard_bytes):
        if waiting and n_waiting + n_bytes > shard_bytes:
            shards.append(Shard(len(shards), tuple(waiting), n_waiting))
            waiting, n_waiting = [], 0
        waiting.append(piece)
        n_waiting += n_bytes
    if waiting:
        shards.append(Shard(len(shards), tuple(waiting), n_waiting))
    return shards


def _pieces(inputs: Inputs, shard_bytes: int) -> Iterator[tuple[Piece, int]]:
    for source in inputs.sources:
        if isinstance(source.place, Stream):
            raise ConfigError(f"{source.name}: a stream can't be read again after a break; write it to a file first.")
        n_bytes = source.n_bytes() or 0
        if not _is_cut(source) or not n_bytes:
            yield Piece(source), n_bytes
            continue
        for start in range(0, n_bytes, shard_bytes):
            end = min(start + shard_bytes, n_bytes)
            yield Piece(source, start, end), end - start


def _is_cut(source: Source) -> bool:
    if source.suffix not in _BY_LINES or source.compression or source.path is None:
        return False
    try:
        with source.path.open("rb") as stream:
            return not is_wide(stream)
    except OSError:
        return False  # its reader says what is wrong with it
