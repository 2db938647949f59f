"""Addresses such as `s3://bucket/news/*.jsonl.gz` to sources, by `fsspec`.

In goes an address: an object, a folder (read with all below it) or a glob pattern. Any scheme that fsspec knows will
do; some need a package of their own (`s3fs` for `s3://`, `gcsfs` for `gs://`, `aiohttp` for `https://`), and the error
says so. What is read comes through the network as it is read; nothing is copied to disk but formats that are not read
from front to back and can't be sought in. Credentials are fsspec's business: its configuration, the environment.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, BinaryIO, cast
from urllib.parse import unquote, urlsplit

from wireledger.errors import ReadError
from wireledger.issues import Issue
from wireledger.readers.extras import require
from wireledger.readers.formats import left_out, named_kind, source_kind
from wireledger.readers.source import Source
from wireledger.readers.wrapped import WrappedStream

_GLOB = frozenset("*?[")
_WEB = ("http", "https")  # a page has no folder, and `?` begins its query


@dataclass(frozen=True, slots=True)
class RemotePlace:
    """An object in a store.

    Attributes:
        url: Its address, scheme included.
        size: Its bytes; None if the store does not say.
    """

    url: str
    size: int | None

    def open(self) -> BinaryIO:
        """Open for reading.

        Raises:
            OSError: If the store refuses or can't be reached.
        """
        import fsspec

        with _as_os_error():
            file_system, path = fsspec.core.url_to_fs(self.url)
            return cast(BinaryIO, _Remote(file_system.open(path, "rb")))

    def n_bytes(self) -> int | None:
        """Return its size."""
        return self.size


class _Remote(WrappedStream):
    """A stream from a store, whose failures are `OSError` whatever the store's library raises."""

    def readinto(self, buffer: Any, /) -> int:
        with _as_os_error():
            data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


@contextmanager
def _as_os_error() -> Iterator[None]:
    try:
        yield
    except (OSError, ImportError):
        raise
    except Exception as error:  # each store's library has a tree of its own
        raise OSError(f"{type(error).__name__}: {error}") from error


def is_remote(given: str) -> bool:
    """Tell whether an input is an address, not a path."""
    return "://" in given and given.partition("://")[0].replace("+", "").replace("-", "").isalnum()


def find_remote(url: str) -> Iterator[Source | Issue]:
    """Yield the sources that an address means, sorted, and a note about what is left out.

    Raises:
        ReadError: If nothing is there, the store can't be reached, a package is missing, or nobody knows the format.
    """
    require(("fsspec",), url)
    import fsspec

    scheme = urlsplit(url).scheme
    try:
        with _as_os_error():
            files, path = fsspec.core.url_to_fs(url)
            if scheme in _WEB:
                found = [_object(url, PurePosixPath(unquote(urlsplit(url).path)), files.info(path).get("size"))]
            elif _GLOB & set(path):
                found = list(_found(url, files, sorted(files.glob(path)), None))
            elif files.isdir(path):
                found = list(_found(url, files, sorted(files.find(path)), path))
            else:
                found = [_object(url, PurePosixPath(path), files.info(path).get("size"))]
    except ReadError:
        raise
    except FileNotFoundError:
        raise ReadError(f"{url}: no such file or folder.") from None
    except (OSError, ImportError) as error:  # ImportError: the scheme's own package is missing; it says which
        raise ReadError(f"{url}: cannot be reached ({error}).") from error
    yield from found


def _found(url: str, files: Any, paths: list[str], folder: str | None) -> Iterator[Source | Issue]:
    if folder is None and not paths:
        raise ReadError(f"{url}: no file matches this pattern.")
    others = []
    for path in paths:
        below = PurePosixPath(path.removeprefix(folder).lstrip("/")) if folder is not None else PurePosixPath(path).name
        kind = source_kind(PurePosixPath(path))
        if kind is None or any(part.startswith(".") for part in PurePosixPath(below).parts):
            others.append(PurePosixPath(path).name)
        elif not files.isdir(path):
            address = files.unstrip_protocol(path)
            yield Source(address, None, str(below), *kind, RemotePlace(address, files.info(path).get("size")))
    yield from left_out(others, url)


def _object(url: str, path: PurePosixPath, size: int | None) -> Source | Issue:
    return Source(url, None, path.name, *named_kind(path, url), RemotePlace(url, size))
