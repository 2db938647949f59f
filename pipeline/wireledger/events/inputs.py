"""Records files and run folders to records, and to what is known of copies.

In: paths. Out: records of all, lazily; and from runs the table of stories that have another one's words.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from wireledger.archive import RunFolder, is_run, read_run_records
from wireledger.errors import ReadError
from wireledger.records import Record
from wireledger.writers import read_records


def read_all(paths: Sequence[Path]) -> Iterator[Record]:
    """Yield the records of files and runs, in their order.

    Raises:
        ReadError: If a path is neither, or can't be read.
    """
    for path in paths:
        if path.is_dir():
            yield from read_run_records(_run(path))
        else:
            yield from read_records(path)


def read_copies(paths: Sequence[Path]) -> dict[str, str]:
    """Return story id -> id of the story that stands for it, from the runs among `paths`."""
    copies: dict[str, str] = {}
    for path in paths:
        if path.is_dir() and (table := _run(path).duplicates).is_file():
            copies |= _read_duplicates(table)
    return copies


def _read_duplicates(path: Path) -> dict[str, str]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        rows = pq.read_table(path, columns=["story_id", "kept_id"]).to_pydict()
    except (OSError, pa.ArrowException) as error:
        raise ReadError(f"{path}: cannot be read ({str(error).splitlines()[0]}).") from error
    return dict(zip(rows["story_id"], rows["kept_id"], strict=True))


def _run(path: Path) -> RunFolder:
    if not is_run(path):
        raise ReadError(f"{path}: is a folder, but not that of a run; name a records file or a run's folder.")
    return RunFolder(path)
