"""Byte ranges of a file of lines: what a shard of an archive reads.

In: a path and a range of its bytes. Out: blocks of whole lines as an Arrow array that shares the bytes read. A line
belongs to the range in which it begins, so ranges that touch give every line once. Nothing is decoded here.

Every block is read into the same memory: fresh memory for each would cost three times as much as reading does.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

BLOCK = 1 << 24  # bytes; so large since RE2 takes a millisecond of preparation for each block that is looked at
_BEYOND = 1 << 16  # bytes
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Block:
    """Some lines of a file; they hold only until the next block is asked for.

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
        at = _first_line_start(raw, start)  # where in the file the memory begins
        raw.seek(at)
        memory, n_held, number = bytearray(max(1, min(BLOCK, end - at))), 0, 1
        while at < end:
            # Up to the end of the range, and then bit by bit to the end of the line that stands there.
            n_wanted = end - at - n_held if end - at > n_held else _BEYOND
            n_read = raw.readinto(memoryview(memory)[n_held : n_held + n_wanted])
            n_held += n_read
            offsets = _line_starts(memory, n_held, is_end=not n_read)
            n_whole = offsets[-1]
            while len(offsets) > 1 and offsets[-2] >= end - at:
                offsets.pop()  # the line begins in the next range
            if len(offsets) > 1:
                lines = _array(offsets, memory)
                yield Block(lines, number, at)
                number += len(lines)
            if not n_read:
                return
            at, n_held = at + n_whole, n_held - n_whole
            if n_whole:
                memory[:n_held] = memory[n_whole : n_whole + n_held]
            elif n_held == len(memory):
                memory = memory + bytearray(len(memory))  # a line longer than a block


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


def _line_starts(memory: bytearray, n: int, *, is_end: bool) -> list[int]:
    """Return where each whole line in the first `n` bytes begins, and where the last one ends.

    At the end of the file the last line is whole without a line feed.
    """
    starts, feed = [0], memory.find(b"\n", 0, n)
    while feed >= 0:
        starts.append(feed + 1)
        feed = memory.find(b"\n", feed + 1, n)
    if is_end and starts[-1] < n:
        starts.append(n)
    return starts


def _array(offsets: list[int], memory: bytearray) -> Any:
    import numpy as np
    import pyarrow as pa

    # Arrow wants the end of a line to be the start of the next, so the line feed stays at the end of each.
    buffers = [None, pa.py_buffer(np.array(offsets, np.int32)), pa.py_buffer(memory)]
    return pa.Array.from_buffers(pa.binary(), len(offsets) - 1, buffers)


def is_wide(stream: BinaryIO) -> bool:
    """Tell whether a file is in UTF-16 or UTF-32, in which the byte 0A does not end a line."""
    head = stream.read(4)
    return head.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff"))
