"""What a person wants done with a story -> what it comes to: the record it is about, and how that stands afterwards.

In: a story with what it stands at, and a `Wish`. Out: an `Outcome`, or why it cannot be. Nothing is kept here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from wireledger.errors import ReviewError
from wireledger.records import Record
from wireledger.review.decisions import Kind
from wireledger.review.fill import clear_slot, fill_slot, new_record
from wireledger.review.given import given
from wireledger.review.keys import added_place, difference
from wireledger.review.material import Sheet
from wireledger.review.replay import Item, StoryState
from wireledger.spans import Span
from wireledger.story import Story

Act = Literal["accept", "reject", "correct", "clear", "add", "no_action"]
KINDS: Mapping[Act, Kind] = {
    "accept": "accept", "reject": "reject", "correct": "correct", "clear": "correct", "add": "add",
    "no_action": "no_action",
}  # fmt: skip


class UnknownError(ReviewError):
    """A story or a record that isn't there."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person wants done.

    Attributes:
        request: Unique name given by the page: the same one is never applied twice.
        version: Of the item, or the story, that the person saw.
        slot, text, span, index: What to fill, with what; which value to clear.
    """

    request: str
    story: str
    act: Act
    version: int
    item: str | None = None
    slot: str | None = None
    text: str | None = None
    span: Span | None = None
    index: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a wish comes to.

    Attributes:
        item: The record that it is about; None where it is a new one, or the whole story.
        key: Of the record, new or old; None where the whole story is meant.
        after: The record as it stands then; None where there is none.
    """

    item: Item | None = None
    key: str | None = None
    after: Record | None = None


def carry_out(sheet: Sheet, state: StoryState, wish: Wish) -> Outcome:
    """Return what the wish comes to.

    Raises:
        UnknownError: The record isn't there.
        ReviewError: It cannot be done; the message says why.
    """
    if wish.act == "no_action":
        return Outcome()
    if wish.act == "add":
        record = _added(the_story(sheet), state, wish)
        return Outcome(None, _new_key(state, record), record)
    item = find_item(state, wish.item)
    if wish.act in ("accept", "reject"):
        return Outcome(item, item.key, item.record if wish.act == "accept" else None)
    story = the_story(sheet)
    if wish.slot is None:
        raise ReviewError("a correction needs a slot.")
    if wish.act == "clear":
        return Outcome(item, item.key, clear_slot(item.record, wish.slot, wish.index))
    return Outcome(item, item.key, fill_slot(story, item.record, wish.slot, given(story, wish.text, wish.span)))


def find_item(state: StoryState, key: str | None) -> Item:
    """Return the record with this key.

    Raises:
        UnknownError: There is none.
    """
    for item in state.items:
        if item.key == key:
            return item
    raise UnknownError("there is no such record in this story any more; reload the page.")


def the_story(sheet: Sheet) -> Story:
    """Return the story of a sheet.

    Raises:
        ReviewError: It is not at hand.
    """
    if sheet.story is None:
        raise ReviewError(f"the story '{sheet.story_id}' is not here; start again with --stories FILE to correct it.")
    return sheet.story


def _added(story: Story, state: StoryState, wish: Wish) -> Record:
    value = given(story, wish.text, wish.span)
    standing = [item.record for item in state.items if item.state != "rejected"]
    record = new_record(story, value, standing)
    place = record.spans["target"]
    if any(other.spans.get("target") == place and not difference(other, record) for other in standing):
        raise ReviewError(f"'{value.text}' has this record already.")
    return record


def _new_key(state: StoryState, record: Record) -> str:
    trigger = record.spans.get("action")
    key = place = added_place(record.spans["target"], str(trigger.start) if trigger else "")
    taken = {item.key for item in state.items}
    number = 1
    while key in taken:
        number += 1
        key = f"{place}.{number}"
    return key
