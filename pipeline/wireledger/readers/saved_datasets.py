"""`hf:PATH`: a folder that Hugging Face's `datasets` saved, read without that library and without a network.

In goes a folder as `save_to_disk` writes it (one data set, or one per split) or one with Parquet or Arrow files; out
come sources, one per file of rows. Which files belong to the data set is what its `state.json` says: others, such as
caches of `map`, hold rows twice. Names on the hub are not read.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from wireledger.errors import ReadError
from wireledger.issues import Issue
from wireledger.readers.formats import named_kind
from wireledger.readers.source import Source

PREFIX = "hf:"
_STATE = "state.json"
_TABLES = (".arrow", ".parquet")


def find_dataset(given: str) -> Iterator[Source | Issue]:
    """Yield the files of rows of the data set that `given` (`hf:PATH`) names.

    Raises:
        ReadError: If there is no such folder, or no rows in it.
    """
    folder = Path(given.removeprefix(PREFIX))
    if not folder.is_dir():
        raise ReadError(
            f"{given}: no such folder. hf: takes the local path of a data set that was saved by save_to_disk or as "
            "Parquet; to read one from the hub, download it first."
        )
    found = list(_found(folder, folder))
    if not found:
        raise ReadError(f"{given}: holds no .arrow or .parquet files.")
    yield from found


def _found(folder: Path, top: Path) -> Iterator[Source | Issue]:
    if (folder / _STATE).is_file():
        yield from _saved(folder, top)
        return
    for path in sorted(folder.iterdir()):
        if path.is_dir() and not path.name.startswith("."):
            yield from _found(path, top)
        elif path.suffix in _TABLES and not path.name.startswith("."):
            yield _source(path, top)


def _saved(folder: Path, top: Path) -> Iterator[Source | Issue]:
    path = folder / _STATE
    try:
        state = json.loads(path.read_text(encoding="utf-8"))
        names = [file["filename"] for file in state["_data_files"]]
        is_selection = bool(state.get("_indices_data_files") or state.get("_indices_files"))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        message = f"is not the state of a saved data set ({error!r}); all .arrow files beside it were read."
        yield Issue("damaged-file", message, "failed", str(path))
        yield from (_source(table, top) for table in sorted(folder.glob("*.arrow")))
        return
    if is_selection:
        message = (
            "the data set is a selection of its rows; all of them were read. To read the selection, save it again."
        )
        yield Issue("selection-ignored", message, "warning", str(path))
    yield from (_source(folder / Path(name).name, top) for name in names)


def _source(path: Path, top: Path) -> Source:
    return Source(str(path), path, path.relative_to(top).as_posix(), *named_kind(path, str(path)))
