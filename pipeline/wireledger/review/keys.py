"""What a decision is about: the story by the hash of its words, the record by where its target and its trigger stand.

Neither the input's ids nor the extractor's record ids take part, so that decisions survive both another export of the
same archive and another model.
"""

import hashlib
from collections.abc import Iterable
from typing import Any

from wireledger.records import FAMILIES, Record, SpanRef
from wireledger.story import Story, content_id

TARGET_SLOTS = ("name", "type", "aliases", "nationality", "role", "count")
ACTION_SLOTS = (
    "action", "status", "background", "authority", "measures", "amount", "asset", "program", "reason", "date",
)  # fmt: skip
_NOT_SAID = ("scope", "qualifier", "id")  # derived from what is compared anyhow


def story_key(story: Story) -> str:
    """Return the hash that decisions know a story by."""
    return content_id(story.title, story.text)


def absent_story_key(story_id: str) -> str:
    """Return what stands for the hash of a story that is not at hand."""
    return "absent-" + hashlib.sha256(story_id.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def keyed(records: Iterable[Record]) -> dict[str, Record]:
    """Return the records of one story by their keys, in order; equal places are numbered."""
    of_key: dict[str, Record] = {}
    for record in records:
        key = place = record_place(record)
        number = 1
        while key in of_key:
            number += 1
            key = f"{place}.{number}"
        of_key[key] = record
    return of_key


def record_place(record: Record) -> str:
    """Return where target and trigger stand, as one word: `text:120-131:90`."""
    target, trigger = record.spans.get("target"), record.spans.get("action")
    if target is None:
        name = record.target.name or f"{record.target.count} {record.target.role}"
        return f"{record.action}:{hashlib.sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"
    return f"{target.field}:{target.start}-{target.end}:{trigger.start if trigger else record.action}"


def added_place(target: SpanRef, trigger: str) -> str:
    """Return the key of a record that a person added."""
    return f"{target.field}:{target.start}-{target.end}:added.{trigger}"


def may_be_same(one: Record, other: Record) -> bool:
    """Tell whether two extractions may mean the same record: overlapping targets, actions of one family."""
    mine, theirs = one.spans.get("target"), other.spans.get("target")
    if FAMILIES[one.action] != FAMILIES[other.action]:
        return False
    if mine is None or theirs is None:
        return one.target.name is not None and one.target.name == other.target.name
    return mine.field == theirs.field and mine.start < theirs.end and theirs.start < mine.end


def slot_values(record: Record) -> dict[str, Any]:
    """Return what a record says, slot by slot, in JSON types: no ids, places, confidence or methods."""
    row = record.to_dict()
    values = {slot: _bare(row[slot]) for slot in ACTION_SLOTS}
    return values | {slot: row["target"][slot] for slot in TARGET_SLOTS}


def difference(before: Record, now: Record) -> dict[str, tuple[Any, Any]]:
    """Return the slots in which two records differ, each with both values; empty where they say the same."""
    old, new = slot_values(before), slot_values(now)
    return {slot: (old[slot], new[slot]) for slot in old if old[slot] != new[slot]}


def _bare(value: Any) -> Any:
    if isinstance(value, list):
        return [_bare(item) for item in value]
    if isinstance(value, dict):
        return {name: item for name, item in value.items() if name not in _NOT_SAID}
    return value
