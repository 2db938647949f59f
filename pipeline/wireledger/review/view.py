"""Stories and records as the page shows them: plain JSON, every value with its words, its place and its source.

In: a sheet and its state. Out: dictionaries. Offsets are code points; the page turns them into its own units.
"""

from collections.abc import Callable
from typing import Any

from wireledger.records import Record, SpanRef
from wireledger.review.fill import SLOTS
from wireledger.review.fillers import CHOICES
from wireledger.review.material import Sheet
from wireledger.review.queue import label_of
from wireledger.review.replay import Item, StoryState
from wireledger.values.countries import country_name

# One hand on the keyboard; no letter twice, none that moves or decides.
KEYS = {
    "target": "t", "type": "y", "role": "r", "nationality": "c", "aliases": "l", "count": "o", "authority": "b",
    "action": "i", "status": "s", "background": "f", "amount": "m", "date": "d", "asset": "g", "program": "p",
    "measures": "e", "reason": "w",
}  # fmt: skip
_QUALIFIERS = {"exact": "", "about": "about ", "at_least": "at least ", "at_most": "at most "}


Event = Callable[[Record | None], dict[str, Any] | None]
"""From a record as extracted to the event that it tells, for the page."""


def story_view(sheet: Sheet, state: StoryState, event: Event = lambda _: None) -> dict[str, Any]:
    """Return a story with its items."""
    story = sheet.story
    return {
        "key": sheet.key,
        "version": state.version,
        "no_action": state.no_action,
        "done": state.is_done,
        "missing": story is None,
        "id": sheet.story_id,
        "title": story.title if story else "",
        "text": story.text if story else "\n\n".join(_evidence_texts(state)),
        "published": story.published if story else None,
        "publisher": story.publisher if story else None,
        "url": story.url if story else None,
        "items": [item_view(item, story is None) | {"event": event(item.extracted)} for item in state.items],
    }


def item_view(item: Item, without_story: bool = False) -> dict[str, Any]:
    """Return a record with its slots."""
    record = item.record
    return {
        "key": item.key,
        "version": item.version,
        "state": item.state,
        "label": label_of(record),
        "action": record.action,
        "confidence": record.confidence,
        "gone": item.extracted is None and item.state != "added",
        "who": item.who,
        "at": item.at,
        "evidence": [] if without_story else [_place(evidence) for evidence in record.evidence],
        "slots": [_slot(record, slot, without_story) for slot in SLOTS],
        "difference": [
            {"slot": slot, "decided": said(before), "now": said(now)} for slot, (before, now) in item.difference.items()
        ],
    }


def said(value: Any) -> str:
    """Return the value of a slot in words: of a decision's difference, of a preview."""
    if value is None or value == [] or value == "":
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(said(item) for item in value)
    if isinstance(value, dict):
        return money_words(value) if "value" in value else str(value.get("name"))
    return str(value).replace("_", " ")


def money_words(amount: dict[str, Any]) -> str:
    """Return a sum in full: `11,000,000 USD`."""
    value = amount["value"]
    digits = f"{value:,}" if isinstance(value, int) else f"{value:,.2f}"
    return f"{_QUALIFIERS.get(amount.get('qualifier', 'exact'), '')}{digits} {amount.get('currency') or '(currency?)'}"


def slot_values(record: Record, slot: str) -> list[dict[str, Any]]:
    """Return the values of one slot, each with its words (`text`) and, where these say less, its `note`."""
    target = record.target
    if slot == "target":
        return [{"text": target.name or f"(no name) {label_of(record)}"}]
    if slot == "authority":
        return [{"text": b.name, "note": " · ".join(filter(None, (b.id, b.country)))} for b in record.authority]
    if slot == "nationality":
        return [{"text": code, "note": country_name(code)} for code in target.nationality]
    if slot == "amount" and record.amount:
        return [{"text": money_words(record.amount.model_dump(mode="json")), "note": record.amount.text}]
    if slot in ("aliases", "measures"):
        values = target.aliases if slot == "aliases" else record.measures
        return [{"text": value.replace("_", " ") if slot == "measures" else value} for value in values]
    value = getattr(target if slot in ("type", "role", "count") else record, slot)
    if value is None:
        return []
    text = ("yes" if value else "no") if isinstance(value, bool) else str(value)
    return [{"text": text.replace("_", " ") if slot == "action" else text}]


def _slot(record: Record, slot: str, without_story: bool) -> dict[str, Any]:
    places = [
        _place(ref) | {"index": int(key.partition(".")[2] or 0)}
        for key, ref in record.spans.items()
        if key.split(".")[0] == slot and not without_story
    ]
    return {
        "slot": slot,
        "key": KEYS[slot],
        "values": slot_values(record, slot),
        "places": places,
        "confidence": record.slot_confidence.get(slot),
        "method": record.method.get(slot),
        "choices": list(CHOICES.get(slot, ())),
    }


def _place(ref: SpanRef) -> dict[str, Any]:
    return {"start": ref.start, "end": ref.end, "field": ref.field}


def _evidence_texts(state: StoryState) -> list[str]:
    return list(dict.fromkeys(evidence.text for item in state.items for evidence in item.record.evidence))
