"""Gold <-> Label Studio's JSON: a task a story, its verbatim values as labelled regions.

In: gold stories, or the JSON that Label Studio exports. Out: the other. What is no span (status, codes, dates) travels
in the task's `data`, so that nothing is lost; words whose edges were moved in Label Studio come back as they stand
there. `CONFIG` is a labelling configuration that shows the tasks.

Label Studio counts UTF-16 units in some versions and code points in others; a region carries its words, and these say
which it was. Words that fit neither are an error, never a guess.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from wireledger.corpus.gold import GoldStory
from wireledger.corpus.places import Placed, iter_placed
from wireledger.corpus.read import parse_gold
from wireledger.corpus.rows import gold_to_dict
from wireledger.errors import CorpusError, ReadError

SLOTS = ("target", "role", "aliases", "nationality", "authority", "amount", "asset", "program", "reason")
CONFIG = (
    '<View><Header value="$title"/><Labels name="slot" toName="text">'
    + "".join(f'<Label value="{slot}"/>' for slot in SLOTS)
    + '</Labels><Text name="text" value="$text"/></View>'
)
_NAMES = {"text": "text", "title": "title"}


class _Value(BaseModel):
    model_config = ConfigDict(extra="ignore")

    start: int
    end: int
    text: str
    labels: list[str]


class _Region(BaseModel):
    model_config = ConfigDict(extra="ignore")

    id: str
    to_name: str
    type: str
    value: _Value


def to_tasks(gold: Iterable[GoldStory]) -> Iterator[dict[str, Any]]:
    """Yield a task a story."""
    for story in gold:
        row = gold_to_dict(story)
        regions = [_region(placed) for placed in iter_placed(story)]
        yield {
            "data": {"text": story.story.text, "title": story.story.title, "wireledger": row},
            "annotations": [{"result": regions}],
        }


def read_tasks(path: Path) -> Iterator[GoldStory]:
    """Read an export of Label Studio.

    Raises:
        ReadError: The file cannot be opened, or is no JSON list of tasks.
        CorpusError: A task was not made by `to_tasks`, or a region's words are not where it says.
    """
    try:
        tasks = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ReadError(f"{path}: cannot be read as JSON ({error}).") from error
    if not isinstance(tasks, list):
        raise ReadError(f"{path}: no list of tasks; export from Label Studio as JSON (not JSON-MIN).")
    for number, task in enumerate(tasks, 1):
        yield _parse_task(task, f"{path}: task {number}")


def _parse_task(task: Any, place: str) -> GoldStory:
    data = task.get("data") if isinstance(task, dict) else None
    if not isinstance(data, dict) or not isinstance(data.get("wireledger"), dict):
        raise CorpusError(
            f"{place}: 'data.wireledger' is missing; only tasks made by `wireledger corpus convert` come back, for "
            "they carry what Label Studio does not show."
        )
    row = json.loads(json.dumps(data["wireledger"]))
    annotations = task.get("annotations") or []
    if annotations:
        for region in annotations[-1].get("result", ()) if isinstance(annotations[-1], dict) else ():
            if isinstance(region, dict) and region.get("type") == "labels":
                _put_back(row, region, place)
    return parse_gold(row, place=place)


def _put_back(row: dict[str, Any], given: dict[str, Any], place: str) -> None:
    try:
        region = _Region.model_validate(given)
    except ValidationError as error:
        field = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise CorpusError(f"{place}: region {given.get('id')!r}, '{field}': {error.errors()[0]['msg']}.") from error
    words = _words(row, region, place)
    action_at, target_at, slot, index = _address(region.id)
    if slot is None:
        raise CorpusError(
            f"{place}: region {region.id!r} ('{words}') was drawn in Label Studio; a region has to belong to an action."
            " Add missed records on the review page instead."
        )
    if region.value.labels != [slot]:
        raise CorpusError(
            f"{place}: region {region.id!r} is labelled {region.value.labels}; it was a {slot}, and stays."
        )
    try:
        holder = row["actions"][action_at]
        holder = holder if target_at is None else holder["targets"][target_at]
        _set(holder, slot, index, words)
    except (KeyError, IndexError, TypeError) as error:
        raise CorpusError(f"{place}: region {region.id!r} belongs to no action of this story.") from error


def _set(holder: dict[str, Any], slot: str, index: int, words: str) -> None:
    if slot == "authority":
        holder["authority"][index]["name"] = words
    elif slot == "aliases":
        holder["aliases"][index] = words
    elif slot == "amount":
        holder["amount"]["text"] = words
    else:
        holder[{"target": "name", "nationality": "nationality_text"}.get(slot, slot)] = words


def _words(row: dict[str, Any], region: _Region, place: str) -> str:
    text = str(row.get(_NAMES.get(region.to_name, "text"), ""))
    value = region.value
    as_points = text[value.start : value.end] if 0 <= value.start <= value.end else None
    units = text.encode("utf-16-le")
    as_units = units[2 * value.start : 2 * value.end].decode("utf-16-le", "replace") if as_points is not None else None
    if value.text not in (as_points, as_units):
        raise CorpusError(
            f"{place}: region {region.id!r} says '{value.text}' at [{value.start}, {value.end}), where the text says "
            f"'{as_points}'; the text was changed after the export, or the offsets were."
        )
    return value.text


def _region(placed: Placed) -> dict[str, Any]:
    target = "" if placed.target is None else str(placed.target)
    return {
        "id": f"a{placed.action}.t{target}.{placed.slot}.{placed.index}",
        "from_name": "slot",
        "to_name": placed.span.field,
        "type": "labels",
        "value": {
            "start": placed.span.start_char,
            "end": placed.span.end_char,
            "text": placed.text,
            "labels": [placed.slot],
        },
    }


def _address(region_id: str) -> tuple[int, int | None, str | None, int]:
    parts = region_id.split(".")
    if len(parts) != 4 or parts[2] not in SLOTS or not parts[0][1:].isdecimal() or not parts[3].isdecimal():
        return 0, None, None, 0
    return int(parts[0][1:]), int(parts[1][1:]) if parts[1][1:].isdecimal() else None, parts[2], int(parts[3])
