"""Bytes to lines of text, with the file's encoding found out and everything odd reported.

Rules, in this order: a byte order mark decides (UTF-8, UTF-16, UTF-32; the mark itself is dropped); else the file is
UTF-8. A line that isn't valid is decoded with U+FFFD for each bad byte sequence and reported; offsets then count the
text as decoded. No other encoding is guessed: a wrong guess moves no offset but silently changes names.
"""

import codecs
import gzip
import io
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from wireledger.issues import Issue
from wireledger.readers.expansion import DamagedStreamError, ExpandsTooFarError

# Longer marks first: UTF-16's little-endian mark is a prefix of UTF-32's.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What reading damaged bytes may raise.
BROKEN = (EOFError, zlib.error, gzip.BadGzipFile, DamagedStreamError, OSError)
_CHUNK = 1 << 20
MOST_HELD = 1 << 29  # bytes of a file that has to be held whole, such as a page or a JSON document


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text with its ending, and its number from 1."""

    number: int
    text: str


def read_lines(stream: io.BufferedReader, source: str) -> Iterator[Line | Issue]:
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


def read_whole(stream: io.BufferedReader, source: str) -> tuple[str, list[Issue]]:
    """Return all text of `stream` as far as it can be read, and what was wrong with it."""
    data, issues = read_bytes(stream, source)
    encoding, n_mark = _encoding(data)
    body = data if encoding != "utf-8" else data[n_mark:]
    try:
        return body.decode(encoding), issues
    except UnicodeDecodeError as error:
        issues.append(_undecodable(error, source, None, n_mark if encoding == "utf-8" else 0))
        return body.decode(encoding, "replace"), issues


def read_bytes(stream: io.BufferedReader, source: str) -> tuple[bytes, list[Issue]]:
    """Return all bytes of `stream` as far as it can be read and memory allows, and what was wrong with it.

    Of a stream that expands too far nothing is returned.
    """
    blocks: list[bytes] = []
    issues: list[Issue] = []
    n = 0
    try:
        while block := stream.read1(_CHUNK):
            n += len(block)
            if n > MOST_HELD:
                message = (
                    f"is larger than {MOST_HELD >> 20} MiB, the most that is held at once; the rest was not read. "
                    "Split it, or write it as .jsonl."
                )
                issues.append(Issue("too-large", message, "failed", source))
                break
            blocks.append(block)
    except ExpandsTooFarError as error:
        return b"", [broken(error, source, "nothing of it was read")]
    except BROKEN as error:
        issues.append(broken(error, source))
    return b"".join(blocks), issues


def cut_by(issues: Iterable[Issue]) -> str | None:
    """Return the code of the issue for which a file was not read to its end; None if it was."""
    return next((issue.code for issue in issues if issue.severity == "failed"), None)


def decode_line(line: bytes, source: str, number: int, offset: int) -> Iterator[str | Issue]:
    """Yield the text of one line in UTF-8, after an issue if bytes of it are none; `offset` is where it begins."""
    try:
        yield line.decode()
    except UnicodeDecodeError as error:
        yield _undecodable(error, source, number, offset)
        yield line.decode(errors="replace")


def _decoded_lines(stream: io.BufferedReader, source: str) -> Iterator[str | Issue]:
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


def _byte_lines(stream: io.BufferedReader, source: str) -> Iterator[bytes | Issue]:
    number = 0
    try:
        for line in stream:
            number += 1
            yield line
    except BROKEN as error:
        yield broken(error, source, f"whole lines read before that: {number}")


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


def broken(error: BaseException, source: str, kept: str = "what stands before that was read") -> Issue:
    """Return the issue for bytes that cannot be read on; `kept` says what was read of them."""
    if isinstance(error, EOFError):
        return Issue("file-ends-early", f"the compressed file ends early; {kept}.", "failed", source)
    code = "expands-too-far" if isinstance(error, ExpandsTooFarError) else "damaged-file"
    return Issue(code, f"the file cannot be read on ({error}); {kept}.", "failed", source)
