"""Records to events: the whole way on one page.

In: records in any order, and old events that they may join. Out: events. The same records give the same events in
whatever order they come; an old event keeps its id, and what was taken out of it stays out.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

from wireledger.events.blocking import candidate_pairs
from wireledger.events.clusters import Clusters, Edge, contradict
from wireledger.events.cues import clearly_better, compare, enough
from wireledger.events.event import Event
from wireledger.events.make_event import make_event
from wireledger.events.tellings import Telling, make_telling, make_tellings
from wireledger.records import Record


def group(
    records: Iterable[Record],
    onto: Sequence[Event] = (),
    copies: Mapping[str, str] | None = None,
    read_anew: Collection[str] = (),
) -> list[Event]:
    """Group records into events.

    Args:
        records: New records; those that an old event has already are passed over. A story that comes with other records
            than before was read anew: its new records replace the old ones.
        onto: Old events. They are returned, too, with what joined them.
        copies: Story id -> id of the story whose text it has; see `by_source`.
        read_anew: Stories of old events of which `records` has all that they say now, be it nothing.

    Returns:
        Events by id. Every record is in exactly one, save for the rows that say what was taken out.
    """
    given = list(records)
    onto = _without_replaced(onto, given, read_anew)
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
        make_event(cluster, causes.get(id(cluster), ()), tellings, before, copies or {}) for cluster in clusters.all()
    ]
    return sorted(events, key=lambda event: event.event_id)


def _without_replaced(onto: Sequence[Event], given: Sequence[Record], read_anew: Collection[str]) -> list[Event]:
    """Take out of old events what stories said that were read anew; an event of which nothing is left is gone."""
    known = {member.record_id: member.story_id for event in onto for member in event.members if not member.is_undone}
    ids = {record.record_id for record in given}
    stories = {record.story_id for record in given if record.record_id not in known} | {*read_anew}
    stories &= {*known.values()}
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
