"""All inputs, one after the other, as one stream of stories with unique ids.

In go sources, out come stories and issues. One story is held at a time, whatever the size of the inputs; only the ids
of the stories read so far are remembered, as hashes.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from wireledger.issues import Issue
from wireledger.readers.columns import Columns
from wireledger.readers.inputs import Inputs, find_inputs
from wireledger.readers.one_source import read_source
from wireledger.readers.rows import Placed
from wireledger.readers.source import Meter
from wireledger.readers.unique import UniqueIds
from wireledger.story import Story

GUESS_ALL = Columns()


def read_stories(
    inputs: Sequence[str | Path],
    columns: Columns = GUESS_ALL,
    stdin: BinaryIO | None = None,
) -> Iterator[Story | Issue]:
    """Read the stories of files, folders, globs and stdin; the way in for Python users.

    Args:
        inputs: See `find_inputs`.
        columns: Names of columns or JSON fields; what is None is guessed, and the guess reported.
        stdin: The stream that `"-"` stands for.

    Returns:
        Stories in the order of the inputs. An issue about a story stands before it; one about a whole file after it.

    Raises:
        ReadError: At once, if an input isn't there or nobody knows its format.
    """
    return read_inputs(find_inputs(inputs, stdin), columns)


def read_inputs(inputs: Inputs, columns: Columns = GUESS_ALL, meter: Meter | None = None) -> Iterator[Story | Issue]:
    """Read inputs that were found before; `meter` follows how far reading has come."""
    meter = meter if meter is not None else Meter()
    meter.n_bytes_total = inputs.n_bytes()
    return _stories(inputs, columns, meter)


def _stories(inputs: Inputs, columns: Columns, meter: Meter) -> Iterator[Story | Issue]:
    yield from inputs.issues
    unique = UniqueIds()
    for source in inputs.sources:
        for item in read_source(source, columns, meter):
            if isinstance(item, Placed):
                yield from unique.check(item.story, item.source or source.name, item.line)
            else:
                yield item
