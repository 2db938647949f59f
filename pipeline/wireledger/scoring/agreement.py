"""How far two people agree on the same stories.

In: two people's gold. Out: record F1 (the order of the two does not matter), and for the records that both have, per
slot the share of equal values and Cohen's kappa (1960): agreement beyond what chance would give. A slot that is empty
in both counts as equal here: to leave it empty is a judgement, too.
"""

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Any

from wireledger.corpus import GoldStory
from wireledger.scoring.figures import Counts
from wireledger.scoring.scored import ScoredRecord, gold_records
from wireledger.scoring.scorer import score_records
from wireledger.scoring.slots import SLOTS, slot_value


@dataclass(frozen=True, slots=True)
class SlotAgreement:
    """One slot over all aligned records.

    Attributes:
        n: Aligned records.
        equal: Share of them in which both wrote the same; 1 where there are none.
        kappa: The same beyond chance; None where chance alone would give full agreement.
    """

    n: int
    equal: float
    kappa: float | None


@dataclass(frozen=True, slots=True)
class Agreement:
    """What two people have in common.

    Attributes:
        n_stories: Stories that both annotated; all figures are of these.
        n_single: Stories that one of them alone annotated.
        n_one: Records of the first person, and `n_other`: of the second.
    """

    n_stories: int
    n_single: int
    n_one: int
    n_other: int
    records: Counts
    slots: dict[str, SlotAgreement]

    def to_dict(self) -> dict[str, Any]:
        """Return all figures in plain JSON types."""
        return {
            "stories": self.n_stories,
            "single_stories": self.n_single,
            "records": [self.n_one, self.n_other],
            "record_f1": self.records.f1,
            "slots": {slot: {"n": s.n, "equal": s.equal, "kappa": s.kappa} for slot, s in self.slots.items()},
        }


def agreement(one: Iterable[GoldStory], other: Iterable[GoldStory]) -> Agreement:
    """Compare two people's annotations of the same stories; stories are the same by id."""
    ours = {gold.story.id: gold_records(gold) for gold in one}
    theirs = {gold.story.id: gold_records(gold) for gold in other}
    both = [story_id for story_id in ours if story_id in theirs]
    scores = score_records({key: ours[key] for key in both}, [record for key in both for record in theirs[key]])
    pairs = [pair for story in scores.stories for pair in story.alignment.pairs]
    slots = {slot: _compare([(_value(a, slot), _value(b, slot)) for a, b in pairs]) for slot in SLOTS}
    n_single = len(ours.keys() ^ theirs.keys())
    return Agreement(len(both), n_single, scores.n_gold, scores.n_predicted, scores.records, slots)


def _compare(pairs: list[tuple[Hashable, Hashable]]) -> SlotAgreement:
    n = len(pairs)
    if not n:
        return SlotAgreement(0, 1.0, None)
    equal = sum(a == b for a, b in pairs) / n
    mine, yours = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    chance = sum(mine[value] * yours[value] for value in mine) / n**2
    return SlotAgreement(n, equal, None if chance == 1 else (equal - chance) / (1 - chance))


def _value(record: ScoredRecord, slot: str) -> Hashable:
    value = slot_value(record, slot)
    if slot == "authority":
        return tuple(sorted((body.country or "", body.name) for body in record.authority))
    return tuple(sorted(value)) if slot == "aliases" and value else value
