"""Clusters of tellings that grow by union, and may not where two members contradict.

In: tellings, scored pairs. Out: for each telling its cluster, and for each union the pair that caused it. What a
cluster as a whole excludes (days, authorities, statuses, sums, namesakes) is kept in a summary, so that a union looks
at two summaries and not at all pairs of members.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from wireledger.events import bodies
from wireledger.events.cues import NEAR_DAYS, Likeness, statuses_contradict
from wireledger.events.sums import compare_sums
from wireledger.events.targets import is_namesake, keys
from wireledger.events.tellings import Telling
from wireledger.events.when import NEWS_DAYS
from wireledger.records import Amount, Authority, Target

Days = tuple[int, int]


@dataclass(slots=True)
class Edge:
    """A union's cause: tellings `a` and `b`, by number, and how they agree."""

    a: int
    b: int
    likeness: Likeness


@dataclass(slots=True)
class Cluster:
    """What its members say together.

    Attributes:
        members: Numbers of tellings.
        exact: First and last of the days that members give to the day; None where none does.
        recent: The same, with the days of publication of those that give none for their news.
        authority: Distinct bodies.
        statuses: Distinct statuses.
        sums: Sum per sole target, where money is all that the decision is about.
        targets: A target per name key, for namesakes.
        event_ids: Ids of the old events that its members were in.
        banned: Ids of events that a member was taken out of.
    """

    members: list[int]
    exact: Days | None = None
    recent: Days | None = None
    authority: set[Authority] = field(default_factory=set)
    statuses: set[str] = field(default_factory=set)
    sums: dict[tuple[str, ...], Amount] = field(default_factory=dict)
    targets: dict[tuple[str, ...], Target] = field(default_factory=dict)
    event_ids: set[str] = field(default_factory=set)
    banned: set[str] = field(default_factory=set)


class Clusters:
    """All clusters.

    Attributes:
        edges: The unions made, in their order.
    """

    def __init__(self, tellings: Sequence[Telling]) -> None:
        self._of = [_alone(number, telling) for number, telling in enumerate(tellings)]
        self.edges: list[Edge] = []

    def of(self, number: int) -> Cluster:
        """Return the cluster of a telling."""
        return self._of[number]

    def all(self) -> list[Cluster]:
        """Return the clusters in the order of their first members."""
        return list({id(cluster): cluster for cluster in self._of}.values())

    def causes(self) -> dict[int, list[Edge]]:
        """Return the unions by the `id` of the cluster that they led to."""
        causes: dict[int, list[Edge]] = defaultdict(list)
        for edge in self.edges:
            causes[id(self._of[edge.a])].append(edge)
        return causes

    def join(self, edge: Edge) -> bool:
        """Unite the clusters of an edge, unless they are one or contradict; tell whether it was done."""
        one, other = self._of[edge.a], self._of[edge.b]
        if one is other or contradict(one, other):
            return False
        self.unite(edge.a, edge.b)
        self.edges.append(edge)
        return True

    def unite(self, a: int, b: int) -> None:
        """Unite without asking: for what was united, or told together, before."""
        one, other = self._of[a], self._of[b]
        if one is other:
            return
        if len(one.members) < len(other.members):
            one, other = other, one
        one.members += other.members
        for number in other.members:
            self._of[number] = one
        one.exact, one.recent = _hull(one.exact, other.exact), _hull(one.recent, other.recent)
        for mine, theirs in (
            (one.authority, other.authority), (one.statuses, other.statuses),
            (one.event_ids, other.event_ids), (one.banned, other.banned),
        ):  # fmt: skip
            mine.update(theirs)  # type: ignore[arg-type]
        one.sums = other.sums | one.sums
        one.targets = other.targets | one.targets


def contradict(one: Cluster, other: Cluster) -> bool:
    """Tell whether two clusters cannot be one decision."""
    if one.banned & other.event_ids or other.banned & one.event_ids:
        return True
    if statuses_contradict(one.statuses, other.statuses):
        return True
    if _width(_hull(one.exact, other.exact)) > NEAR_DAYS:
        return True
    if _width(_hull(one.recent, other.recent)) > NEAR_DAYS + NEWS_DAYS:
        return True
    if any(bodies.agreement((a,), (b,)) == "different" for a in one.authority for b in other.authority):
        return True
    if any(compare_sums(one.sums[key], other.sums[key]) == "far" for key in one.sums.keys() & other.sums.keys()):
        return True
    return any(is_namesake(one.targets[key], other.targets[key]) for key in one.targets.keys() & other.targets.keys())


def spanning_tree(edges: Sequence[Edge], founders: Sequence[int]) -> dict[int, Edge]:
    """Return for each telling that is no founder the edge that ties it to one, over as few others as possible."""
    ties: dict[int, list[Edge]] = defaultdict(list)
    for edge in edges:
        ties[edge.a].append(edge)
        ties[edge.b].append(edge)
    reached: dict[int, Edge] = {}
    seen, front = set(founders), list(founders)
    while front:
        following = []
        for number in front:
            for edge in ties[number]:
                far = edge.b if edge.a == number else edge.a
                if far not in seen:
                    seen.add(far)
                    reached[far] = edge
                    following.append(far)
        front = following
    return reached


def _hull(one: Days | None, other: Days | None) -> Days | None:
    if one is None or other is None:
        return one or other
    return min(one[0], other[0]), max(one[1], other[1])


def _width(days: Days | None) -> int:
    return days[1] - days[0] if days else 0


def _alone(number: int, telling: Telling) -> Cluster:
    days = (telling.when.last, telling.when.last)
    sums = {}
    if telling.family == "money" and len(telling.targets) == 1 and len(telling.amounts) == 1:
        sums = dict.fromkeys(keys(telling.targets[0])[:1], telling.amounts[0])
    return Cluster(
        members=[number],
        exact=days if telling.when.precision == "day" else None,
        recent=days if telling.when.precision in ("day", "published") else None,
        authority=set(telling.authority),
        statuses={telling.status},
        sums=sums,
        targets={key: target for target in telling.targets for key in keys(target)},
    )
