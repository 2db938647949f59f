"""Records files and run folders to records, and to what is known of copies and of stories without records.

In: paths. Out: the records of all; and from runs which stories have another one's words, and which were read at all. Of
two inputs that have the same story the later one counts, as in a load.
"""

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from wireledger.archive import RunFolder, is_run, read_run_records
from wireledger.errors import ReadError
from wireledger.records import Record
from wireledger.writers import read_records

if TYPE_CHECKING:
    import pyarrow as pa


def read_all(paths: Sequence[Path]) -> list[Record]:
    """Return the records of files and runs, in their order, each record and each story once.

    Raises:
        ReadError: If a path is neither, or can't be read.
    """
    stories: dict[str, dict[str, Record]] = {}
    for path in paths:
        told: dict[str, dict[str, Record]] = {}
        for record in read_run_records(_run(path)) if path.is_dir() else read_records(path):
            told.setdefault(record.story_id, {}).setdefault(record.record_id, record)
        for story_id in stories_read([path], stories):
            del stories[story_id]  # the later run found nothing in it, or tells it anew
        stories |= told
    return [record for records in stories.values() for record in records.values()]


def stories_read(paths: Sequence[Path], among: Collection[str]) -> set[str]:
    """Return those stories of `among` that the runs of `paths` have read, with or without records."""
    return (
        {id_ for path in paths if path.is_dir() for id_ in _story_ids(_run(path)) if id_ in among} if among else set()
    )


def read_copies(paths: Sequence[Path]) -> dict[str, str]:
    """Return story id -> id of the story that stands for it, from the runs among `paths`."""
    copies: dict[str, str] = {}
    for path in paths:
        if path.is_dir():
            rows = read_duplicates(_run(path)).to_pydict()
            copies |= dict(zip(rows["story_id"], rows["kept_id"], strict=True))
    return copies


def read_duplicates(run: RunFolder) -> "pa.Table":
    """Return `story_id` and `kept_id` of the stories that a run did not extract since another has the same words.

    Raises:
        ReadError: If the run's table of them can't be read.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = ["story_id", "kept_id"]
    if not run.duplicates.is_file():
        return pa.table({name: pa.array([], pa.string()) for name in columns})
    try:
        return pq.read_table(run.duplicates, columns=columns)
    except (OSError, pa.ArrowException) as error:
        raise ReadError(f"{run.duplicates}: cannot be read ({str(error).splitlines()[0]}).") from error


def _story_ids(run: RunFolder) -> Iterator[str]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    for part in run.story_parts():
        try:
            yield from pq.read_table(part, columns=["id"]).column("id").to_pylist()
        except (OSError, pa.ArrowException) as error:
            raise ReadError(f"{part}: cannot be read ({str(error).splitlines()[0]}).") from error


def _run(path: Path) -> RunFolder:
    if not is_run(path):
        raise ReadError(f"{path}: is a folder, but not that of a run; name a records file or a run's folder.")
    return RunFolder(path)
