"""`.txt`: one file is one story.

If the first line is short (under 150 characters), has no full stop at its end and is followed by an empty line, it is
the title, and the text is what follows the empty line. Otherwise all of the file is text, exactly as it is. The id is
the file's path below the folder that was given, or its name.
"""

import re
from collections.abc import Iterator

from wireledger.issues import Issue
from wireledger.readers.columns import Columns
from wireledger.readers.lines import cut_by, read_whole
from wireledger.readers.rows import Placed, RowReader
from wireledger.readers.source import Meter, Source

_TITLE = re.compile(r"[ \t]*(?=\S)([^\r\n]{1,149})\r?\n[ \t]*\r?\n(?=\s*\S)")


def read_text(source: Source, columns: Columns, meter: Meter) -> Iterator[Placed | Issue]:
    """Yield the story that a text file is; `columns` plays no part."""
    with source.open(meter) as stream:
        content, issues = read_whole(stream, source.name)
    yield from issues
    rows = RowReader(source.name, Columns())
    if content.strip():
        title, text = split_title(content)
        yield from rows.read({"id": source.story_name, "title": title, "text": text}, 1, cut_by(issues))
    yield from rows.closing()


def split_title(content: str) -> tuple[str, str]:
    """Return title (empty if there is none) and text of a plain story."""
    match = _TITLE.match(content)
    if match is None or match[1].rstrip().endswith("."):
        return "", content
    return match[1].rstrip(), content[match.end() :]
