"""Gold without its texts, for archives that may not be passed on: each verbatim string as the place where it stands.

In: gold. Out: rows that name a story by its id and the hash of what was annotated of it, with every string of an
annotation as `[start, end]` in the text or `["title", start, end]`; and back, with the stories from wherever they are.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from wireledger.corpus.gold import GoldAction, GoldStory
from wireledger.corpus.places import find_place
from wireledger.corpus.read import iter_lines, parse_gold
from wireledger.corpus.rows import gold_line, gold_to_dict
from wireledger.errors import CorpusError
from wireledger.readers import read_stories
from wireledger.story import Story, content_id

_VERBATIM = {"name", "aliases", "nationality_text", "role", "text", "asset", "program", "reason"}
_KEYS = {"id", "length", "content", "source", "sentences", "actions"}


def detach(gold: GoldStory) -> dict[str, Any]:
    """Return a story's annotation without a word of the story.

    Raises:
        CorpusError: A string of the annotation does not stand in the story.
    """
    row = gold_to_dict(gold)
    actions = [
        _walk(plain, partial(_place, gold, action)) for plain, action in zip(row["actions"], gold.actions, strict=True)
    ]
    return {
        "id": gold.story.id,
        "length": len(gold.story.text),
        "content": content_id(gold.story.title, gold.story.text),
        "source": row["source"],
        "sentences": row["sentences"],
        "actions": actions,
    }


def read_standoff(path: Path, texts: Path) -> Iterator[GoldStory]:
    """Yield the annotated stories of a file of `detach`'s rows; of a longer story as much as was annotated.

    Args:
        path: The rows, as JSON lines.
        texts: The stories with these ids, in any format that `read_stories` reads.

    Raises:
        ReadError: One of the two cannot be read.
        CorpusError: A line is no such row, or its story is missing or has another text.
    """
    rows = [(f"{path}:{number}", _parse(line, f"{path}:{number}")) for number, line in iter_lines(path)]
    wanted = {row["id"] for _, row in rows}
    stories = {item.id: item for item in read_stories([texts]) if isinstance(item, Story) and item.id in wanted}
    for place, row in rows:
        story = stories.get(row["id"])
        if story is None:
            raise CorpusError(f"{place}: story '{row['id']}' is not in {texts}; give the file that was annotated")
        yield _attach(row, replace(story, text=story.text[: row["length"]]), place)


def write_rows(gold: Iterable[GoldStory]) -> bytes:
    """Return the rows of some stories as the content of a file."""
    return b"".join(json.dumps(detach(one)).encode() + b"\n" for one in gold)


def _parse(line: str, place: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise CorpusError(f"{place}: not JSON ({error}); `wireledger corpus convert` writes such rows") from error
    if not isinstance(row, dict) or set(row) != _KEYS:
        raise CorpusError(f"{place}: no standoff annotation; it has the keys {', '.join(sorted(_KEYS))}")
    return row


def _attach(row: dict[str, Any], story: Story, place: str) -> GoldStory:
    if content_id(story.title, story.text) != row["content"]:
        raise CorpusError(f"{place}: story '{story.id}' has another text than the one that was annotated")
    try:
        actions = [_walk(action, partial(_string, story)) for action in row["actions"]]
    except (TypeError, ValueError) as error:
        raise CorpusError(f"{place}: story '{story.id}': {error}; a place is [start, end]") from error
    return parse_gold(gold_line(story, row["source"], row["sentences"], actions), place=place)


def _walk(value: Any, change: Callable[[Any], Any]) -> Any:
    """Return plain JSON with `change` applied to each verbatim string, or to what stands for one."""
    if isinstance(value, list):
        return [_walk(one, change) for one in value]
    if not isinstance(value, dict):
        return value
    return {key: _changed(key, one, change) if key in _VERBATIM else _walk(one, change) for key, one in value.items()}


def _changed(key: str, value: Any, change: Callable[[Any], Any]) -> Any:
    """Return what `change` makes of a verbatim slot: aliases are several, an empty slot stays so."""
    if value is None:
        return None
    return [change(one) for one in value] if key == "aliases" else change(value)


def _place(gold: GoldStory, action: GoldAction, text: str) -> list[Any]:
    span = find_place(gold, action, text)
    if span is None:
        raise CorpusError(f"story '{gold.story.id}': '{text}' stands neither in the text nor in the title")
    at = [span.start_char, span.end_char]
    return ["title", *at] if span.field == "title" else at


def _string(story: Story, at: Any) -> str:
    *field, start, end = at
    text = story.field(field[0] if field else "text")[start:end]
    if not text:
        raise ValueError(f"nothing stands at {at}")
    return text
