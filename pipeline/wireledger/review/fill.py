"""A person's word for a slot -> the record with that slot filled, emptied, or a record of its own.

In: a record, its story, a slot, and what was selected or typed. Out: a new record; what the words mean is
`fillers.py`'s business. What a person filled has no method and no confidence of its own.
"""

import hashlib
from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError

from wireledger.errors import ReviewError
from wireledger.records import Record, SpanRef, Target, TargetType
from wireledger.review.cited import with_sentence
from wireledger.review.fillers import CHOICES, FILLERS, LISTS, Changes, country_codes, put, values_of
from wireledger.review.given import Given
from wireledger.spans import Span
from wireledger.story import Story
from wireledger.values.countries import clean_country
from wireledger.values.names import looks_like_organization, looks_like_person

SLOTS = tuple(FILLERS)
"""Every slot that a person can fill, in the order of the page."""
_NEVER_EMPTY = ("action", "status", "type", "background")
_OF_THE_ACTION = ("action", "status", "background", "authority", "measures", "program", "reason", "date")


def fill_slot(story: Story, record: Record, slot: str, value: Given) -> Record:
    """Return `record` with `slot` filled; a slot with several values gets one more.

    Raises:
        ReviewError: There is no such slot, or the words are no value of it.
    """
    if slot not in FILLERS:
        raise ReviewError(f"there is no slot '{slot}'; allowed: {', '.join(FILLERS)}.")
    changes = FILLERS[slot](story, record, value)
    spans = dict(record.spans)
    if slot in CHOICES:  # chosen, not read: no words stand for it
        return _remade(record, slot, changes, spans)
    name = f"{slot}.{len(values_of(record, slot))}" if slot in LISTS else slot
    spans.pop(name, None)
    if value.span is None:
        return _remade(record, slot, changes, spans)
    changes |= {"evidence": with_sentence(story, record.evidence, value.span)}
    return _remade(record, slot, changes, spans | {name: _ref(value.span)})


def clear_slot(record: Record, slot: str, index: int | None = None) -> Record:
    """Return `record` without the value of `slot`, or without one of its values.

    Raises:
        ReviewError: The slot cannot be empty, or has no such value.
    """
    if slot not in FILLERS or slot in _NEVER_EMPTY:
        raise ReviewError(f"slot '{slot}' cannot be empty; choose another value.")
    spans = {key: ref for key, ref in record.spans.items() if key.split(".")[0] != slot}
    if slot not in LISTS:
        if slot == "target" and "target" in record.spans:  # a group's words stand where its name stood
            spans["target"] = record.spans["target"]
        return _remade(record, slot, put(record, **{"name" if slot == "target" else slot: None}), spans)
    values = values_of(record, slot)
    if index is None:
        return _remade(record, slot, put(record, **{slot: ()}), spans)
    if not 0 <= index < len(values):
        raise ReviewError(f"slot '{slot}' has no value number {index + 1}.")
    rest = (*values[:index], *values[index + 1 :])
    return _remade(record, slot, put(record, **{slot: rest}), spans | _renumbered(record, slot, index))


def new_record(story: Story, target: Given, neighbours: Sequence[Record]) -> Record:
    """Return a record for a target that was missed.

    Whatever is the action's rather than the target's is taken from the nearest record of the story: most missed targets
    are members of a list of which another member was found. With no neighbour it is an imposed designation.

    Raises:
        ReviewError: The words were typed and stand nowhere in the story.
    """
    place = target.span
    if place is None:
        raise ReviewError(f"'{target.text}' stands neither in the text nor in the title; select the target's words.")
    near = min(neighbours, key=lambda record: _distance(record, place), default=None)
    shared: Changes = {"action": "designation", "status": "imposed", "background": False}
    spans: dict[str, SpanRef] = {}
    if near is not None:
        names = [*_OF_THE_ACTION, *(["amount"] if near.amount and near.amount.scope == "action" else [])]
        shared = {name: getattr(near, name) for name in names}
        spans = {key: ref for key, ref in near.spans.items() if key.split(".")[0] in names}
    kind = _type_of(target.text)
    key = f"{story.title}\0{story.text}\0{place}"
    return Record(
        record_id=f"reviewed-{hashlib.sha256(key.encode('utf-8', 'surrogatepass')).hexdigest()[:20]}",
        story_id=story.id, url=story.url, publisher=story.publisher, published=story.published,
        target=Target(name=target.text, type=kind, nationality=country_codes(target.text) if kind == "country" else ()),
        evidence=with_sentence(story, near.evidence if near else (), place),
        spans=spans | {"target": _ref(place)}, confidence=1.0, slot_confidence={}, method={}, **shared,
    )  # fmt: skip


def _remade(record: Record, slot: str, changes: Changes, spans: dict[str, SpanRef]) -> Record:
    gone = {slot, "target"} if slot == "count" else {slot}
    row: dict[str, Any] = dict(record) | changes | {"spans": spans}
    for name in ("method", "slot_confidence"):
        row[name] = {key: value for key, value in row[name].items() if key not in gone}
    try:
        return Record.model_validate(row)
    except ValidationError as error:
        raise ReviewError(f"slot '{slot}': {error.errors()[0]['msg']}.") from error


def _type_of(name: str) -> TargetType:
    if clean_country(name):
        return "country"
    return "person" if looks_like_person(name) and not looks_like_organization(name) else "organization"


def _renumbered(record: Record, slot: str, without: int) -> dict[str, SpanRef]:
    spans = {}
    for key, ref in record.spans.items():
        name, _, number = key.partition(".")
        if name == slot and number.isdecimal() and int(number) != without:
            spans[f"{slot}.{int(number) - (int(number) > without)}"] = ref
    return spans


def _distance(record: Record, place: Span) -> int:
    ref = record.spans.get("target") or record.evidence[0]
    return abs(ref.start - place.start_char) + (10**9 if ref.field != place.field else 0)


def _ref(span: Span) -> SpanRef:
    return SpanRef(start=span.start_char, end=span.end_char, field=span.field)
