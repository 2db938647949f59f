"""`.json`: one array of stories, one story as an object, or (as many tools write it) JSON lines under another name.

The file is held in memory while it is read, as a JSON document can't be cut before it is understood; large archives
belong into `.jsonl`. Of a damaged array the stories before the damage are read.
"""

import json
from collections.abc import Iterator

from wireledger.issues import Issue
from wireledger.readers.columns import Columns
from wireledger.readers.jsonl import read_json_line, read_object, why_not_json
from wireledger.readers.lines import Line, read_whole
from wireledger.readers.rows import Placed, RowReader
from wireledger.readers.source import Meter, Source

_BLANK = " \t\r\n"


def read_json(source: Source, columns: Columns, meter: Meter) -> Iterator[Placed | Issue]:
    """Yield the stories of a JSON document."""
    rows = RowReader(source.name, columns)
    with source.open(meter) as stream:
        text, issues = read_whole(stream, source.name)
    yield from issues
    yield from (
        _array(text, rows, source.name) if text.lstrip(_BLANK).startswith("[") else _objects(text, rows, source.name)
    )
    yield from rows.closing()


def _objects(text: str, rows: RowReader, source: str) -> Iterator[Placed | Issue]:
    first_line = text.strip(_BLANK).split("\n", 1)[0].rstrip(_BLANK)
    try:
        value = json.loads(text) if first_line else None
    except (ValueError, RecursionError) as error:
        if not first_line.endswith("}"):
            rows.n_rows += 1
            yield Issue("bad-json", f"{why_not_json(error, text)} Skipped.", "failed", source)
            return
        for number, line in enumerate(text.split("\n"), 1):
            yield from read_json_line(Line(number, line), rows, source)
    else:
        if first_line:
            yield from read_object(value, rows, source, 1)


def _array(text: str, rows: RowReader, source: str) -> Iterator[Placed | Issue]:
    decode = json.JSONDecoder().raw_decode
    at, counted, line = text.index("[") + 1, 0, 1
    while True:
        at = _after_blanks(text, at)
        line, counted = line + text.count("\n", counted, at), at
        if text.startswith("]", at):
            break
        try:
            value, end = decode(text, at)
        except (ValueError, RecursionError) as error:
            rows.n_rows += 1
            message = f"{why_not_json(error, text)} What stands before was read, the rest of the file was not."
            yield Issue("bad-json", message, "failed", source, line)
            return
        yield from read_object(value, rows, source, line)
        at = _after_blanks(text, end)
        if text.startswith(",", at):
            at += 1
        elif not text.startswith("]", at):
            message = "',' or ']' is missing after a story. What stands before was read, the rest of the file was not."
            yield Issue("bad-json", message, "failed", source, line + text.count("\n", counted, at))
            return
    if text[at + 1 :].strip(_BLANK):
        yield Issue("bad-json", "more text follows after the closing ']'; it was not read.", "failed", source, line)


def _after_blanks(text: str, at: int) -> int:
    while at < len(text) and text[at] in _BLANK:
        at += 1
    return at
