"""`.zip`: the members that its directory names, one at a time, nothing unpacked to disk.

A file without its directory, which stands at the end and is the first to be lost, is read by the heads that stand
before each member; see `zip_salvage.py`. A member that would expand further than news does is refused.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO

from wireledger.issues import Issue
from wireledger.readers.columns import Columns
from wireledger.readers.expansion import Expansion, is_bomb, limited, too_far
from wireledger.readers.members import Members
from wireledger.readers.rows import Placed
from wireledger.readers.source import Meter, Source
from wireledger.readers.zip_salvage import Found, find_members

# What `zipfile` raises for damaged members, unknown methods and encryption.
_DAMAGE = (zipfile.BadZipFile, zlib.error, struct.error, RuntimeError, NotImplementedError, ValueError, EOFError)
_CHUNK = 1 << 17


def read_zip(source: Source, columns: Columns, meter: Meter) -> Iterator[Placed | Issue]:
    """Yield the stories of all members."""
    members, account = Members(source, columns), Expansion()
    before, n_bytes = meter.n_bytes, source.n_bytes()
    with source.open_seekable(Meter(), account) as stream:
        is_empty = not stream.read(1)
        stream.seek(0)
        if not is_empty:
            for n_read, item in _items(stream, source, members, account):
                meter.n_bytes = before + min(n_read, n_bytes or n_read)
                yield item
    meter.n_bytes = before + (n_bytes or 0)
    yield from members.closing()


def _items(
    stream: BinaryIO, source: Source, members: Members, account: Expansion
) -> Iterator[tuple[int, Placed | Issue]]:
    try:
        directory = zipfile.ZipFile(stream)
    except (*_DAMAGE, OSError) as error:
        message = f"the zip file's directory is damaged or missing ({error}); members were looked for one by one."
        yield 0, Issue("damaged-file", message, "failed", source.name)
        for found in find_members(stream):
            for item in _found(found, members, account):
                yield found.end or found.start, item
        return
    n_read = 0
    with directory:
        for info in directory.infolist():
            n_read += info.compress_size
            for item in _listed(directory, info, members, account):
                yield n_read, item


def _listed(
    directory: zipfile.ZipFile, info: zipfile.ZipInfo, members: Members, account: Expansion
) -> Iterator[Placed | Issue]:
    if info.is_dir() or not members.is_wanted(info.filename):
        return
    if is_bomb(info.compress_size, info.file_size):
        message = f"{too_far(info.compress_size, info.file_size)}. Skipped."
        yield members.issue("expands-too-far", message, info.filename)
        return
    try:
        stream = directory.open(info)
    except _DAMAGE as error:
        yield members.issue("damaged-file", f"cannot be opened ({error}). Skipped.", info.filename)
        return
    with limited(stream, account, _DAMAGE) as guarded:  # type: ignore[arg-type]
        density = info.compress_size / max(1, info.file_size)
        yield from members.read(info.filename, lambda: guarded, density)


def _found(found: Found, members: Members, account: Expansion) -> Iterator[Placed | Issue]:
    if found.name.endswith("/") or not members.is_wanted(found.name):
        return
    if found.problem:
        yield members.issue("damaged-file", f"cannot be opened ({found.problem}). Skipped.", found.name)
        return
    guarded = limited(io.BufferedReader(found, _CHUNK), account)
    yield from members.read(found.name, partial(_same, guarded), found.density())


def _same(stream: BinaryIO) -> BinaryIO:
    return stream
