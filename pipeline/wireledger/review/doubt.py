"""How much a look at a record would teach: the order of the queue.

In: a record, and how often each slot is filled among all. Out: 0 (nothing to learn) to about 1.6. A confidence near the
middle weighs most: there the model knows least. Then what another extraction says differently, and slots that are
rarely filled, of which every example counts.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from math import log2

from wireledger.records import Record
from wireledger.review.keys import difference, may_be_same

_DISAGREEMENT = 0.4
_RARITY = 0.2
_RARE_SLOTS = ("aliases", "amount", "asset", "measures", "program", "reason", "count", "background", "role")


def filled_slots(record: Record) -> list[str]:
    """Return which of the slots that may be rare are filled."""
    holders = (record, record.target)
    return [slot for slot in _RARE_SLOTS if any(getattr(holder, slot, None) for holder in holders)]


class Doubt:
    """Knows how rare each slot is, and what another extraction found."""

    def __init__(self, records: Iterable[Record], against: Iterable[Record] | None = None) -> None:
        """Count the slots of all records; `against`: another extraction of the same stories, if there is one."""
        self._n_of: Counter[str] = Counter()
        self._n = 0
        for record in records:
            self._n += 1
            self._n_of.update(filled_slots(record))
        self.compares = against is not None
        self._others: defaultdict[str, list[Record]] = defaultdict(list)
        for record in against or ():
            self._others[record.story_id].append(record)

    def is_disputed(self, record: Record) -> bool:
        """Tell whether the other extraction lacks this record, or says otherwise in a slot."""
        others = self._others.get(record.story_id, ())
        return self.compares and not any(may_be_same(record, o) and not difference(record, o) for o in others)

    def of(self, record: Record) -> float:
        """Return the doubt about one record."""
        rarity = max((1 - self._n_of[slot] / self._n for slot in filled_slots(record)), default=0.0) if self._n else 0.0
        return round(_entropy(record.confidence) + _DISAGREEMENT * self.is_disputed(record) + _RARITY * rarity, 4)


def _entropy(share: float) -> float:
    return 0.0 if share in (0, 1) else -share * log2(share) - (1 - share) * log2(1 - share)
