"""Paths, folders, globs, addresses, `hf:PATH` and `-` to the list of sources that they mean.

Wrong use raises: a path that isn't there, a file whose format nobody knows. Files of other kinds inside a folder are
left out and counted in a note. A format whose library is missing is an error at once, not in the middle of a run.
Nothing is opened here.
"""

import glob
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote

from wireledger.errors import ReadError
from wireledger.issues import Issue
from wireledger.readers.extras import require
from wireledger.readers.formats import FORMATS, left_out, named_kind, source_kind
from wireledger.readers.remote import find_remote, is_remote
from wireledger.readers.saved_datasets import PREFIX, find_dataset
from wireledger.readers.source import Source, Stream

_GLOB = frozenset("*?[")
_LOCAL = "file://"


@dataclass(frozen=True, slots=True)
class Inputs:
    """What is to be read.

    Attributes:
        sources: Every file once, in the order of the arguments; sorted inside folders and globs.
        issues: Notes about what was left out.
    """

    sources: tuple[Source, ...]
    issues: tuple[Issue, ...] = ()

    def n_bytes(self) -> int | None:
        """Return the size of all sources in bytes as they lie on disk; None if one is a stream."""
        sizes = [source.n_bytes() for source in self.sources]
        return None if None in sizes else sum(size for size in sizes if size is not None)


def find_inputs(inputs: Sequence[str | Path], stdin: BinaryIO | None = None) -> Inputs:
    """Find the sources that `inputs` mean.

    Args:
        inputs: Files, folders (read with all below them), glob patterns (`**` included), addresses (`s3://...`; see
            `remote.py`), saved data sets (`hf:PATH`; see `saved_datasets.py`), or `"-"` for stdin, in JSON lines.
        stdin: The stream that `"-"` stands for.

    Raises:
        ReadError: If nothing is at a path, a pattern matches nothing, a file that was named has an unknown format, or a
            library is missing.
    """
    sources: dict[str, Source] = {}
    issues: list[Issue] = []
    for given in inputs:
        for found in _expand(str(given), stdin):
            if isinstance(found, Issue):
                issues.append(found)
                continue
            key = found.name if found.path is None else os.path.realpath(found.path)
            require(FORMATS[found.suffix].needs, found.name)
            if key in sources:
                issues.append(Issue("duplicate-input", "is named twice; it is read once.", "note", found.name))
            else:
                sources[key] = found
    return Inputs(tuple(sources.values()), tuple(issues))


def _expand(given: str, stdin: BinaryIO | None) -> Iterator[Source | Issue]:
    path = Path(given)
    if given == "-":
        yield Source("-", None, "stdin", ".jsonl", place=Stream(stdin))
    elif path.is_dir():
        yield from _in_folder(path)
    elif path.exists():
        yield Source(given, path, path.name, *named_kind(path, given))
    elif given.startswith(PREFIX):
        yield from find_dataset(given)
    elif given.startswith(_LOCAL):
        yield from _expand(_local_path(given), stdin)
    elif is_remote(given):
        yield from find_remote(given)
    elif _GLOB & set(given):
        yield from _matching(given)
    else:
        raise ReadError(f"{given}: no such file or folder.")


def _local_path(url: str) -> str:
    path = url.removeprefix(_LOCAL).removeprefix("localhost")
    return path if os.path.exists(path) else unquote(path)


def _file(path: Path, story_name: str) -> Source | None:
    kind = source_kind(path)
    return Source(str(path), path, story_name, *kind) if kind else None


def _in_folder(folder: Path) -> Iterator[Source | Issue]:
    others: list[Path] = []
    for parent, folders, names in os.walk(folder):
        others += [Path(parent, name) for name in folders if name.startswith(".")]
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(parent, name)
            source = None if name.startswith(".") else _file(path, path.relative_to(folder).as_posix())
            if source is None:
                others.append(path)
            else:
                yield source
    yield from left_out([path.name for path in others], str(folder))


def _matching(pattern: str) -> Iterator[Source | Issue]:
    paths = [Path(path) for path in sorted(glob.glob(pattern, recursive=True))]
    files = [path for path in paths if path.is_file()]
    if not files:
        raise ReadError(f"{pattern}: no file matches this pattern.")
    found = [(path, _file(path, path.name)) for path in files]
    yield from (source for _, source in found if source is not None)
    yield from left_out([path.name for path, source in found if source is None], pattern)
