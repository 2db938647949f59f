"""Records to events: the whole way on one page.

In: records in any order, and old events that they may join. Out: events. The same records give the same events in
whatever order they come; an old event keeps its id, and what was taken out of it stays out.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence

from wireledger.events.best import best_amount, best_authority, best_date, best_value, merged_targets
from wireledger.events.blocking import candidate_pairs
from wireledger.events.clusters import Cluster, Clusters, Edge, contradict, spanning_tree
from wireledger.events.cues import Likeness, clearly_better, compare, enough
from wireledger.events.event import Event, Member, money
from wireledger.events.sources import by_source, confidence
from wireledger.events.tellings import Telling, make_telling, make_tellings
from wireledger.records import Record

FIRST = "the first telling"
TOGETHER = "told together with {other} in story {story}"


def group(
    records: Iterable[Record], onto: Sequence[Event] = (), copies: Mapping[str, str] | None = None
) -> list[Event]:
    """Group records into events.

    Args:
        records: New records; those that an old event has already are passed over. A story that comes with other records
            than before was read anew: its new records replace the old ones.
        onto: Old events. They are returned, too, with what joined them.
        copies: Story id -> id of the story whose text it has; see `by_source`.

    Returns:
        Events by id. Every record is in exactly one, save for the rows that say what was taken out.
    """
    given = list(records)
    onto = _without_replaced(onto, given)
    known = {member.record_id for event in onto for member in event.members if not member.is_undone}
    fresh = make_tellings(record for record in given if record.record_id not in known)
    old = [_old_tellings(event) for event in onto]
    tellings = [telling for event in old for telling in event] + fresh
    is_new = [False] * (len(tellings) - len(fresh)) + [True] * len(fresh)
    clusters = Clusters(tellings)
    _restore(clusters, onto, old, tellings)
    _join(clusters, tellings, is_new)
    before = {event.event_id: event for event in onto}
    causes = clusters.causes()
    events = [
        _event(cluster, causes.get(id(cluster), ()), tellings, before, copies or {}) for cluster in clusters.all()
    ]
    return sorted(events, key=lambda event: event.event_id)


def _without_replaced(onto: Sequence[Event], given: Sequence[Record]) -> list[Event]:
    """Take out of old events what stories said that were read anew; an event of which nothing is left is gone."""
    known = {member.record_id: member.story_id for event in onto for member in event.members if not member.is_undone}
    ids = {record.record_id for record in given}
    stories = {record.story_id for record in given if record.record_id not in known} & {*known.values()}
    if not stories:
        return list(onto)
    kept = []
    for event in onto:
        members = tuple(m for m in event.members if m.is_undone or m.story_id not in stories or m.record_id in ids)
        if any(not member.is_undone for member in members):
            kept.append(event.model_copy(update={"members": members}))
    return kept


def _old_tellings(event: Event) -> list[Telling]:
    """Return one telling per story: what an event has of one story is one decision by now."""
    stories: dict[str, list[Record]] = {}
    for record in event.records():
        stories.setdefault(record.story_id, []).append(record)
    return [make_telling(told) for told in stories.values()]


def _restore(
    clusters: Clusters, onto: Sequence[Event], old: Sequence[Sequence[Telling]], tellings: Sequence[Telling]
) -> None:
    """Unite what was united, and note what must stay apart."""
    number = 0
    for event, told in zip(onto, old, strict=True):
        for offset in range(len(told)):
            cluster = clusters.of(number + offset)
            cluster.event_ids.add(event.event_id)
            clusters.unite(number, number + offset)
        number += len(told)
    undone: dict[str, set[str]] = {}
    for event in onto:
        for member in event.members:
            if member.is_undone:
                undone.setdefault(member.story_id, set()).add(event.event_id)
    for number, telling in enumerate(tellings):
        clusters.of(number).banned |= undone.get(telling.story_id, set())


def _join(clusters: Clusters, tellings: Sequence[Telling], is_new: Sequence[bool]) -> None:
    """Join exact tellings first, the likest first; then give each vague one to the one event that it fits."""
    exact: list[Edge] = []
    vague: dict[int, list[Edge]] = {}
    both_vague: list[Edge] = []
    for a, b in candidate_pairs(tellings, is_new):
        likeness = compare(tellings[a], tellings[b])
        if likeness is None or likeness.score < enough():
            continue
        edge = Edge(a, b, likeness)
        match tellings[a].when.is_vague, tellings[b].when.is_vague:
            case False, False:
                exact.append(edge)
            case True, True:
                both_vague.append(edge)
            case True, False:
                vague.setdefault(a, []).append(edge)
            case _:
                vague.setdefault(b, []).append(edge)

    def order(edge: Edge) -> tuple[float, str, str]:
        return -edge.likeness.score, *sorted((tellings[edge.a].id, tellings[edge.b].id))  # type: ignore[return-value]

    for edge in sorted(exact, key=order):
        clusters.join(edge)
    for number in sorted(vague, key=lambda n: tellings[n].id):
        if (chosen := _only_choice(clusters, number, sorted(vague[number], key=order))) is not None:
            clusters.join(chosen)
    for edge in sorted(both_vague, key=order):
        clusters.join(edge)


def _only_choice(clusters: Clusters, number: int, edges: Sequence[Edge]) -> Edge | None:
    """Return the best edge of a vague telling, if it doesn't fit another event as well."""
    best: dict[int, Edge] = {}
    for edge in edges:
        cluster = clusters.of(edge.b if edge.a == number else edge.a)
        if cluster is clusters.of(number) or contradict(cluster, clusters.of(number)):
            continue
        best.setdefault(id(cluster), edge)
    ranked = list(best.values())
    if len(ranked) > 1 and ranked[0].likeness.score < ranked[1].likeness.score + clearly_better():
        return None
    return ranked[0] if ranked else None


