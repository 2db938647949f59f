"""How good is a grouping? B-cubed, and which look-alikes were kept apart.

In: record id -> event, by gold and by grouping. Out: figures.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from wireledger.events.event import Event


@dataclass(frozen=True, slots=True)
class BCubed:
    """Averages over records.

    Attributes:
        precision: Of the records that are grouped with it, how many belong with it.
        recall: Of the records that belong with it, how many are grouped with it.
    """

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def b_cubed(gold: Mapping[str, str], grouped: Mapping[str, str]) -> BCubed:
    """Compare two groupings of the records that both have."""
    ids = sorted(gold.keys() & grouped.keys())
    both = Counter((gold[id_], grouped[id_]) for id_ in ids)
    by_gold, by_group = Counter(gold[id_] for id_ in ids), Counter(grouped[id_] for id_ in ids)
    n = max(1, len(ids))
    precision = sum(both[gold[id_], grouped[id_]] / by_group[grouped[id_]] for id_ in ids) / n
    recall = sum(both[gold[id_], grouped[id_]] / by_gold[gold[id_]] for id_ in ids) / n
    return BCubed(precision, recall)


def kept_apart(
    pairs: Iterable[tuple[str, str]], gold: Mapping[str, str], grouped: Mapping[str, str]
) -> list[tuple[str, str]]:
    """Return the pairs of gold events of which no record shares a group."""
    groups: dict[str, set[str]] = {}
    for id_ in gold.keys() & grouped.keys():
        groups.setdefault(gold[id_], set()).add(grouped[id_])
    return [(a, b) for a, b in pairs if not groups.get(a, set()) & groups.get(b, set())]


def event_of(events: Iterable[Event]) -> dict[str, str]:
    """Return record id -> event id."""
    return {member.record_id: event.event_id for event in events for member in event.members if not member.is_undone}
