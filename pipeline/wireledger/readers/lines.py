"""Bytes to lines of text, with the file's encoding found out and everything odd reported.

Rules, in this order: a byte order mark decides (UTF-8, UTF-16, UTF-32; the mark itself is dropped); else the file is
UTF-8. A line that isn't valid is decoded with U+FFFD for each bad byte sequence and reported; offsets then count the
text as decoded. No other encoding is guessed: a wrong guess moves no offset but silently changes names.
"""

import codecs
import gzip
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from wireledger.issues import Issue
from wireledger.readers.compression import DamagedStreamError

# Longer marks first: UTF-16's little-endian mark is a prefix of UTF-32's.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BROKEN = (EOFError, zlib.error, gzip.BadGzipFile, DamagedStreamError, OSError)
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text with its ending, and its number from 1."""

    number: int
    text: str


def read_lines(stream: BinaryIO, source: str) -> Iterator[Line | Issue]:
    """Yield the lines of `stream`, lazily, split at line feeds only; issues stand before the line that they are about.

    Args:
        stream: Decompressed bytes.
        source: Name for messages.
    """
    number = 0
    for piece in _decoded_lines(stream, source):
        if isinstance(piece, Issue):
            yield piece
        else:
            number += 1
            yield Line(number, piece)


def read_whole(stream: BinaryIO, source: str) -> tuple[str, list[Issue]]:
    """Return all text of `stream` as far as it can be read, and what was wrong with it."""
    blocks: list[bytes] = []
    issues: list[Issue] = []
    try:
        while block := stream.read(_CHUNK):
            blocks.append(block)
    except _BROKEN as error:
        issues.append(_broken(error, source, None))
    data = b"".join(blocks)
    encoding, n_mark = _encoding(data)
    body = data if encoding != "utf-8" else data[n_mark:]
    try:
        return body.decode(encoding), issues
    except UnicodeDecodeError as error:
        issues.append(_undecodable(error, source, None, n_mark if encoding == "utf-8" else 0))
        return body.decode(encoding, "replace"), issues


def decode_line(line: bytes, source: str, number: int, offset: int) -> Iterator[str | Issue]:
    """Yield the text of one line in UTF-8, after an issue if bytes of it are none; `offset` is where it begins."""
    try:
        yield line.decode()
    except UnicodeDecodeError as error:
        yield _undecodable(error, source, number, offset)
        yield line.decode(errors="replace")


def _decoded_lines(stream: BinaryIO, source: str) -> Iterator[str | Issue]:
    lines = _byte_lines(stream, source)
    first = next(lines, None)
    if not isinstance(first, bytes):
        if first is not None:
            yield first
        return
    encoding, n_mark = _encoding(first)
    if encoding != "utf-8":
        yield from _wide_lines(first, lines, encoding, source)
        return
    offset = 0
    line, number = first[n_mark:], 1
    while True:
        yield from decode_line(line, source, number, offset + (n_mark if number == 1 else 0))
        offset += len(line) + (n_mark if number == 1 else 0)
        following = next(lines, None)
        if not isinstance(following, bytes):
            if following is not None:
                yield following
            return
        line, number = following, number + 1


def _byte_lines(stream: BinaryIO, source: str) -> Iterator[bytes | Issue]:
    number = 0
    try:
        for line in stream:
            number += 1
            yield line
    except _BROKEN as error:
        yield _broken(error, source, number)


def _wide_lines(first: bytes, rest: Iterator[bytes | Issue], encoding: str, source: str) -> Iterator[str | Issue]:
    # In UTF-16 and UTF-32 the byte 0A does not end a line, so the stream is decoded before it is split.
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    pending, trouble = "", None
    for piece in _chain(first, rest):
        if isinstance(piece, Issue):
            trouble = piece
            break
        pending += decoder.decode(piece)
        if "\n" in pending:
            *whole, pending = pending.split("\n")
            yield from (line + "\n" for line in whole)
    pending += decoder.decode(b"", final=True)
    if trouble is not None:
        yield trouble
    elif pending:
        if pending.endswith("\ufffd"):
            yield Issue("bad-encoding", f"the file ends inside a character of {encoding.upper()}.", "warning", source)
        yield pending


def _chain(first: bytes, rest: Iterator[bytes | Issue]) -> Iterator[bytes | Issue]:
    yield first
    yield from rest


def _encoding(data: bytes) -> tuple[str, int]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding, len(mark)
    return "utf-8", 0


def _undecodable(error: UnicodeDecodeError, source: str, number: int | None, before: int) -> Issue:
    return Issue(
        "bad-encoding",
        f"byte {before + error.start} of the file (0x{error.object[error.start]:02x}) is not valid "
        f"{error.encoding.upper()}; bad bytes were read as U+FFFD, and offsets count the text so decoded.",
        "warning",
        source,
        number,
    )


def _broken(error: BaseException, source: str, number: int | None) -> Issue:
    kept = "what stands before that was read" if number is None else f"whole lines read before that: {number}"
    if isinstance(error, EOFError):
        return Issue("file-ends-early", f"the compressed file ends early; {kept}.", "failed", source)
    return Issue("damaged-file", f"the file cannot be read on ({error}); {kept}.", "failed", source)
