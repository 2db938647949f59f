"""Byte ranges of a file of lines: what a shard of an archive reads.

In: a path and a range of its bytes. Out: blocks of whole lines as an Arrow array that shares the bytes read. A line
belongs to the range in which it begins, so ranges that touch give every line once. Nothing is decoded here.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

BLOCK = 1 << 22  # bytes; large enough that the work per block is nothing, small enough for the cache
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Block:
    """Some lines of a file.

    Attributes:
        lines: Arrow array of binary, shape (n,), with their line feeds.
        first_line: Number of the first line, from 1, counted from the beginning of the range.
        first_byte: Offset of the first line in the file, in bytes.
    """

    lines: Any
    first_line: int
    first_byte: int

    def byte_of(self, index: int) -> int:
        """Return the offset in the file at which line `index` of the block begins."""
        offsets = self.lines.buffers()[1]
        start = int.from_bytes(offsets[4 * index : 4 * index + 4].to_pybytes(), "little")
        return self.first_byte + start


def read_blocks(path: Path, start: int, end: int) -> Iterator[Block]:
    """Yield the lines that begin in bytes `start` to `end` of the file, in order.

    Raises:
        OSError: If the file cannot be read.
    """
    with path.open("rb", buffering=0) as raw:
        first_byte = _first_line_start(raw, start)
        raw.seek(first_byte)
        pending, number, at = b"", 1, first_byte
        while at < end:
            data = raw.read(BLOCK)
            if not data:
                break
            data = pending + data
            cut = data.rfind(b"\n") + 1
            if not cut:
                pending = data  # a line longer than a block
                continue
            block, pending = data[:cut], data[cut:]
            lines = _lines(block, end - at)
            if len(lines):
                yield Block(lines, number, at)
            number, at = number + len(lines), at + len(block)
        if pending and at < end:
            yield Block(_lines(pending, end - at), number, at)


def _first_line_start(raw: Any, start: int) -> int:
    if start == 0:
        return len(_BYTE_ORDER_MARK) if raw.read(3) == _BYTE_ORDER_MARK else 0
    raw.seek(start - 1)
    at = start - 1
    while data := raw.read(1 << 16):
        feed = data.find(b"\n")
        if feed >= 0:
            return int(at + feed + 1)
        at += len(data)
    return at


def _lines(data: bytes, n_bytes: int) -> Any:
    """Return the lines of `data` that begin within its first `n_bytes`, as an array over the same memory."""
    import numpy as np
    import pyarrow as pa

    starts, at = [0], data.find(b"\n")
    while at >= 0:
        starts.append(at + 1)
        at = data.find(b"\n", at + 1)
    if starts[-1] == len(data):
        starts.pop()
    n = bisect_left(starts, n_bytes)
    # Arrow wants the end of a line to be the start of the next, so the line feed stays at the end of each.
    offsets = np.array([*starts[:n], starts[n] if n < len(starts) else len(data)], np.int32)
    return pa.Array.from_buffers(pa.binary(), n, [None, pa.py_buffer(offsets), pa.py_buffer(data)])


def is_wide(stream: BinaryIO) -> bool:
    """Tell whether a file is in UTF-16 or UTF-32, in which the byte 0A does not end a line."""
    head = stream.read(4)
    return head.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff"))
