"""`.tar`, `.tar.gz`, `.tgz`, `.tar.zst`: read from front to back, one member at a time, nothing unpacked to disk.

Where a header is damaged, reading goes on at the next sound one; where compressed bytes are, it ends there, as nothing
behind can be told apart.
"""

import tarfile
from collections.abc import Iterator
from functools import partial

from wireledger.issues import Issue
from wireledger.readers.columns import Columns
from wireledger.readers.expansion import Expansion
from wireledger.readers.lines import broken
from wireledger.readers.members import Members
from wireledger.readers.rows import Placed
from wireledger.readers.source import Meter, Source
from wireledger.readers.tar_headers import Front, Tar, data_of


def read_tar(source: Source, columns: Columns, meter: Meter) -> Iterator[Placed | Issue]:
    """Yield the stories of all members."""
    members, account = Members(source, columns), Expansion()
    with source.open(meter, account) as stream:
        front = Front(stream)
        try:
            tar = Tar(front)
        except tarfile.TarError as error:
            is_empty = front.tell() == 0 and front.error is None
            yield from members.closing() if is_empty else [broken(front.error or error, source.name)]
            return
        while (info := tar.next_sound(front)) is not None:
            yield from _one(info, front, members, account)
    yield from _damage(tar, front, source.name)
    yield from members.closing()


def _one(info: tarfile.TarInfo, front: Front, members: Members, account: Expansion) -> Iterator[Placed | Issue]:
    if info.isdir() or not members.is_wanted(info.name):
        return
    if not info.isfile() or info.issparse():
        yield members.issue("not-a-file", "is a link, a device or a file with holes. Skipped.", info.name)
        return
    density = account.n_packed / max(1, account.n_packed, account.n_expanded)
    yield from members.read(info.name, partial(data_of, front, info), density)


def _damage(tar: Tar, front: Front, name: str) -> Iterator[Issue]:
    kept = "the members before that were read"
    if front.error is not None:
        yield broken(front.error, name, kept)
        return
    for gap in tar.gaps:
        message = f"at byte {gap:,} of the tar file a header is damaged; reading went on at the next sound one."
        yield Issue("damaged-file", message, "failed", name)
    if not tar.gaps and not tar.has_end:
        message = f"the tar file lacks its end mark and may have been cut; {kept}."
        yield Issue("file-ends-early", message, "warning", name)
