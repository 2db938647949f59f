"""Screening: a shard of an archive to a part with the stories that are worth reading.

In: a `Shard`. Out: `stories/part-N.parquet`, counts, and an issue for whatever was wrong. JSON lines and Parquet are
looked at before they are parsed; a line that is passed over is counted as a story, and not even checked for being sound
JSON. Other kinds are read by their readers and looked at as text.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from wireledger.archive.copies import signature_of
from wireledger.archive.plan import Piece, Shard
from wireledger.archive.settings import Settings
from wireledger.archive.story_parts import StoryPartWriter
from wireledger.archive.tasks import Outcome
from wireledger.issues import Issue
from wireledger.readers.byte_ranges import Block, read_blocks
from wireledger.readers.gate import Gate
from wireledger.readers.jsonl import look_like_objects, read_json_line
from wireledger.readers.lines import Line, decode_line
from wireledger.readers.one_source import read_source
from wireledger.readers.rows import Placed, RowReader
from wireledger.readers.source import Meter
from wireledger.triage import is_worth_reading, look_at_bytes, look_at_stories

_HELD = 1_000  # items that are looked at together
_HELD_CHARS = 4_000_000


@dataclass(frozen=True, slots=True)
class _Found:
    """A story on its way, with the byte at which its line begins."""

    placed: Placed
    byte: int | None = None


def screen_shard(shard: Shard, settings: Settings, part: Path) -> Outcome:
    """Write the stories of `shard` that may hold a record to `part`.

    Raises:
        OSError: If the part cannot be written.
    """
    outcome = Outcome()
    outcome.counts["bytes"] = shard.n_bytes
    with StoryPartWriter(part) as writer:
        for piece in shard.pieces:
            for item in _read(piece, settings, outcome):
                if isinstance(item, Issue):
                    outcome.issues.append(item)
                    outcome.counts["unreadable stories"] += _is_lost(item)
                    continue
                story = item.placed.story
                outcome.counts["stories looked at twice"] += 1
                if settings.triage and not is_worth_reading(story):
                    continue
                signature = signature_of(story) if settings.dedupe else None
                source = item.placed.source or piece.source.name
                writer.add(story, source, item.placed.line, item.byte, signature, item.placed.cut)
        outcome.counts["stories worth reading"] = writer.n_rows
    return outcome


def _read(piece: Piece, settings: Settings, outcome: Outcome) -> Iterator[_Found | Issue]:
    """Yield the stories of one piece that pass the first look; count all."""
    if piece.end is not None:
        yield from _by_lines(piece, settings, outcome)
        return
    gate = Gate(look_at_bytes) if settings.triage else None
    for items in _together(read_source(piece.source, settings.columns, Meter(), gate)):
        stories = [item.story for item in items if isinstance(item, Placed)]
        passes = iter(look_at_stories(stories) if settings.triage else [True] * len(stories))
        for item in items:
            if isinstance(item, Issue):
                outcome.counts["stories"] += _is_lost(item)
                yield item
                continue
            outcome.counts["stories"] += 1
            if next(passes):
                yield _Found(item)
    outcome.counts["stories"] += gate.n_passed_over if gate else 0


def _together(items: Iterator[Placed | Issue]) -> Iterator[list[Placed | Issue]]:
    """Yield the items in order, so many at a time as are worth a look."""
    held: list[Placed | Issue] = []
    n_chars = 0
    for item in items:
        held.append(item)
        n_chars += len(item.story.text) if isinstance(item, Placed) else 0
        if n_chars > _HELD_CHARS or len(held) >= _HELD:
            yield held
            held, n_chars = [], 0
    yield held


def _is_lost(issue: Issue) -> bool:
    """Tell whether an issue stands for a row or line of which no story came."""
    return issue.severity in ("failed", "skipped") and issue.line is not None


def _by_lines(piece: Piece, settings: Settings, outcome: Outcome) -> Iterator[_Found | Issue]:
    name, path, end = piece.source.name, piece.source.path, piece.end or 0
    rows, n_lines = RowReader(name, settings.columns), 0
    assert path is not None
    try:
        for block in read_blocks(path, piece.start, end):
            n_lines = block.first_line - 1 + len(block.lines)
            is_odd = ~look_like_objects(block.lines)
            outcome.counts["stories"] += len(block.lines) - _n_blank(block.lines, is_odd)
            passes = look_at_bytes(block.lines).to_numpy(zero_copy_only=False) | (not settings.triage)
            for index in map(int, np.flatnonzero(passes | is_odd)):
                items = list(_read_line(block, index, rows, name))
                # A line that is odd is parsed for what is wrong with it: it may still hold a story that is passed over.
                if passes[index] or not any(isinstance(item, _Found) for item in items):
                    yield from items
    except OSError as error:
        yield Issue("unreadable-file", f"cannot be read on: {error.strerror or error}.", "failed", name)
    outcome.n_lines[name] = n_lines
    if rows.n_rows:
        yield from rows.closing()


def _read_line(block: Block, index: int, rows: RowReader, name: str) -> Iterator[_Found | Issue]:
    byte, number = block.byte_of(index), block.first_line + index
    for text in decode_line(block.lines[index].as_py(), name, number, byte):
        if isinstance(text, Issue):
            yield text
            continue
        for item in read_json_line(Line(number, text), rows, name):
            yield item if isinstance(item, Issue) else _Found(item, byte)


def _n_blank(lines: Any, is_odd: Any) -> int:
    return sum(1 for index in np.flatnonzero(is_odd) if not lines[int(index)].as_py().strip())
