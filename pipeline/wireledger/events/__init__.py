"""One decision, many stories: records to events, with reasons, and reversibly.

In: records. Out: `Event`s with stable ids, the best value per slot, and every record that tells them. Files of events
are written and read here, too; tables of them are the business of loading.
"""

from wireledger.events.event import Event, EventTarget, Member, Slot
from wireledger.events.files import read_events, write_events
from wireledger.events.grouping import group
from wireledger.events.undoing import undo

__all__ = ["Event", "EventTarget", "Member", "Slot", "group", "read_events", "undo", "write_events"]
