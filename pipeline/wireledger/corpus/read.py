"""Gold files to `GoldStory`s.

In: a path of JSON lines, plain or `.gz`. Out: stories one by one, in the order of the file. A line that is no gold ends
the reading with a `CorpusError` that says where and what to do: a corpus is written by hand, and half of one must never
pass for the whole. Whether annotations keep the rules is not asked here; see `check_gold`.
"""

import gzip
import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, TextIO

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from wireledger.corpus.gold import GoldAction, GoldStory
from wireledger.errors import CorpusError, ReadError
from wireledger.story import Story

_ISO_PREFIX = re.compile(r"(\d{4}(?:-\d{2}(?:-\d{2})?)?)(?:[T ]\d{2}:.*)?$")
_ADVICE = "correct the line, or leave it out of the file; RECORDS.md, 'Gold format', says what a line holds"


class _Row(BaseModel):
    """One line of a gold file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    text: str
    title: Annotated[str, BeforeValidator(lambda value: value or "")] = ""
    published: str | None = None
    publisher: str | None = None
    url: str | None = None
    source: Annotated[dict[str, Any], BeforeValidator(lambda value: value or {})] = {}
    sentences: tuple[tuple[int, int], ...] = ()
    actions: tuple[GoldAction, ...]


def read_gold(path: Path | str) -> Iterator[GoldStory]:
    """Read the annotated stories of a file.

    Args:
        path: JSON lines in RECORDS.md's gold format, UTF-8, plain or gzipped (`.gz`). Empty lines are passed over.

    Yields:
        The stories, in the order of the file.

    Raises:
        ReadError: The file cannot be opened or decoded.
        CorpusError: A line is no gold story, or its id occurred before.
    """
    lines_of_id: dict[str, int] = {}
    for number, line in iter_lines(path):
        try:
            row = json.loads(line)
        except ValueError as error:
            raise CorpusError(f"{path}:{number}: not JSON ({error}); {_ADVICE}") from error
        gold = parse_gold(row, place=f"{path}:{number}")
        first = lines_of_id.setdefault(gold.story.id, number)
        if first != number:
            raise CorpusError(
                f"{path}:{number}: story '{gold.story.id}' stands on line {first} already; every story needs an id "
                "of its own: rename it, or remove one of the two"
            )
        yield gold


def parse_gold(row: object, *, place: str = "gold") -> GoldStory:
    """Turn one decoded line into a `GoldStory`.

    Args:
        row: What `json.loads` gave.
        place: Where it comes from, for the message: `path:line`.

    Returns:
        The story. A `published` that is no date is None; English long forms ("May 3, 2019") become ISO.

    Raises:
        CorpusError: `row` has not the shape of gold.
    """
    try:
        parsed = _Row.model_validate(row)
    except ValidationError as error:
        raise CorpusError(f"{place}: {_first_fault(row, error)}; {_ADVICE}") from error
    story = Story(
        id=parsed.id,
        text=parsed.text,
        title=parsed.title,
        published=clean_published(parsed.published),
        publisher=parsed.publisher or None,
        url=parsed.url or None,
    )
    return GoldStory(story, parsed.sentences, parsed.actions, parsed.source)


def clean_published(given: str | None) -> str | None:
    """Return an ISO prefix for what a gold file says of a story's date, or None where that names no single date.

    A range ("2013/2014") is None: dates of the text must not be resolved against a year that may be the wrong one.
    """
    given = (given or "").strip()
    if iso := _ISO_PREFIX.match(given):
        return iso[1]
    try:
        return datetime.strptime(given, "%B %d, %Y").date().isoformat()
    except ValueError:
        return None


def iter_lines(path: Path | str) -> Iterator[tuple[int, str]]:
    """Yield the lines of a text file that hold something, each with its number from 1.

    Raises:
        ReadError: The file cannot be opened or decoded.
    """
    try:
        with _open_text(Path(path)) as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield number, line
    except UnicodeDecodeError as error:
        raise ReadError(f"{path}: not UTF-8 ({error.reason} at byte {error.start}); save it as UTF-8") from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise ReadError(f"{path}: cannot be read ({reason}); give the path of a .jsonl or .jsonl.gz file") from error


def _open_text(path: Path) -> TextIO:
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8")
    return path.open(encoding="utf-8")


def _first_fault(row: object, error: ValidationError) -> str:
    fault = error.errors(include_url=False)[0]
    slot = ".".join(str(part) for part in fault["loc"])
    story = row.get("id") if isinstance(row, Mapping) else None
    where = f"story {story!r}" if story is not None else "a story without an id"
    others = error.error_count() - 1
    more = f" (and {others} more in this line)" if others else ""
    return f"{where}, slot '{slot}': {fault['msg']}{more}" if slot else f"{fault['msg']}{more}"