def _event(
    cluster: Cluster,
    edges: Sequence[Edge],
    tellings: Sequence[Telling],
    before: Mapping[str, Event],
    copies: Mapping[str, str],
) -> Event:
    told = sorted((tellings[number] for number in cluster.members), key=_age)
    records = [record for telling in told for record in telling.records]
    sources = by_source(records, copies)
    olds = sorted((before[id_] for id_ in cluster.event_ids), key=lambda e: (e.first_published or "9", e.event_id))
    event_id = olds[0].event_id if olds else event_id_of(told[0].id)
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
    return Event(
        event_id=event_id,
        former_ids=tuple(dict.fromkeys([*(i for e in olds for i in e.former_ids), *(e.event_id for e in olds[1:])])),
        action=action,
        status="imposed" if "imposed" in cluster.statuses else status,
        authority=authority or (),
        targets=merged_targets(records),
        amount=value,
        currency=currency,
        amount_text=text,
        program=program,
        date=day,
        date_precision=None if day is None else {4: "year", 7: "month"}.get(len(day), "day"),
        first_published=min((r.published for r in records if r.published), default=None),
        confidence=confidence(sources),
        n_sources=len(sources),
        n_stories=len({record.story_id for record in records}),
        n_records=len(records),
        slots=tuple(slot for slot in slots if slot is not None),
        members=tuple(_members(cluster, edges, tellings, olds)),
    )


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
        telling, edge = tellings[number], reached.get(number)
        first = telling.records[0]
        if (old := kept.get(first.record_id)) is None or old.is_undone:
            rows[first.record_id] = _member(first, number, edge, tellings)
        for record in telling.records[1:]:
            if record.record_id not in kept:
                reason = TOGETHER.format(other=first.record_id, story=first.story_id)
                rows[record.record_id] = Member(
                    record_id=record.record_id,
                    story_id=record.story_id,
                    joined_to=first.record_id,
                    reason=reason,
                    record=_slim(record),
                )
    return [rows[id_] for id_ in sorted(rows)]


def _member(record: Record, number: int, edge: Edge | None, tellings: Sequence[Telling]) -> Member:
    if edge is None:
        return Member(record_id=record.record_id, story_id=record.story_id, reason=FIRST, record=_slim(record))
    far = tellings[edge.b if edge.a == number else edge.a]
    likeness: Likeness = edge.likeness
    return Member(
        record_id=record.record_id,
        story_id=record.story_id,
        joined_to=far.id,
        reason=likeness.reason,
        score=round(likeness.score, 2),
        record=_slim(record),
    )


def _slim(record: Record) -> Record:
    """Return a record without what no comparison needs."""
    return record.model_copy(update={"spans": {}, "slot_confidence": {}, "method": {}, "reason": None, "url": None})
