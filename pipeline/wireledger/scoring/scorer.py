"""Score predicted records against gold, as RECORDS.md's *The score* defines it.

In: gold stories and predicted records. Out: `Scores`: the headline figures, figures per slot, action and status, and
for every story what went wrong. Agrees with `shared/tools/score.py`, which is the reference; written apart from it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wireledger.corpus import GoldStory
from wireledger.errors import CorpusError
from wireledger.scoring.calibration import Calibration, calibrate
from wireledger.scoring.figures import Counts, LabelFigures, ratio, total
from wireledger.scoring.scored import ScoredRecord, gold_records
from wireledger.scoring.slots import SLOTS
from wireledger.scoring.story_score import Mistake, StoryScore, score_story


@dataclass(frozen=True, slots=True)
class Scores:
    """The figures of one corpus.

    Attributes:
        stories: One score per gold story, in the order of the gold.
        calibration: How far `confidence` can be believed; None where a predicted record has none.
        n_stray: Predicted records of stories that are not in the gold. They are not scored.
    """

    stories: tuple[StoryScore, ...]
    calibration: Calibration | None = None
    n_stray: int = 0

    @property
    def records(self) -> Counts:
        """Aligned, false and missed records."""
        return total(story.records for story in self.stories)

    @property
    def slots(self) -> dict[str, Counts]:
        """Right, false and missed values, per slot."""
        return {slot: total(story.slots[slot] for story in self.stories) for slot in SLOTS}

    @property
    def slot(self) -> Counts:
        """The same over all slots, whose F1 is the slot F1."""
        return total(self.slots.values())

    @property
    def n_gold(self) -> int:
        """Gold records."""
        return sum(story.n_gold for story in self.stories)

    @property
    def n_predicted(self) -> int:
        """Predicted records of the gold's stories."""
        return sum(story.n_predicted for story in self.stories)

    @property
    def core_exact(self) -> float:
        """Share of gold records that are found with all of `CORE` right; 1 where there is no gold record."""
        return ratio(sum(story.n_exact for story in self.stories), self.n_gold, empty=1.0)

    @property
    def false_alarms(self) -> float:
        """Share of stories without any action for which a record is predicted; 0 where there is no such story."""
        return ratio(sum(story.is_false_alarm for story in self.stories), sum(not s.n_gold for s in self.stories))

    @property
    def actions(self) -> tuple[LabelFigures, ...]:
        """Figures per action type that occurs, the most frequent in the gold first."""
        return _by_label(self.stories, lambda record: record.action)

    @property
    def statuses(self) -> tuple[LabelFigures, ...]:
        """Figures per status that occurs, the most frequent in the gold first."""
        return _by_label(self.stories, lambda record: record.status)

    def worst(self, n: int) -> list[StoryScore]:
        """Return the `n` stories with the most errors, those without any left out; ties by id."""
        faulty = [story for story in self.stories if story.mistakes]
        return sorted(faulty, key=lambda story: (-story.n_errors, story.story_id))[:n]

    def mistakes(self) -> list[Mistake]:
        """Return everything that is wrong, story by story."""
        return [mistake for story in self.stories for mistake in story.mistakes]

    def to_dict(self) -> dict[str, Any]:
        """Return all figures in plain JSON types, named as in `shared/tools/score.py` where it has them."""
        return {
            "stories": len(self.stories),
            "gold_records": self.n_gold,
            "predicted_records": self.n_predicted,
            "stray_records": self.n_stray,
            "record": self.records.to_dict(),
            "slot": self.slot.to_dict(),
            "core_exact": self.core_exact,
            "story_false_alarms": self.false_alarms,
            "slots": {slot: counts.to_dict() for slot, counts in self.slots.items()},
            "actions": {figures.label: figures.to_dict() for figures in self.actions},
            "statuses": {figures.label: figures.to_dict() for figures in self.statuses},
            "calibration": self.calibration.to_dict() if self.calibration else None,
        }


def score(gold: Iterable[GoldStory], predicted: Iterable[ScoredRecord]) -> Scores:
    """Score predicted records.

    Args:
        gold: The annotated stories; each id once.
        predicted: Records of any of these stories, in any order. Those of other stories are counted, not scored.

    Returns:
        The scores. The order of stories changes no figure, and that of a story's records none of the record figures; of
        its slot figures only where two alignments are equally good.

    Raises:
        CorpusError: A story occurs twice in the gold.
    """
    records: dict[str, tuple[ScoredRecord, ...]] = {}
    for story in gold:
        if story.story.id in records:
            raise CorpusError(f"story '{story.story.id}' occurs twice in the gold; every story needs an id of its own")
        records[story.story.id] = gold_records(story)
    return score_records(records, predicted)


def score_records(gold: Mapping[str, Sequence[ScoredRecord]], predicted: Iterable[ScoredRecord]) -> Scores:
    """Score records against records that are flat already.

    Args:
        gold: Story id -> its gold records; empty for a story without actions.
        predicted: As for `score`.
    """
    of_story: defaultdict[str, list[ScoredRecord]] = defaultdict(list)
    n_stray = 0
    for record in predicted:
        if record.story_id in gold:
            of_story[record.story_id].append(record)
        else:
            n_stray += 1
    stories = tuple(score_story(key, records, of_story.get(key, ())) for key, records in gold.items())
    return Scores(stories, _calibration(stories), n_stray)


def _calibration(stories: Iterable[StoryScore]) -> Calibration | None:
    """Calibrate over all predicted records; a mixture of records with and without confidence says nothing."""
    outcomes: list[tuple[float, bool]] = []
    for story in stories:
        aligned = [(record, True) for _, record in story.alignment.pairs]
        for record, right in (*aligned, *((record, False) for record in story.alignment.false)):
            if record.confidence is None:
                return None
            outcomes.append((record.confidence, right))
    return calibrate(outcomes) if outcomes else None


def _by_label(
    stories: Iterable[StoryScore], label_of: Callable[[ScoredRecord], str | None]
) -> tuple[LabelFigures, ...]:
    n_gold, n_found, n_predicted, n_sound, n_same = (defaultdict[str, int](int) for _ in range(5))
    for story in stories:
        for ours, theirs in story.alignment.pairs:
            gold_label, label = label_of(ours) or "", label_of(theirs) or ""
            n_gold[gold_label] += 1
            n_found[gold_label] += 1
            n_predicted[label] += 1
            n_sound[label] += 1
            n_same[label] += gold_label == label
        for record in story.alignment.missed:
            n_gold[label_of(record) or ""] += 1
        for record in story.alignment.false:
            n_predicted[label_of(record) or ""] += 1
    labels = sorted(n_gold.keys() | n_predicted.keys(), key=lambda label: (-n_gold[label], label))
    return tuple(
        LabelFigures(
            label or "(none)", n_gold[label], n_found[label], n_predicted[label], n_sound[label], n_same[label]
        )
        for label in labels
    )
