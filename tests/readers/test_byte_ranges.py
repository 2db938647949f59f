"""Byte ranges: every line once, whatever the cuts and the size of the blocks."""

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wireledger.readers import byte_ranges
from wireledger.readers.byte_ranges import read_blocks
from wireledger.readers.jsonl import look_like_objects


def lines_of(path, start, end):
    """Return the lines with their numbers and offsets, copied out of each block before the next is read."""
    return [
        (block.first_line + index, block.byte_of(index), line)
        for block in read_blocks(path, start, end)
        for index, line in enumerate(block.lines.to_pylist())
    ]


@settings(max_examples=150, deadline=None)
@given(
    lines=st.lists(st.integers(0, 90), min_size=1, max_size=12),
    has_end=st.booleans(),
    range_bytes=st.integers(1, 120),
    block=st.integers(1, 40),
)
def test_ranges_that_touch_give_every_line_once(tmp_path_factory, lines, has_end, range_bytes, block):
    path = tmp_path_factory.mktemp("ranges") / "lines"
    data = b"\n".join(bytes([97 + n % 26]) * n for n in lines) + b"\n" * has_end
    path.write_bytes(data)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(byte_ranges, "BLOCK", block)
        patch.setattr(byte_ranges, "_BEYOND", 3)
        found = [
            line
            for start in range(0, len(data), range_bytes)
            for line in lines_of(path, start, min(start + range_bytes, len(data)))
        ]
    assert b"".join(line for _, _, line in found) == data
    assert [line for _, _, line in found] == data.splitlines(keepends=True)
    assert all(data[byte:].startswith(line) for _, byte, line in found)


def test_lines_are_numbered_from_the_beginning_of_the_range(tmp_path):
    path = tmp_path / "lines"
    path.write_bytes(b"a\nbb\nccc\nd")
    assert lines_of(path, 0, 10) == [(1, 0, b"a\n"), (2, 2, b"bb\n"), (3, 5, b"ccc\n"), (4, 9, b"d")]
    assert lines_of(path, 3, 6) == [(1, 5, b"ccc\n")]


def test_byte_order_mark_is_no_part_of_the_first_line(tmp_path):
    path = tmp_path / "lines"
    path.write_bytes(b"\xef\xbb\xbf{}\n")
    assert lines_of(path, 0, 6) == [(1, 3, b"{}\n")]


def test_file_that_became_shorter_ends_early(tmp_path):
    path = tmp_path / "lines"
    path.write_bytes(b"a\nb")
    assert [line for _, _, line in lines_of(path, 0, 1000)] == [b"a\n", b"b"]


@pytest.mark.parametrize(
    ("line", "is_whole"),
    [
        (b'{"text": ""}\n', True),
        (b'{"text": ""}\r\n', True),
        (b'{"text": ""}', True),
        (b'{"text": "cut\n', False),
        (b'text"}\n', False),
        (b"{\n", False),
        (b"\n", False),
        (b"", False),
        (b' {"text": ""}\n', False),
    ],
)
def test_line_of_a_story_begins_and_ends_with_braces(line, is_whole):
    assert look_like_objects(pa.array([b'{"a": 1}\n', line, b"{}"], pa.binary())).tolist() == [True, is_whole, True]
