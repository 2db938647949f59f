"""A cluster of tellings to an `Event`: its id, its best values, and its members with the reason why each is there.

In: a cluster, the unions that made it, the old events that are in it. Out: the event. Which tellings are one decision
was settled before (`grouping.py`).
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from wireledger.events.best import Sources, best_amount, best_authority, best_date, best_value, merged_targets
from wireledger.events.clusters import Cluster, Edge, spanning_tree
from wireledger.events.event import Event, Member, money
from wireledger.events.sources import by_source, confidence
from wireledger.events.tellings import Telling
from wireledger.records import Record

FIRST = "the first telling"
TOGETHER = "told together with {other} in story {story}"


def make_event(
    cluster: Cluster,
    edges: Sequence[Edge],
    tellings: Sequence[Telling],
    before: Mapping[str, Event],
    copies: Mapping[str, str],
) -> Event:
    """Return the event that a cluster tells.

    Args:
        cluster: Its tellings, by number.
        edges: The unions that made it, for the reasons of its members.
        tellings: All tellings.
        before: Old events by id: the oldest of those that are in the cluster keeps its id.
        copies: Story id -> id of the story whose text it has; see `by_source`.
    """
    told = sorted((tellings[number] for number in cluster.members), key=_age)
    records = [record for telling in told for record in telling.records]
    sources = by_source(records, copies)
    olds = sorted((before[id_] for id_ in cluster.event_ids), key=lambda e: (e.first_published or "9", e.event_id))
    published = sorted(record.published for record in records if record.published)
    return Event(
        event_id=olds[0].event_id if olds else event_id_of(told[0].id),
        former_ids=tuple(dict.fromkeys([*(i for e in olds for i in e.former_ids), *(e.event_id for e in olds[1:])])),
        **_best_values(cluster, sources),
        targets=merged_targets(records),
        first_published=published[0] if published else None,
        last_published=published[-1] if published else None,
        confidence=confidence(sources),
        n_sources=len(sources),
        n_stories=len({record.story_id for record in records}),
        n_records=len(records),
        members=tuple(_members(cluster, edges, tellings, olds)),
    )


def _best_values(cluster: Cluster, sources: Sources) -> dict[str, Any]:
    """Return the slots that have one value, and `slots`, which says who speaks for and against each."""
    action, action_slot = best_value("action", sources, lambda record: record.action, lambda a, b: a == b)
    # What was planned and then done is done.
    status, status_slot = best_value(
        "status", sources, lambda r: r.status, lambda a, b: a == b, lambda s: s == "imposed"
    )
    authority, authority_slot = best_authority(sources)
    amount, amount_slot = best_amount(sources)
    day, day_slot = best_date(sources)
    program, program_slot = best_value("program", sources, lambda r: r.program, lambda a, b: a == b)
    value, currency, text = money(amount)
    slots = (action_slot, status_slot, authority_slot, amount_slot, day_slot, program_slot)
    return {
        "action": action,
        "status": "imposed" if "imposed" in cluster.statuses else status,
        "authority": authority or (),
        "amount": value,
        "currency": currency,
        "amount_text": text,
        "program": program,
        "date": day,
        "date_precision": None if day is None else {4: "year", 7: "month"}.get(len(day), "day"),
        "slots": tuple(slot for slot in slots if slot is not None),
    }


def event_id_of(record_id: str) -> str:
    """Return the id of the event that begins with a record."""
    return "ev-" + hashlib.sha256(record_id.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _age(telling: Telling) -> tuple[str, str]:
    return telling.records[0].published or "9", telling.id


def _members(
    cluster: Cluster, edges: Sequence[Edge], tellings: Sequence[Telling], olds: Sequence[Event]
) -> list[Member]:
    kept = {member.record_id: member for event in reversed(olds) for member in event.members}
    rows = dict(kept)
    settled = [n for n in cluster.members if tellings[n].id in kept and not kept[tellings[n].id].is_undone]
    ordered = sorted(cluster.members, key=lambda n: _age(tellings[n]))
    reached = spanning_tree(edges, settled or ordered[:1])
    for number in ordered:
        first, *others = tellings[number].records
        if (old := kept.get(first.record_id)) is None or old.is_undone:
            rows[first.record_id] = _joined(first, number, reached.get(number), tellings)
        together = TOGETHER.format(other=first.record_id, story=first.story_id)
        for record in others:
            if record.record_id not in kept:
                rows[record.record_id] = _member(record, together, first.record_id)
    return [rows[id_] for id_ in sorted(rows)]


def _joined(record: Record, number: int, edge: Edge | None, tellings: Sequence[Telling]) -> Member:
    if edge is None:
        return _member(record, FIRST)
    far = tellings[edge.b if edge.a == number else edge.a]
    return _member(record, edge.likeness.reason, far.id, round(edge.likeness.score, 2))


def _member(record: Record, reason: str, joined_to: str | None = None, score: float | None = None) -> Member:
    # Without what no comparison needs.
    slim = record.model_copy(update={"spans": {}, "slot_confidence": {}, "method": {}, "reason": None, "url": None})
    return Member(
        record_id=record.record_id,
        story_id=record.story_id,
        joined_to=joined_to,
        reason=reason,
        score=score,
        record=slim,
    )
