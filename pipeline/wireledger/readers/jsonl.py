"""JSON lines (`.jsonl`, `.ndjson`, stdin): one object a line, read one line at a time.

A line that isn't a JSON object fails alone; empty lines are passed over.
"""

import json
from collections.abc import Iterator
from typing import Any

from wireledger.issues import Issue
from wireledger.readers.columns import Columns
from wireledger.readers.lines import Line, read_lines
from wireledger.readers.rows import Placed, RowReader
from wireledger.readers.source import Meter, Source


def read_jsonl(source: Source, columns: Columns, meter: Meter) -> Iterator[Placed | Issue]:
    """Yield the stories of a file of JSON lines."""
    rows = RowReader(source.name, columns)
    with source.open(meter) as stream:
        for piece in read_lines(stream, source.name):
            if isinstance(piece, Line):
                yield from read_json_line(piece, rows, source.name)
            else:
                yield piece
    yield from rows.closing()


def read_json_line(line: Line, rows: RowReader, source: str) -> Iterator[Placed | Issue]:
    """Yield the story of one line, or the reason why there is none."""
    if not line.text.strip():
        return
    try:
        value = json.loads(line.text)
    except (ValueError, RecursionError) as error:
        rows.n_rows += 1
        yield Issue("bad-json", f"{why_not_json(error, line.text)} Skipped.", "failed", source, line.number)
        return
    yield from read_object(value, rows, source, line.number)


def look_like_objects(lines: Any) -> Any:
    """Tell which lines begin with `{` and end with `}`, as the line of a story does: cheap, before any is parsed.

    Args:
        lines: Arrow array of binary, shape (n,), with or without their line ends.

    Returns:
        Boolean numpy array, shape (n,).
    """
    import numpy as np

    _, offsets, data = lines.buffers()
    bounds, held = np.frombuffer(offsets, np.int32), np.frombuffer(data, np.uint8)
    starts, ends = bounds[:-1], bounds[1:]
    for mark in b"\n\r":
        ends = ends - (held[ends - 1] == mark)
    return (ends - starts > 1) & (held[starts] == ord("{")) & (held[ends - 1] == ord("}"))


def read_object(value: object, rows: RowReader, source: str, line: int) -> Iterator[Placed | Issue]:
    """Yield the story of one JSON value, which should be an object."""
    if isinstance(value, dict):
        yield from rows.read(value, line)
        return
    rows.n_rows += 1
    yield Issue(
        "not-an-object", "is JSON, but not an object {...} with a story's fields. Skipped.", "failed", source, line
    )


def why_not_json(error: Exception, text: str) -> str:
    """Say in one sentence what is wrong with `text`, and whether it looks as if its end is missing."""
    if not isinstance(error, json.JSONDecodeError):
        return f"not readable as JSON ({'nested too deep' if isinstance(error, RecursionError) else error})."
    start = text.lstrip()[:1]
    cut = start in ("{", "[") and (error.msg.startswith("Unterminated string") or error.pos >= len(text.rstrip()))
    return f"not valid JSON ({error.msg} at character {error.pos}){'; its end seems to be missing' if cut else ''}."
