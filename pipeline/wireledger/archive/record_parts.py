"""The records of a run, part by part."""

from collections.abc import Iterator

from wireledger.archive.layout import RunFolder
from wireledger.records import Record
from wireledger.writers.read_back import read_records


def read_run_records(run: RunFolder) -> Iterator[Record]:
    """Yield the records of a run in the order of its parts, lazily.

    Raises:
        ReadError: If a part can't be read.
    """
    for part in run.record_parts():
        yield from read_records(part)
