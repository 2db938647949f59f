"""Paths, folders, globs and `-` to the list of sources that they mean.

Wrong use raises: a path that isn't there, a file whose format nobody knows. Files of other kinds inside a folder are
left out and counted in a note. Nothing is opened here.
"""

import glob
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from wireledger.errors import ReadError
from wireledger.issues import Issue
from wireledger.readers.formats import known_suffixes, split_suffix
from wireledger.readers.source import Source

ISSUES_SUFFIX = ".issues.jsonl"  # what runs write about their data; never stories
_GLOB = frozenset("*?[")


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
        total = 0
        for source in self.sources:
            if source.path is None or not source.path.is_file():
                return None
            total += source.path.stat().st_size
        return total


def find_inputs(inputs: Sequence[str | Path], stdin: BinaryIO | None = None) -> Inputs:
    """Find the sources that `inputs` mean.

    Args:
        inputs: Files, folders (read with all below them), glob patterns (`**` included), or `"-"` for stdin, in
            JSON lines.
        stdin: The stream that `"-"` stands for.

    Raises:
        ReadError: If nothing is at a path, a pattern matches nothing, or a file that was named has an unknown format.
    """
    sources: dict[str, Source] = {}
    issues: list[Issue] = []
    for given in inputs:
        for found in _expand(str(given), stdin):
            if isinstance(found, Issue):
                issues.append(found)
                continue
            key = "-" if found.path is None else os.path.realpath(found.path)
            if key in sources:
                issues.append(Issue("duplicate-input", "is named twice; it is read once.", "note", found.name))
            else:
                sources[key] = found
    return Inputs(tuple(sources.values()), tuple(issues))


def _expand(given: str, stdin: BinaryIO | None) -> Iterator[Source | Issue]:
    path = Path(given)
    if given == "-":
        yield Source("-", None, "stdin", ".jsonl", stream=stdin)
    elif path.is_dir():
        yield from _in_folder(path)
    elif path.exists():
        yield _named_file(path, path.name)
    elif _GLOB & set(given):
        yield from _matching(given)
    else:
        raise ReadError(f"{given}: no such file or folder.")


def _named_file(path: Path, story_name: str) -> Source:
    source = _file(path, story_name)
    if source is None:
        raise ReadError(
            f"{path}: no reader knows this kind of file. Allowed: {known_suffixes()}; `-` is stdin (.jsonl)."
        )
    return source


def _file(path: Path, story_name: str) -> Source | None:
    kind = split_suffix(path)
    return Source(str(path), path, story_name, *kind) if kind else None


def _in_folder(folder: Path) -> Iterator[Source | Issue]:
    left_out: list[Path] = []
    for parent, folders, names in os.walk(folder):
        left_out += [Path(parent, name) for name in folders if name.startswith(".")]
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(parent, name)
            source = None if name.startswith(".") else _file(path, path.relative_to(folder).as_posix())
            if source is None or name.endswith(ISSUES_SUFFIX):
                left_out.append(path)
            else:
                yield source
    yield from _left_out(left_out, str(folder))


def _matching(pattern: str) -> Iterator[Source | Issue]:
    paths = [Path(path) for path in sorted(glob.glob(pattern, recursive=True))]
    files = [path for path in paths if path.is_file()]
    if not files:
        raise ReadError(f"{pattern}: no file matches this pattern.")
    found = [(path, None if path.name.endswith(ISSUES_SUFFIX) else _file(path, path.name)) for path in files]
    yield from (source for _, source in found if source is not None)
    yield from _left_out([path for path, source in found if source is None], pattern)


def _left_out(paths: Sequence[Path], source: str) -> Iterator[Issue]:
    if paths:
        yield Issue(
            "files-left-out",
            f"{len(paths)} hidden or of a kind that no reader knows, such as {paths[0].name}; left out.",
            "note",
            source,
        )
