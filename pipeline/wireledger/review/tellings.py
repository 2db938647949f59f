"""Events beside records: how many sources tell the same decision, its best values, and who says otherwise.

In: the material, with events as `wireledger events` wrote them. Out: plain JSON for the page, by record. Events are
shown as they were grouped; a correction here changes them only when records are extracted and grouped anew.
"""

from typing import Any

from wireledger.events import Event
from wireledger.events.event import Member, Slot
from wireledger.records import Record
from wireledger.review.material import Material
from wireledger.review.view import money_words, slot_values

_MOST = 12  # stories that are named on the other side; beyond it they are counted


class Tellings:
    """Knows the event of each record, and where the event's other records are on the desk."""

    def __init__(self, material: Material) -> None:
        """Index the events of `material` by record; what was taken out of an event belongs to it no more."""
        self._event_of = {
            member.record_id: event for event in material.events for member in event.members if not member.is_undone
        }
        self._place_of = {
            record.record_id: (sheet.key, key)
            for sheet in material.sheets.values()
            for key, record in sheet.records.items()
        }
        self.n_records = len(self._event_of.keys() & self._place_of.keys())

    def of(self, record: Record | None) -> dict[str, Any] | None:
        """Return the event that a record tells, None where it was never grouped."""
        event = self._event_of.get(record.record_id) if record else None
        if record is None or event is None:
            return None
        members = {member.record_id: member for member in event.members}
        return {
            "id": event.event_id,
            "n_sources": event.n_sources,
            "n_stories": event.n_stories,
            "confidence": event.confidence,
            "slots": [self._slot(event, slot, record, members) for slot in event.slots],
        }

    def _slot(self, event: Event, slot: Slot, record: Record, members: dict[str, Member]) -> dict[str, Any]:
        otherwise = record.record_id in slot.contradicts
        named = slot.supports if otherwise else slot.contradicts
        # A story is named once, though it may tell a record for every target.
        others = list({members[name].story_id: members[name] for name in named if name in members}.values())
        return {
            "slot": slot.slot,
            "value": _best(event, slot.slot),
            "otherwise": otherwise,  # this record, than the event
            "others": [self._telling(other, slot.slot) for other in others[:_MOST]],  # that say otherwise than it
            "n_others": len(others),
        }

    def _telling(self, member: Member, slot: str) -> dict[str, Any]:
        record = member.record
        story, item = self._place_of.get(member.record_id, (None, None))
        source = (record.publisher, record.published) if record else ()
        return {
            "story": story,
            "item": item,
            "source": ", ".join(filter(None, source)) or member.story_id,
            "value": _words(record, slot) if record else "",
        }


def _best(event: Event, slot: str) -> str:
    if slot == "authority":
        return ", ".join(body.name for body in event.authority)
    if slot == "amount" and event.amount is not None:
        return money_words({"value": event.amount, "currency": event.currency})
    return str(getattr(event, slot) or "").replace("_", " ")


def _words(record: Record, slot: str) -> str:
    return ", ".join(value["text"] for value in slot_values(record, slot))
