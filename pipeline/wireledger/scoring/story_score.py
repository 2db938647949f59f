"""Score one story: its records sorted out, its slots counted, its mistakes listed.

In: gold and predicted records of one story. Out: `StoryScore`, which carries all that figures of a corpus need:
`scorer.py` only adds up, and the bootstrap draws stories anew without comparing anything again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from wireledger.scoring.align import Alignment, align
from wireledger.scoring.figures import Counts
from wireledger.scoring.scored import ScoredRecord
from wireledger.scoring.slots import CORE, SLOTS, compare_slots, count_filled


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing that is wrong with the records of a story.

    Attributes:
        story_id: The story.
        kind: `missed` (gold without a partner), `false` (predicted without a partner) or `wrong` (a pair's slots).
        gold: None where `kind` is `false`.
        predicted: None where `kind` is `missed`.
        slots: The slots that are wrong, in the order of `SLOTS`; empty unless `kind` is `wrong`.
    """

    story_id: str
    kind: Literal["missed", "false", "wrong"]
    gold: ScoredRecord | None = None
    predicted: ScoredRecord | None = None
    slots: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StoryScore:
    """How one story fares.

    Attributes:
        story_id: The story.
        alignment: Its records, sorted out.
        records: Aligned, false and missed records.
        slots: Counts per slot.
        n_exact: Gold records that are core exact.
        mistakes: Everything that is wrong.
    """

    story_id: str
    alignment: Alignment
    records: Counts
    slots: Mapping[str, Counts]
    n_exact: int
    mistakes: tuple[Mistake, ...]

    @property
    def n_gold(self) -> int:
        """Gold records."""
        return self.records.right + self.records.missed

    @property
    def n_predicted(self) -> int:
        """Predicted records."""
        return self.records.right + self.records.false

    @property
    def is_false_alarm(self) -> bool:
        """Tell whether records are predicted where the story has none."""
        return self.n_gold == 0 and self.n_predicted > 0

    @property
    def n_errors(self) -> int:
        """Missed and false records, and wrong slots: what the worst stories are ranked by."""
        return sum(max(1, len(mistake.slots)) for mistake in self.mistakes)


def score_story(story_id: str, gold: Iterable[ScoredRecord], predicted: Iterable[ScoredRecord]) -> StoryScore:
    """Score the records of one story."""
    alignment = align(gold, predicted)
    slots = dict.fromkeys(SLOTS, Counts())
    n_exact, mistakes = 0, []
    for ours, theirs in alignment.pairs:
        compared = compare_slots(ours, theirs)
        slots = {slot: slots[slot] + compared[slot] for slot in SLOTS}
        wrong = tuple(slot for slot in SLOTS if compared[slot].false or compared[slot].missed)
        n_exact += CORE.isdisjoint(wrong)
        if wrong:
            mistakes.append(Mistake(story_id, "wrong", ours, theirs, wrong))
    for record in alignment.missed:
        slots = {slot: slots[slot] + Counts(missed=n) for slot, n in count_filled(record).items()}
        mistakes.append(Mistake(story_id, "missed", gold=record))
    for record in alignment.false:
        slots = {slot: slots[slot] + Counts(false=n) for slot, n in count_filled(record).items()}
        mistakes.append(Mistake(story_id, "false", predicted=record))
    records = Counts(len(alignment.pairs), len(alignment.false), len(alignment.missed))
    return StoryScore(story_id, alignment, records, slots, n_exact, tuple(mistakes))
