"""Taking a story out of an event, for good.

In: events, and which record was wrongly joined. Out: the events with that story's records in an event of their own. The
old event keeps rows that say so (`is_undone`), and later grouping never puts them back.
"""

from collections.abc import Sequence

from wireledger.errors import ConfigError
from wireledger.events.event import Event, Member
from wireledger.events.grouping import group
from wireledger.events.make_event import FIRST, event_id_of


def undo(events: Sequence[Event], event_id: str, record_id: str) -> list[Event]:
    """Take the story of `record_id` out of the event.

    Raises:
        ConfigError: If there is no such event or record, or nothing would be left.
    """
    event = next((event for event in events if event.event_id == event_id), None)
    if event is None:
        raise ConfigError(
            f"{event_id}: no event of the file has this id; `event_id` of its lines says which there are."
        )
    member = next((m for m in event.members if m.record_id == record_id and not m.is_undone), None)
    if member is None or member.record is None:
        allowed = ", ".join(m.record_id for m in event.members if not m.is_undone)
        raise ConfigError(f"{record_id}: is not in event {event_id}; its records are {allowed}.")
    story_id = member.record.story_id
    out = [m for m in event.members if m.record is not None and m.record.story_id == story_id]
    if len(out) == sum(not m.is_undone for m in event.members):
        raise ConfigError(f"{event_id}: story {story_id} is all that it has; there is no merge to undo.")
    taken = {m.record_id for m in out}
    rest = [_undone(m) if m.record_id in taken else m for m in event.members]
    alone = event.model_copy(
        update={
            "event_id": _free_id(min(taken), {event.event_id for event in events}),
            "former_ids": (),
            "members": tuple(_set_free(m, min(taken)) for m in out),
        }
    )
    others = [other for other in events if other is not event]
    return group((), [*others, event.model_copy(update={"members": tuple(rest)}), alone])


def _undone(member: Member) -> Member:
    return member.model_copy(update={"is_undone": True, "record": None})


def _set_free(member: Member, first: str) -> Member:
    told = {"joined_to": None, "score": None, "reason": f"{FIRST}, taken out of another event"}
    return member.model_copy(update=told if member.record_id == first else {"joined_to": first, "score": None})


def _free_id(record_id: str, taken: set[str]) -> str:
    """Return an id for the new event; the record may have founded the old one, which keeps its own."""
    key = record_id
    while event_id_of(key) in taken:
        key += "'"
    return event_id_of(key)
