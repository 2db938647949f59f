"""The members of a tar or zip file, each read by the reader that its name asks for.

A tar or zip file is to its members what a folder is to its files: members of other kinds and hidden ones are left out
and counted in a note. One that is itself a tar or zip file is read, but not one inside of that. Nothing is ever
written under a member's name.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import BinaryIO

from wireledger.issues import Issue
from wireledger.readers.columns import Columns
from wireledger.readers.formats import BUNDLES, left_out, source_kind
from wireledger.readers.one_source import read_source
from wireledger.readers.rows import Placed
from wireledger.readers.source import Meter, Source

MOST_DEPTH = 2  # news.zip holds may.zip holds 1.txt


@dataclass(frozen=True, slots=True)
class MemberPlace:
    """Opens one member.

    Attributes:
        opener: Returns its bytes.
    """

    opener: Callable[[], BinaryIO]

    def open(self) -> BinaryIO:
        """Open for reading."""
        return self.opener()

    def n_bytes(self) -> None:
        """Return None: what a member says of its size may be wrong."""


class Members:
    """Reads the members of one tar or zip file, one after the other."""

    def __init__(self, bundle: Source, columns: Columns) -> None:
        self._bundle = bundle
        self._columns = columns
        self._left_out: list[str] = []
        self._n = 0

    def is_wanted(self, name: str) -> bool:
        """Tell whether the member `name` is to be read; count it as left out if not."""
        path = PurePosixPath(name)
        is_hidden = any(part.startswith((".", "__MACOSX")) for part in path.parts if part not in (".", ".."))
        if is_hidden or source_kind(path) is None:
            self._left_out.append(shown(name))
            return False
        self._n += 1
        return True

    def read(self, name: str, opener: Callable[[], BinaryIO], density: float) -> Iterator[Placed | Issue]:
        """Yield what the member `name` holds; call only if it `is_wanted`.

        Args:
            name: Path inside the tar or zip file.
            opener: Returns its bytes.
            density: How many bytes of the tar or zip file stand for one byte of it.
        """
        suffix, compression = source_kind(PurePosixPath(name)) or ("", "")
        bundle = self._bundle
        depth = bundle.depth + 1
        if suffix in BUNDLES and depth >= MOST_DEPTH:
            message = f"is a {suffix[1:]} file inside of {depth} others, which is too deep. Unpack the outer one."
            yield self.issue("nested-too-deep", message, name)
            return
        source = Source(
            self.label(name),
            None,
            f"{bundle.story_name}/{shown(name).removeprefix('./')}",
            suffix,
            compression,
            MemberPlace(opener),
            depth,
            bundle.density * min(1.0, density),
        )
        for item in read_source(source, self._columns, Meter()):
            is_bare = isinstance(item, Placed) and item.source is None
            yield replace(item, source=source.name) if is_bare else item

    def label(self, name: str) -> str:
        """Return what messages call the member `name`."""
        return f"{self._bundle.name}!{shown(name)}"

    def issue(self, code: str, message: str, name: str) -> Issue:
        """Return the issue of a member that cannot be read."""
        return Issue(code, message, "failed", self.label(name))

    def closing(self) -> Iterator[Issue]:
        """Yield what is to be said once the last member is read."""
        yield from left_out(self._left_out, self._bundle.name)
        if not self._n:
            yield Issue("empty-file", "the file holds no stories.", "warning", self._bundle.name)


def shown(name: str) -> str:
    """Return a member's name as text that any file can hold: names in tar files need not be UTF-8."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
