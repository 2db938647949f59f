"""One source to stories, whatever its format, with nothing raised for what is wrong with it.

The way to read a single source: whole runs go through `stories.py`, tar and zip files through `members.py`.
"""

from collections.abc import Iterator

from wireledger.issues import Issue
from wireledger.readers.columns import Columns
from wireledger.readers.expansion import DamagedStreamError
from wireledger.readers.formats import FORMATS
from wireledger.readers.gate import Gate
from wireledger.readers.lines import broken
from wireledger.readers.rows import Placed
from wireledger.readers.source import Meter, Source


def read_source(source: Source, columns: Columns, meter: Meter, gate: Gate | None = None) -> Iterator[Placed | Issue]:
    """Yield the stories of `source`, lazily, and an issue for whatever was wrong, be it that it can't be opened.

    With a `gate`, readers of tables yield only what it opens for; other readers yield all.
    """
    known = FORMATS[source.suffix]
    try:
        if gate is not None and known.has_gate:
            yield from known.gated_reader()(source, columns, meter, gate)
        else:
            yield from known.reader()(source, columns, meter)
    except OSError as error:
        yield Issue("unreadable-file", f"cannot be read: {error.strerror or error}.", "failed", source.name)
    except (EOFError, DamagedStreamError) as error:
        yield broken(error, source.name)
